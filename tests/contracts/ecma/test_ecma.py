"""The JSON Schemas read as a foreign system reads them: by Ajv, strictly, in ECMA-262."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from contracts.envelope import decode
from contracts.facts import FACTS
from contracts.findings import Malformed
from contracts.generate.__main__ import ROOT
from contracts.generate.schemas import BATCH, DIALECT, MESSAGES, schema_id
from contracts.values import Link
from tests.contracts.goldens import FOLDER, golden_files, wire_of

HERE = Path(__file__).parent
ONE = "urn:x:one"
PROGRAM = HERE / "validate.mjs"
EVERY_CHARACTER = [*map(chr, range(0x3100)), "\ufeff", "\ufffd", "\ufffe", "\uffff", "😀"]
"""And some beyond: all white space and all control characters of Unicode are below U+3100."""

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and (HERE / "node_modules").is_dir()),
    reason=f"Ajv is not installed: npm ci --prefix {HERE.relative_to(ROOT.parent)}",
)


def _ajv(values: list[tuple[str, Any]], folder: Path = ROOT / "schemas") -> list[str | None]:
    """What Ajv has against each value by the schema of that `$id`; None where nothing."""
    done = subprocess.run(
        ["node", PROGRAM, folder],
        input=json.dumps(values),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers: list[str | None] = json.loads(done.stdout)
    return answers


def _write(folder: Path, schema: dict[str, Any]) -> None:
    """A schema alone in a folder."""
    (folder / "one.json").write_text(json.dumps({"$schema": DIALECT, "$id": ONE} | schema), "utf-8")


def _accepts(body: Any) -> bool:
    try:
        decode(json.dumps(body).encode(), MESSAGES)
    except Malformed:
        return False
    return True


def test_every_schema_compiles_strictly_and_takes_the_golden_messages():
    """Ajv in strict mode refuses unknown words, unions of types and patterns without flag `u`."""
    paths = golden_files()
    asked = [(schema_id(wire_of(path)), json.loads(path.read_bytes())) for path in paths]
    facts = [body for path, (_, body) in zip(paths, asked, strict=True) if wire_of(path) in FACTS]

    said = _ajv([*asked, (schema_id(BATCH), facts)])

    assert [one for one in zip(paths, said, strict=False) if one[1]] == []
    assert said[-1] is None


@pytest.mark.parametrize("pattern", [r"^[\"]$", r"^\-$", r"^(?P<x>a)$", r"^a\Z$"])
def test_a_pattern_that_only_python_knows_does_not_compile(tmp_path, pattern):
    """What pydantic takes without a word, and no other language does."""
    _write(tmp_path, {"type": "string", "pattern": pattern})
    assert re.compile(pattern)

    with pytest.raises(AssertionError, match="Invalid regular expression"):
        _ajv([], tmp_path)


def test_ajv_refuses_what_the_contract_refuses():
    """An answer of nothing but None would otherwise look like agreement."""
    body = json.loads((FOLDER / "ngayso.extend-duty.v1.minimal.json").read_bytes())
    wrong = [
        {**body, "data": {**body["data"], "reason": reason}} for reason in ("", "a\0b", "x" * 501)
    ]

    said = _ajv([(schema_id("ngayso.extend-duty.v1"), one) for one in wrong])

    assert all(said)


@pytest.mark.parametrize("around", ["{}", "a{}b", "{}a", "a{}"])
def test_a_line_is_the_same_line_in_both_languages(around):
    """Python's and ECMA's white space differ in U+0085 and U+FEFF; the pattern's is our own."""
    body = json.loads((FOLDER / "ngayso.extend-duty.v1.minimal.json").read_bytes())
    bodies = [
        {**body, "data": {**body["data"], "reason": around.format(character)}}
        for character in EVERY_CHARACTER
    ]

    said = _ajv([(schema_id("ngayso.extend-duty.v1"), one) for one in bodies])

    differ = [
        f"U+{ord(character):04X}"
        for character, one, refusal in zip(EVERY_CHARACTER, bodies, said, strict=True)
        if _accepts(one) != (refusal is None)
    ]
    assert differ == []


def test_a_link_is_the_same_link_in_both_languages(tmp_path):
    """Also at its end: `$` is never before a last line break."""
    of_link = TypeAdapter(Link)
    _write(tmp_path, of_link.json_schema())
    links = [f"https://a.vn/{character}" for character in EVERY_CHARACTER]

    def taken(link: str) -> bool:
        try:
            of_link.validate_python(link)
        except ValidationError:
            return False
        return True

    said = _ajv([(ONE, link) for link in links], tmp_path)

    assert [refusal is None for refusal in said] == [taken(link) for link in links]
