"""Registry, domain: what a rule of a plan is."""

from dataclasses import dataclass

from contracts.words import Severity

REPORTING_LAW = "Nghị định 09/2019/NĐ-CP, điều 8"
DOCUMENT_LAW = "Nghị định 30/2020/NĐ-CP, điều 8"


@dataclass(frozen=True)
class PlanRule:
    """`error`: the campaign would go wrong; `warning`: somebody should look before signing."""

    severity: Severity
    vi: str
    en: str
    mend_vi: str
    mend_en: str
    source: str = ""
