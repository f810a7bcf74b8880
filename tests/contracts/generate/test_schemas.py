"""The JSON Schemas say what the code accepts, so that a client needs nothing else of ours."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from contracts.commands import COMMANDS, AmendPlan
from contracts.envelope import decode
from contracts.facts import FACTS
from contracts.findings import Malformed
from contracts.generate.__main__ import ROOT, difference, main
from contracts.generate.schemas import BATCH, MESSAGES, file_name, schemas
from tests.contracts.goldens import FOLDER, golden_files, wire_of
from tests.seeded import seeds

SCHEMAS = {path.name: json.loads(path.read_bytes()) for path in (ROOT / "schemas").glob("*.json")}
REGISTRY = Registry().with_resources(
    [(schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()]
)

META = Draft202012Validator(Draft202012Validator.META_SCHEMA)
"""Holds every schema; made once, since `check_schema` makes one for each."""

BAD = [
    None, True, False, 0, 1, -1, 1.5, 10**16, "", " ", "x", "A b", "1", "2022-10-20", "1666224000",
    "2022-02-31", "2022-02-28T00:00:00", "17:00", "25:00", "17:00:00Z", "https://a.vn/b", "vi:x",
    "x" * 501, "x" * 20_001, "\u0000", "dòng\r\nmới", "\uffff", [], {}, ["x"], [1], {"x": 1},
]  # fmt: skip
"""Values that some field takes and most do not."""


def _validator(name: str) -> Draft202012Validator:
    schema = SCHEMAS[name]
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(schema, registry=REGISTRY, format_checker=checker)


def _places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(body, dict | list):
        for step, held in body.items() if isinstance(body, dict) else enumerate(body):
            yield from _places(held, (*path, step))


def _with(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The body with another value there; what is beside its path is shared, not copied."""
    changed = copy.copy(body)
    changed[path[0]] = _with(body[path[0]], path[1:], value) if path[1:] else value
    return changed


def _refusals(body: Any) -> list[str]:
    """The codes of the findings against `body`; none when it is accepted."""
    try:
        decode(json.dumps(body).encode(), MESSAGES)
    except Malformed as refused:
        return [finding.code for finding in refused.findings]
    return []


def test_the_generated_files_are_up_to_date():
    """Whoever changes a contract writes its schema in the same commit."""
    assert not difference(ROOT), "run make schemas; what senders notice has a line in CHANGELOG.md"
    assert set(SCHEMAS) == set(schemas())


def test_check_fails_on_a_changed_a_missing_and_a_left_over_file(tmp_path, capsys):
    """`make check` must see every way of being out of date, and name the file."""
    assert main(["--check"], tmp_path) == 1
    main([], tmp_path)
    assert main(["--check"], tmp_path) == 0
    capsys.readouterr()

    for name in ("ngayso.verdict.v1.json", "ngayso.gone.v1.json"):
        (tmp_path / "schemas" / name).write_text("{}\n", "utf-8")
        assert main(["--check"], tmp_path) == 1
        assert name in capsys.readouterr().out
        main([], tmp_path)
        assert main(["--check"], tmp_path) == 0


def test_a_schema_is_a_json_schema_of_2020_12():
    """A foreign validator reads it."""
    for name, schema in SCHEMAS.items():
        assert list(META.iter_errors(schema)) == [], name
        assert schema["$id"] == f"urn:ngayso:schema:{name.removesuffix('.json')}"


def test_data_refuses_unknown_fields_and_the_envelope_does_not():
    """A typo in data is named; CloudEvents extensions pass."""
    for wire in MESSAGES:
        schema = SCHEMAS[file_name(wire)]

        assert schema["properties"]["type"] == {"const": wire}
        assert schema["additionalProperties"] is not False, wire
        for name, definition in schema["$defs"].items():
            if definition["type"] == "object":
                assert definition["additionalProperties"] is False, (wire, name)


def test_a_golden_message_keeps_its_schema():
    """Old messages stay valid against today's schema."""
    for path in golden_files():
        validator = _validator(file_name(wire_of(path)))
        assert list(validator.iter_errors(json.loads(path.read_bytes()))) == [], path.name


def test_a_batch_of_facts_keeps_the_batch_schema():
    """Each item is exactly one kind of fact."""
    facts = [json.loads(p.read_bytes()) for p in golden_files() if wire_of(p) in FACTS]
    batch = _validator(file_name(BATCH))

    batch.validate(facts)
    assert not batch.is_valid([{**facts[0], "type": "ngayso.unknown.v1"}])


@pytest.mark.parametrize("wire", sorted(set(COMMANDS) - {AmendPlan.wire}))
def test_schema_and_code_agree_on_every_wrong_value(wire):
    """What the schema accepts is accepted, cross-field rules apart; what it refuses is refused.

    Many places of a complete command take odd values in turn. What this cannot see: that
    Python's `$` lets a last line break pass, which the `$` of JSON Schema does not.
    """
    golden = json.loads((FOLDER / f"{wire}.complete.json").read_bytes())
    validator = _validator(file_name(wire))
    tries = [(p, v) for p in _places(golden) if p != ("type",) for v in BAD]
    disagreed = []
    for place, value in random.Random(wire).sample(tries, min(len(tries), len(seeds(1000)))):
        body = _with(golden, place, value)
        valid, refusals = validator.is_valid(body), _refusals(body)
        # "invalid" is the code of rules between fields, which a schema does not say.
        if valid != (not refusals) and not (valid and set(refusals) == {"invalid"}):
            disagreed.append((place, value, "schema accepts" if valid else "code accepts"))
    assert not disagreed, disagreed[:10]
