"""The packets: the same figures as in the other files, and nothing that points nowhere."""

import csv
import io
import json
from typing import Any

import pytest

from services.reporting.documents.packets import packets
from services.reporting.documents.render import render
from services.reporting.domain.consolidated import Consolidated
from tests.examples.play import reported
from tests.reporting.documents.book.books import every_kind


@pytest.fixture(params=["every kind", "quang-ngai-2022"])
def report(request: pytest.FixtureRequest) -> Consolidated:
    """Both are made once."""
    return every_kind() if request.param == "every kind" else reported(request.param)


def test_the_packets_carry_the_figures_of_the_csv(report: Consolidated) -> None:
    """Line by line: whose, of which period, which indicator, and what."""
    lines = csv.DictReader(io.StringIO(render(report, "csv").decode("utf-8-sig")))
    in_csv = [
        ((one["owed"], one["period"], one["unit"], one["indicator"]), _said(one))
        for one in lines
        if one["line"] == "unit"
    ]
    data = json.loads(render(report, "packets.json"))["data"]
    in_packets = [
        ((one["regime"], one["period"] or "", one["unit"], figure["indicator"]), _said(figure))
        for one in data
        for figure in [one["figure"]]
    ]
    assert in_packets == in_csv
    assert in_csv


def _said(of: dict[str, Any]) -> list[float | str | None]:
    """A figure's numbers and words, whether it was read of digits or of data."""
    numbers = [of["value"], of["numerator"], of["denominator"], of["percent"]]
    words = [of["nothing"], of["qualifier"]]
    return [float(one) if one not in (None, "") else None for one in numbers] + [
        one or "" for one in words
    ]


def test_a_regime_names_what_the_decree_asks_of_one(report: Consolidated) -> None:
    """NĐ 09/2019/NĐ-CP, art. 8: title, content, who reports, who receives, how, cut-off, deadline,
    frequency, outline and form.
    """
    found = packets(report)
    for one in found.regime:
        assert one.title
        assert (one.content, one.how) == (report.plan.reporting.content, report.plan.reporting.how)
        assert one.receiver == report.receiver
        assert bool(one.entry.deadline) != bool(one.entry.recurring)
        assert one.entry.cut_off == next(
            owed.cut_off for owed in report.plan.owed if owed.id == one.id
        )
        owing = {row.unit.id for row in report.rows for d in row.reports if d.owed == one.id}
        assert owing <= set(one.reporters)
        assert len(set(one.reporters)) == len(one.reporters)
    assert [one.regime for one in found.form] == [one.id for one in found.regime]
    assert found.outline == tuple(report.plan.reporting.outline)


def test_what_a_packet_names_is_in_another(report: Consolidated) -> None:
    """Each figure has its regime, period, status, form and indicator."""
    found = packets(report)
    regimes = {one.id for one in found.regime}
    indicators = {one.id for one in found.indicator}
    periods = {(one.regime, one.id) for one in found.period}
    standing = {(one.regime, one.period, one.unit.id) for one in found.status if one.counts}
    asked = {(one.regime, name) for one in found.form for name in one.indicators}
    assert {one.regime for one in found.form} == regimes
    assert {name for _, name in asked} <= indicators
    for one in found.data:
        assert (one.regime, one.period) in periods
        assert (one.regime, one.period, one.unit) in standing
        assert (one.regime, one.figure.indicator) in asked
