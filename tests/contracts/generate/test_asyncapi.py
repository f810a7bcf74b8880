"""The AsyncAPI document is a valid one, complete, and says what the topology says."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from contracts import topology
from contracts.commands import COMMANDS
from contracts.generate.__main__ import ROOT
from contracts.generate.asking import QUESTIONS
from contracts.generate.asyncapi import CHANNELS, document, hears
from contracts.generate.schemas import MESSAGES
from contracts.generate.speakers import PARTICIPANTS
from services.registry.domain.verbs.table import VERBS

OFFICIAL = json.loads((Path(__file__).parent / "asyncapi-3.0.0.schema.json").read_bytes())
DOCUMENT = yaml.safe_load((ROOT / "asyncapi.yaml").read_text("utf-8"))


def _refs(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [ref for held in node.values() for ref in _refs(held)]
    if isinstance(node, list):
        return [ref for held in node for ref in _refs(held)]
    return []


def _resolves(ref: str) -> bool:
    if not ref.startswith("#/"):
        return (ROOT / ref).exists()
    node = DOCUMENT
    for step in ref[2:].split("/"):
        if step not in node:
            return False
        node = node[step]
    return True


def test_the_file_is_the_document():
    """Our own YAML writer says what PyYAML reads."""
    assert document() == DOCUMENT


def test_it_is_valid_by_asyncapis_own_schema():
    """Any AsyncAPI 3 tool reads it (it was also read by @asyncapi/parser)."""
    faults = [
        f"{list(e.path)}: {e.message}" for e in Draft7Validator(OFFICIAL).iter_errors(DOCUMENT)
    ]

    assert not faults


def test_every_reference_leads_somewhere():
    """A renamed message leaves nothing hanging."""
    refs = _refs(DOCUMENT)

    assert len(refs) > 100
    assert [ref for ref in refs if not _resolves(ref)] == []


def test_every_message_is_said_on_some_channel():
    """A message that no subject carries is dead."""
    said = {model.wire for spoken in CHANNELS.values() for model in spoken.messages}
    said |= {question.answer.wire for question in QUESTIONS.values()}

    assert said == set(MESSAGES)


@pytest.mark.parametrize("name", sorted(CHANNELS))
def test_every_channel_is_kept_by_exactly_one_stream(name):
    """A subject outside every stream would lose what is published on it."""
    subject = CHANNELS[name].subject

    keepers = [s.name for s in topology.STREAMS if hears(s.subjects, subject)]

    assert len(keepers) == 1
    words = re.findall(r"\{(\w+)\}", subject)
    assert sorted(DOCUMENT["channels"][name]["parameters"]) == sorted(words)


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_is_kept_by_no_stream_and_answered_by_the_registry(name):
    """What a stream took would be acknowledged by it, in place of the answer."""
    subject = QUESTIONS[name].subject
    assert not [stream.name for stream in topology.STREAMS if hears(stream.subjects, subject)]
    answered = DOCUMENT["operations"][f"registry.receive.{name}"]
    asked = DOCUMENT["operations"][f"unit-system.send.{name}"]
    assert answered["reply"] == asked["reply"]
    assert DOCUMENT["channels"][f"{name}-answer"]["address"] is None


def test_every_channel_has_a_speaker_and_a_hearer():
    """Except timers: the stream itself hears them, and says when they are due."""
    acts = {
        (op["channel"]["$ref"].rsplit("/", 1)[1], op["action"])
        for op in DOCUMENT["operations"].values()
    }

    wanted = {(name, action) for name in CHANNELS for action in ("send", "receive")}
    by_the_server = {
        *{("rung-timers", "receive"), ("due-rungs", "send")},
        *{("slot-timers", "receive"), ("due-slots", "send")},
    }
    assert wanted - acts == by_the_server


@pytest.mark.parametrize("durable", topology.DURABLES, ids=lambda d: d.name)
def test_every_durable_is_an_operation_of_its_service(durable):
    """What a service consumes is written from its own point of view."""
    heard = [
        name
        for name, op in DOCUMENT["operations"].items()
        if durable.name in op.get("x-durables", []) and op["action"] == "receive"
    ]

    assert heard
    assert all(name.startswith(f"{durable.service}.receive.") for name in heard)


def test_a_command_is_published_on_its_own_verb():
    """`ngayso.submit-report.v1` travels as that verb, whoever sends it about whom, and no other."""
    for wire in COMMANDS:
        verb = wire.split(".")[1]
        assert CHANNELS[verb].subject == topology.command("{sender}", "{door}", verb, "{about}")


@pytest.mark.parametrize("row", VERBS.values(), ids=lambda row: row.name)
def test_a_command_is_sent_by_whom_the_table_of_verbs_names_and_heard_by_the_registry(row):
    """A row of the table is all that a new command needs here."""
    senders = {
        name.split(".")[0]
        for name, op in DOCUMENT["operations"].items()
        if op["channel"]["$ref"] == f"#/channels/{row.name}" and op["action"] == "send"
    }
    assert senders == {PARTICIPANTS[row.said_by]}
    assert f"registry.receive.{row.name}" in DOCUMENT["operations"]
