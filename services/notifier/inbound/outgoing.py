"""Notifier, inbound: turns each fired timer into ringing or leaving, each message into sending."""

from typing import TypeVar

from contracts.envelope import Message, decode
from contracts.outgoing import OutgoingMessage, RungDue, SlotDue
from runtime.delivery import Delivery
from services.notifier.application.digest.gathering import Gathering
from services.notifier.application.reminding import Reminding
from services.notifier.application.sending import Sending

M = TypeVar("M", bound=Message)


class FiredTimers:
    """Fired timers, as they are delivered."""

    def __init__(self, reminding: Reminding) -> None:
        self._reminding = reminding

    async def handle(self, item: Delivery) -> None:
        await self._reminding.ring(_data(item, RungDue))


class DueSlots:
    """People's messages whose moment has come, as they are delivered."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering

    async def handle(self, item: Delivery) -> None:
        await self._gathering.leave(_data(item, SlotDue))


class Messages:
    """The messages of one channel, as they are delivered."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    async def handle(self, item: Delivery) -> None:
        await self._sending.send(_data(item, OutgoingMessage), item.stored_at)


def _data(item: Delivery, model: type[M]) -> M:
    """What the message holds; raises Malformed, so that one that is not ours becomes a dead letter.

    These are queues, not the log: nothing is folded from them, and nothing waits behind it.
    """
    data = decode(item.data, {model.wire: model}).data
    if not isinstance(data, model):
        raise TypeError(f"decoded as {type(data)}")
    return data
