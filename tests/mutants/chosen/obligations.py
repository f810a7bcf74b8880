"""Mutants, chosen: what is owed, what meets it, and what the registry keeps of it."""

from tests.mutants.fault import Fault

DOMAIN = "tests/registry/domain"
VERBS = f"{DOMAIN}/verbs"
PART = f"{VERBS}/part"
OBLIGATIONS = f"{DOMAIN}/obligations"
CHECK = "services/registry/domain/check/report.py"
DECIDE = "services/registry/domain/decide.py"
REPORT = "services/registry/domain/history/report.py"
ACTIVITY = "services/registry/domain/history/activity.py"
HELD = "services/registry/domain/judge/activities.py"
SENT = "services/registry/domain/judge/reports.py"
OPENING = "services/registry/domain/verbs/opening.py"
JOINT = ("tests/registry/application/loop/test_joint.py",)

OBLIGATIONS_KEPT = (
    Fault(
        "an activity meets the duties of every assignment",
        ACTIVITY,
        "(not asked or not set(asked).isdisjoint(self.assignments)) and (",
        "(",
        (f"{OBLIGATIONS}/test_evidence.py",),
    ),
    Fault(
        "a correction that is not taken puts the accepted version out of force",
        REPORT,
        "        if accepted.returned is None:\n            return accepted\n",
        "",
        (f"{OBLIGATIONS}/test_versions.py",),
    ),
    Fault(
        "a week that was reported alone is gathered in a later report too",
        "services/registry/domain/check/report.py",
        "elif (own := state.reports.get(other)) and own.in_force:",
        "elif (own := state.reports.get(other)) and not own.in_force:",
        (f"{OBLIGATIONS}/test_documents.py",),
    ),
    Fault(
        "a document alone meets what wants figures too",
        SENT,
        "moments = (figures, document)",
        "moments = (document,)",
        (f"{OBLIGATIONS}/test_documents.py",),
    ),
    Fault(
        "closing a plan blocks what is still owing",
        DECIDE,
        "if not serves or asked:",
        "if not serves:",
        (f"{DOMAIN}/test_decide.py",),
    ),
    Fault(
        "an amendment leaves no working day for what it moves earlier",
        OPENING,
        "max(due, min(present, _soonest(case)))",
        "due",
        (f"{OBLIGATIONS}/test_time.py",),
    ),
    Fault(
        "what was met is closed when its entry goes",
        OPENING,
        'if gone not in planned and standing.status == "owing":',
        "if gone not in planned and not standing.excused:",
        (f"{VERBS}/test_opening.py",),
    ),
    Fault(
        "what only one of two merged units met is met for the one that came",
        OPENING,
        'all(one.status == "met" for one in before.values())',
        'any(one.status == "met" for one in before.values())',
        (f"{OBLIGATIONS}/test_motion.py",),
    ),
    Fault(
        "what is declared in place of one withdrawn has its own moment",
        HELD,
        "present.once or in_round(present, declared)",
        "in_round(present, declared)",
        (f"{PART}/test_activities.py",),
    ),
    Fault(
        "a correction under a document that followed alone is told of nothing",
        CHECK,
        "signed = report.signed or (one.signed if name == duty else None)",
        "signed = report.signed",
        (f"{OBLIGATIONS}/test_versions.py",),
    ),
    Fault(
        "a report for several periods is sent for the first of them",
        CHECK,
        "elif state.duties[other].planned > state.duties[duty].planned:",
        "elif False:",
        (f"{OBLIGATIONS}/test_documents.py",),
    ),
    Fault(
        "the paper for an extension by telephone is lost",
        "services/registry/domain/verbs/part/duties.py",
        "due == present.due and command.granted in (None, standing.word)",
        "due == present.due",
        (f"{OBLIGATIONS}/test_time.py",),
    ),
    Fault(
        "a lead does not answer who names its record",
        "services/registry/application/sharing.py",
        "case ShareActivity(names=True) as",
        "case ShareActivity(names=False) as",
        JOINT,
    ),
    Fault(
        "what a partner held is carried by a lead that left it planned",
        "services/registry/domain/check/joint.py",
        'return lead in TOLD_STATUSES and (lead == "held" or partner != "held")',
        "return lead in TOLD_STATUSES",
        JOINT,
    ),
    Fault(
        "a lead that is named no more is not told so",
        "services/registry/domain/history/activity.py",
        "(*leads, lead)",
        "(lead,)",
        (*JOINT, "tests/registry/domain/verbs/part/test_carrying.py"),
    ),
)
