"""Contracts, generate: AsyncAPI 3.0, who says what to whom on which subject."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, get_args

from contracts import topology
from contracts.commands import COMMANDS, verb
from contracts.envelope import BATCH_JSON, EVENT_JSON, Message
from contracts.generate.asking import QUESTIONS, channels_of, operations_of, question_of
from contracts.generate.channels import CHANNELS, FACT_CHANNELS, PARAMETERS, Spoken
from contracts.generate.schemas import DIALECT, MESSAGES, described, file_name
from contracts.generate.speakers import HEARS, sends
from contracts.plan import Channel
from contracts.server import LOWEST_NATS

VERB_CHANNELS = {verb(model) for model in COMMANDS.values()}
Node = dict[str, Any]


def _ref(*parts: str) -> Node:
    return {"$ref": "#/" + "/".join(parts)}


def hears(filters: Iterable[str], subject: str) -> bool:
    """Whether a durable with these filters takes messages of a subject with {parameters}."""
    word = {"*": r"[^.]+", ">": r".+"}
    patterns = (".".join(word.get(w, re.escape(w)) for w in f.split(".")) for f in filters)
    # A parameter stands for any word: a filter on one of its values hears a part of the channel.
    tries = [re.sub(r"\{\w+\}", "x", subject)]
    ways = get_args(Channel)
    tries += [subject.replace("{channel}", way).replace("{message}", "x") for way in ways]
    return any(re.fullmatch(pattern, each) for pattern in patterns for each in tries)


def _message(model: type[Message]) -> Node:
    return {
        "name": model.wire,
        "title": model.__name__,
        "description": described(model),
        "contentType": EVENT_JSON,
        "payload": {
            "schemaFormat": f"application/schema+json;version={DIALECT.split('/')[-2]}",
            "schema": {"$ref": f"./schemas/{file_name(model.wire)}"},
        },
    }


def _batch(name: str, spoken: Spoken) -> Node:
    items = [{"$ref": f"./schemas/{file_name(model.wire)}"} for model in spoken.messages]
    return {
        "name": name,
        "title": spoken.says,
        "description": "Whole decisions, in order: each a run of facts with one receipt.",
        "contentType": BATCH_JSON,
        "payload": {
            "schemaFormat": f"application/schema+json;version={DIALECT.split('/')[-2]}",
            "schema": {"type": "array", "minItems": 1, "items": {"oneOf": items}},
        },
    }


def _channel(name: str, spoken: Spoken) -> Node:
    said = [name] if spoken.batch else [model.wire for model in spoken.messages]
    parameters = {word: PARAMETERS[word] for word in re.findall(r"\{(\w+)\}", spoken.subject)}
    return {
        "address": spoken.subject,
        "description": spoken.says,
        "parameters": parameters,
        "messages": {_key(wire): _ref("components", "messages", _key(wire)) for wire in said},
    }


def _key(wire: str) -> str:
    """Component names may not hold the wire's meaning of a dot; `submit-report.v1` reads well."""
    return wire.removeprefix("ngayso.")


def _operation(participant: str, action: str, channel: str, durables: Sequence[str] = ()) -> Node:
    node = {
        "action": action,
        "channel": _ref("channels", channel),
        "tags": [{"name": participant}],
    }
    return node | ({"x-durables": [*durables]} if durables else {})


def _operations() -> Node:
    made: Node = {}
    for participant, said in sends().items():
        for name in said:
            made[f"{participant}.send.{name}"] = _operation(participant, "send", name)
    for participant, channels in HEARS.items():
        for name in channels:
            made[f"{participant}.receive.{name}"] = _operation(participant, "receive", name)
    for name, spoken in CHANNELS.items():
        for service in sorted({durable.service for durable in topology.DURABLES}):
            durables = [
                durable.name
                for durable in topology.DURABLES
                if durable.service == service and hears(durable.filters, spoken.subject)
            ]
            if service == topology.REGISTRY and name in VERB_CHANNELS:
                durables = [topology.DECIDERS + "*"]
            if durables:
                made[f"{service}.receive.{name}"] = _operation(service, "receive", name, durables)
    for name in QUESTIONS:
        made |= operations_of(name)
    return made


def document() -> Node:
    """The AsyncAPI 3.0 document; https://www.asyncapi.com/docs/reference/specification/v3.0.0."""
    batches = {name: _batch(name, spoken) for name, spoken in FACT_CHANNELS.items()}
    facts = {model for spoken in FACT_CHANNELS.values() for model in spoken.messages}
    singles = {_key(w): _message(model) for w, model in MESSAGES.items() if model not in facts}
    questions = {name: question_of(name, question) for name, question in QUESTIONS.items()}
    channels = {name: _channel(name, spoken) for name, spoken in CHANNELS.items()}
    for name, question in QUESTIONS.items():
        channels |= channels_of(name, question, PARAMETERS)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "ngayso",
            "version": "1.0.0",
            "description": (
                "Every subject and message, from each participant's point of view: "
                "an operation named participant.send.channel is something that participant sends."
            ),
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": EVENT_JSON,
        "servers": {
            "province": {
                "host": "{host}",
                "protocol": "nats",
                "description": f"NATS {LOWEST_NATS} or later with JetStream; address by letter.",
                "variables": {"host": {"default": "localhost:4222"}},
            }
        },
        "channels": channels,
        "operations": _operations(),
        "components": {"messages": singles | batches | questions},
    }
