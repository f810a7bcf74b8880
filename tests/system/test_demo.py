"""The 2022 campaign, with every process killed once, ends in the figures worked out beforehand."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from openpyxl import load_workbook

from deploy.local.campaign import EXAMPLES, Example
from deploy.local.sinks.smtp import duplicates
from deploy.local.summary import differences, results
from services.reporting.documents.wording import number, total
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.sum import plain
from tests.cli.rehearse.demo import (
    GATHERED,
    SHIFT,
    lateness,
    message_of,
    overtaken,
    regrouped,
    rehearse,
    unlike,
)

pytestmark = [pytest.mark.servers, pytest.mark.timeout(480)]

EXPECTED = yaml.safe_load(Path("examples/quang-ngai-2022/expected.yaml").read_text())
UNITS, PLANS = 71, 1
"""Commands by which the campaign starts: record-unit and publish-plan, all accepted."""
KILLS = {
    "17/09": "services.registry.main",
    "19/09": "services.reporting.main",
    "21/09": "nats-server",
    "23/09": "services.notifier.main",
    "26/09": "services.registry.main",
    "07/10": "services.notifier.main",
    "15/10": "secantusd-py",
    "17/10": "services.reporting.main",
}
"""Day of the campaign → whose process dies. On 23/9 and 7/10 the notifier dies among reminders."""


def in_year(day: str) -> list[str]:
    """A day of the campaign, so that a later one is greater."""
    return day.split("/")[::-1]


def child(parent: int, words: str) -> int:
    """The process id of the child whose command holds `words`."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            stat = (process / "stat").read_text()
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if int(stat.rpartition(")")[2].split()[1]) == parent and words in command:
            return int(process.name)
    raise LookupError(words)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the demo leaves behind after all the kills."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    command = [sys.executable, "-m", "deploy.local.demo", "--out", str(folder)]
    said, left = [], dict(KILLS)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as demo:
        assert demo.stdout
        for line in demo.stdout:
            said.append(line)
            day = re.match(r"  (\d\d/\d\d)  [█░]", line)
            # A busy machine may pass over a day: its process then dies on the next one.
            for due in [one for one in left if day and in_year(one) <= in_year(day[1])]:
                os.kill(child(demo.pid, left.pop(due)), signal.SIGKILL)
    assert demo.returncode == 0, "".join(said)
    assert not left, f"no such day went by: {left}"
    return folder


@pytest.fixture(scope="module")
def summary(out: Path) -> dict[str, Any]:
    return json.loads((out / "summary.json").read_text())


@pytest.fixture(scope="module")
def report(out: Path) -> Consolidated:
    return Consolidated.model_validate_json((out / "bao-cao.json").read_bytes())


def test_every_process_was_killed_and_came_back(summary: dict[str, Any]) -> None:
    """Else the rest of this file would say little."""
    assert summary["restarts"] == {"registry": 2, "notifier": 2, "reporting": 2}


def test_the_ledger_is_what_was_worked_out(summary: dict[str, Any]) -> None:
    """Who is on time and who is late does not depend on who was killed when."""
    assert summary["duties"] == EXPECTED["duties"]


def test_every_command_got_one_verdict(summary: dict[str, Any]) -> None:
    """Accepted, unchanged or refused as foreseen, none twice, none dead."""
    foreseen = dict(EXPECTED["commands"], dead=0)
    foreseen["sent"] += UNITS + PLANS
    foreseen["accepted"] += UNITS + PLANS
    assert summary["commands"] == foreseen


def test_every_rung_has_one_end(summary: dict[str, Any]) -> None:
    """A reminder that was due while the notifier was dead is neither lost nor doubled.

    On a slow machine a second's death is a day of the campaign, in which some duties are met: their
    rungs, late to fire, are then cancelled and no longer sent. Nothing else may differ.
    """
    rungs, foreseen = dict(summary["rungs"]), dict(EXPECTED["rungs"])
    overtaken = rungs.pop("cancelled") - foreseen.pop("cancelled")
    less = {fate: foreseen.pop(fate) - rungs.pop(fate) for fate in ("sent", "failed")}
    assert rungs == foreseen
    assert less["sent"] >= 0
    assert sum(less.values()) == overtaken
    assert overtaken <= EXPECTED["rungs"]["sent"] // 2


