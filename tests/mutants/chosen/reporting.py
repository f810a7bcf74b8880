"""Mutants, chosen: the views and what they add up to."""

from tests.mutants.fault import Fault

DOMAIN = "tests/reporting/domain"
PROJECTING = ("tests/reporting/application/test_projecting.py",)
FOLDING = "services/reporting/application/points/folding.py"
POINTS = ("tests/reporting/points/test_past.py",)
PROJECT = "services/reporting/application/projecting.py"
CONTRIBUTION = "services/reporting/domain/counting/contribution.py"
SETTLE = "services/reporting/domain/keeping/settle.py"
DOCUMENTS = "services/reporting/domain/documents.py"
DUTY = "services/reporting/domain/filing/duty.py"
VERSION = "services/reporting/domain/filing/version.py"
HISTORY = (f"{DOMAIN}/test_history.py",)
TOTALS = (f"{DOMAIN}/test_totals.py",)
FILING = (f"{DOMAIN}/filing/test_report.py",)
RUNGS = (f"{DOMAIN}/counting/test_rungs.py",)
FOLLOW = (f"{DOMAIN}/succession/test_follow.py",)
OF_UNIT = "services/reporting/domain/comparing/of_unit.py"
BESIDE = (f"{DOMAIN}/comparing/test_of_unit.py",)
FOLD = (f"{DOMAIN}/test_fold.py",)

