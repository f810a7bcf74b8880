"""What holds under any plan that the gate lets through, after any history, on the very loop.

The registry is put together as it is shipped, over the log, queue and leases in memory.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from hypothesis import given

from cli.integrate.offline import Offline, Received
from contracts import topology
from contracts.commands import AmendPlan, Command, PublishPlan, RecordUnit, about, verb
from contracts.envelope import encode, wrap
from contracts.plan import Plan
from contracts.topology import OPERATOR
from contracts.verdicts import Verdict
from services.registry.domain.history import participation
from services.registry.domain.history.participation import Participation
from tests.registry.domain.obligations.plans import Step, begin, histories, plans
from tests.registry.domain.obligations.remedies import evidenced, remedy
from tests.registry.plans import BA_TO, DOCUMENT, PROVINCE, hour, units
from tests.thorough import thorough

PLAN = "cds-2022"


class Played:
    """A unit's part, as the loop has written it."""

    def __init__(self, offline: Offline) -> None:
        self._offline = offline
        self._sent = 0
        self.unit = BA_TO
        self.state = Participation()

    async def say(self, command: Command, sender: str, at: float) -> Verdict:
        self._sent += 1
        subject = topology.command(sender, "system", verb(type(command)), about(command))
        body = encode(wrap(command, id=f"c-{self._sent}", source="urn:test"))
        _, verdict = await self._offline.take(Received(subject, body, hour(at)))
        await self._read()
        return verdict

    async def _read(self) -> None:
        stored = await self._offline.log.read(topology.unit_facts(PLAN, BA_TO))
        facts = [event.data for message in stored for event in message.events]
        decided = [fact for fact in facts if not fact.wire.startswith("ngayso.command-answered")]
        self.state = participation.evolve(Participation(), decided)

    async def publish(self, plan: Plan) -> Verdict:
        for record in units():
            await self.say(RecordUnit(record=record), OPERATOR, -1)
        return await self.say(PublishPlan(plan=plan), PROVINCE, 0)

    async def step(self, step: Step) -> Verdict:
        if step.command is None:
            command: Command = AmendPlan(
                plan=the_plan(step.fields), reason="Điều chỉnh", document=DOCUMENT
            )
        else:
            command = step.command(plan=PLAN, unit=BA_TO, **step.fields)  # type: ignore[assignment]
        return await self.say(command, step.by, step.hour)


def the_plan(fields: dict[str, Any]) -> Plan:
    return begin(fields).newest.plan


def play(checking: Callable[[Played], Awaitable[None]]) -> None:
    async def whole() -> None:
        offline = Offline(hour(-2))
        async with offline.running():
            await checking(Played(offline))

    asyncio.run(whole())


@thorough
@given(plans(), histories())
def test_what_is_owed_can_be_met_by_its_own_evidence_and_nobody_is_made_late(
    plan: dict[str, Any], history: list[Step]
) -> None:
    """In every state: the duties are those met, owing and excused; what is newly met has its
    evidence; what was met in time stays so; and for each that is owing there is something that the
    unit, or who approves for it, may send now and that meets it.
    """

    async def check(one: Played) -> None:
        published = await one.publish(the_plan(plan))
        assert published.outcome == "accepted", published.findings
        for step in history:
            before = one.state
            await one.step(step)
            _still(before, one.state)
        now = history[-1].hour
        for name, standing in list(one.state.duties.items()):
            if one.state.duties[name].status != "owing":
                continue
            said = []
            for command, by, fields in remedy(one, standing):
                now += 0.01  # type: ignore[assignment]
                sent = command(plan=PLAN, unit=BA_TO, **fields)
                verdict = await one.say(sent, by, now)  # type: ignore[arg-type]
                said.append((command.__name__, verdict.outcome, verdict.findings))
            assert one.state.duties[name].status == "met", (name, said)

    play(check)


def _still(before: Participation, now: Participation) -> None:
    """What may not change from one state to the next."""
    for name, standing in now.duties.items():
        was = before.duties.get(name)
        newly = standing.status == "met" and (was is None or was.status != "met")
        assert not newly or evidenced(now, standing), name
        for number, round_ in enumerate(was.rounds if was else ()):
            later = standing.rounds[number]
            assert not round_.on_time or later.on_time or later.met_at is None, name
