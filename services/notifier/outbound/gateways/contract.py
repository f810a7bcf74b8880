"""Notifier, outbound: the office's file of gateways: who takes SMS, on what terms."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from contracts.values import Id
from services.notifier.outbound.gateways.callback import CallbackUrl
from services.notifier.outbound.gateways.registered import Registered
from services.notifier.settings import secret

SLOTS = frozenset({"id", "phone", "text", "unicode", "sender", "secret", "callback"})
"""What a request of a gateway by template may say."""
_SLOT = re.compile(r"\{([a-z]+)\}")
Url = Annotated[str, Field(pattern=r"^https?://[^\s{}]+")]
Answers = Annotated[list[str], Field(max_length=50)]


class _Row(BaseModel):
    """A part of the file; a word that is not known is named, and not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _registered(texts: list[str]) -> list[str]:
    for text in texts:
        Registered(text)
    return texts


class _Terms(_Row):
    """What holds of every gateway.

    `weight`: its share of the messages beside the others'; `accents`: whether its texts keep them;
    `price`: đồng for one segment; `per_minute`: messages it takes from all our replicas together;
    `registered`: the texts it takes, none: any.
    """

    name: Id
    weight: Annotated[int, Field(ge=1, le=1000)] = 1
    accents: bool = False
    price: Annotated[int, Field(ge=0, le=100_000)] = 0
    per_minute: Annotated[int, Field(ge=1, le=60_000)] | None = None
    registered: Annotated[list[str], AfterValidator(_registered), Field(max_length=200)] = []

    @property
    def texts(self) -> list[Registered]:
        return [Registered(text) for text in self.registered]


class ZaloTemplate(_Row):
    """A Zalo template (ZNS) by the text that it renders; its parameters are the slots, in order."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,40}$")]
    text: Annotated[str, AfterValidator(lambda text: Registered(text).text)]


class Zalo(_Row):
    """The office's Official Account, as eSMS knows it."""

    account: Annotated[str, Field(pattern=r"^[0-9]{1,40}$")]
    templates: Annotated[list[ZaloTemplate], Field(min_length=1, max_length=50)]

    @property
    def texts(self) -> list[Registered]:
        return [Registered(one.text, one.id) for one in self.templates]


class EsmsTerms(_Terms):
    """A contract with eSMS. `brand_name` is the registered sender of the SMS."""

    kind: Literal["esms"]
    url: Url
    api_key_file: Path
    secret_key_file: Path
    brand_name: Annotated[str, Field(min_length=1, max_length=11)]
    zalo: Zalo | None = None


class Request(_Row):
    """One HTTP request. `{id}`, `{phone}`, `{text}`, `{unicode}` (1 or 0), `{sender}`, `{secret}`
    and `{callback}` are filled in, escaped as the place asks for. `json`, `form` and `xml` say how.
    """

    method: Literal["GET", "POST", "PUT"] = "POST"
    url: Annotated[str, Field(pattern=r"^https?://[^\s{}/]+(/\S*)?$")]
    headers: dict[str, str] = {}
    as_json: Annotated[dict[str, object] | None, Field(alias="json")] = None
    form: dict[str, str] | None = None
    xml: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if sum(body is not None for body in (self.as_json, self.form, self.xml)) > 1:
            raise ValueError("one of json, form and xml")
        said = " ".join(_strings([self.url, self.headers, self.as_json, self.form, self.xml]))
        if unknown := set(_SLOT.findall(said)) - SLOTS:
            raise ValueError(f"nothing fills {sorted(unknown)}; there are {sorted(SLOTS)}")
        return self

    def fill(self, value: object, words: Mapping[str, str], escape: Callable[[str], str]) -> object:
        """`value` with its slots filled, through whatever it is made of."""
        match value:
            case str():
                return _SLOT.sub(lambda slot: escape(words[slot[1]]), value)
            case dict():
                return {key: self.fill(one, words, escape) for key, one in value.items()}
            case list():
                return [self.fill(one, words, escape) for one in value]
            case _:
                return value


class Reading(_Row):
    """What an answer means. `code` is found by a dotted `path` in JSON, by a `pattern` with one
    group in any text, and is else the HTTP status. What is in no list passes: it is tried again.
    """

    path: Annotated[str, Field(pattern=r"^[^.\s]+(\.[^.\s]+)*$")] | None = None
    pattern: str | None = None
    id_path: Annotated[str, Field(pattern=r"^[^.\s]+(\.[^.\s]+)*$")] | None = None
    accepted: Annotated[Answers, Field(min_length=1)]
    duplicate: Answers = []
    permanent: Answers = []
    absent: Answers = []

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.path and self.pattern:
            raise ValueError("path or pattern, not both")
        if self.pattern and re.compile(self.pattern).groups != 1:
            raise ValueError("a pattern has one group, which is the code")
        return self


class Asking(_Row):
    """How the gateway is asked what became of a message, and which answers say that it has it, or
    that it never had it (`absent`).
    """

    request: Request
    answer: Reading


class Hearing(_Row):
    """What a callback means, by the `field` of its query or body."""

    field: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    delivered: Annotated[Answers, Field(min_length=1)]
    bounced: Answers = []
    permanent: Answers = []
    """Those of `bounced` that mean that the number is no good."""


class HttpTerms(_Terms):
    """A gateway by template. What became of an attempt of unknown end must be found out: either it
    takes a request id once (`duplicate` says so) or it can be asked (`ask`).
    """

    kind: Literal["http"]
    send: Request
    answer: Reading
    ask: Asking | None = None
    callback: Hearing | None = None
    balance: Request | None = None
    sender: str = ""
    secret_file: Path | None = None

    @model_validator(mode="after")
    def _never_twice(self) -> Self:
        once = self.answer.duplicate and "{id}" in " ".join(
            _strings([self.send.url, self.send.headers, self.send.as_json, self.send.form])
            if self.send.xml is None
            else [self.send.xml]
        )
        if not once and not (self.ask and self.ask.answer.absent):
            raise ValueError(
                "say which answers mean a duplicate {id}, or how to ask what became of a message:"
                " without either one, a message could go out twice"
            )
        return self


class Callbacks(_Row):
    """Where gateways tell what became of a message: our public address, and what signs it."""

    url: Url
    secret_file: Path


class Contract(_Row):
    """All of the file."""

    gateways: Annotated[
        list[Annotated[EsmsTerms | HttpTerms, Field(discriminator="kind")]],
        Field(min_length=1, max_length=10),
    ]
    callbacks: Callbacks | None = None

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        names = [one.name for one in self.gateways]
        if len(set(names)) < len(names):
            raise ValueError("two gateways of one name")
        return self

    def callback_url(self) -> CallbackUrl | None:
        """Where gateways are to call; None: nobody outside reaches us."""
        if self.callbacks is None:
            return None
        return CallbackUrl(self.callbacks.url, partial(secret, self.callbacks.secret_file))


def read_contract(file: Path) -> Contract:
    """What the file says. Raises SystemExit with what
    to mend where it cannot be read, so that no message meets it.
    """
    try:
        return Contract.model_validate(yaml.safe_load(file.read_text()))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise SystemExit(f"NGAYSO_GATEWAYS_FILE={file}: {_first(error)}") from None


def _first(error: Exception) -> str:
    """The first thing to mend."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from _strings(one)
        case list():
            for one in value:
                yield from _strings(one)
        case _:
            return
