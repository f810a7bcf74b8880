"""Contracts, words: the closed lists of words for where something stands, each spelled once."""

from typing import Literal, get_args

DutyStatus = Literal["owing", "met", "excused"]
DUTY_STATUSES: tuple[DutyStatus, ...] = get_args(DutyStatus)

ToldStatus = Literal["planned", "postponed", "held"]
"""Where an activity stands by its unit's own record."""
ActivityStatus = Literal[ToldStatus, "withdrawn", "voided"]
"""As recorded: withdrawing is a command of the unit's own, voiding one of the office."""
TOLD_STATUSES: tuple[ToldStatus, ...] = get_args(ToldStatus)
ACTIVITY_STATUSES: tuple[ActivityStatus, ...] = get_args(ActivityStatus)

NilReason = Literal["no-occurrence", "not-our-function"]
"""Why there is nothing to tell: nothing occurred (không phát sinh), or it is not the unit's to do
(không thuộc chức năng).
"""
Nothing = Literal[NilReason, "not-yet-known"]
"""Why a figure has no number; not-yet-known (chưa có số liệu) still is to come."""
NOTHINGS: tuple[Nothing, ...] = get_args(Nothing)

ExcuseCause = Literal["office", "plan", "no-activity", "nothing-declared"]
"""Why a duty is not owed any more: the office excused it, an amendment closed it, none of its
activities is left, or the unit has nothing to declare.
"""

ReportStatus = Literal["submitted", "approved", "accepted", "returned", "not-taken", "voided"]
"""approved: by the unit that the report passes through; not-taken: returned while an accepted
version stays in force (không nhận bản sửa); voided: taken out of every total by the office.
"""
REPORT_STATUSES: tuple[ReportStatus, ...] = get_args(ReportStatus)

RungFate = Literal["sent", "cancelled", "lapsed", "failed", "waiting"]
RUNG_FATES: tuple[RungFate, ...] = get_args(RungFate)
CancelReason = Literal["met", "excused", "moved", "called-off", "nobody-above"]
"""Why a rung is not needed any more: its duty was met or excused, its due moment moved, the
office called it off, or nobody sits above to be told (but the office itself).
"""

Category = Literal["reminder", "overdue", "told", "list"]
"""What a message is: a reminder of what is to come, or of what is overdue; word of what happened to
the unit; a list of who is late, for whoever sits above.
"""

NoticeKind = Literal[
    "returned",
    "not-taken",
    "accepted",
    "extended",
    "excused",
    "amended",
    "reopened",
    "voided",
    "document-awaited",
    "unreached",
]
"""What a unit is told of as it happens: its report was returned, its correction of an accepted
report not taken, its report accepted; its duty extended, excused, changed by an amended plan, owed
again; a record of it voided; its figures arrived, and the signed document did not. Of the last,
that a unit was not reached, the collecting office is told.
"""
NOTICE_KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
DropReason = Literal["untrue", "called-off", "held"]
"""Why a notice did not go out: it was not true any more, the office called it off, or holds it back
(then it is told when the order ends).
"""

MessageStatus = Literal["composed", "attempted", "accepted", "failed", "silenced"]
MESSAGE_STATUSES: tuple[MessageStatus, ...] = get_args(MessageStatus)
Delivery = Literal["unknown", "delivered", "bounced"]
"""What is known of a message beyond its being accepted: most providers tell, some never do."""

Topic = Literal["reminders", "notices", "lists"]
"""What a person may want nothing more of, by a channel: of what is due; of what happened to their
unit; of who else is late.
"""
TOPICS: tuple[Topic, ...] = get_args(Topic)

Outcome = Literal["accepted", "unchanged", "refused"]
"""How the registry answers a command."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

Severity = Literal["error", "warning"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
