"""Messages from the field whose verdicts came out wrong once, through the registry in memory."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.given import run, write

CASES = Path(__file__).parents[2] / "cases"


def verdicts(
    capsys: pytest.CaptureFixture[str], plan: Path, messages: str
) -> tuple[int, list[dict[str, Any]]]:
    """What `ngayso conform` answers to a file of messages, in its order."""
    options = ("--plan", plan, "--units", CASES / "units.yaml", "--json")
    code, out, _ = run(capsys, "conform", *options, CASES / messages)
    return code, [one["verdict"] for one in json.loads(out)["messages"]]


def standing(verdict: dict[str, Any]) -> dict[str, tuple[str, bool | None]]:
    return {one["duty"]: (one["status"], one.get("on_time")) for one in verdict["duties"]}


def test_an_activity_meets_only_the_duties_of_its_own_task(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Training is declared and held; founding a team, later, says nothing of the training."""
    plan = CASES / "plan-two-tasks.yaml"
    code, told = verdicts(capsys, plan, "messages-two-tasks.jsonl")
    assert (code, [one["outcome"] for one in told]) == (0, ["accepted"] * 4)
    declared, held, *founding = map(standing, told)
    assert declared == {
        "dk-tap-huan": ("met", True),
        "dk-lap-to": ("owing", None),
        "tap-huan": ("owing", None),
        "lap-to": ("owing", None),
    }
    assert held == {**declared, "tap-huan": ("met", True)}
    assert founding == [
        {**held, "dk-lap-to": ("met", False)},
        {**held, "dk-lap-to": ("met", False), "lap-to": ("met", True)},
    ]


def song(folder: Path, decimals: int) -> Path:
    """The plan that the messages name; the money in it is in triệu đồng."""
    data = yaml.safe_load((CASES / "plan-closes-before-deadlines.yaml").read_text())
    (money,) = (one for one in data["indicators"] if one["id"] == "gia-tri")
    money["decimals"] = decimals
    return write(folder / "plan.yaml", json.loads(json.dumps(data | SONG, default=str)))


SONG = {"id": "song", "closes": None}


@pytest.mark.parametrize("decimals", [0, 1])
def test_a_report_signed_after_it_was_received_is_a_warning(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, decimals: int
) -> None:
    _, (signed, _) = verdicts(capsys, song(tmp_path, decimals), "signed-in-the-future.jsonl")
    assert signed["outcome"] == "accepted"
    (found,) = signed["findings"]
    assert (found["code"], found["severity"]) == ("signed-in-future", "warning")
    assert found["pointer"] == "/data/report/signed/day"
    assert "31/12/2027" in found["vi"]


def test_a_value_with_decimals_is_one_where_the_indicator_allows_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """12,5 triệu đồng."""
    code, (_, told) = verdicts(capsys, song(tmp_path, 1), "signed-in-the-future.jsonl")
    assert (code, told["outcome"]) == (0, "accepted")
    assert not [one for one in told["findings"] if one["severity"] == "error"]


def test_a_value_with_decimals_is_refused_where_the_indicator_has_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The sentence names the value as staff write it, the indicator and what is taken."""
    code, (_, told) = verdicts(capsys, song(tmp_path, 0), "signed-in-the-future.jsonl")
    assert (code, told["outcome"]) == (1, "refused")
    (found,) = [one for one in told["findings"] if one["severity"] == "error"]
    assert (found["code"], found["pointer"]) == (
        "too-many-decimals",
        "/data/report/figures/0/value",
    )
    for word in ("12,5", "gia-tri", "số nguyên"):
        assert word in found["vi"]
