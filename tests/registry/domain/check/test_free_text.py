"""At the door: no free text of any command holds a person's data, and nothing else is refused."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from contracts import commands
from contracts.commands import COMMANDS, SubmitReport
from contracts.envelope import decode, encode, wrap
from contracts.topology import stored_command
from contracts.values import Value
from deploy.local.campaign import EXAMPLES, Example
from services.registry.domain.check.free_text import free_fields, personal_data
from services.registry.domain.check.plan.look import Look
from services.registry.domain.check.plan.run import check_plan
from services.registry.domain.door import read
from tests.contracts.goldens import golden_files, wire_of
from tests.registry.given import DIRECTORY
from tests.registry.plans import BA_TO, plan, report

AT = datetime(2022, 10, 10, tzinfo=UTC)
PERSONAL = "Liên hệ 0914 123 456, lan@binhson.example"
PLAYED = [Example(one.parent) for one in sorted(EXAMPLES.glob("*/demo.yaml"))]


def test_a_persons_data_in_a_narrative_is_refused_with_the_field_and_without_the_data() -> None:
    """Each kind in each field; the verdict says what to do and repeats nothing."""
    sent = report().model_copy(update={"difficulties": PERSONAL, "causes": "CCCD 051204001234"})
    data = encode(wrap(SubmitReport(plan="p", unit=BA_TO, report=sent), id="c-1", source="urn:x"))
    stored = stored_command(BA_TO, "system", "submit-report", BA_TO)
    request = read(stored, data, sequence=1, at=AT)
    assert (request.command, request.receipt) == (None, None)
    found = [(one.code, one.pointer, "bỏ đi" in one.vi) for one in request.faults]
    field = "/data/report/difficulties"
    assert found == [
        ("personal-data", field, True),
        ("personal-data", field, True),
        ("personal-data", "/data/report/causes", True),
    ]
    assert not any(word in str(request.faults) for word in ("0914", "lan@", "051204"))


def test_a_plan_is_told_of_it_before_it_is_signed() -> None:
    """`plan check` and the preview of `plan publish` run these rules."""
    of = plan(theme=PERSONAL, recipients=["Như trên", PERSONAL])
    found = check_plan(Look(of, DIRECTORY, AT))
    told = [(one.pointer, one.severity) for one in found if "dữ liệu cá nhân" in one.vi]
    assert told == [("/theme", "error")] * 2 + [("/recipients/1", "error")] * 2
    assert not any("0914" in one.vi for one in found)


def models(of: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and all that it is made of."""
    yield of
    for field in of.model_fields.values():
        yield from in_hint(field.annotation)


def in_hint(hint: Any) -> Iterator[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield from models(hint)
    for inner in get_args(hint):
        yield from in_hint(inner)


ALL = {one for model in COMMANDS.values() for one in models(model)}


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        ("Report", {"figures", "summary", "difficulties", "causes", "recommendations"}),
        ("Figure", {"text"}),
        ("Activity", {"title", "place", "other_partners", "evidence"}),
        ("ReturnReason", {"note", "pointer"}),
        ("WithdrawActivity", {"reason"}),
        ("Granted", {"by", "how", "paper"}),
        ("Item", {"title", "text"}),
        ("Unit", {"names", "short_names"}),
    ],
)
def test_the_fields_that_people_write_freely_are_looked_into(model: str, fields: set[str]) -> None:
    (found,) = (one for one in ALL if one.__name__ == model)
    assert fields <= set(free_fields(found))


def test_a_field_that_is_added_later_is_looked_into_unless_a_pattern_holds_it() -> None:
    """Lists, optional fields and what stands deeper; ids and links have their form."""

    class Inner(Value):
        note: commands.Text = ""

    class Later(Value):
        remark: str | None = None
        lines: list[commands.Line] = []
        inner: list[Inner] = []
        unit: commands.Id = "a"
        count: int = 0

    assert free_fields(Later) == ("remark", "lines", "inner")
    later = Later(remark="a@x.vn", lines=["", "ok"][1:], inner=[Inner(), Inner(note=PERSONAL)])
    assert [one.pointer for one in personal_data(later)] == [
        "/data/remark",
        *["/data/inner/1/note"] * 2,
    ]


@pytest.mark.parametrize("path", [p for p in golden_files() if wire_of(p) in COMMANDS], ids=str)
def test_no_golden_command_is_refused(path: Any) -> None:
    assert list(personal_data(decode(path.read_bytes(), COMMANDS).data)) == []


@pytest.mark.parametrize("example", PLAYED, ids=lambda one: one.folder.name)
def test_no_example_is_refused(example: Example) -> None:
    """Plans, units, and whatever the units send."""
    for whole in (example.plan, *example.units):
        assert list(personal_data(whole)) == []
    for entry in example.entries:
        stored = stored_command(entry.unit, "system", entry.verb, entry.about)
        request = read(stored, entry.body(), sequence=1, at=AT)
        assert "personal-data" not in [one.code for one in request.faults], entry
