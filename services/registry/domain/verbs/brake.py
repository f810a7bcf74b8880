"""Registry, domain: what orders of a plan's office about its messages decide."""

from collections.abc import Iterator

from contracts.brake import Which, place_of
from contracts.commands import CancelMessages, HoldMessages, OrderCommand, ResumeMessages
from contracts.facts import MessagesCancelled, MessagesHeld, MessagesResumed
from contracts.findings import Finding, finding
from contracts.known import known
from contracts.owed import APPROVAL
from services.registry.domain.case import Case, received_on
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.plan_history import PlanHistory, PlanInForce
from services.registry.domain.owing import duty_id


def hold(command: HoldMessages, history: PlanHistory, case: Case) -> Decision:
    """What the order is about waits from now on."""
    state = history.newest
    if state is None:
        return _no_plan(command, case)
    said = MessagesHeld(
        plan=command.plan,
        reason=command.reason,
        document=command.document,
        receipt=case.receipt,
        order=command.order,
        which=command.which,
    )
    return _ordered(said, history, state, case)


def cancel(command: CancelMessages, history: PlanHistory, case: Case) -> Decision:
    """What the order is about is called off, up to a moment; without one, up to now."""
    state = history.newest
    if state is None:
        return _no_plan(command, case)
    until = command.until.cut(state.plan.zone) if command.until else case.receipt.at
    said = MessagesCancelled(
        plan=command.plan,
        reason=command.reason,
        document=command.document,
        receipt=case.receipt,
        order=command.order,
        which=command.which,
        until=until,
    )
    return _ordered(said, history, state, case)


def resume(command: ResumeMessages, history: PlanHistory, case: Case) -> Decision:
    """One order ends, or every hold; one that has ended already changes nothing."""
    if history.newest is None:
        return _no_plan(command, case)
    wanted = command.order
    if wanted is not None and wanted not in history.orders:
        words = {"order": wanted, "known": known(wanted, sorted(history.orders))}
        return refuse(finding("unknown-order", "/data/order", "error", **words))
    ending = [
        name
        for name, order in history.orders.items()
        if not order.ended and (name == wanted if wanted else isinstance(order.said, MessagesHeld))
    ]
    if not ending:
        return Decision()
    resumed = MessagesResumed(
        plan=command.plan,
        reason=command.reason,
        document=command.document,
        receipt=case.receipt,
        orders=ending,
    )
    return Decision((resumed,))


def _ordered(
    said: MessagesHeld | MessagesCancelled, history: PlanHistory, state: PlanInForce, case: Case
) -> Decision:
    """The order, unless it was given before, its name is another's, or it is about nothing."""
    before = history.orders.get(said.order)
    if before is not None:
        if _same(said, before.said):
            return Decision()
        return refuse(finding("order-exists", "/data/order", order=said.order))
    unknown = next(_unknown(said.which, state, case), None)
    return refuse(unknown) if unknown else Decision((said,))


def _same(one: MessagesHeld | MessagesCancelled, other: MessagesHeld | MessagesCancelled) -> bool:
    """Whether both order the same; one without a moment of its own ends as it is received."""

    def told(said: MessagesHeld | MessagesCancelled) -> object:
        until = said.until if isinstance(said, MessagesCancelled) else None
        own = None if until == said.receipt.at else until
        return type(said), said.which, said.reason, said.document, own

    return told(one) == told(other)


def _unknown(which: Which, state: PlanInForce, case: Case) -> Iterator[Finding]:
    """The words of a filter that name nothing of the plan, so that a slip holds nothing back."""
    units, day = case.directory.units(), received_on(case.receipt, state.plan)
    through = {entry.through.unit for entry in state.plan.owed if entry.through}
    written_to = {*state.ever, *filter(None, through)}
    places = [place_of(units, unit, day) for unit in written_to]
    there_are = {one for place in places for one in (place.unit, *place.heirs, *place.within)}
    entries = {entry.id for entry in state.plan.owed}
    duties = entries | {duty_id(one.owed, one.period) for one in state.instances}
    there = {
        "owed": duties | {duty + APPROVAL for duty in duties},
        "levels": {one.level for one in state.participants.values() if one.level}
        | {place.level for place in places if place.level},
        "units": there_are,
        "areas": there_are,
    }
    for name, words in there.items():
        for index, word in enumerate(getattr(which, name)):
            if word not in words:
                told = {"word": word, "known": known(word, sorted(words))}
                yield finding("filter-unknown", f"/data/which/{name}/{index}", "error", **told)


def _no_plan(command: OrderCommand, case: Case) -> Decision:
    words = {"plan": command.plan, "known": known(command.plan, case.plans)}
    return refuse(finding("unknown-plan", "/data/plan", "error", **words), unseen=True)
