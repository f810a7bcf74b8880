"""Mutants, chosen: which figures count, and what they are compared with."""

from tests.mutants.fault import Fault

DOMAIN = "tests/reporting/domain"
COUNTING = (f"{DOMAIN}/counting",)
SUCCESSION = "services/reporting/domain/succession"

FIGURES = (
    Fault(
        "a hedged figure that stands alone counts as an exact one",
        "services/reporting/domain/counting/over_time.py",
        "exact=ZERO if one.value is None or one.qualifier else one.value,",
        "exact=ZERO if one.value is None else one.value,",
        COUNTING,
    ),
    Fault(
        "the weeks of a stock are added",
        "services/reporting/domain/counting/over_time.py",
        '    if way == "latest":\n        return answers[-1:]\n',
        "",
        COUNTING,
    ),
    Fault(
        "figures of a level are added to those that they cover",
        "services/reporting/domain/counting/taking.py",
        "return any(above in mine for unit in theirs for above in _above(unit, parents))",
        "return False",
        COUNTING,
    ),
    Fault(
        "two reports of the same units are added",
        "services/reporting/domain/counting/taking.py",
        "(stages or not mine & units[other.id])",
        "(stages or mine)",
        COUNTING,
    ),
    Fault(
        "nearly all is shown as all",
        "services/reporting/domain/counting/sum.py",
        "if shown == HUNDRED and numerator != denominator:",
        "if shown == HUNDRED and not denominator:",
        COUNTING,
    ),
    Fault(
        "a sum over hedged and exact values is told as exact",
        "services/reporting/domain/counting/hedging.py",
        "    if others or (exact and word not in KEPT):",
        "    if exact:\n        return None\n    if others:",
        COUNTING,
    ),
    Fault(
        "a target that only hedged values reach is met",
        "services/reporting/domain/comparing/target.py",
        "reached, surely = told_.value >= target, told_.exact >= target",
        "reached, surely = told_.value >= target, True",
        (f"{DOMAIN}/comparing",),
    ),
    Fault(
        "what predecessors reported counts beside their successor's own report",
        f"{SUCCESSION}/frontier.py",
        "self.counting = {unit for unit in left if not self._waits(unit)}",
        "self.counting = {*self._said}",
        (f"{DOMAIN}/succession",),
    ),
    Fault(
        "a split unit's report is replaced by the first of its heirs",
        f"{SUCCESSION}/frontier.py",
        "        return all(\n",
        "        return any(\n",
        (f"{DOMAIN}/succession",),
    ),
    Fault(
        "what accumulates is added across a reorganisation",
        f"{SUCCESSION}/speaking.py",
        "latest = Frontier(self.lineage, since).counting",
        "latest = {*since}",
        (f"{DOMAIN}/succession",),
    ),
    Fault(
        "a duty that an heir took over counts again with each unit before it",
        f"{SUCCESSION}/correct.py",
        "    counts.subtract(gone)\n",
        "",
        (f"{DOMAIN}/succession",),
    ),
)
