"""Reporting, inbound: tags each answer with a hash of its bytes, and sends none that is at hand."""

import hashlib
import re
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.reporting.inbound.answering.remembered import Remembered

MOST_TAGGED = 2**20
"""Bytes of an answer that is held back until its tag is known; a longer one goes out without."""
STREAMED = "text/event-stream"
TAG = re.compile(r'(?:W/)?("[^"]*")')
MOST_NAMED = 10
"""Tags in one question that are looked for before the answer is made."""
NOT_MODIFIED, OK = 304, 200


class Tagged:
    """Answers 304 to whoever names the tag that the answer would have (RFC 9110, 13.1.2).

    The tag is of the answer's bytes: by these nothing is overlooked. Where it is known from the
    last time what the bytes would be, since neither the views nor the hour have moved, the answer
    is not made again.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._remembered = Remembered()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")
        asked = await self._remembered.asked(scope)
        if asked is None:
            await self._app(scope, receive, _Held(send, known))
            return
        for tag in TAG.findall(known)[:MOST_NAMED]:
            if await self._remembered.holds(asked, tag):
                await _not_modified(send, tag)
                return
        held = _Held(send, known, lambda made: self._remembered.keep(asked, made))
        await self._app(scope, receive, held)


async def _not_modified(send: Send, tag: str) -> None:
    headers = [(b"etag", tag.encode())]
    await send({"type": "http.response.start", "status": NOT_MODIFIED, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


class _Held:
    """One answer on its way: held back until it is whole, or too long."""

    def __init__(
        self, send: Send, known: str, keep: Callable[[str], None] = lambda _: None
    ) -> None:
        self._send = send
        self._known = known
        self._keep = keep
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _taggable(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            await self._collect(self._start, message)

    async def _collect(self, start: Message, piece: Message) -> None:
        self._body += piece.get("body", b"")
        more = piece.get("more_body", False)
        if more and len(self._body) <= MOST_TAGGED:
            return
        self._start = None
        body = bytes(self._body)
        self._body.clear()
        if not more:
            body = self._tag(start, body)
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    def _tag(self, start: Message, body: bytes) -> bytes:
        """Put the tag into the head; returns the body that is then sent."""
        headers = MutableHeaders(raw=start["headers"])
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers["ETag"] = tag
        self._keep(tag)
        if self._known.strip() != "*" and tag not in TAG.findall(self._known):
            return body
        start["status"] = NOT_MODIFIED
        del headers["content-length"]
        start["headers"] = headers.raw
        return b""


def _taggable(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return bool(start["status"] == OK) and not kind.startswith(STREAMED)
