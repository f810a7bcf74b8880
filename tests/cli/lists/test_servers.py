"""The lists of a published plan, from the real registry and the real reporting service."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local import parts
from tests.cli.given import UNITS, plan_with, run, write
from tests.issuer import Issuer

CAPSYS = pytest.CaptureFixture[str]
PLAN = "ngay-cds"
PEOPLE = [
    {"unit": "so-a", "id": "a", "role": "officer", "name": "Nguyễn Mẫu",
     "email": "a@x.example", "phone": "0900 000 001"},
    {"unit": "xa-1", "id": "x", "role": "officer", "name": "Trần Mẫu", "email": "x@x.example"},
]  # fmt: skip
SECONDS = 20.0


@pytest.fixture
def campaign(
    registry: str, notifier: str, mongodb_uri: str, database: str, issuer: Issuer, tmp_path: Path,
    capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:  # fmt: skip
    """Units, contacts of two of them, a plan, and everything of it in the views."""
    env = {
        "NGAYSO_NATS_URL": registry,
        "NGAYSO_MONGODB_URI": mongodb_uri,
        "NGAYSO_MONGODB_DATABASE": database,
        **issuer.env,
    }
    with parts.service("reporting", env, log=tmp_path / "reporting.log") as reporting:
        monkeypatch.setenv("NGAYSO_REPORTING_URL", reporting.url)
        monkeypatch.setenv("NGAYSO_REPORTING_TOKEN", issuer.token("leader"))
        for words, data in (
            (("units", "import"), UNITS),
            (("contacts", "import"), PEOPLE),
            (("plan", "publish", "--yes"), plan_with()),
        ):
            assert run(capsys, *words, write(tmp_path / "given.yaml", data))[0] == 0
        deadline = time.monotonic() + SECONDS
        while listed(capsys, "owing")["total"] < 3:
            assert time.monotonic() < deadline, "the duties do not come into the views"
        yield


def listed(capsys: CAPSYS, *words: str) -> Any:
    code, out, err = run(capsys, *words, "--json")
    if code == 2 and "404" in err:  # the plan is not in the views yet
        return {"total": 0, "items": []}
    assert code == 0, err
    return json.loads(out)


@pytest.mark.usefixtures("campaign")
def test_a_campaign_can_be_looked_at(capsys: CAPSYS) -> None:
    """Plans, units, what is owed, and who cannot be told."""

    def units(*words: str) -> list[str]:
        return [item["unit"] for item in listed(capsys, *words)["items"]]

    def plans(*words: str) -> list[str]:
        return [item["id"] for item in listed(capsys, "plan", "list", *words)["items"]]

    assert plans() == plans("--unit", "xa-1", "--status", "owing") == [PLAN]
    assert plans("--status", "done") == plans("--unit", "ubnd-tinh") == []
    assert re.search(r"12/KH-UBND +15/09/2022", run(capsys, "plan", "list")[1])

    assert set(units("units", "list", "--on", "2022-09-15")) == {unit["id"] for unit in UNITS}
    assert "huyen-1" not in units("units", "list", "--on", "2025-07-01")
    assert set(units("units", "list", "--plan", PLAN)) == {"so-a", "huyen-1", "xa-1"}
    assert units("units", "list", "--plan", PLAN, "--group", "huyen") == ["huyen-1"]
    assert units("units", "list", "--level", "xa", "--parent", "huyen-1") == ["xa-1"]
    assert run(capsys, "units", "list", "--on", "hôm nay")[0] == 2

    assert set(units("owing", "--plan", PLAN)) == {"so-a", "huyen-1", "xa-1"}
    assert units("owing", "--group", "huyen") == ["huyen-1"]

    _, out, _ = run(capsys, "unreachable")
    assert not [said for one in PEOPLE for said in (one["name"], one["email"]) if said in out]
    found = listed(capsys, "unreachable")["items"]
    assert {(row["unit"], row["channel"], row["why"]) for row in found} == {
        ("huyen-1", "sms", "no-address"),  # it has ended: its successor's contacts are its own
        ("xa-1", "sms", "no-address"),
    }
    assert units("unreachable", "--channel", "email") == []
    assert units("unreachable", "--level", "xa") == ["xa-1"]
    code, _, err = run(capsys, "unreachable", "--plan", "khong-co")
    assert (code, "khong-co" in err) == (2, True)
    _who_is_not_reached_is_named_and_put_right(capsys)


def _who_is_not_reached_is_named_and_put_right(capsys: CAPSYS) -> None:
    """One question from reporting to the notifier; no address in what is told."""
    found = listed(capsys, "contacts", "readiness", PLAN)
    assert (found["units"], found["ready"]) == (2, 0)  # so-a collects: it is not written to
    assert [(one["role"], one["channel"], one["reached"]) for one in found["by_role"]] == [
        ("officer", "email", 2),
        ("officer", "sms", 0),
    ]
    told = {(one["unit"], *(each["why"] for each in one["lacks"])) for one in found["lacking"]}
    assert told == {("huyen-1", "no-address"), ("xa-1", "no-address")}
    _, out, _ = run(capsys, "contacts", "readiness", PLAN)
    assert not [said for one in PEOPLE for said in (one["name"], one["email"]) if said in out]
    _, out, _ = run(capsys, "status")
    assert f"{PLAN}: 2 đơn vị chưa nhận được đủ lời nhắc" in out
    assert listed(capsys, "late", PLAN)["total"] == 0  # published late: its deadlines moved
    assert run(capsys, "late", PLAN, "--unit", "xa-1")[0] == 0
    assert run(capsys, "contacts", "readiness", "khong-co")[0] == 2

    right = ("contacts", "correct", "xa-1", "x")
    assert run(capsys, *right, "--phone", "0900 000 003")[0] == 0
    assert "vốn đã như vậy" in run(capsys, *right, "--phone", "0900 000 003")[1]
    found = listed(capsys, "unreachable", "--unit", "xa-1")["items"]
    assert found == []
    assert run(capsys, *right, "--phone", "0900")[0] == 2
    assert run(capsys, *right)[0] == 2
    assert run(capsys, "contacts", "correct", "xa-1", "ai-do", "--works", "email")[0] == 1
