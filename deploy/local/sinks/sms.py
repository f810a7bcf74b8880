"""Deployment, local: a simulator of eSMS's HTTP interface that keeps each accepted SMS as a line.

It is idempotent by RequestId, also across its own restart. `POST /_faults` makes the next requests
fail: {"mode": "error" | "hang" | "drop" | "code" | "undelivered", "code": "103", "times": 1}.
"""

import argparse
import asyncio
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SEND = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"

# The gateway's codes, from its published interface.
ACCEPTED, BLOCKED, BAD_KEY, NO_BALANCE, NO_BRAND = "100", "99", "101", "103", "104"
BAD_PHONE, BAD_TYPE, DUPLICATE, BAD_TEMPLATE = "108", "118", "124", "146"
MEANING = {
    BLOCKED: "Blocked number",
    BAD_KEY: "Authorize Failed",
    NO_BALANCE: "Not enough balance",
    NO_BRAND: "Brandname code is not exist",
    BAD_PHONE: "Phone number is invalid",
    BAD_TYPE: "SMS type is invalid",
    DUPLICATE: "RequestId is duplicated",
    "140": "IP is not allowed",
    BAD_TEMPLATE: "Content does not match a registered template",
    "177": "Network is not supported by the brandname",
}
SENT, REJECTED = 5, 4  # SendStatus of the callback
CUSTOMER_CARE = "2"  # the SmsType of a message under a brand name
KEPT = (
    "RequestId", "Phone", "Content", "Brandname", "SmsType", "IsUnicode", "Sandbox", "CallbackUrl",
)  # fmt: skip
MODES = {"error", "hang", "drop", "code", "undelivered"}
CALLBACK_TRIES = 5
_PHONE = re.compile(r"(?:\+?84|0)[35789]\d{8}")
_DROP = (b"x-simulator-drop", b"1")


class Gateway:
    """What was accepted, by RequestId, and the faults still to come."""

    def __init__(self, out: Path, *, api_key: str, secret_key: str, brandname: str) -> None:
        self._out = out
        self._keys = (api_key, secret_key)
        self._brandname = brandname
        self.faults: list[dict[str, Any]] = []
        self.sent = read_sent(out)
        self._seen = {sms["RequestId"] for sms in self.sent if sms.get("RequestId")}

    def refusal(self, body: dict[str, Any]) -> str | None:
        """The code of the first thing wrong with the request, as the gateway would find it."""
        keys = (str(body.get("ApiKey", "")), str(body.get("SecretKey", "")))
        brand = body.get("Brandname")
        checks = (
            (all(keys) and (not any(self._keys) or keys == self._keys), BAD_KEY),
            (str(body.get("SmsType")) == CUSTOMER_CARE, BAD_TYPE),
            (bool(brand) and self._brandname in ("", brand), NO_BRAND),
            (_PHONE.fullmatch(str(body.get("Phone", ""))) is not None, BAD_PHONE),
            (bool(body.get("Content")), BAD_TEMPLATE),
            (body.get("RequestId") not in self._seen, DUPLICATE),
        )
        return next((code for holds, code in checks if not holds), None)

    def accept(self, body: dict[str, Any]) -> str:
        """Keep the SMS on the disk before it is acknowledged."""
        sms_id = str(uuid4())
        sms = {
            "SMSID": sms_id,
            "AcceptedAt": datetime.now(UTC).isoformat(timespec="milliseconds"),
            **{key: body[key] for key in KEPT if key in body},
        }
        with self._out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(sms, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.sent.append(sms)
        if request_id := body.get("RequestId"):
            self._seen.add(request_id)
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


async def send(request: Request) -> Response:
    """Answer as the gateway does: HTTP 200 with a CodeResult, whatever the outcome."""
    gateway: Gateway = request.app.state.gateway
    fault = gateway.next_fault()
    mode = fault.get("mode")
    if mode == "error":
        return Response("simulated failure", status_code=500)
    if mode == "hang":
        await asyncio.sleep(3600)
    if mode == "code":
        return _refused(fault["code"])
    try:
        body = await request.json()
    except ValueError:
        return Response("bad request", status_code=400)
    if code := gateway.refusal(body):
        return _refused(code)
    sms_id = gateway.accept(body)
    task = None
    if url := body.get("CallbackUrl"):
        status = REJECTED if mode == "undelivered" else SENT
        task = BackgroundTask(call_back, url, sms_id, str(body.get("RequestId", "")), status)
    headers = {_DROP[0].decode(): _DROP[1].decode()} if mode == "drop" else None
    answer = {"CodeResult": ACCEPTED, "CountRegenerate": 0, "SMSID": sms_id}
    return JSONResponse(answer, headers=headers, background=task)


async def call_back(url: str, sms_id: str, request_id: str, status: int) -> None:
    """Tell the sender what became of the SMS: a GET, tried five times."""
    query = {"SMSID": sms_id, "RequestId": request_id, "SendStatus": str(status)}
    async with httpx.AsyncClient(timeout=5) as client:
        for attempt in range(CALLBACK_TRIES):
            try:
                if (await client.get(url, params=query)).is_success:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.2 * 2**attempt)


async def faults(request: Request) -> Response:
    """Queue a fault, for tests."""
    body = await request.json()
    if body.get("mode") not in MODES:
        return JSONResponse({"error": f"mode is one of {sorted(MODES)}"}, status_code=400)
    fault = {"mode": body["mode"], "code": str(body.get("code", NO_BALANCE))}
    request.app.state.gateway.faults.append({**fault, "times": int(body.get("times", 1))})
    return Response(status_code=204)


async def sent(request: Request) -> Response:
    return JSONResponse(request.app.state.gateway.sent)


def _refused(code: str) -> Response:
    message = MEANING.get(code, "refused")
    return JSONResponse({"CodeResult": code, "CountRegenerate": 0, "ErrorMessage": message})


def dropping(app: ASGIApp) -> ASGIApp:
    """Cut the connection instead of sending a response that carries the drop header."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_or_drop(message: Message) -> None:
            if _DROP in message.get("headers", ()):
                send.__self__.transport.abort()  # type: ignore[attr-defined]  # uvicorn's cycle
            await send(message)

        await app(scope, receive, send_or_drop)

    return wrapped


def build(gateway: Gateway) -> ASGIApp:
    routes = [
        Route(SEND, send, methods=["POST"]),
        Route(SEND.rstrip("/"), send, methods=["POST"]),
        Route("/_faults", faults, methods=["POST"]),
        Route("/_sent", sent),
    ]
    app = Starlette(routes=routes)
    app.state.gateway = gateway
    return dropping(app)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    gateway = Gateway(
        arguments.out,
        api_key=os.environ.get("SMS_GATEWAY_API_KEY", ""),
        secret_key=os.environ.get("SMS_GATEWAY_SECRET_KEY", ""),
        brandname=os.environ.get("SMS_GATEWAY_BRANDNAME", ""),
    )
    uvicorn.run(
        build(gateway),
        host="127.0.0.1",
        port=arguments.port,
        log_level="warning",
        timeout_graceful_shutdown=1,  # a request that hangs on purpose would hold it for ever
    )


if __name__ == "__main__":
    main()
