"""Reporting, inbound, door: every request passes here, or is told why it does not."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runtime.failure import Unavailable
from services.reporting.application.readers.eyes import Eyes
from services.reporting.application.readers.ports import Issuer, Refused
from services.reporting.domain.readers.reader import Reader
from services.reporting.inbound.door.refusal import closed, for_reader, not_known, not_there
from services.reporting.inbound.door.table import PERSONAL, Who, rule_of
from services.reporting.inbound.problems import Problem

log = structlog.get_logger()

COOKIE = "ngayso-token"
READS = ("GET", "HEAD")
SCHEME = "bearer"


class Gate:
    """Lets a request through to the API or the pages with its reader's eyes (`request.state.eyes`).

    The token is that of the header `Authorization: Bearer`, where a gateway's proxy puts it too;
    else, for what only reads, that of the cookie by which people come in. So nothing that a page of
    another site makes a browser send can change anything.
    """

    def __init__(self, app: ASGIApp, issuer: Issuer, eyes: Callable[[Reader], Eyes]) -> None:
        self._app = app
        self._issuer = issuer
        self._eyes = eyes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)  # of websockets there are none: uvicorn is told so
        answered: ASGIApp
        try:
            await self._enter(request)
        except Refused as refused:
            answered = self._not_known(request, refused)
        except Unavailable as error:
            log.warning("issuer-away", error=str(error))
            answered = for_reader(request, closed(self._issuer.told))
        except Problem as problem:
            answered = for_reader(request, problem)
        else:
            answered = self._app
        await answered(scope, receive, _private(send, request))

    async def _enter(self, request: Request) -> None:
        """Raises Problem, Refused or Unavailable where this request may not pass."""
        found = rule_of(request.method, request.url.path)
        if found is None:
            raise not_there(request.url.path)
        if found.who == "everybody":
            return
        eyes = self._eyes(await self._issuer.reader(_token(request)))
        if missing := await _missing(found.who, eyes, found.parts.get("plan")):
            raise missing
        request.state.eyes = eyes
        request.state.found = found

    def _not_known(self, request: Request, refused: Refused) -> Response:
        """People are sent to the sign-in page, programs are told what to send."""
        page = not request.url.path.startswith("/api/") and request.method in READS
        if page and "authorization" not in request.headers:
            query = urlencode({"to": request.url.path})
            return RedirectResponse(f"/sign-in?{query}", HTTPStatus.SEE_OTHER)
        return for_reader(request, not_known(refused.fault, self._issuer.told))


def _private(send: Send, request: Request) -> Send:
    """What is answered to one reader is kept by no cache, for another one to find; where it tells
    of people, who got it is logged.
    """

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")
            found = getattr(request.state, "found", None)
            if message["status"] == HTTPStatus.OK and found and found.path in PERSONAL:
                reader, url = request.state.eyes.reader, request.url
                asked = url.path + (f"?{url.query}" if url.query else "")
                log.info("personal-data-read", asker=reader.subject, unit=reader.unit, asked=asked)
        await send(message)

    return told


def _token(request: Request) -> str:
    given = request.headers.getlist("authorization")
    if len(given) == 1 and given[0].lower().startswith(f"{SCHEME} "):
        return given[0][len(SCHEME) + 1 :].strip()
    if given:
        raise Refused("token-unreadable")
    if request.method in READS and (kept := request.cookies.get(COOKIE)):
        return kept
    raise Refused("token-wanted")


async def _missing(who: Who, eyes: Eyes, plan: str | None) -> Problem | None:
    """What a known reader lacks for this route."""
    reader = eyes.reader
    if not reader.may_enter:
        return Problem.forbidden("role-wanted")
    if who == "operator" and "operator" not in reader.roles:
        return Problem.forbidden("operator-only")
    if who == "whole" and (plan is None or not await eyes.whole(plan)):
        return Problem.forbidden("office-only")
    return None