def test_every_unit_was_told_once_of_what_was_decided_about_it(summary: dict[str, Any]) -> None:
    """Returned, accepted, extended, excused; by whatever notifier was alive."""
    assert summary["told"] == EXPECTED["told"]


def test_no_mail_went_out_twice_but_those_counted(out: Path, report: Consolidated) -> None:
    """An unknown outcome may be tried once more with the same Message-ID, and is counted."""
    uncertain = sum(line.uncertain for line in report.totals.messages)
    assert len(duplicates(out / "mails")) <= uncertain


def test_the_rehearsal_is_what_was_sent_message_for_message(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`ngayso rehearse` with the same plan, units, contacts and submissions: as many rungs of each
    fate as were counted without the services, and each message to the same person by the same
    channel in the same words.

    The demo's clock makes two differences. A second in which the notifier is dead is hours of the
    campaign: a mail leaves on a later day, what its unit sent meanwhile it does not list as missing
    any more, and a duty that was met is not reminded of. And what happens to a unit within minutes
    may be one message or two.
    """
    monkeypatch.setenv("NGAYSO_GATHER_FOR", GATHERED)
    example = Example(EXAMPLES / "quang-ngai-2022")
    rehearsal = rehearse(example)
    fates = {fate: count for fate, count in EXPECTED["rungs"].items() if fate != "due" and count}
    assert rehearsal.fates == fates
    missing, otherwise = unlike(rehearsal, out)
    explained = [one for one in missing if regrouped(one) or overtaken(example, one)]
    assert list(map(message_of, missing)) == list(map(message_of, explained))
    several = [one for one in rehearsal.rows if regrouped(one) and len(one.about) > 1]
    to = Counter((row.channel, row.address) for row in [*missing, *several])
    assert Counter((one.channel, one.address) for one in otherwise) <= to
    assert len(missing) <= len(rehearsal.rows) // 10
    late = list(lateness(rehearsal, out))
    assert timedelta() <= min(late)
    assert max(late) < SHIFT


def test_activities_and_reports_are_what_was_worked_out(
    summary: dict[str, Any], report: Consolidated
) -> None:
    """Joint activities once; sums, stocks, ratios and money by their arithmetic."""
    for part in ("activities", "reports"):
        assert list(differences(EXPECTED[part], summary[part])) == []
    assert results(report.totals.model_dump(mode="json"))["reports"] == summary["reports"]


def test_the_four_formats_say_the_same(out: Path, report: Consolidated) -> None:
    """.docx, .xlsx and .csv carry the totals of .json, and the units' figures."""
    shown = {
        line.name: total(line.reported)
        for line in report.totals.indicators
        if line.arithmetic not in ("not-additive", "text")
    }
    document = Document(str(out / "bao-cao.docx"))
    tables = [
        [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]
    [results_table] = [rows for rows in tables if rows[0][1:4:2] == ["Chỉ tiêu báo cáo", "Kết quả"]]
    assert {row[1]: row[3] for row in results_table if row[1] in shown} == shown
    sheet = load_workbook(out / "bao-cao.xlsx", data_only=True)["Chỉ tiêu báo cáo"]
    in_xlsx = {row[1]: row[3:6] for row in sheet.iter_rows(values_only=True) if row[1] in shown}
    assert in_xlsx == {
        line.name: (plain(line.reported.value), line.reported.numerator, line.reported.denominator)
        for line in report.totals.indicators
        if line.name in shown
    }
    with (out / "bao-cao.csv").open(encoding="utf-8-sig") as file:
        lines = list(csv.DictReader(file))
    for line in report.totals.indicators:
        [found] = [x for x in lines if x["line"] == "total" and x["indicator"] == line.indicator]
        value = plain(line.reported.value)
        assert found["value"] == ("" if value is None else str(value))
    whole_text = "\n".join("\t".join(row) for rows in tables for row in rows)
    filings = [one.filing for row in report.rows for one in row.reports if one.filing.counts]
    for figure in (figure for filing in filings for figure in filing.figures):
        if figure.value is not None:
            assert number(figure.value) in whole_text


def test_the_document_opens_in_libreoffice(out: Path, tmp_path: Path) -> None:
    """What an office opens and signs."""
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run([*command, profile, str(out / "bao-cao.docx")], check=True, timeout=180)
    assert (tmp_path / "bao-cao.pdf").stat().st_size > 50_000


def test_nothing_is_left_running(out: Path) -> None:
    """The demo stops what it started, whatever was killed."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        assert str(out).encode() not in command, command
