"""Contracts, generate: what units' systems ask, and how they are answered: request and reply."""

import re
from dataclasses import dataclass
from typing import Any

from contracts import topology
from contracts.envelope import Message
from contracts.parts import PartsAnswered, VerdictsAnswered, VerdictsAsked

ASKS, ANSWERS = "unit-system", topology.REGISTRY
"""Who, as participants of the document."""
Node = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """A subject of core NATS that no stream keeps, what is asked there, and the answer."""

    subject: str
    says: str
    content_type: str
    schema: Node
    answer: type[Message]


QUESTIONS = {
    "ask-part": Question(
        topology.ask("{unit}", "part"),
        "A plan's id, or nothing: the unit's part in that plan, or in all of its plans.",
        "text/plain",
        {"type": "string", "maxLength": 64},
        PartsAnswered,
    ),
    "ask-verdicts": Question(
        topology.ask("{unit}", "verdicts"),
        "Which of the unit's verdicts; nothing is the oldest that are kept.",
        "application/json",
        VerdictsAsked.model_json_schema(),
        VerdictsAnswered,
    ),
}


def question_of(name: str, question: Question) -> Node:
    """A question as a message of the document."""
    return {
        "name": name,
        "title": name,
        "description": question.says,
        "contentType": question.content_type,
        "payload": question.schema,
    }


def channels_of(name: str, question: Question, parameters: Node) -> Node:
    """The channel that is asked on, and the one that is answered on, which the asker chooses."""
    answer = question.answer.wire.removeprefix("ngayso.")
    words = re.findall(r"\{(\w+)\}", question.subject)
    asked = {
        "address": question.subject,
        "description": question.says,
        "parameters": {word: parameters[word] for word in words},
        "messages": {name: _ref("components", "messages", name)},
    }
    answered = {
        "address": None,
        "description": "The reply subject of the request.",
        "messages": {answer: _ref("components", "messages", answer)},
    }
    return {name: asked, f"{name}-answer": answered}


def operations_of(name: str) -> Node:
    """Who asks, and who answers: one of the registry's replicas."""
    reply = {
        "address": {"location": "$message.header#/reply"},
        "channel": _ref("channels", f"{name}-answer"),
    }
    return {
        f"{participant}.{action}.{name}": {
            "action": action,
            "channel": _ref("channels", name),
            "tags": [{"name": participant}],
            "reply": reply,
        }
        for participant, action in ((ASKS, "send"), (ANSWERS, "receive"))
    }


def _ref(*parts: str) -> Node:
    return {"$ref": "#/" + "/".join(parts)}
