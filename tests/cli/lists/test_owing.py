"""Who owes what: overdue first, through every page, filtered by what the operator asks."""

import json
from typing import Any

import httpx
import pytest

from tests.cli.given import run

CAPSYS = pytest.CaptureFixture[str]
ISSUED = {"issued_on": "2022-09-15", "time_zone": "Asia/Ho_Chi_Minh"}


def duty(
    unit: str, name: str, due: str, kind: str = "report", bearer: str | None = None
) -> dict[str, Any]:
    found = {"plan": "p", "unit": unit, "duty": name, "kind": kind, "title": name, "due": due}
    return found | ({"bearer": bearer} if bearer else {})


PAST, PASSED, FUTURE = "2022-10-01T00:00:00Z", "2022-10-20T00:00:00Z", "2999-01-01T00:00:00Z"
DUTIES = [
    duty("so-a", "bc", FUTURE),
    duty("xa-1", "bc", PASSED),
    duty("huyen-1", "dk", PAST, "declare"),
    duty("xa-1", "dk", PAST, "declare"),
    duty("xa-1", "bc_approval", FUTURE, "approve", "huyen-1"),
]
MEMBERS = [
    {"unit": "so-a", "short_name": "Sở A", "level": "so"},
    {"unit": "huyen-1", "short_name": "Huyện 1", "level": "huyen"},
    {"unit": "xa-1", "short_name": "Xã 1", "level": None},
]
UNITS = [
    {"record": {"id": "so-a", "names": [{"value": "Sở A"}]}},
    {"record": {"id": "huyen-1", "names": [{"value": "Huyện 1"}],
                "groups": [{"value": "huyen", "valid_to": "2025-07-01"}]}},
]  # fmt: skip


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[httpx.URL]:
    """A reporting service that puts one duty on each page; what it was asked."""
    urls: list[httpx.URL] = []

    def request(method: str, url: str, params: Any = None, **_: Any) -> httpx.Response:
        query = dict(params or {})
        asked = httpx.Request(method, url, params=query)
        urls.append(asked.url)
        return httpx.Response(200, json=_answer(asked.url.path, query), request=asked)

    monkeypatch.setattr(httpx, "request", request)
    monkeypatch.setenv("NGAYSO_REPORTING_URL", "http://reporting")
    return urls


def _answer(path: str, query: dict[str, str]) -> dict[str, Any]:
    match path.removeprefix("/api/"):
        case "plans":
            return {"items": [{"id": "p"}], "after": None}
        case "plans/p":
            return {"plan": ISSUED, "participants": MEMBERS}
        case "units":
            return {"items": UNITS, "after": None}
        case _:
            wanted = [d for d in DUTIES if query.get("duty") in (None, d["duty"])]
            at = int(query.get("after", 0))
            more = str(at + 1) if at + 1 < len(wanted) else None
            return {"items": wanted[at : at + 1], "after": more}


def listed(capsys: CAPSYS, *words: str) -> list[tuple[str, str]]:
    code, out, _ = run(capsys, "owing", "--json", *words)
    assert code == 0
    return [(row["unit"], row["duty"]) for row in json.loads(out)["items"]]


def test_overdue_comes_first_through_every_page(capsys: CAPSYS, asked: list[httpx.URL]) -> None:
    """By due moment, then unit; only what is owing is asked for."""
    every = [
        ("huyen-1", "dk"), ("xa-1", "dk"), ("xa-1", "bc"), ("huyen-1", "bc_approval"),
        ("so-a", "bc"),
    ]  # fmt: skip
    assert listed(capsys) == every
    assert listed(capsys, "--plan", "p") == every
    pages = [url for url in asked if url.path.endswith("/duties")]
    assert {url.params["status"] for url in pages} == {"owing"}


@pytest.mark.parametrize(
    ("words", "units"),
    [
        (("--overdue",), ["huyen-1", "xa-1", "xa-1"]),
        (("--unit", "xa-1"), ["xa-1", "xa-1"]),
        (("--duty", "bc"), ["xa-1", "so-a"]),
        (("--kind", "declare"), ["huyen-1", "xa-1"]),
        (("--level", "so"), ["so-a"]),
        (("--kind", "approve"), ["huyen-1"]),
        (("--unit", "huyen-1"), ["huyen-1", "huyen-1"]),
        (("--group", "huyen"), ["huyen-1", "huyen-1"]),
        (("--group", "so"), []),
        (("--unit", "xa-1", "--duty", "bc", "--overdue"), ["xa-1"]),
    ],
)
def test_it_is_filtered(words: tuple[str, ...], units: list[str], capsys: CAPSYS) -> None:
    """A group is that of the day the plan was issued on, whatever became of the unit."""
    assert [unit for unit, _ in listed(capsys, *words)] == units


def test_it_counts_and_says_how_late(capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the campaign's clock, in the plan's own zone."""
    monkeypatch.setenv("NGAYSO_CLOCK_ANCHOR", "2020-01-01T00:00:00Z")
    monkeypatch.setenv("NGAYSO_CLOCK_START", "2022-10-03T12:00:00Z")
    monkeypatch.setenv("NGAYSO_CLOCK_SCALE", "0.000000001")
    _, out, _ = run(capsys, "owing")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[2] == "2 ngày 07:00 01/10/2022 p huyen huyen-1 dk Huyện 1"
    assert any("huyen huyen-1 bc_approval (xa-1) Huyện 1" in line for line in lines)
    assert lines[-2] == "5 việc còn nợ ở 3 đơn vị; 2 việc đã quá hạn."
    assert lines[-1] == "5 duties owing in 3 units; 2 are overdue."


def test_something_else_on_the_port_is_a_sentence(
    capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page, where the service's answer should be."""

    def page(method: str, url: str, **_: Any) -> httpx.Response:
        return httpx.Response(200, text="<html>", request=httpx.Request(method, url))

    monkeypatch.setattr(httpx, "request", page)
    code, _, err = run(capsys, "owing")
    assert (code, "reporting" in err) == (2, True)
