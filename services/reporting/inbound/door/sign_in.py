"""Reporting, inbound, door: how people come in: to the issuer's page and back, with a cookie."""

import json
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from runtime.failure import Unavailable
from services.reporting.application.readers.ports import Issuer, Refused, SignIn
from services.reporting.inbound.door.gate import COOKIE
from services.reporting.inbound.door.refusal import closed, for_reader, not_known
from services.reporting.pages.page import PAGE_HEADERS, message_page

ON_THE_WAY = "ngayso-sign-in"
ON_THE_WAY_SECONDS = 600
LONGEST = 3900
"""Bytes of a token in a cookie: browsers drop what is larger than 4096 with its name and words."""
BACK = "/signed-in"
PAGES = re.compile(r"/(plans/[^/?#\\]{1,100}(/late|/readiness)?)?")
"""Where somebody may be sent on to: a page of ours, nothing else."""


class Door:
    """Authorization code with PKCE. Nothing is kept here: what belongs to a sign-in that is on its
    way, and then the token, are cookies that no script can read.
    """

    def __init__(self, issuer: Issuer, *, secure: bool) -> None:
        self._issuer = issuer
        self._secure = secure

    def routes(self) -> list[Route]:
        return [
            Route("/sign-in", self.begin),
            Route(BACK, self.end),
            Route("/sign-out", self.leave, methods=["POST"]),
        ]

    async def begin(self, request: Request) -> Response:
        to = request.query_params.get("to", "/")
        sign_in = SignIn(
            state=secrets.token_urlsafe(),
            nonce=secrets.token_urlsafe(),
            verifier=secrets.token_urlsafe(48),
            to=to if PAGES.fullmatch(to) else "/",
        )
        try:
            page = await self._issuer.page(sign_in)
        except Unavailable:
            return for_reader(request, closed(self._issuer.told))
        response = RedirectResponse(page, HTTPStatus.SEE_OTHER)
        kept = urlsafe_b64encode(json.dumps(asdict(sign_in)).encode()).decode()
        self._keep(response, ON_THE_WAY, kept, ON_THE_WAY_SECONDS)
        return response

    async def end(self, request: Request) -> Response:
        try:
            sign_in = _on_the_way(request)
            entered = await self._issuer.enter(sign_in, request.query_params.get("code", ""))
        except Refused as refused:
            return for_reader(request, not_known(refused.fault, self._issuer.told))
        except Unavailable:
            return for_reader(request, closed(self._issuer.told))
        if len(entered.token) > LONGEST:  # else round and round: page, issuer, page
            return for_reader(request, not_known("token-long", self._issuer.told))
        response = RedirectResponse(sign_in.to, HTTPStatus.SEE_OTHER)
        self._keep(response, COOKIE, entered.token, entered.seconds)
        response.delete_cookie(ON_THE_WAY)
        return response

    async def leave(self, _: Request) -> Response:
        """On this device; who is signed in at the issuer stays so there."""
        page = message_page("Đã đăng xuất", "Trên máy này đã đăng xuất khỏi Ngày Số.", "in")
        response = HTMLResponse(page, headers=PAGE_HEADERS)
        response.delete_cookie(COOKIE)
        return response

    def _keep(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name, value, max_age=seconds, secure=self._secure, httponly=True, samesite="lax"
        )


def _on_the_way(request: Request) -> SignIn:
    """The sign-in that this browser began; raises Refused where the answer is not to that."""
    try:
        kept = json.loads(urlsafe_b64decode(request.cookies.get(ON_THE_WAY, "")))
        sign_in = SignIn(**kept)
        same = secrets.compare_digest(sign_in.state, request.query_params.get("state", ""))
    except (ValueError, TypeError):
        raise Refused("sign-in-stale") from None
    if not same or not PAGES.fullmatch(sign_in.to):
        raise Refused("sign-in-stale")
    return sign_in
