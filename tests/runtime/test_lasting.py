"""What lasts is told as it begins and when it is over; what is missing, also as it changes."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from runtime.lasting import Lasting
from runtime.missing import Missing, Need
from tests.repository.sources import ROOT, modules, tree


@pytest.fixture
def lines() -> Iterator[list[Any]]:
    structlog.reset_defaults()  # the command, where a test ran it, tells what is critical alone
    with capture_logs() as lines:
        yield lines


def test_what_lasts_takes_two_lines_however_often_it_is_met(lines: list[Any]) -> None:
    away = Lasting("leases-away")
    for _ in range(1000):
        away.goes_on(error="no answer")
    for _ in range(1000):
        away.over()
    assert [line["event"] for line in lines] == ["leases-away", "leases-away-over"]
    away.goes_on()
    assert len(lines) == 3


def test_what_lasts_is_told_of_each_thing(lines: list[Any]) -> None:
    away = Lasting("put-back")
    away.goes_on("a", unit="a")
    away.goes_on("b", unit="b")
    away.over("a", unit="a")
    away.over("a", unit="a")
    assert [(line["event"], line["unit"]) for line in lines] == [
        ("put-back", "a"), ("put-back", "b"), ("put-back-over", "a"),
    ]  # fmt: skip


def test_the_page_names_each_kind_of_what_may_be_missing() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    [told] = re.findall(r"what is missing\n?\s*\(([^)]*)\)", page)
    made = {
        call.args[0].value
        for path in modules(["runtime", "services"])
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Need"
        and isinstance(call.args[0], ast.Constant)
    }
    assert set(re.findall(r"`([a-z-]+)`", told)) == made


def test_what_is_missing_is_logged_by_its_kind_and_told_by_its_last_words(lines: list[Any]) -> None:
    missing = Missing()
    for said in ("refused", "no answer", "refused"):
        missing.wait("nats", Need("no-nats", said, "start it"))
    missing.wait("nats", Need("nats-not-let-in", "authorization violation", "another password"))
    told = {"what": "nats-not-let-in", "said": "authorization violation"}
    assert missing.told() == [{**told, "next": "another password"}]
    missing.there("nats")
    missing.there("nats")
    assert missing.told() == []
    assert [(line["event"], line["what"]) for line in lines] == [
        ("missing", "no-nats"), ("missing", "nats-not-let-in"), ("there-again", "nats-not-let-in"),
    ]  # fmt: skip
