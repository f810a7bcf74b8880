"""Runtime, access: hands an account's new claims to the running servers."""

import asyncio
import json
from collections.abc import Collection

import nats
import nats.errors
import nkeys
from nats.aio.client import Client
from nats.aio.msg import Msg

from runtime.access import claims
from runtime.access.safe import PUSHED

ANSWER_SECONDS = 3.0
MORE_SECONDS = 0.3
"""How long after the first server's answer others are waited for, until all are known."""
TAKEN = 200


class NotTaken(Exception):
    """No server took the claims, or one said why it did not."""


class Pusher:
    """A connection as the issuer. Every server that hears new claims says so.

    The servers take what they are sent on the issuer's word, also what is older or not signed by
    the operator (measured): so that is looked at here, before.
    """

    def __init__(self, client: Client, trusted: Collection[nkeys.KeyPair]) -> None:
        self._client = client
        self._trusted = trusted
        self._known: set[str] = set()

    async def push(self, token: str, newer_than: int = 0) -> list[str]:
        """The names of the servers that took them. Raises Untrusted for claims that are another's
        or not newer than `newer_than` (seconds since 1970), and NotTaken.
        """
        if claims.verified(token, self._trusted)["iat"] <= newer_than:
            raise claims.Untrusted("not newer than what the servers have")
        answers: dict[str, str] = {}
        inbox, news = self._client.new_inbox(), asyncio.Event()

        async def hear(msg: Msg) -> None:
            server, fault = _answer(msg.data)
            answers[server] = fault
            news.set()

        subscription = await self._client.subscribe(inbox, cb=hear)
        try:
            await self._client.publish(PUSHED, token.encode(), reply=inbox)
            async with asyncio.timeout(ANSWER_SECONDS):
                await news.wait()
                await self._others(answers, news)
        except (TimeoutError, nats.errors.Error) as error:
            raise NotTaken("no server answered") from error
        finally:
            await subscription.unsubscribe()
        if faults := [f"{server}: {fault}" for server, fault in answers.items() if fault]:
            raise NotTaken("; ".join(faults))
        self._known |= answers.keys()
        return sorted(answers)

    async def _others(self, answers: dict[str, str], news: asyncio.Event) -> None:
        """Wait for the servers that answered before; the first time, for as many as there are."""
        try:
            async with asyncio.timeout(MORE_SECONDS):
                while not self._known or self._known - answers.keys():
                    news.clear()
                    await news.wait()
        except TimeoutError:
            return


def _answer(data: bytes) -> tuple[str, str]:
    """The server's name, and what it has against the claims."""
    said = json.loads(data)
    server, fault = said.get("server", {}).get("name", "?"), said.get("error")
    if fault is None and said.get("data", {}).get("code") != TAKEN:
        fault = said.get("data")
    return server, str(fault.get("description", fault) if isinstance(fault, dict) else fault or "")
