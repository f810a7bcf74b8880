"""Notifier, outbound: hands SMS to the contracted gateway (eSMS) by HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from services.notifier.domain.handover import (
    Accepted,
    Deferred,
    Handover,
    Refused,
    Uncertain,
)
from services.notifier.domain.letter import Letter

PATH = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
SECONDS = 15.0
CUSTOMER_CARE = "2"
"""SmsType of a message to a known customer under a brand name: no advertising."""
ACCEPTED = "100"
DUPLICATE = "124"
"""The gateway has this RequestId already: an earlier attempt was taken."""
PERMANENT = {"99", "108", "118", "146", "177"}
"""Blocked number, bad phone, bad type, unregistered text, network without the brand name.

Everything else is the account's (key, balance, brand name, IP) or passing: an operator can mend
it while the message waits.
"""


@dataclass(frozen=True)
class SmsAccount:
    """The contract with the gateway."""

    url: str
    api_key: str
    secret_key: str
    brand_name: str


class SmsGateway:
    """Sends under our message id, so that asking again never sends twice."""

    def __init__(self, account: SmsAccount) -> None:
        self._account = account
        self._client = httpx.AsyncClient(base_url=account.url, timeout=SECONDS)

    async def __aenter__(self) -> "SmsGateway":
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["SmsGateway"]:
        """The client keeps its own connections."""
        yield self

    async def hand_over(self, letter: Letter, address: str, at: datetime) -> Handover:  # noqa: ARG002 - the gateway dates
        """Hands one SMS over, or learns what became of an earlier attempt."""
        body = {
            "ApiKey": self._account.api_key,
            "SecretKey": self._account.secret_key,
            "Phone": address,
            "Content": letter.text,
            "Brandname": self._account.brand_name,
            "SmsType": CUSTOMER_CARE,
            "IsUnicode": "0" if letter.text.isascii() else "1",
            "RequestId": letter.id,
            "Sandbox": "0",
        }
        try:
            answer = await self._client.post(PATH, json=body)
            answer.raise_for_status()
            return _handover(answer.json())
        except httpx.ConnectError:
            return Deferred("gateway-away")
        except httpx.HTTPStatusError as error:
            return Uncertain(f"http-{error.response.status_code}")
        except (httpx.HTTPError, ValueError) as error:
            return Uncertain(type(error).__name__)


def _handover(answer: Any) -> Handover:
    code = str(answer.get("CodeResult", "")) if isinstance(answer, dict) else ""
    if code in (ACCEPTED, DUPLICATE):
        return Accepted(str(answer["SMSID"]) if answer.get("SMSID") else None)
    if code in PERMANENT:
        return Refused(f"sms-{code}")
    return Deferred(f"sms-{code or 'no-code'}")
