"""What people read keeps to docs/words.md: one word for one thing."""

import re

import pytest

from tests.repository.sources import ROOT
from tests.words.vietnamese import texts

ROW = re.compile(r"^\| (?P<code>[^|]+) \| (?P<read>[^|]+) \|(?P<never>[^|]*)\|$", re.MULTILINE)


def _rows() -> list[tuple[str, list[str]]]:
    """What people read instead, and what they never read, of each line of the table."""
    table = (ROOT / "docs" / "words.md").read_text("utf-8").partition("|---|")[2]
    return [(row["read"], re.findall("`([^`]+)`", row["never"])) for row in ROW.finditer(table)]


READ = sorted((read.casefold() for read, _ in _rows()), key=len, reverse=True)
NEVER = sorted({never for _, refused in _rows() for never in refused})


def misuses(text: str, never: str) -> bool:
    """Whether a text has a word that the list refuses, the phrases of the list apart."""
    said = " ".join(text.casefold().split())
    for phrase in READ:
        said = said.replace(phrase, " ")
    return bool(re.search(rf"(?<!\w){re.escape(never)}(?!\w)", said))


@pytest.mark.parametrize("never", NEVER)
def test_no_text_that_people_read_has_a_word_that_the_list_refuses(never):
    """Every Vietnamese string of the source and every line of its pages."""
    assert [f"{place}: {text}" for place, text in texts() if misuses(text, never)] == []


def test_the_list_refuses_a_word_and_not_the_phrase_that_replaces_it():
    """Also in capitals, also across a line break."""
    assert misuses("II. SỐ LIỆU THEO CHỈ TIÊU", "chỉ tiêu")
    assert misuses("Thiếu chỉ\n tiêu bắt buộc", "chỉ tiêu")
    assert not misuses("Chỉ tiêu báo cáo 'a' không có trong kế hoạch.", "chỉ tiêu")
    assert not misuses("Lấy từ biểu có sẵn, trình duyệt không lưu gì", "nộp")


def test_the_list_is_read_whole():
    """A table that no line of is read would hold nobody to anything."""
    assert {"nghĩa vụ", "chỉ tiêu", "duyệt", "trả lại", "bản ghi điện tử"} <= set(NEVER)
    assert len(READ) > 20


def test_the_texts_are_found_where_people_read_them():
    """Catalogues, mails, documents, pages, workbooks and the demo's summary."""
    places = {place.partition(":")[0] for place, _ in texts()}

    assert places >= {
        "cli/integrate/told/wording.py",
        "services/registry/domain/check/plan/words/who.py",
        "cli/sentences.py",
        "contracts/findings.py",
        "deploy/local/summary.py",
        "services/notifier/domain/texts/compose.py",
        "services/notifier/outbound/mail/templates/reminder.txt",
        "services/registry/domain/judge/activities.py",
        "services/reporting/documents/tables/report.py",
        "services/reporting/documents/paper/document.py",
        "services/reporting/inbound/problems.py",
        "services/reporting/pages/templates/plan.html",
        "workbook/sentences.py",
        "workbook/write/guide.py",
    }