REPORTING = (
    Fault(
        "a message that comes again is folded again",
        PROJECT,
        "        elif message.sequence <= at:\n",
        "        elif message.sequence < at:\n",
        PROJECTING,
    ),
    Fault(
        "a message is folded although one before it is missing",
        PROJECT,
        "elif message.previous > at if ours else not whole:",
        "elif message.previous < 0 if ours else not whole:",
        PROJECTING,
    ),
    Fault(
        "a log that started over is taken for repeats",
        PROJECT,
        "if cursor and message.stored_at > cursor.stored_at:",
        "if cursor and message.sequence > cursor.sequence:",
        PROJECTING,
    ),
    Fault(
        "the directory's messages are put in order unit by unit, though they are appended as one",
        PROJECT,
        "        lock = topology.lock_of(message.subject)\n        cursor",
        "        lock = message.subject\n        cursor",
        PROJECTING,
    ),
    Fault(
        "a report as of a moment holds what was said later",
        "services/reporting/application/past.py",
        "self._log.read_all(pattern, until=as_of, lenient",
        "self._log.read_all(pattern, lenient",
        PROJECTING,
    ),
    Fault(
        "a report that starts at a point holds what was said later",
        FOLDING,
        "pattern, point.floor, until=as_of, lenient",
        "pattern, point.floor, lenient",
        POINTS,
    ),
    Fault(
        "of a joint activity in a report that starts at a point not all records are known",
        FOLDING,
        "if groups else {}",
        "if not groups else {}",
        POINTS,
    ),
    Fault(
        "words that were made unreadable since stand in the report that starts at a point",
        "services/reporting/application/past.py",
        'update={"record": now.record}',
        "update={}",
        POINTS,
    ),
    Fault(
        "what a document added before stays in the totals",
        SETTLE,
        "            found[_part(before)].subtract(contribution(before))\n",
        "            pass\n",
        FOLD,
    ),
    Fault(
        "results that a plan expects are counted as held",
        CONTRIBUTION,
        '_account("held", activity.record.actual or Account(), counts)',
        '_account("held", activity.record.planned, counts)',
        TOTALS,
    ),
    Fault(
        "what was not reported is a zero",
        "services/reporting/domain/counting/over_time.py",
        "return self.value is not None or self.numerator is not None or self.text is not None",
        "return True",
        (f"{DOMAIN}/counting",),
    ),
    Fault(
        "money whose source was not told is missing from the sources",
        "services/reporting/domain/counting/adding.py",
        "[*parts, (NO_SOURCE, rest)] if rest else parts",
        "parts",
        TOTALS,
    ),
    Fault(
        "whoever reported and was excused since was not asked",
        DOCUMENTS,
        'self.status != "excused" or self.counted is not None',
        'self.status != "excused"',
        FOLLOW,
    ),
    Fault(
        "a stock that activities tell again and again is added up",
        "services/reporting/domain/counting/summing.py",
        'once = column == "reported" or not told_again(indicator.arithmetic)',
        "once = True",
        TOTALS,
    ),
    Fault(
        "people who cannot be added are added",
        "contracts/indicator.py",
        '        case "sum" | "stock":\n',
        '        case "sum" | "stock" | "not-additive":\n',
        TOTALS,
    ),
    Fault(
        "the headline of a duty is that of its last round",
        DUTY,
        '"on_time": rounds[0].on_time,',
        '"on_time": rounds[-1].on_time,',
        HISTORY,
    ),
    Fault(
        "judging round 0 again closes the round of a return",
        DUTY,
        'status = "met" if fact.round == len(duty.rounds) - 1 else duty.status',
        'status = "met"',
        FOLD,
    ),
    Fault(
        "a version that was corrected stays the present one",
        "services/reporting/domain/filing/settle.py",
        "present = version == newest",
        "present = version.number > 0",
        FILING,
    ),
    Fault(
        "a correction sent unasked replaces what was accepted",
        VERSION,
        "if accepted is not None and not accepted.returned:",
        "if accepted is None and not live:",
        FILING,
    ),
    Fault(
        "a voided version stays in force",
        VERSION,
        "    live = [one for one in versions if not one.voided]",
        "    live = [*versions]",
        FILING,
    ),
    Fault(
        "a due moment that a duty had before owes its rungs a second time",
        DUTY,
        "return dues if due in dues else (*dues, due)",
        "return (*dues, due)",
        RUNGS,
    ),
    Fault(
        "a report that awaits its approval counts",
        DOCUMENTS,
        "return None if found is None or found.awaiting else found",
        "return found",
        FOLD,
    ),
    Fault(
        "a report returned for correction counts",
        VERSION,
        "return live[-1] if live and not live[-1].returned else None",
        "return live[-1] if live else None",
        TOTALS,
    ),
    Fault(
        "a reminder that went out is taken back by what becomes of its duty",
        "services/reporting/domain/reminders.py",
        '    if rung.fate == "sent":\n        return rung',
        '    if rung.fate == "-":\n        return rung',
        (f"{DOMAIN}/test_reminders.py",),
    ),
    Fault(
        "a unit that was split goes over whole to the first of its successors",
        "services/reporting/domain/succession/follow.py",
        "if len(heirs[own]) == 1 else own",
        "if heirs[own] else own",
        FOLLOW,
    ),
    Fault(
        "evidence of a withdrawn activity still claims",
        "services/reporting/domain/claims/documents.py",
        "return () if self.status in GONE else self.marks",
        "return self.marks",
        (f"{DOMAIN}/claims/test_evidence.py",),
    ),
    Fault(
        "a unit that ended before it was taken out is told until the amendment",
        "services/reporting/domain/units/until.py",
        "return min(days, default=None)",
        "return max(days, default=None)",
        (f"{DOMAIN}/units/test_until.py",),
    ),
    Fault(
        "the results of a unit that comes back are until the day it left",
        "services/reporting/domain/fold.py",
        " if unit not in named\n",
        "\n",
        (f"{DOMAIN}/units/test_until.py",),
    ),
    Fault(
        "a unit is compared with last year though it took over one that had no report to send",
        OF_UNIT,
        "last.existed(unit) - names or parted",
        "parted",
        BESIDE,
    ),
    Fault(
        "of two predecessors one alone is last year's figure",
        OF_UNIT,
        "if not told or len(told) < len(found):",
        "if not told:",
        BESIDE,
    ),
    Fault(
        "a duty is overdue only after its due moment",
        "services/reporting/domain/units/rows.py",
        "self._as_of >= duty.due",
        "self._as_of > duty.due",
        (f"{DOMAIN}/test_consolidate.py",),
    ),
)
