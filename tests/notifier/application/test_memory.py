"""What the notifier knows of a plan and a unit when it decides."""

from contracts import topology
from contracts.facts import UnitRecorded
from contracts.unit import Unit
from services.notifier.application.memory import Memory
from tests.notifier.application.trial import PLAN, UNIT, Trial
from tests.notifier.campaign import OPENED, plan, receipt
from tests.seeded import run


def test_messages_are_from_the_collecting_office_as_the_directory_names_it() -> None:
    """By its id where the directory does not know it."""

    async def go() -> None:
        trial = Trial()
        await trial.publish()
        memory, office = Memory(trial.log, trial.clock, ""), plan().collecting_office
        before = (await memory.know(PLAN, UNIT)).situation
        assert (before.office, before.sender) == (office, office)
        names = {"names": [{"value": "Sở Nội vụ tỉnh"}], "short_names": [{"value": "Sở Nội vụ"}]}
        record = Unit.model_validate({"id": office, **names})
        fact = UnitRecorded(record=record, receipt=receipt(OPENED))
        await trial.append(topology.directory_facts(office), fact)
        after = (await memory.know(PLAN, UNIT)).situation
        assert (after.office, after.sender) == ("Sở Nội vụ tỉnh", "Sở Nội vụ")

    run(1, go())
