"""The pages and papers of every example call levels and groups by their names."""

import re

import pytest

from deploy.local.campaign import EXAMPLES, Example
from services.reporting.documents.tables.report import body
from services.reporting.domain.charts.charts import charts
from services.reporting.domain.consolidated import Consolidated
from tests.examples.play import reported
from tests.reporting.answers import page_with

PLAYED = sorted(one.parent.name for one in EXAMPLES.glob("*/demo.yaml"))
SHOWN = re.compile(r">([^<]+)<|aria-label=\"([^\"]+)\"")


def ids(report: Consolidated) -> set[str]:
    groups = {group for row in report.rows for group in row.groups}
    return groups | {row.level for row in report.rows if row.level}


@pytest.mark.parametrize("name", PLAYED)
def test_no_page_and_no_table_tells_a_level_or_group_by_its_id(name: str) -> None:
    report = reported(name)
    html = re.sub("<style>.*?</style>", "", page_with(report), flags=re.DOTALL)
    shown = [one for pair in SHOWN.findall(html) for one in pair if one.strip()]
    shown += [str(cell) for table in body(report) for row in table.rows for cell in row]
    wrong = re.compile("|".join(rf"(?<![\w-]){re.escape(one)}(?![\w-])" for one in ids(report)))
    assert [one for one in shown if wrong.search(one)] == []


@pytest.mark.parametrize("name", PLAYED)
def test_levels_and_groups_stand_in_the_order_of_the_plan(name: str) -> None:
    plan, drawn = Example(EXAMPLES / name).plan, charts(reported(name))
    for told, parts in ((plan.levels, drawn.by_level), (plan.groups, drawn.by_group)):
        found = {one.name for one in parts}
        assert [one.name for one in parts] == [one.name for one in told if one.name in found]
