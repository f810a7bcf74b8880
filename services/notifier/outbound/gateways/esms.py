"""Notifier, outbound: eSMS, by its published interface, with Zalo before SMS where it may be."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from services.notifier.domain.ending import Told
from services.notifier.domain.handover import Accepted, Deferred, Handover, Refused, Uncertain
from services.notifier.domain.letter import Letter
from services.notifier.domain.texts.segments import as_sent
from services.notifier.outbound.gateways.callback import CallbackUrl
from services.notifier.outbound.gateways.contract import EsmsTerms
from services.notifier.outbound.gateways.line import NOT_TAKEN, SECONDS, asked
from services.notifier.outbound.gateways.registered import UNREGISTERED, matching, takes
from services.notifier.settings import secret

JSON = "/MainService.svc/json"
SEND, BOTH = f"{JSON}/SendMultipleMessage_V4_post_json/", f"{JSON}/MultiChannelMessage/"
BALANCE, LIST = f"{JSON}/GetBalance_json", f"{JSON}/GetSmsSentData_V2"
CUSTOMER_CARE, ZALO = "2", "25"
"""SmsType: to a known customer under a brand name, no advertising; what went out by Zalo."""
ACCEPTED = "100"
DUPLICATE = "124"
"""The gateway has this RequestId already: an earlier attempt was taken."""
PERMANENT = {"99", "108", "118", "146", "177"}
"""Blocked number, bad phone, bad type, unregistered text, network without the brand name.

Everything else is the account's (key, balance, brand name, IP) or passing: an operator can mend
it while the message waits.
"""
NO_TEMPLATE = {"789", "790", "791", "799", "204"}
"""Zalo's template or account is not there as the file says: the SMS is sent without it."""
SENT, REJECTED = "5", "4"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MARGIN = timedelta(minutes=10)
PAGE = 500
"""Messages on one page of the list, the most there is."""


