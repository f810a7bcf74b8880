"""Deployment, local: a simulator of eSMS's HTTP interface that keeps each accepted SMS as a line.

It is idempotent by RequestId until the day ends, also across its own restart; by Zalo it reaches
whom it can, and the others by SMS. Faults and numbers: deploy/local/sinks/gateway.py.
"""

import argparse
import os
import re
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.local.sinks import gateway
from deploy.local.sinks.gateway import Store, fate_of

PATH = "/MainService.svc/json"
SEND = f"{PATH}/SendMultipleMessage_V4_post_json/"

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
    "789": "TemplateId is not config",
}
SENT, REJECTED = 5, 4  # SendStatus of the callback
CUSTOMER_CARE, ZALO = "2", "25"  # the SmsType of a message under a brand name, and by Zalo
KEPT = (
    "RequestId", "Phone", "Content", "Brandname", "SmsType", "IsUnicode", "Sandbox", "CallbackUrl",
    "campaignid", "TempID", "Params", "OAID",
)  # fmt: skip
_PHONE = re.compile(r"(?:\+?84|0)[35789]\d{8}")
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Account:
    """Whose messages it takes."""

    def __init__(self, api_key: str, secret_key: str, brandname: str) -> None:
        self._keys = (api_key, secret_key)
        self._brandname = brandname

    def lets_in(self, body: dict[str, Any]) -> bool:
        keys = (str(body.get("ApiKey", "")), str(body.get("SecretKey", "")))
        return all(keys) and (not any(self._keys) or keys == self._keys)

    def refusal(self, sms: dict[str, Any], phone: str, seen: set[str]) -> str | None:
        """The code of the first thing wrong with the SMS, as the gateway would find it."""
        brand = sms.get("Brandname")
        checks = (
            (str(sms.get("SmsType")) == CUSTOMER_CARE, BAD_TYPE),
            (bool(brand) and self._brandname in ("", brand), NO_BRAND),
            (_PHONE.fullmatch(phone) is not None, BAD_PHONE),
            (fate_of(phone) != "failure", BLOCKED),
            (bool(sms.get("Content")), BAD_TEMPLATE),
            (sms.get("RequestId") not in seen, DUPLICATE),
        )
        return next((code for holds, code in checks if not holds), None)


async def send(request: Request) -> Response:
    """Answer as the gateway does: HTTP 200 with a CodeResult, whatever the outcome."""
    store, account = _of(request)
    body, fault = await request.json(), store.next_fault()
    phone = str(body.get("Phone", ""))
    if (failed := await gateway.stumble(fault, phone)) is not None:
        return failed
    if fault.get("mode") == "code":
        return _refused(fault["code"])
    if not account.lets_in(body):
        return _refused(BAD_KEY)
    legs = body.get("Data", [body])
    if code := account.refusal(legs[-1], phone, store.seen):
        return _refused(code)
    reached = len(legs) > 1 and fate_of(phone) != "no-zalo"
    leg = {**(legs[0] | {"SmsType": ZALO} if reached else legs[-1]), "Phone": phone}
    kept = {key: leg[key] for key in KEPT if key in leg}
    sms_id = store.accept(kept, legs[-1].get("RequestId"))
    arrived = fate_of(phone) != "bounce"
    task = BackgroundTask(_tell, legs, sms_id, phone, reached, arrived, fault.get("mode"))
    answer = {"CodeResult": ACCEPTED, "CountRegenerate": 0, "SMSID": sms_id}
    return JSONResponse(answer, headers=gateway.dropped(fault), background=task)


async def _tell(
    legs: list[dict[str, Any]], sms_id: str, phone: str, zalo: bool, arrived: bool, mode: str | None
) -> None:
    """What became of each leg that was tried, at the leg's own address."""
    tried = legs[:1] if zalo else legs
    for leg in tried:
        good = arrived and leg is tried[-1]
        query = {
            "SMSID": sms_id,
            "SendStatus": str(REJECTED if mode == "undelivered" else SENT),
            "SendSuccess": str(int(good)),
            "SendFailed": str(int(not good)),
            "RequestId": str(leg.get("RequestId", "")),
            "phonenumber": phone,
        }
        if url := leg.get("CallbackUrl"):
            await gateway.call_back("GET", url, params=query)


async def balance(request: Request) -> Response:
    body = await request.json()
    good = _of(request)[1].lets_in(body)
    return JSONResponse({"Balance": 100_000, "CodeResponse": ACCEPTED if good else BAD_KEY})


async def listed(request: Request) -> Response:
    """What was sent in a span of civil time; a campaign's name is the sender's."""
    body = await request.json()
    rows = []
    for sms in _of(request)[0].sent:
        at = f"{datetime.fromisoformat(sms['AcceptedAt']).astimezone(_ZONE):%Y-%m-%d %H:%M:%S}"
        if sms["SmsType"] == body["SmsType"] and body["From"] <= at <= body["To"]:
            rows.append({"Campaign": sms.get("campaignid"), "ReferenceId": sms["SMSID"]})
    start = (body["Page"] - 1) * body["PageSize"]
    page = rows[start : start + body["PageSize"]]
    return JSONResponse({"CodeResult": ACCEPTED, "CountTotal": len(rows), "SentData": page})


def _of(request: Request) -> tuple[Store, Account]:
    return request.app.state.store, request.app.state.account


def _refused(code: str) -> Response:
    message = MEANING.get(code, "refused")
    return JSONResponse({"CodeResult": code, "CountRegenerate": 0, "ErrorMessage": message})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="where it listens")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    names = ("API_KEY", "SECRET_KEY", "BRANDNAME")
    account = Account(*(os.environ.get(f"SMS_GATEWAY_{name}", "") for name in names))
    post = partial(Route, methods=["POST"])
    routes = [
        post(SEND, send),
        post(SEND.rstrip("/"), send),
        post(f"{PATH}/MultiChannelMessage/", send),
        post(f"{PATH}/GetBalance_json", balance),
        post(f"{PATH}/GetSmsSentData_V2", listed),
    ]
    app = gateway.build(Store(arguments.out), routes, account=account)
    gateway.run(app, arguments.port, arguments.host)


if __name__ == "__main__":
    main()
