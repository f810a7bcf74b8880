"""What was made unreadable is unreadable in a unit's history too."""

from datetime import UTC, datetime
from typing import Any

from cli.integrate.known import Known
from cli.integrate.timeline import timeline
from contracts.facts import ReportCorrected, ReportRedacted, ReportSubmitted, UnitHistoryFact
from contracts.values import Receipt

TEXT, LATER = "Ông A bị ốm, thiếu máy.", "Ông A bị ốm nặng."


def said(kind: type[UnitHistoryFact], hour: int, version: int, **fields: Any) -> Any:
    at = datetime(2022, 10, 10, hour, tzinfo=UTC)
    receipt = Receipt(at=at, sequence=hour, command="c", sender="ba-to", door="system")
    about = {"plan": "p", "unit": "ba-to", "owed": "bao-cao", "version": version}
    return kind.model_validate({**about, "receipt": receipt, **fields})


def test_the_differences_between_versions_do_not_tell_what_was_made_unreadable() -> None:
    """Neither as what stood before nor as what came after; other fields stay."""
    texts = {"pointer": "/difficulties", "before": f'"{TEXT}"', "after": f'"{LATER}"'}
    other = {"pointer": "/causes", "before": '"a"', "after": '"b"'}
    span = {"field": "difficulties", "start": 0, "end": 11, "reason": "nêu bệnh"}
    facts = [
        said(ReportSubmitted, 1, 1, report={"difficulties": TEXT}),
        said(ReportCorrected, 2, 2, report={"difficulties": LATER}, changes=[texts, other]),
    ]
    redactions = [said(ReportRedacted, 2 + n, n, **span) for n in (1, 2)]
    readable, first, both = (
        timeline(Known("ba-to", decisions=[(fact,) for fact in [*facts, *redactions[:n]]]))
        for n in range(3)
    )
    assert (TEXT in str(readable), LATER in str(readable)) == (True, True)
    assert (TEXT in str(first), LATER in str(first)) == (False, True)
    assert "Ông A" not in str(both)
    assert "nguyên nhân: a → b" in str(both)
