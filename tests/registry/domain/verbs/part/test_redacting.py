"""A span of a report's text is made unreadable: it records, it refuses, it stays quiet."""

from typing import Any

import pytest

from contracts.commands import RedactReport, SubmitReport
from contracts.facts import ReportCorrected
from tests.registry.given import Part, facts
from tests.registry.plans import BA_TO, LY_SON, report

TEXT = "Ông A bị ốm, thiếu máy."
SPAN: dict[str, Any] = {"field": "difficulties", "start": 0, "end": 11, "reason": "Nêu bệnh"}
COVERED = "█" * 11 + ", thiếu máy."


def sent(*texts: str) -> Part:
    part = Part()
    for hour, text in enumerate(texts, 1):
        part.send(SubmitReport, hour, report=report(difficulties=text))
    return part


def kept(part: Part) -> str:
    newest = part.state.reports["bao-cao"].report
    assert newest is not None
    return newest.difficulties


def test_a_span_is_unreadable_from_now_on_and_no_duty_changes() -> None:
    part = sent(TEXT)
    before = part.state.duties
    decision = part.office(RedactReport, 5, version=1, **SPAN)
    assert facts(decision) == ["report-redacted"]
    assert (kept(part), part.state.duties) == (COVERED, before)


def test_the_same_span_again_stays_quiet_and_another_one_of_the_same_text_does_not() -> None:
    part = sent(TEXT)
    part.office(RedactReport, 5, version=1, **SPAN)
    assert part.office(RedactReport, 6, version=1, **SPAN).outcome == "unchanged"
    assert facts(part.office(RedactReport, 7, version=1, **{**SPAN, "start": 13, "end": 22}))
    assert kept(part) == "█" * 11 + ", " + "█" * 9 + "."


def test_the_same_report_sent_again_stays_quiet_and_readable_nowhere() -> None:
    """The unit's system does not know of it, and sends its whole record as before."""
    part = sent(TEXT)
    part.office(RedactReport, 5, version=1, **SPAN)
    part.office(RedactReport, 6, version=1, **{**SPAN, "start": 13, "end": 22})
    assert part.send(SubmitReport, 7, report=report(difficulties=TEXT)).outcome == "unchanged"


def test_a_correction_that_repeats_the_text_is_kept_without_it() -> None:
    """Neither the new version nor the differences hold what was made unreadable."""
    part = sent(TEXT)
    part.office(RedactReport, 5, version=1, **SPAN)
    repeated = part.send(SubmitReport, 6, report=report(9, difficulties=TEXT))
    (fact,) = repeated.facts
    assert isinstance(fact, ReportCorrected)
    assert fact.report == report(9, difficulties=COVERED)
    assert [one.pointer for one in fact.changes] == ["/figures/0/value"]
    replaced = part.send(SubmitReport, 7, report=report(9, difficulties="Thiếu máy."))
    assert "Ông A" not in str(replaced.facts)


def test_an_earlier_version_is_made_unreadable_without_touching_the_newest() -> None:
    part = sent(TEXT, "Thiếu máy.")
    assert facts(part.office(RedactReport, 5, version=1, **SPAN)) == ["report-redacted"]
    assert kept(part) == "Thiếu máy."
    assert part.office(RedactReport, 6, version=1, **SPAN).outcome == "unchanged"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": 2}, "unknown-version"),
        ({"end": len(TEXT) + 1}, "span-outside"),
        ({"field": "causes"}, "span-outside"),
        ({"owed": "khong-co"}, "unknown-report"),
    ],
)
def test_what_is_not_there_cannot_be_made_unreadable(changes: dict[str, Any], code: str) -> None:
    decision = sent(TEXT).office(RedactReport, 5, **{"version": 1, **SPAN, **changes})
    assert decision.refused_for == {code}


def test_of_a_report_that_was_never_sent_nothing_is() -> None:
    assert Part().office(RedactReport, 5, version=1, **SPAN).refused_for == {"unknown-version"}


def test_a_span_goes_forward() -> None:
    with pytest.raises(ValueError, match="end must be behind start"):
        sent(TEXT).office(RedactReport, 5, version=1, **{**SPAN, "end": 0})


def test_only_the_collecting_office_makes_unreadable() -> None:
    part = sent(TEXT)
    for sender in (BA_TO, LY_SON):
        refused = part.send(RedactReport, 5, sender, version=1, **SPAN)
        assert refused.refused_for == {"not-allowed"}
