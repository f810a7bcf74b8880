"""Two districts with their communes, a ladder that escalates, and whoever reads of it."""

import asyncio
from datetime import date, time

from contracts import topology
from contracts.facts import PlanPublished, UnitRecorded
from contracts.outgoing import Contact, Contacts
from contracts.plan import Escalation
from contracts.unit import Unit
from tests.notifier.application.trial import Trial
from tests.notifier.campaign import OPENED, met, opened, participant, plan, receipt, rung

SUPERIOR = [Escalation(to="superior")]
BELOW = {
    "huyen-a": ["xa-1", "xa-2", "xa-3"],
    "huyen-b": ["xa-4", "xa-5"],
    "ubnd-tinh": ["so-tttt", "so-yt"],
}
SECTOR = {"xa-5": "so-yt"}
LATE = ("xa-1", "xa-2", "xa-3", "xa-4", "xa-5")


def ladder(*escalates, **more):
    """A reminder before the deadline, and one rung that tells above of those who are late."""
    given = {"at": time(8), "channels": ("email",), **more}
    return (
        rung("b1", -1),
        rung("len", 1, escalates=list(escalates or SUPERIOR), **given),
    )


def record(name, parent=None, **fields):
    given = {"id": name, "names": [{"value": f"UBND {name}"}], **fields}
    if parent:
        given.setdefault("parents", [{"value": parent}])
    return Unit.model_validate(given)


def records():
    """The communes of huyen-a are read of by its văn phòng."""
    below = [
        record(
            name,
            parent,
            levels=[{"value": "so" if name.startswith("so") else "xa"}],
            sectors=[{"value": SECTOR[name]}] if name in SECTOR else [],
        )
        for parent, units in BELOW.items()
        for name in units
    ]
    return [
        record("ubnd-tinh"),
        record("huyen-a", "ubnd-tinh"),
        record("huyen-b", "ubnd-tinh"),
        record("vp-a", "huyen-a", roles=[{"value": "secretariat"}]),
        *below,
    ]


def contacts(unit):
    given = [
        Contact(id=f"{unit}-{role}", role=role, name="Người Mẫu", email=f"{role}@{unit}.example")
        for role in ("officer", "leader")
    ]
    return Contacts(unit=unit, contacts=given)


class District(Trial):
    """Everybody owes the report; what each address got is kept."""

    def __init__(self, *rungs, **more):
        super().__init__(**more)
        self.letters, self.plan = [], plan(ladder=rungs or ladder())
        self.relay.check = lambda message, letter: self.letters.append((message, letter))
        self.addresses = []
        self.relay.heard = self.addresses.append
        names = [one.id for one in records()]
        self.book.contacts = {name: contacts(name) for name in names}

    async def begin(self, *units, known=None):
        for one in known or records():
            await self.record(one)
        theirs = [
            participant(unit).model_copy(update={"short_name": f"UBND {unit}"})
            for unit in units or LATE
        ]
        by = receipt(OPENED)
        published = PlanPublished(plan=self.plan, participants=theirs, receipt=by)
        await self.append(topology.plan_facts(self.plan.id), published)
        self.start()
        for unit in units or LATE:
            await self.unit_says(opened(unit=unit), unit=unit)

    async def record(self, one):
        subject = topology.directory_facts(one.id)
        await self.append(subject, UnitRecorded(record=one, receipt=receipt(OPENED)))

    async def meets(self, *units):
        for unit in units:
            fact = met(self.clock.now()).model_copy(update={"unit": unit})
            await self.unit_says(fact, unit=unit)

    async def until(self, moment):
        await asyncio.sleep((moment - self.clock.now()).total_seconds())

    def lists(self):
        """Address and letter of each list that was handed over."""
        sent = zip(self.addresses, self.letters, strict=True)
        return [(where, letter) for where, (_, letter) in sent if letter.category == "list"]


def moved(name, parent, day: date):
    """The unit under another parent from a day on."""
    before = next(one for one in records() if one.id == name)
    old = before.parents[0].model_copy(update={"valid_to": day})
    new = before.parents[0].model_copy(update={"value": parent, "valid_from": day})
    return before.model_copy(update={"parents": [old, new]})
