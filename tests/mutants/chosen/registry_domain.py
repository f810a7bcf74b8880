"""Mutants, chosen: what the registry decides."""

from tests.mutants.fault import Fault

DOMAIN = "tests/registry/domain"
VERBS = f"{DOMAIN}/verbs"
MOMENTS = (f"{VERBS}/test_moments.py",)
DECIDE = "services/registry/domain/decide.py"
PARTICIPATION = "services/registry/domain/history/participation.py"
AUTHORITY = "services/registry/domain/authority.py"
TABLE = "services/registry/domain/verbs/table.py"
JUDGE = "services/registry/domain/verbs/judge.py"
REPORTS = "services/registry/domain/verbs/reports.py"
OPENING = "services/registry/domain/verbs/opening.py"

REGISTRY_DOMAIN = (
    Fault(
        "`on_time` is that of the last round instead of the first",
        DECIDE,
        "on_time=standing.rounds[0].on_time",
        "on_time=standing.rounds[-1].on_time",
        MOMENTS,
    ),
    Fault(
        "a plan is closed only after its last moment",
        DECIDE,
        "if closed <= case.receipt.at:",
        "if closed < case.receipt.at:",
        (f"{DOMAIN}/test_decide.py",),
    ),
    Fault(
        "the first command about a unit does not open its part",
        DECIDE,
        'state.revision == 0 and row.said_by != "registry"',
        'state.revision < 0 and row.said_by != "registry"',
        (f"{DOMAIN}/test_decide.py",),
    ),
    Fault(
        "a stranger is told where a unit stands",
        "services/registry/domain/door.py",
        "duties=[] if ABOUT_THE_SENDER & codes else list(duties)",
        "duties=list(duties)",
        (f"{DOMAIN}/test_door.py",),
    ),
    Fault(
        "a command about one unit is taken where its subject names another",
        "services/registry/domain/door.py",
        "if (named := about(command)) != address.about:",
        "if (named := about(command)) == '':",
        (f"{DOMAIN}/test_door.py",),
    ),
    Fault(
        "an accepted report is treated as not accepted",
        PARTICIPATION,
        "accepted_by=(*version.accepted_by, fact.receipt.sender),",
        "accepted_by=version.accepted_by,",
        (f"{VERBS}/test_reports.py",),
    ),
    Fault(
        "the parent's approval is forgotten",
        PARTICIPATION,
        'approved=version.approved or fact.level == "parent",',
        "approved=version.approved,",
        (f"{VERBS}/test_approval.py",),
    ),
    Fault(
        "what is received at the due moment itself is in time",
        PARTICIPATION,
        "self.met_at < self.due",
        "self.met_at <= self.due",
        MOMENTS,
    ),
    Fault(
        "the office's extension is not remembered as its own",
        PARTICIPATION,
        "return replace(moved, granted=fact.due) if fact.round == 0 else moved",
        "return moved",
        (f"{VERBS}/test_opening.py",),
    ),
    Fault(
        "the memory of a unit's activities grows when one is changed",
        PARTICIPATION,
        "size=state.size + now.size - (before.size if before else 0),",
        "size=state.size + now.size,",
        (f"{DOMAIN}/history/test_participation.py",),
    ),
    Fault(
        "a name that is added again moves to the end, and a duty is met later than it was",
        "services/registry/domain/history/ranked.py",
        "        if name in self.places:\n            return self\n        number",
        "        if name in self.places:\n"
        "            return self.without(name).added(name, since)\n        number",
        (f"{DOMAIN}/history/test_ranked.py",),
    ),
    Fault(
        "the day on which a unit has ended begins in UTC",
        "services/registry/domain/case.py",
        "return receipt.at.astimezone(plan.zone).date()",
        "return receipt.at.date()",
        (f"{DOMAIN}/test_succession.py",),
    ),
    Fault(
        "nobody speaks for a unit that has ended",
        AUTHORITY,
        "return {case.unit, *case.heirs(case.unit)}",
        "return {case.unit}",
        (f"{DOMAIN}/test_succession.py",),
    ),
    Fault(
        "a collecting office publishes by its own word alone",
        AUTHORITY,
        "and directory.is_under(office.id, plan.issuer, day)",
        "and office.id in directory",
        (f"{VERBS}/test_plans.py",),
    ),
    Fault(
        "the rights of an office that was split go to the first of its successors",
        "services/registry/domain/succession.py",
        "for only in taken if len(only) == 1",
        "for only in taken if only",
        (f"{DOMAIN}/test_succession.py",),
    ),
    Fault(
        "a unit may extend its own duty",
        TABLE,
        'Verb(ExtendDuty, duties.extend, "office", DUTIES)',
        'Verb(ExtendDuty, duties.extend, "unit", DUTIES)',
        (f"{VERBS}/test_duties.py",),
    ),
    Fault(
        "a unit may report after its plan has closed",
        TABLE,
        "        (ReportSubmitted, ReportCorrected, *DUTIES),\n        until_closed=True,\n",
        "        (ReportSubmitted, ReportCorrected, *DUTIES),\n",
        (f"{DOMAIN}/test_decide.py",),
    ),
    Fault(
        "a hold duty is met while an activity is left unheld",
        JUDGE,
        "len(state.carried_out) == len(state.alive)",
        "len(state.carried_out) > 0",
        (f"{VERBS}/test_activities.py",),
    ),
    Fault(
        "the returned version meets the round of its own return",
        JUDGE,
        "state.returns[number - 1].version if number else 0",
        "state.returns[number - 1].version - 1 if number else 0",
        (f"{VERBS}/test_reports.py",),
    ),
    Fault(
        "a fact says that a duty was met in time at the due moment itself",
        JUDGE,
        "on_time = met_at < due",
        "on_time = met_at <= due",
        MOMENTS,
    ),
    Fault(
        "an extension that reaches what was met late does not judge it again",
        JUDGE,
        "if (present.met_at, present.judged_by) == (met_at, due):",
        "if present.met_at == met_at:",
        (f"{VERBS}/test_duties.py",),
    ),
    Fault(
        "the same report again is a new version",
        REPORTS,
        "    if state.report == report:\n        return []\n",
        "",
        (f"{VERBS}/test_reports.py",),
    ),
    Fault(
        "a report is returned by a deadline that has passed",
        REPORTS,
        "if due <= case.receipt.at:",
        "if due is None:",
        (f"{VERBS}/test_reports.py",),
    ),
    Fault(
        "the office accepts what the parent has not approved",
        REPORTS,
        "if not version.approved and sender not in parents(case):",
        "if not parents(case):",
        (f"{VERBS}/test_approval.py",),
    ),
    Fault(
        "an extension is shortened as if it were one",
        "services/registry/domain/verbs/duties.py",
        "if due < current:",
        "if due is None:",
        (f"{VERBS}/test_duties.py",),
    ),
    Fault(
        "an amendment takes back what the office granted",
        OPENING,
        "return max(standing.granted, duty.due) if standing.granted else duty.due",
        "return duty.due",
        (f"{VERBS}/test_opening.py",),
    ),
    Fault(
        "an amendment opens again what the office excused",
        OPENING,
        'elif standing.excused == "plan":',
        "elif standing.excused:",
        (f"{VERBS}/test_opening.py",),
    ),
    Fault(
        "a ratio may be greater than one",
        "services/registry/domain/check/figures.py",
        "(bottom == 0 or top > bottom)",
        "bottom == 0",
        (f"{VERBS}/test_reports.py",),
    ),
    Fault(
        "money may be less than its sources add up to",
        "services/registry/domain/check/figures.py",
        "if parts != budget.total and",
        "if parts < budget.total and",
        (f"{DOMAIN}/check/test_money.py",),
    ),
    Fault(
        "what was not reported is a zero to a rule",
        "services/registry/domain/check/figures.py",
        "    if len(parts) < len(rule.right):\n        return None\n",
        "",
        (f"{VERBS}/test_reports.py",),
    ),
    Fault(
        "a circle of three parents is recorded",
        "services/registry/domain/check/unit.py",
        '            above = units.get(above.parent(day) or "")\n',
        "            break\n",
        (f"{DOMAIN}/check/test_unit.py",),
    ),
    Fault(
        "a plan gives work to units that are not under its issuer",
        "services/registry/domain/check/plan/rules/who.py",
        "if look.unit(unit) and not look.directory.is_under(unit, issuer, look.day)",
        "if unit not in look.directory",
        (f"{VERBS}/test_plans.py",),
    ),
)
