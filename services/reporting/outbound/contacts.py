"""Reporting, outbound: asks the notifier about contacts, which it alone has."""

from collections import Counter

import nats.errors
from faststream.nats import NatsBroker

from contracts import topology
from contracts.permissions import REPORTING
from contracts.plan import Channel
from contracts.reach import ReachAnswered, ReachAsked, RoleReach
from runtime.failure import Unavailable
from runtime.jetstream.connection import connection

SECONDS = 30.0
"""For one answer: thousands of units' contacts are read for it."""


class NotifierContacts:
    """As application.ports.Contacts."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def reach(self, plan: str) -> ReachAnswered:
        """Page by page, as one answer."""
        whole = await self._page(plan, None)
        while whole.after is not None:
            page = await self._page(plan, whole.after)
            whole = page.model_copy(
                update={
                    "units": whole.units + page.units,
                    "unreached": [*whole.unreached, *page.unreached],
                    "by_role": _added(whole.by_role, page.by_role),
                }
            )
        return whole

    async def _page(self, plan: str, after: str | None) -> ReachAnswered:
        subject = topology.ask_contacts(REPORTING, "reach", plan)
        asked = ReachAsked(after=after).model_dump_json().encode()
        try:
            answer = await connection(self._broker).request(subject, asked, SECONDS)
        except (nats.errors.Error, TimeoutError) as error:
            raise Unavailable(f"the notifier does not answer: {type(error).__name__}") from error
        return ReachAnswered.model_validate_json(answer.data)


def _added(one: list[RoleReach], other: list[RoleReach]) -> list[RoleReach]:
    units, reached = Counter[tuple[str, Channel]](), Counter[tuple[str, Channel]]()
    for each in (*one, *other):
        units[each.role, each.channel] += each.units
        reached[each.role, each.channel] += each.reached
    return [
        RoleReach(role=pair[0], channel=pair[1], units=units[pair], reached=reached[pair])
        for pair in sorted(units)
    ]
