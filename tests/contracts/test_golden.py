"""What was said stays readable: golden files are added, never edited."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from contracts.commands import COMMANDS
from contracts.envelope import Message, decode, encode
from contracts.facts import FACTS
from contracts.findings import Malformed
from contracts.generate.schemas import MESSAGES
from contracts.outgoing import OUTGOING
from contracts.verdicts import DEAD_LETTERS, VERDICTS
from tests.contracts.goldens import FOLDER, FROZEN, golden_files, wire_of

NEVER_EDITED = "golden files are added, never edited; add a _v2 module and an upcaster"
TO_ADD = f"a new golden file is frozen by: (cd {FOLDER.name} && sha256sum NAME.json >> FROZEN)"


def _models(value: Any) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        for _, held in value:
            yield from _models(held)
    elif isinstance(value, list):
        for held in value:
            yield from _models(held)


def _without(body: Any, path: tuple[Any, ...]) -> Any:
    """`body` without the field at `path`."""
    copy = json.loads(json.dumps(body))
    node = copy
    for step in path[:-1]:
        node = node[step]
    del node[path[-1]]
    return copy


def _read(body: Any) -> bool:
    """Whether a message like this is taken."""
    try:
        decode(json.dumps(body).encode(), MESSAGES)
    except Malformed:
        return False
    return True


def _fields(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(body, dict):
        for key, held in body.items():
            yield (*path, key)
            yield from _fields(held, (*path, key))
    elif isinstance(body, list):
        for index, held in enumerate(body):
            yield from _fields(held, (*path, index))  # the item itself is no field


def _keeps(said: Any, golden: Any) -> bool:
    """Whether everything in `golden` is in `said`."""
    if isinstance(golden, dict):
        return all(key in said and _keeps(said[key], held) for key, held in golden.items())
    if isinstance(golden, list):
        return len(said) == len(golden) and all(map(_keeps, said, golden))
    return bool(said == golden)


def test_a_wire_name_is_used_once():
    """Two models of one name would decode each other's messages."""
    every = [*COMMANDS, *FACTS, *VERDICTS, *OUTGOING, *DEAD_LETTERS]

    assert not [wire for wire, times in Counter(every).items() if times > 1]


def test_every_message_class_has_a_wire_name_in_a_registry():
    """A message nobody registered can be sent and never read."""

    def below(model: type) -> Iterator[type]:
        for child in model.__subclasses__():
            yield child
            yield from below(child)

    ours = {m for m in below(Message) if m.__module__.startswith("contracts.")}
    named = {m for m in ours if "wire" in vars(m)}

    assert named == set(MESSAGES.values())
    assert all(model.wire == wire for wire, model in MESSAGES.items())


def test_every_message_has_both_golden_files():
    """One with every field, one with the required fields alone."""
    names = [f"{wire}.{kind}.json" for wire in sorted(MESSAGES) for kind in ("complete", "minimal")]
    missing = [name for name in names if not (FOLDER / name).exists()]

    assert not missing, f"add {missing}, and a line in CHANGELOG.md; {TO_ADD}"


def test_no_golden_file_was_edited_or_removed():
    """The manifest holds the hash each file was frozen with."""
    frozen = dict(reversed(line.split()) for line in FROZEN.read_text().splitlines())
    now = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in golden_files()}

    edited = sorted(name for name, digest in frozen.items() if now.get(name) != digest)

    assert not edited, f"{', '.join(edited)}: {NEVER_EDITED}"
    assert set(now) == set(frozen), f"{sorted(set(now) - set(frozen))}: {TO_ADD}"
    assert len(FROZEN.read_text().splitlines()) == len(frozen), "a name is frozen twice"


def test_a_golden_message_still_decodes():
    """What was said last year is understood today."""
    for path in golden_files():
        assert wire_of(path) in MESSAGES, f"{path.name}: {NEVER_EDITED}"
        event = decode(path.read_bytes(), MESSAGES)

        assert event.type == wire_of(path), path.name
        assert type(event.data) is MESSAGES[event.type], path.name


def test_a_complete_message_is_said_again_as_it_was():
    """Encoding what was decoded gives the same JSON, extensions included."""
    later = {wire_of(path) for path in golden_files("complete-*")}
    for path in golden_files("complete*"):
        golden = json.loads(path.read_bytes())

        said = json.loads(encode(decode(path.read_bytes(), MESSAGES)))

        assert _keeps(said, golden), path.name
        if path.stem.endswith(".complete"):
            wire = wire_of(path)
            assert wire in later or said == golden, (
                f"a default was added: add {wire}.complete-2.json"
            )


def test_a_minimal_message_keeps_every_field_it_had():
    """Defaults may be said as well; what was there is still there, and means the same."""
    for path in golden_files("minimal*"):
        golden = json.loads(path.read_bytes())
        event = decode(path.read_bytes(), MESSAGES)

        again = encode(event)

        assert _keeps(json.loads(again), golden), path.name
        assert decode(again, MESSAGES) == event, path.name


def test_a_complete_message_has_every_field():
    """So that renaming or removing any field breaks a golden file."""
    said: dict[tuple[str, type[BaseModel]], set[str]] = {}
    for path in golden_files("complete*"):
        for model in _models(decode(path.read_bytes(), MESSAGES)):
            said.setdefault((wire_of(path), type(model)), set()).update(model.model_fields_set)

    silent = [
        f"{wire}: {model.__name__}.{field}"
        for (wire, model), fields in said.items()
        for field in set(model.model_fields) - fields
    ]
    assert not silent, f"{silent}: add a .complete-2.json of each that has them; {TO_ADD}"


def test_a_minimal_message_has_required_fields_only():
    """So that an optional field made required breaks a golden file."""
    for path in golden_files("minimal"):
        golden = json.loads(path.read_bytes())
        for field in _fields(golden):
            if field == ("specversion",):
                continue  # its absence is forgiven
            assert not _read(_without(golden, field)), f"{path.name} is read without {field}"


def test_an_envelope_is_typed_by_its_data():
    """The fields of one kind of message are refused in another."""
    body = json.loads((FOLDER / "ngayso.accept-report.v1.minimal.json").read_bytes())
    body["data"]["duty"] = "bao-cao"

    with pytest.raises(Malformed) as refused:
        decode(json.dumps(body).encode(), MESSAGES)

    assert [f.pointer for f in refused.value.findings] == ["/data/duty"]
