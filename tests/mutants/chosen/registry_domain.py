"""Mutants, chosen: what the registry decides."""

from tests.mutants.fault import Fault

DOMAIN = "tests/registry/domain"
VERBS = f"{DOMAIN}/verbs"
PART = f"{VERBS}/part"
MOMENTS = (f"{PART}/test_moments.py",)
DECIDE = "services/registry/domain/decide.py"
PARTICIPATION = "services/registry/domain/history/participation.py"
DUTY = "services/registry/domain/history/duty.py"
REPORT = "services/registry/domain/history/report.py"
AUTHORITY = "services/registry/domain/authority.py"
TABLE = "services/registry/domain/verbs/table.py"
HELD = "services/registry/domain/judge/activities.py"
ROUNDS = "services/registry/domain/judge/rounds.py"
REPORTS = "services/registry/domain/verbs/part/reports.py"
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
        "begins = state.revision == 0 and",
        "begins = state.revision < 0 and",
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
        REPORT,
        "accepted_by=(*version.accepted_by, fact.receipt.sender),",
        "accepted_by=version.accepted_by,",
        (f"{PART}/test_reports.py",),
    ),
    Fault(
        "the approval on the way is forgotten",
        REPORT,
        'approved=version.approved or fact.level == "through",',
        "approved=version.approved,",
        (f"{PART}/test_approval.py",),
    ),
    Fault(
        "what is received at the due moment itself is in time",
        DUTY,
        "self.met_at < self.due",
        "self.met_at <= self.due",
        MOMENTS,
    ),
    Fault(
        "the office's extension is not remembered as its own",
        DUTY,
        "return replace(moved, granted=fact.due) if fact.round == 0 else moved",
        "return moved",
        (f"{VERBS}/test_opening.py",),
    ),
    Fault(
        "the memory of a unit's activities grows when one is changed",
        PARTICIPATION,
        "size += now.size - (known.size if known else 0)",
        "size += now.size",
        (f"{DOMAIN}/history/test_participation.py",),
    ),
    Fault(
        "a name that is added again moves to the end, and a duty is met later than it was",
        "services/registry/domain/history/ranked.py",
        "elif since is not None and name not in places:",
        "elif since is not None:",
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
        'case "unit":\n            return {case.unit, *case.heirs(case.unit)}',
        'case "unit":\n            return {case.unit}',
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
        (f"{PART}/test_duties.py",),
    ),
    Fault(
        "a unit may report after its plan has closed",
        DECIDE,
        "        if closed <= case.receipt.at:\n            words",
        "        if closed is None:\n            words",
        (f"{DOMAIN}/test_decide.py",),
    ),
    Fault(
        "a hold duty is met while an activity is left unheld",
        HELD,
        "evidence.held.newest() if held == len(evidence.alive) else None",
        "evidence.held.newest()",
        (f"{PART}/test_activities.py",),
    ),
    Fault(
        "the returned version meets the round of its own return",
        REPORTS,
        "next_round(standing, due, RETURNED, case, version.number)",
        "next_round(standing, due, RETURNED, case, version.number - 1)",
        (f"{PART}/test_reports.py",),
    ),
    Fault(
        "a fact says that a duty was met in time at the due moment itself",
        ROUNDS,
        "on_time=met_at < due",
        "on_time=met_at <= due",
        MOMENTS,
    ),
    Fault(
        "an extension that reaches what was met late does not judge it again",
        "services/registry/domain/judge/run.py",
        "if one.met_at is not None and one.judged_by != one.due:",
        "if one.met_at is not None and one.judged_by is None:",
        (f"{PART}/test_duties.py",),
    ),
    Fault(
        "the same report again is a new version",
        REPORTS,
        "return last == report or (",
        "return (",
        (f"{PART}/test_reports.py",),
    ),
    Fault(
        "a report is returned by a deadline that has passed",
        REPORTS,
        "if due <= case.receipt.at:",
        "if due is None:",
        (f"{PART}/test_reports.py",),
    ),
    Fault(
        "the office accepts what is not approved on its way",
        REPORTS,
        "early = version.awaiting and asked and",
        "early = version.approved and asked and",
        (f"{PART}/test_approval.py",),
    ),
    Fault(
        "an extension is moved back so that nobody could keep it",
        "services/registry/domain/verbs/part/duties.py",
        "if present.met_at is not None or due < soonest:",
        "if present.met_at is not None:",
        (f"{PART}/test_duties.py",),
    ),
    Fault(
        "an amendment takes back what the office granted",
        OPENING,
        "due = max(standing.granted, duty.due) if standing.granted else duty.due",
        "due = duty.due",
        (f"{VERBS}/test_opening.py",),
    ),
    Fault(
        "an amendment opens again what the office excused",
        OPENING,
        '    if standing.excused == "office":\n        return\n',
        "",
        (f"{VERBS}/test_opening.py",),
    ),
    Fault(
        "a ratio may be greater than one",
        "services/registry/domain/check/figures.py",
        "and bottom is not None and top > bottom:",
        "and bottom is not None and top < 0:",
        (f"{PART}/test_reports.py",),
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
        (f"{PART}/test_reports.py",),
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
