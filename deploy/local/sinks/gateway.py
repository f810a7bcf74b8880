"""Deployment, local: what the simulators of SMS gateways share: a store, faults, and callbacks.

`POST /_faults` makes the next requests fail: {"mode": "error" | "hang" | "drop" | "code" |
"undelivered" | "busy", "code": "103", "seconds": 1, "times": 1}; {"mode": "midnight"} ends the day,
after which request ids may be used again. `GET /_sent` is what was accepted.

A number says what becomes of its message by its last four digits, as those do which the notifier
plays itself (docs/brake.md): see NUMBERS.
"""

import asyncio
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NUMBERS = {"9992": "delay", "9993": "bounce", "9994": "failure", "9995": "no-zalo"}
"""Answered late; accepted and not delivered; refused for good; not on Zalo. Else: delivered."""
DELAY_SECONDS = 2.0
MODES = {"error", "hang", "drop", "code", "undelivered", "busy", "midnight"}
CALLBACK_TRIES = 5
DROP = "x-simulator-drop"


class Store:
    """What was accepted, and the faults still to come."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self.faults: list[dict[str, Any]] = []
        self.sent = read_sent(out)
        self.seen = {sms["RequestId"] for sms in self.sent if sms.get("RequestId")}

    def accept(self, fields: dict[str, Any], request_id: str | None) -> str:
        """Keep the message on the disk before it is acknowledged; its id here."""
        sms_id = uuid4().hex
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        sms = {"SMSID": sms_id, "AcceptedAt": at, **fields}
        with self._out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(sms, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.sent.append(sms)
        if request_id:
            self.seen.add(request_id)
        return sms_id

    def next_fault(self) -> dict[str, Any]:
        if not self.faults:
            return {}
        fault = self.faults[0]
        fault["times"] -= 1
        if fault["times"] <= 0:
            self.faults.pop(0)
        return fault


def read_sent(out: Path) -> list[dict[str, Any]]:
    """Every SMS the gateway has accepted. A line cut short by a crash was never acknowledged."""
    sent = []
    for line in out.read_text(encoding="utf-8").splitlines() if out.exists() else ():
        try:
            sent.append(json.loads(line))
        except ValueError:
            continue
    return sent


def fate_of(phone: str) -> str:
    return NUMBERS.get(phone[-4:], "success")


async def stumble(fault: dict[str, Any], phone: str) -> Response | None:
    """Fails as the fault says, before anything is accepted; a delayed number waits."""
    if fate_of(phone) == "delay":
        await asyncio.sleep(DELAY_SECONDS)
    match fault.get("mode"):
        case "error":
            return Response("simulated failure", status_code=500)
        case "busy":
            return Response(status_code=429, headers={"Retry-After": str(fault["seconds"])})
        case "hang":
            await asyncio.sleep(3600)
        case _:
            pass
    return None


def dropped(fault: dict[str, Any]) -> dict[str, str]:
    """Headers of an answer that nobody gets to see."""
    return {DROP: "1"} if fault.get("mode") == "drop" else {}


async def call_back(method: str, url: str, **words: Any) -> None:
    """Tell the sender what became of the message, five times."""
    async with httpx.AsyncClient(timeout=5) as client:
        for attempt in range(CALLBACK_TRIES):
            try:
                if (await client.request(method, url, **words)).is_success:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.2 * 2**attempt)


async def _faults(request: Request) -> Response:
    body = await request.json()
    if body.get("mode") not in MODES:
        return JSONResponse({"error": f"mode is one of {sorted(MODES)}"}, status_code=400)
    store: Store = request.app.state.store
    if body["mode"] == "midnight":
        store.seen.clear()
    else:
        known = {"code": "103", "seconds": 1, "times": 1} | body
        store.faults.append(known | {"code": str(known["code"]), "times": int(known["times"])})
    return Response(status_code=204)


async def _sent(request: Request) -> Response:
    return JSONResponse(request.app.state.store.sent)


def _dropping(app: ASGIApp) -> ASGIApp:
    """Cut the connection instead of sending a response that carries the drop header."""
    mark = (DROP.encode(), b"1")

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_or_drop(message: Message) -> None:
            if mark in message.get("headers", ()):
                send.__self__.transport.abort()  # type: ignore[attr-defined]  # uvicorn's cycle
            await send(message)

        await app(scope, receive, send_or_drop)

    return wrapped


def build(store: Store, routes: list[Route], account: object = None) -> ASGIApp:
    own = [Route("/_faults", _faults, methods=["POST"]), Route("/_sent", _sent)]
    app = Starlette(routes=[*routes, *own])
    app.state.store, app.state.account = store, account
    return _dropping(app)


def run(app: ASGIApp, port: int, host: str = "127.0.0.1") -> None:
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=1,  # a request that hangs on purpose would hold it for ever
    )
