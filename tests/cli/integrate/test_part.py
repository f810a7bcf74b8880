"""`ngayso conform` by what a unit may know: its verdicts are those of the whole plan."""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import nats
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.integrate.offline import Received, answers, answers_of_part
from contracts import topology
from contracts.envelope import decode
from contracts.parts import ANSWERS
from contracts.plan import Plan
from tests.cli.given import PLAN, UNITS, run, units_of, write
from tests.cli.integrate.asked import answer_to
from tests.cli.integrate.test_conform import IN_TIME, event, outcomes

UNIT = "huyen-1"
ANSWER = answer_to(UNIT, Plan.model_validate(PLAN), units_of(UNITS).values())
LATE = "2022-10-21T08:00:00+07:00"
AFTER_ALL = "2023-01-05T08:00:00+07:00"
FIGURE = {"indicator": "su-kien", "value": 3}
SENT = [
    event(),
    event(activity={"title": "Tập huấn lần hai"}),
    event(activity={"kind": "le-hoi"}),
    event(activity={"partners": ["xa-1", "so-a"]}),
    event(activity={"partners": ["xa1"]}),
    event(activity={"assignments": ["v2"]}),
    event(activity={"assignments": ["v1"]}),
    event(activity={"starts_on": "2022-11-03", "ends_on": "2022-11-03"}),
    event(activity={"planned": {"figures": [FIGURE], "budget": {"total": 5}}}),
    event("withdraw-activity", activity="th-1"),
    event("withdraw-activity", activity="th-2"),
    event("submit-report", report={"figures": [FIGURE]}),
    event("submit-report", report={"figures": [FIGURE, {"indicator": "luot", "value": 1}]}),
    event("submit-report", report={"figures": [{"indicator": "la", "value": 3}]}),
    event("submit-report", owed="bc-xa", report={}),
    event("declare-nothing", duty="bc-tinh", reason="no-occurrence"),
    event("submit-report", unit="xa-1", report={}),
    event("submit-report", plan="ngay-cds-2021", report={}),
]


def received(one: dict[str, Any], at: str) -> Received:
    verb = one["type"].split(".")[1]
    subject = topology.command(UNIT, "system", verb, one["data"]["unit"])
    return Received(subject, json.dumps(one).encode(), datetime.fromisoformat(at))


@given(st.lists(st.tuples(st.sampled_from(SENT), st.sampled_from([IN_TIME, LATE, AFTER_ALL]))))
def test_a_part_gives_the_verdicts_of_the_whole_plan(sent: Any) -> None:
    """Whoever tries messages by it is told what will be said, word for word."""
    messages = [received(one, at) for one, at in sorted(sent, key=lambda pair: pair[1])]
    told: Any = decode(ANSWER, ANSWERS).data

    by_plan = answers(Plan.model_validate(PLAN), units_of(UNITS).values(), messages)[1]
    by_part = answers_of_part(told, messages)

    def said(answered: list[tuple[Any, Any]]) -> list[Any]:
        return [(v.outcome, v.findings, v.facts, v.duties) for _, v in answered]

    assert said(by_part) == said(by_plan)


def test_a_saved_answer_is_all_that_is_needed(tmp_path: Path, capsys: Any) -> None:
    part = tmp_path / "part.json"
    part.write_bytes(ANSWER)
    sent = write(tmp_path / "sent.json", [event(), event(), event(activity={"kind": "le-hoi"})])

    code, out, _ = run(capsys, "conform", "--part", part, sent, "--json")

    said = json.loads(out)
    assert (code, outcomes(said)) == (1, ["accepted", "unchanged", "refused"])
    assert said["plan"] == PLAN["id"]


REFUSED = json.dumps(
    {
        "specversion": "1.0",
        "id": "1",
        "source": "urn:ngayso:registry",
        "type": "ngayso.parts-answered.v1",
        "data": {"unit": "la", "findings": [{"code": "x", "vi": "Không có.", "en": "None."}]},
    }
)


@pytest.mark.parametrize("text", ["{", json.dumps(event()), REFUSED], ids=["cut", "other", "no"])
def test_what_is_no_answer_with_a_part_is_2(text: str, tmp_path: Path, capsys: Any) -> None:
    part = tmp_path / "part.json"
    part.write_text(text)
    sent = write(tmp_path / "sent.json", event())

    code, out, _ = run(capsys, "conform", "--part", part, sent, "--json")

    assert code == 2
    assert json.loads(out)["error"]["code"] in ("part-broken", "part-refused")


def test_without_all_that_is_to_go_by_it_says_what_is_wanted(tmp_path: Path, capsys: Any) -> None:
    sent = write(tmp_path / "sent.json", event())

    plan, part = write(tmp_path / "plan.yaml", PLAN), tmp_path / "part.json"
    part.write_bytes(ANSWER)

    for some in ([], ["--plan", plan], ["--units", plan], ["--plan", plan, "--part", part]):
        code, out, _ = run(capsys, "conform", *some, sent, "--json")
        assert (code, json.loads(out)["error"]["code"]) == (2, "part-wanted")


@pytest.mark.servers
async def test_the_server_is_asked_where_nothing_else_is_given(
    nats_url: str, tmp_path: Path, capsys: Any
) -> None:
    """As the unit itself; where nobody answers it says so."""
    sent = write(tmp_path / "sent.json", event())
    arguments = (capsys, "conform", "--as", UNIT, "--nats", nats_url, sent, "--json")
    code, out, _ = await asyncio.to_thread(run, *arguments)
    assert (code, json.loads(out)["error"]["code"]) == (2, "nobody-answers")

    async def answer(msg: Any) -> None:
        await msg.respond(ANSWER)

    nc = await nats.connect(nats_url)
    await nc.subscribe(topology.ask(UNIT, "part"), cb=answer)
    await nc.flush()
    code, out, _ = await asyncio.to_thread(run, *arguments)
    assert (code, outcomes(json.loads(out))) == (0, ["accepted"])
    await nc.close()