class Esms:
    """Sends under our message id, which eSMS takes once in a day and not again.

    The next day the same id would be taken as a new one, so it is looked up in the list of what
    was sent, where the campaign's name is our id.
    """

    def __init__(self, terms: EsmsTerms, callback: CallbackUrl | None) -> None:
        self.terms = terms
        self._callback = callback
        self._key = partial(secret, terms.api_key_file)
        self._secret = partial(secret, terms.secret_key_file)
        self.client = httpx.AsyncClient(base_url=terms.url, timeout=SECONDS)

    def takes(self, letter: Letter) -> bool:
        return takes(self.terms.texts, letter.text, accents=self.terms.accents)

    async def send(self, letter: Letter, phone: str) -> Handover:
        """Hands one message over, or learns that it is there already."""
        if not self.takes(letter):
            return Refused(UNREGISTERED)
        if zalo := self._by_zalo(letter):
            end = await self._post(BOTH, self._both(letter, phone, zalo))
            if not (isinstance(end, Deferred) and end.reason.removeprefix("sms-") in NO_TEMPLATE):
                return end
        return await self._post(SEND, {"Phone": phone, **self._sms(letter, letter.id)})

    async def ask(self, letter: Letter, phone: str, since: datetime) -> Handover:
        """What became of an attempt that began at `since` (real time)."""
        today = datetime.now(UTC).astimezone(ZONE)
        if (today + MARGIN).date() == since.astimezone(ZONE).date():
            return await self.send(letter, phone)
        for kind in (CUSTOMER_CARE, ZALO) if self.terms.zalo else (CUSTOMER_CARE,):
            found = await self._listed(letter.id, since, kind)
            if found is not None:
                return found
        return Deferred(NOT_TAKEN)

    async def check(self) -> str | None:
        """What is wrong with the account, by asking for its balance; None: nothing."""
        answer = await asked(self.client, self._request(BALANCE, {}))
        if isinstance(answer, Deferred | Uncertain):
            return answer.reason
        code = str(_object(answer).get("CodeResponse", ""))
        return None if code == ACCEPTED else f"sms-{code or 'no-code'}"

    @staticmethod
    def told(query: Mapping[str, str], leg: str) -> Told | None:
        """What a callback says; None: nothing yet. Where Zalo failed, the SMS follows."""
        if query.get("SendStatus") == REJECTED:
            return None if leg == "zalo" else Told("bounced", "sms-rejected", permanent=False)
        if query.get("SendStatus") != SENT:
            return None
        if query.get("SendSuccess", "0") not in ("", "0"):
            return Told("delivered")
        if query.get("SendFailed", "0") in ("", "0") or leg == "zalo":
            return None
        return Told("bounced", "sms-undelivered", permanent=False)

    def _by_zalo(self, letter: Letter) -> dict[str, Any] | None:
        zalo = self.terms.zalo
        found = zalo and matching(zalo.texts, as_sent(letter.text, accents=True))
        if not zalo or not found:
            return None
        template, slots = found
        return {"TempID": template.id, "Params": list(slots.values()), "OAID": zalo.account}

    def _both(self, letter: Letter, phone: str, zalo: dict[str, Any]) -> dict[str, Any]:
        zalo |= {"campaignid": letter.id, "RequestId": f"{letter.id}-z", "Sandbox": "0"}
        if self._callback:
            zalo["CallbackUrl"] = self._callback.of(self.terms.name, letter, "zalo")
        legs = [zalo, self._sms(letter, letter.id)]
        return {"Phone": phone, "Channels": ["zalo", "sms"], "Data": legs}

    def _sms(self, letter: Letter, request: str) -> dict[str, Any]:
        text = as_sent(letter.text, self.terms.accents)
        told = {"CallbackUrl": self._callback.of(self.terms.name, letter)} if self._callback else {}
        return {
            "Content": text,
            "Brandname": self.terms.brand_name,
            "SmsType": CUSTOMER_CARE,
            "IsUnicode": "0" if text.isascii() else "1",
            "RequestId": request,
            "campaignid": letter.id,
            "Sandbox": "0",
            **told,
        }

    async def _post(self, path: str, body: dict[str, Any]) -> Handover:
        answer = await asked(self.client, self._request(path, body))
        if isinstance(answer, Deferred | Uncertain):
            return answer
        if answer.is_error:
            return Deferred(f"http-{answer.status_code}")
        said = _object(answer)
        code = str(said.get("CodeResult", ""))
        if code in (ACCEPTED, DUPLICATE):
            return Accepted(str(said["SMSID"]) if said.get("SMSID") else None)
        if code in PERMANENT:
            return Refused(f"sms-{code}")
        return Deferred(f"sms-{code}") if code else Uncertain("sms-no-code")

    async def _listed(self, name: str, since: datetime, kind: str) -> Handover | None:
        """Whether the list of what was sent from `since` on has the message; None: it has not."""
        start = (since - MARGIN).astimezone(ZONE)
        span = {"From": f"{start:%Y-%m-%d %H:%M:%S}"}
        span["To"] = f"{start + timedelta(days=1) + 2 * MARGIN:%Y-%m-%d %H:%M:%S}"
        for page in range(1, 200):
            body = {**span, "SmsType": kind, "Page": page, "PageSize": PAGE}
            answer = await asked(self.client, self._request(LIST, body))
            said = {} if isinstance(answer, Deferred | Uncertain) else _object(answer)
            if str(said.get("CodeResult")) != ACCEPTED:
                return Uncertain("sms-list-away")
            rows = said.get("SentData") or []
            for row in rows:
                if row.get("Campaign") == name:
                    return Accepted(str(row["ReferenceId"]))
            if len(rows) < PAGE:
                return None
        return Uncertain("sms-list-too-long")

    def _request(self, path: str, body: dict[str, Any]) -> httpx.Request:
        keys = {"ApiKey": self._key(), "SecretKey": self._secret()}
        return self.client.build_request("POST", path, json=keys | body)


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
