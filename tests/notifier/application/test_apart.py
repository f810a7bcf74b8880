"""Texts of different duties and of different units can be told apart, on their whole way out."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from cli.directory.units import read_directory
from cli.plans.check import read_whole
from contracts import topology
from contracts.calendar import WorkingDays
from contracts.facts import DutyOpened, PlanPublished, UnitRecorded
from contracts.outgoing import Contact, Contacts
from contracts.unit import Unit
from services.notifier.domain.letter import Letter
from services.notifier.domain.texts.segments import as_sent
from services.registry.domain.history.directory import Directory, evolve
from services.registry.domain.owing import duties_of, instances
from services.registry.domain.participants import list_participants
from tests.notifier.application.trial import Trial
from tests.notifier.campaign import receipt
from tests.seeded import run

CASES = Path(__file__).parents[2] / "cases"
ALIKE = {"ba-to": "Xã Ba Tơ", "ba-to-2": "Xã Ba Tô", "son-ha": "Xã Sơn Hà", "son-ha-2": "Xã Sơn Hạ"}
PUBLISHED = datetime(2026, 11, 20, 1, tzinfo=UTC)
AFTER = datetime(2026, 11, 27, 1, tzinfo=UTC)


def units() -> list[Unit]:
    """Those of the plan, and communes whose names are one without their accents."""
    grassroots = {"parents": [{"value": "tinh-doan"}], "groups": [{"value": "doan-co-so"}]}
    alike = [
        Unit.model_validate({"id": one, "names": [{"value": name}], **grassroots})
        for one, name in ALIKE.items()
    ]
    return [*read_directory([CASES / "units.yaml"]).values(), *alike]


def officers(names: list[str]) -> dict[str, Contacts]:
    """One officer of each unit, with an address and a number."""

    def of(number: int, name: str) -> Contacts:
        email, phone = f"can-bo@{name}.example", f"0900 000 1{number:02}"
        officer = Contact(id=f"c-{name}", role="officer", name="Mẫu", email=email, phone=phone)
        return Contacts(unit=name, contacts=[officer])

    return {name: of(number, name) for number, name in enumerate(names)}


async def sent() -> dict[tuple[str, str], Letter]:
    """What goes out of the campaign, by channel and unit: one message about both duties."""
    trial, texts = Trial(), {}
    for channel, provider in (("email", trial.relay), ("sms", trial.gateway)):

        def keep(message, letter, channel=channel):
            [unit] = {one.unit for one in message.entries}
            assert {one.duty for one in message.entries} == {"dk-tap-huan", "dk-lap-to"}
            assert (channel, unit) not in texts
            texts[channel, unit] = letter

        provider.check = keep
    await asyncio.sleep((PUBLISHED - trial.clock.now()).total_seconds())
    plan, by = read_whole(CASES / "plan-two-identical-sms.yaml"), receipt(PUBLISHED)
    recorded = [UnitRecorded(record=one, receipt=by) for one in units()]
    for fact in recorded:
        await trial.append(topology.directory_facts(fact.record.id), fact)
    participants = list_participants(plan, evolve(Directory(), recorded))
    published = PlanPublished(plan=plan, participants=participants, receipt=by)
    await trial.append(topology.plan_facts(plan.id), published)
    trial.book.contacts = officers([one.unit for one in participants])
    trial.start()
    for one in participants:
        duties = duties_of(plan, one, instances(plan, WorkingDays()))
        about = {"plan": plan.id, "unit": one.unit, "receipt": by}
        opened = [DutyOpened(**about, duty=duty) for duty in duties]
        await trial.append(topology.unit_facts(plan.id, one.unit), *opened)
    await asyncio.sleep((AFTER - trial.clock.now()).total_seconds())
    assert trial.waiting("DEAD_LETTERS") == 0
    return texts


def test_texts_of_different_duties_and_units_can_be_told_apart():
    """Two tasks to be registered by one day, in communes that sound alike without accents, which
    an SMS does not have.
    """
    texts = run(1, sent())
    names = [*ALIKE, "doan-xa-an", "doan-xa-binh", "doan-truong"]
    assert set(texts) == {(channel, unit) for channel in ("email", "sms") for unit in names}
    said = [
        (one.text if channel == "email" else as_sent(one.text, accents=False)).casefold()
        for (channel, _), one in texts.items()
    ]
    assert len(set(said)) == len(said)
    mails = [letter for (channel, _), letter in texts.items() if channel == "email"]
    assert {letter.subject for letter in mails} == {
        "Nhắc việc: 2 nội dung của Kế hoạch số 9/KH-UBND"
    }
