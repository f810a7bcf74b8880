"""Contracts, generate: every channel: its subject, and what is said on it."""

from dataclasses import dataclass
from typing import get_args

from contracts import topology
from contracts.access import AccessRecorded
from contracts.commands import COMMANDS, verb
from contracts.envelope import Message
from contracts.facts import (
    CalendarRecorded,
    CommandAnswered,
    PlanHistoryFact,
    RecordQuarantined,
    ReminderFact,
    UnitHistoryFact,
    UnitRecorded,
)
from contracts.generate.schemas import described
from contracts.outgoing import OutgoingMessage, RungDue, SlotDue, SlotsGathered
from contracts.parts import PartTold
from contracts.plan import Channel
from contracts.values import Door
from contracts.verdicts import DeadLetter, Verdict


@dataclass(frozen=True)
class Spoken:
    """A channel: a subject and what is said on it; a batch holds whole decisions."""

    subject: str
    says: str
    messages: tuple[type[Message], ...]
    batch: bool = False


DOORS = (*get_args(Door), topology.door_of("ioffice"))
PARAMETERS = {
    "unit": {"description": "The unit's id."},
    "sender": {"description": "The id of the unit that sends; the operator's is `operator`."},
    "door": {"description": "By which way it comes in.", "examples": [*DOORS]},
    "about": {"description": "The unit or plan that it is about, or `calendar`."},
    "plan": {"description": "The plan's id."},
    "sequence": {"description": "The record's sequence in EVENTS."},
    "duty": {"description": "The id of what is owed."},
    "due": {"description": "The due moment that the rung belongs to."},
    "rung": {"description": "The id of the step of the reminder ladder."},
    "message": {"description": "The message's id, the same all the way to the gateway."},
    "person": {"description": "Keyed hash of a channel and an address."},
    "service": {"description": "The service that could not handle the message."},
    "name": {"description": "A unit's id, or the name of a system that speaks for several."},
    "channel": {"description": "How the message travels.", "enum": [*get_args(Channel)]},
}

FACT_CHANNELS = {
    "directory-facts": Spoken(
        topology.directory_facts("{unit}"),
        "Units' records.",
        (UnitRecorded, CommandAnswered),
        batch=True,
    ),
    "quarantine-facts": Spoken(
        topology.quarantine("{sequence}"),
        "Records of the log that everybody passes over, since they cannot be read.",
        (RecordQuarantined,),
        batch=True,
    ),
    "calendar-facts": Spoken(
        topology.CALENDAR_FACTS,
        "Decreed days.",
        (CalendarRecorded, CommandAnswered),
        batch=True,
    ),
    "plan-facts": Spoken(
        topology.plan_facts("{plan}"),
        "A plan's history.",
        (*get_args(PlanHistoryFact), CommandAnswered),
        batch=True,
    ),
    "unit-facts": Spoken(
        topology.unit_facts("{plan}", "{unit}"),
        "One unit's part in one plan.",
        (*get_args(UnitHistoryFact), CommandAnswered),
        batch=True,
    ),
    "message-facts": Spoken(
        topology.message_facts("{plan}", "{unit}"),
        "The reminders of one unit in one plan.",
        get_args(ReminderFact),
        batch=True,
    ),
}

CHANNELS = {
    **{
        verb(model): Spoken(
            topology.command("{sender}", "{door}", verb(model), "{about}"),
            described(model),
            (model,),
        )
        for model in COMMANDS.values()
    },
    "verdicts": Spoken(
        topology.verdicts("{unit}"), "The answer to each command of a unit.", (Verdict,)
    ),
    "parts": Spoken(
        topology.part("{plan}", "{unit}"),
        "What a unit may know of a plan; the last message of each is kept.",
        (PartTold,),
    ),
    **FACT_CHANNELS,
    "rung-timers": Spoken(
        topology.rung_timer("{plan}", "{unit}", "{duty}", "{due}", "{rung}"),
        "Scheduled reminders, held by the stream until their moment.",
        (RungDue,),
    ),
    "due-rungs": Spoken(
        topology.rung_target("{plan}", "{unit}"), "Reminders whose moment has come.", (RungDue,)
    ),
    "slots": Spoken(
        topology.slots("{channel}", "{person}"),
        "What is gathered for a person; the last message of each is kept.",
        (SlotsGathered,),
    ),
    "slot-timers": Spoken(
        topology.slot_timer("{message}"),
        "When a person's message leaves, held by the stream until then.",
        (SlotDue,),
    ),
    "due-slots": Spoken(
        topology.slot_target("{message}"), "Messages whose moment has come.", (SlotDue,)
    ),
    "outbox": Spoken(
        topology.outbox("{channel}", "{message}"),
        "Messages on their way out.",
        (OutgoingMessage,),
    ),
    "dead-letters": Spoken(
        topology.dead_letters("{service}"), "What a service could not handle.", (DeadLetter,)
    ),
    "access": Spoken(
        topology.access("{name}"), "Who was given credentials, by whom.", (AccessRecorded,)
    ),
}
