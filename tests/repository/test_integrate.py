"""docs/integrate.md is true: its messages keep the schemas, its client gets its verdict."""

import json
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cli.directory.units import read_directory
from cli.integrate.offline import Received, answers
from cli.plans.check import read_whole
from contracts import fence, topology
from contracts.commands import COMMANDS
from contracts.envelope import decode
from contracts.parts import MOST_VERDICTS, VerdictsAsked
from services.registry.domain.verbs.table import VERBS
from tests.cli.given import run
from tests.cli.integrate.asked import answer_to

PAGE = (Path(__file__).parents[2] / "docs" / "integrate.md").read_text("utf-8")
EXAMPLE = Path(__file__).parents[2] / "examples" / "quang-ngai-2022"
PLAN = read_whole(EXAMPLE / "plan.yaml")
UNITS = list(read_directory([EXAMPLE / "units.yaml"]).values())


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def address(block: str) -> topology.Address:
    """Whose an example is: of the unit it is about, or of the office."""
    event = decode(block.encode(), COMMANDS)
    row = VERBS[type(event.data)]
    of_unit = row.said_by in ("unit", "unit-or-office")
    sender = event.data.unit if of_unit else PLAN.collecting_office
    return topology.Address(sender, topology.SYSTEM, row.name, event.data.unit)


def subject(block: str) -> str:
    """Where it is published; the sender's account puts the door between."""
    where = address(block)
    return fence.sent(where.sender, where.verb, where.about)


def messages() -> list[str]:
    return [block for block in blocks("json") if json.loads(block)["type"] in COMMANDS]


@pytest.mark.parametrize("block", messages())
def test_an_example_message_names_its_subject(block):
    """Whoever copies it knows where to publish it."""
    assert f"`{subject(block)}`" in PAGE


def test_every_example_message_is_accepted_by_the_example_s_plan():
    """In the order of the page, by the registry itself."""
    day = datetime(2022, 10, 18, 8, tzinfo=PLAN.zone)
    sent = [Received(address(block).subject, block.encode(), day) for block in messages()]
    published, answered = answers(PLAN, UNITS, sent)
    assert published.outcome == "accepted"
    told = {
        request.command.wire: [one.code for one in verdict.findings if one.severity == "error"]
        for request, verdict in answered
        if verdict.outcome != "accepted"
    }
    assert told == {}


def _within(part: Any, whole: Any) -> bool:
    """Whether an example says nothing that the whole does not; its lists may be shorter."""
    if isinstance(part, dict):
        return all(key in whole and _within(held, whole[key]) for key, held in part.items())
    if isinstance(part, list):
        return all(any(_within(one, other) for other in whole) for one in part)
    return bool(part == whole)


def test_the_example_of_an_answer_is_what_the_example_s_plan_is_answered_with():
    """Every field and every value of it, though not every entry of its lists."""
    (shown,) = [block for block in blocks("json") if json.loads(block)["type"] not in COMMANDS]
    told = json.loads(answer_to("ba-to", PLAN, UNITS))

    assert _within(json.loads(shown), told)
    assert f"`{topology.ask('<your unit>', 'part')}`" in PAGE
    assert f"`{topology.ask('<your unit>', 'verdicts')}`" in PAGE


def test_what_the_page_says_may_be_asked_of_verdicts_may_be_asked():
    (asked,) = re.findall(r"`(\{\"after\".*?\})`", PAGE)

    assert VerdictsAsked.model_validate_json(asked, strict=True).after
    assert f"({MOST_VERDICTS})" in PAGE


@pytest.mark.parametrize("line", re.findall(r"^ngayso conform .*$", PAGE, re.MULTILINE))
def test_the_command_of_the_page_takes_the_unit_s_messages_of_the_page(
    line, tmp_path, monkeypatch, capsys
):
    """With and without what stands in brackets, over the example's files and the saved answer."""
    monkeypatch.chdir(tmp_path)
    for name in ("plan.yaml", "units.yaml"):
        shutil.copy(EXAMPLE / name, tmp_path)
    (tmp_path / "part.json").write_bytes(answer_to("ba-to", PLAN, UNITS))
    (tmp_path / "messages").mkdir()
    own = [block for block in messages() if subject(block).startswith("cmd.ba-to.")]
    for number, block in enumerate(own):
        (tmp_path / "messages" / f"{number}.json").write_text(block, "utf-8")

    for given in (re.sub(r"\[.*", "", line), re.sub(r"[][]", "", line)):
        code, out, err = run(capsys, *given.split()[1:])
        assert code == 0, out + err


def test_every_verb_and_type_is_named():
    """The page lists what may be sent; duties are opened by the registry alone."""
    for row in VERBS.values():
        assert (f"`{row.name}`" in PAGE) == (row.said_by != "registry")


def test_every_link_to_a_file_leads_there():
    """The schemas and the AsyncAPI document stand where the page says."""
    for name in re.findall(r"`(contracts/[\w./-]+)`", PAGE):
        assert (Path(__file__).parents[2] / name).exists(), name


def test_the_python_client_is_short_and_imports_nothing_of_ours():
    """Forty lines are enough to take part."""
    (client,) = blocks("python")
    imports = re.findall(r"^(?:import|from) (\w+)", client, re.MULTILINE)

    assert set(imports) <= {"asyncio", "json", "os", "uuid", "nats"}
    assert len(client.splitlines()) <= 55
