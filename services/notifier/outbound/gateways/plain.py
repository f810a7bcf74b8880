"""Notifier, outbound: a gateway that is described by templates of its requests and answers."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

import httpx

from services.notifier.domain.ending import Told
from services.notifier.domain.handover import Accepted, Deferred, Handover, Refused, Uncertain
from services.notifier.domain.letter import Letter
from services.notifier.domain.texts.segments import as_sent
from services.notifier.outbound.gateways.callback import CallbackUrl
from services.notifier.outbound.gateways.contract import HttpTerms, Reading, Request
from services.notifier.outbound.gateways.line import NOT_TAKEN, SECONDS, asked
from services.notifier.outbound.gateways.registered import UNREGISTERED, takes
from services.notifier.settings import secret

Words = Mapping[str, str]


class Plain:
    """Sends, asks and hears as the office's file says."""

    def __init__(self, terms: HttpTerms, callback: CallbackUrl | None) -> None:
        self.terms = terms
        self._callback = callback
        self.client = httpx.AsyncClient(timeout=SECONDS)

    def takes(self, letter: Letter) -> bool:
        return takes(self.terms.texts, letter.text, accents=self.terms.accents)

    async def send(self, letter: Letter, phone: str) -> Handover:
        if not self.takes(letter):
            return Refused(UNREGISTERED)
        return await self._post(self.terms.send, self.terms.answer, self._words(letter, phone))

    async def ask(self, letter: Letter, phone: str, since: datetime) -> Handover:  # noqa: ARG002 - it knows by id
        """By its own question where there is one; else the same request under the same id."""
        if asking := self.terms.ask:
            return await self._post(asking.request, asking.answer, self._words(letter, phone))
        return await self.send(letter, phone)

    async def check(self) -> str | None:
        """What is wrong with the account, where the file says how to ask; None: nothing."""
        if self.terms.balance is None:
            return None
        words = dict.fromkeys(("id", "phone", "text", "unicode", "callback"), "")
        answer = await asked(self.client, self._request(self.terms.balance, self._own() | words))
        if isinstance(answer, Deferred | Uncertain):
            return answer.reason
        return f"http-{answer.status_code}" if answer.is_error else None

    def told(self, query: Words, leg: str) -> Told | None:  # noqa: ARG002 - it has one leg
        """What a callback says; None: nothing yet."""
        hearing = self.terms.callback
        word = query.get(hearing.field, "") if hearing else ""
        if hearing and word in hearing.delivered:
            return Told("delivered")
        if hearing and word in hearing.bounced:
            return Told("bounced", "sms-undelivered", permanent=word in hearing.permanent)
        return None

    def _own(self) -> dict[str, str]:
        return {"sender": self.terms.sender, "secret": secret(self.terms.secret_file)}

    def _words(self, letter: Letter, phone: str) -> Words:
        text = as_sent(letter.text, self.terms.accents)
        told = self._callback.of(self.terms.name, letter) if self._callback else ""
        about = {"id": letter.id, "phone": phone, "text": text, "callback": told}
        return self._own() | about | {"unicode": "0" if text.isascii() else "1"}

    def _request(self, request: Request, words: Words) -> httpx.Request:
        def plain(value: object) -> Any:
            return request.fill(value, words, str)

        url = request.fill(request.url, words, lambda word: quote(word, safe=""))
        headers = plain(request.headers)
        if request.xml is not None:
            content = request.fill(request.xml, words, lambda word: escape(word, {'"': "&quot;"}))
            headers = {"Content-Type": "text/xml; charset=utf-8", **headers}
            return self.client.build_request(
                request.method, str(url), headers=headers, content=str(content).encode()
            )
        return self.client.build_request(
            request.method,
            str(url),
            headers=headers,
            json=plain(request.as_json),
            data=plain(request.form),
        )

    async def _post(self, request: Request, reading: Reading, words: Words) -> Handover:
        answer = await asked(self.client, self._request(request, words))
        if isinstance(answer, Deferred | Uncertain):
            return answer
        code = _code(answer, reading)
        if code in reading.accepted or code in reading.duplicate:
            return Accepted(_at(answer, reading.id_path) if reading.id_path else None)
        if code in reading.permanent:
            return Refused(f"sms-{_safe(code)}")
        if code in reading.absent:
            return Deferred(NOT_TAKEN)
        # An answer that cannot be read, where all went well by HTTP, may mean that it was taken.
        if code or answer.is_client_error:
            return Deferred(f"sms-{_safe(code) or answer.status_code}")
        return Uncertain("sms-no-code")


def _code(answer: httpx.Response, reading: Reading) -> str:
    if reading.path:
        return _at(answer, reading.path) or ""
    if reading.pattern:
        found = re.search(reading.pattern, answer.text)
        return found[1] if found else ""
    return str(answer.status_code)


def _at(answer: httpx.Response, path: str) -> str | None:
    """What stands at a dotted path of the answer's JSON, at most 200 characters of it."""
    try:
        value = answer.json()
        for word in path.split("."):
            value = value[int(word)] if isinstance(value, list) else value[word]
    except (ValueError, LookupError, TypeError):
        return None
    return str(value)[:200] if isinstance(value, str | int) else None


def _safe(code: str) -> str:
    """A code for a fact: a gateway's own words may repeat a number."""
    return code if re.fullmatch(r"[A-Za-z_-]{1,30}|[0-9]{1,6}", code) else ""
