"""Plans from the field whose report came out wrong once: what the document and its totals say."""

import asyncio
import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from cli.directory.units import read_directory
from cli.integrate.offline import Offline, Received, quietly
from cli.plans.check import read_whole
from contracts.plan import Plan
from contracts.topology import command
from runtime.memory.log import MemoryLog
from services.reporting.application.past import Past
from services.reporting.documents.render import render
from services.reporting.documents.together import NO_BREAK
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.totals import DutyTotal
from tests.reporting.documents.appendix import appendix

CASES = Path(__file__).parents[2] / "cases"
REPORTS = [
    ("2026-11-23T09:00:00+07:00", "doan-xa-an", "nhanh", 4),
    ("2026-11-29T09:00:00+07:00", "doan-xa-an", "day-du", 10),
    ("2026-11-25T09:00:00+07:00", "doan-xa-binh", "nhanh", 7),
]
AS_OF = datetime.fromisoformat("2026-12-02T08:00:00+07:00")


def event(unit: str, owed: str, value: int) -> bytes:
    figures = [{"indicator": "n", "value": value}]
    data: dict[str, Any] = {"plan": "hai-bao-cao", "unit": unit, "owed": owed}
    return json.dumps(
        {
            "specversion": "1.0",
            "id": f"{unit}-{owed}",
            "source": "u",
            "type": "ngayso.submit-report.v1",
            "data": {**data, "report": {"figures": figures}},
        }
    ).encode()


@pytest.fixture(scope="module")
def report() -> Consolidated:
    """Of three units the first sends both reports, the second the quick one, late; the third none.

    Decided by the registry itself over the parts in memory, and folded from its log.
    """
    plan = read_whole(CASES / "plan-two-reports.yaml")
    found = asyncio.run(Past(quietly(played(plan))).consolidated(plan.id, AS_OF))
    assert found is not None
    return found


async def played(plan: Plan) -> MemoryLog:
    offline = Offline(datetime.combine(plan.issued_on, datetime.min.time(), plan.zone))
    async with offline.running():
        units = read_directory([CASES / "units.yaml"]).values()
        assert (await offline.publish(plan, units)).outcome == "accepted"
        for at, unit, owed, value in sorted(REPORTS):
            subject = command(unit, "system", "submit-report", unit)
            received = Received(subject, event(unit, owed, value), datetime.fromisoformat(at))
            _, verdict = await offline.take(received)
            assert verdict.outcome == "accepted", verdict.findings
    return offline.log


def test_two_reports_are_two_duties_and_the_quick_one_never_meets_the_full_one(
    report: Consolidated,
) -> None:
    def line(one: DutyTotal) -> tuple[object, ...]:
        return one.owed, one.total, one.met, one.on_time, one.late, one.owing

    assert [line(one) for one in report.totals.by_duty] == [
        ("nhanh", 3, 2, 1, 1, 1),
        ("day-du", 3, 1, 1, 0, 2),
    ]


def test_two_reports_are_two_records_and_two_totals(report: Consolidated) -> None:
    found = {
        (row.unit.id, one.owed): [figure.value for figure in one.filing.figures]
        for row in report.rows
        for one in row.reports
        if one.version
    }
    assert found == {
        ("doan-xa-an", "nhanh"): [4],
        ("doan-xa-an", "day-du"): [10],
        ("doan-xa-binh", "nhanh"): [7],
    }
    totals = {one.owed: one.indicators[0].reported for one in report.totals.entries}
    assert {name: (one.value, one.gave) for name, one in totals.items()} == {
        "nhanh": (11, 2),
        "day-du": (10, 1),
    }
    (whole,) = report.totals.indicators
    assert (whole.reported.value, whole.taken_from) == (10, ("day-du",))


def sentences(report: Consolidated) -> Iterator[str]:
    document = Document(io.BytesIO(render(report, "docx")))
    for one in document.paragraphs:
        yield from one.text.replace(NO_BREAK, " ").split("\n")


def test_a_unit_stands_once_in_every_list_of_the_document(report: Consolidated) -> None:
    lists = [line for line in sentences(report) if line.startswith("Chưa gửi")]
    assert lists == [
        "Chưa gửi Báo cáo nhanh: Đoàn trường Cao đẳng Mẫu.",
        "Chưa gửi Báo cáo đầy đủ, có ký số: Đoàn trường Cao đẳng Mẫu, Đoàn xã Bình Mẫu.",
    ]
    for table in appendix(report):
        units = [row[0] for row in table.rows]
        assert len(units) == len(set(units)), table.title
