"""Notifier, inbound: gateways tell by HTTP what became of a message."""

import json
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.notifier.application.returned.hearing import Hearing
from services.notifier.domain.ending import Told

log = structlog.get_logger()

MOST_BYTES = 16_384
"""Of a callback's body."""
Believes = Callable[[tuple[str, ...], str], bool]
Reads = Mapping[str, Callable[[Mapping[str, str], str], Told | None]]
"""By the gateway's name: what its callback's words mean, about which leg."""


def callbacks(hearing: Hearing, believes: Believes, reads: Reads) -> Starlette:
    """One address per message, `/<gateway>/<plan>/<unit>/<message>/<leg>/<signature>`.

    Whoever does not know the signature learns nothing: what is wrong and what there is not are both
    answered alike. A gateway that tells again is answered well again, and nothing is said twice.
    """

    async def hear(request: Request) -> Response:
        words = request.path_params
        about = tuple(words[name] for name in ("gateway", "plan", "unit", "message", "leg"))
        if not believes(about, words["signature"]) or words["gateway"] not in reads:
            return Response(status_code=404)
        said = await _said(request)
        if said is None:
            return Response(status_code=413)
        told = reads[words["gateway"]](said, words["leg"])
        log.info(
            "told", gateway=words["gateway"], message=words["message"], what=told and told.what
        )
        if told is not None:
            await hearing.hear(words["plan"], words["unit"], words["message"], told)
        return Response(status_code=204)

    names = ("gateway", "plan", "unit", "message", "leg", "signature")
    path = "".join(f"/{{{name}}}" for name in names)
    return Starlette(routes=[Route(path, hear, methods=["GET", "POST"])])


async def _said(request: Request) -> Mapping[str, str] | None:
    """The words of the query and of a JSON or form body; None where there are too many."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    said = dict(request.query_params)
    try:
        data = json.loads(body)
    except ValueError:
        data = dict(parse_qsl(body.decode("latin-1")))
    if isinstance(data, dict):
        said |= {str(key): str(value) for key, value in data.items()}
    return said
