"""How deadlines read, and the SMS about one duty."""

import unicodedata
from datetime import date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contracts.values import Deadline
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.compose import deadline_of, sms
from services.notifier.domain.texts.segments import as_sent, segments
from tests.notifier.campaign import (
    DUE,
    ZONE,
    approves,
    at,
    extended,
    key,
    opened,
    plan,
    situation,
)

BEFORE, AFTER = at(10, 14), DUE
UNTIL = "trước ngày 20/10/2022 (hết ngày 19/10)"


def text(now=BEFORE, kind="report", **changes):
    of = plan(kind=kind)
    return sms(situation(opened(of=of), of=of, **changes), key("b3"), now)


@pytest.mark.parametrize(
    ("deadline", "wanted"),
    [
        (Deadline(day=date(2022, 10, 20)), "trước ngày 20/10/2022 (hết ngày 19/10)"),
        (Deadline(day=date(2022, 3, 1)), "trước ngày 01/3/2022 (hết ngày 28/02)"),
        (Deadline(day=date(2022, 2, 5), inclusive=True), "chậm nhất ngày 05/02/2022"),
        (Deadline(day=date(2022, 9, 15), hour=time(17)), "trước 17 giờ ngày 15/9/2022"),
        (
            Deadline(day=date(2022, 10, 20), hour=time(17, 30), inclusive=True),
            "chậm nhất 17 giờ 30 phút ngày 20/10/2022",
        ),
    ],
)
def test_a_deadline_reads_as_staff_write_it(deadline, wanted):
    """The plan's own words, never the instant that is too late."""
    of = plan(deadline=deadline)
    due = deadline.cut(ZONE)
    assert deadline_of(situation(opened(due, of=of), of=of), key("b3", due)) == wanted


def test_a_moved_deadline_is_read_off_its_moment():
    """The plan does not know it."""
    later = datetime(2022, 10, 25, tzinfo=ZONE)
    moved = situation(opened(), extended(at(10, 12), later))
    assert deadline_of(moved, key("b3", later)) == "trước ngày 25/10/2022 (hết ngày 24/10)"


@given(
    hour=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    inclusive=st.booleans(),
)
def test_a_deadline_with_an_hour_is_read_back_as_written(hour, inclusive):
    """Only "chậm nhất ngày" without an hour equals "trước ngày" of the next day."""
    written = Deadline(day=date(2022, 10, 20), hour=hour, inclusive=inclusive)
    read = wording.as_written(written.cut(ZONE), ZONE)
    assert read.cut(ZONE) == written.cut(ZONE)


def test_after_the_deadline_the_wording_is_overdue():
    """It does not speak of a deadline still to come."""
    assert "”, đã quá hạn: trước ngày 20/10/2022" in text(AFTER)


@pytest.mark.parametrize("kind", ["declare", "hold", "report"])
@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_an_sms_is_one_part_without_forbidden_signs(kind, now):
    """Without its accents; it keeps them until a gateway takes it."""
    accented = text(now, kind)
    assert "kính đề nghị UBND huyện Bình Sơn " in accented
    said = as_sent(accented, accents=False)
    assert segments(said) == 1
    assert said.startswith(("148/KH-UBND, So TTTT: ", "Ke hoach 148/KH-UBND, So TTTT: "))
    assert "kinh de nghi UBND huyen Binh Son " in said
    assert "20/10/2022" in said
    assert not set(said) & set("&#\n")


LINES = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=300)


@given(LINES.map(str.strip).filter(bool), LINES.map(str.strip).filter(bool))
@example("`", "x" * 300)
def test_an_sms_is_one_part_whatever_the_units_are_called(unit, office):
    """Names are what gives way; which plan it is about and until when never does."""
    said = as_sent(text(addressed=unit, sender=office), accents=False)
    assert segments(said) == 1
    assert "20/10/2022" in said
    assert "148/KH-UBND, " in said


@pytest.mark.parametrize("kind", ["declare", "hold", "report"])
@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_nobody_is_given_an_order(kind, now):
    """Least of all upwards: what is owed is asked for, also when it is overdue."""
    said = wording.unaccented(text(now, kind)).casefold()
    assert "kinh de nghi" in said
    for order in ("thuc hien ngay", "khan truong", "yeu cau", "phai "):
        assert order not in said


def test_letters_lose_their_accents_and_no_more():
    """đ has no decomposition; NFD input counts like NFC."""
    assert wording.unaccented("Đề nghị Sở TT – “đúng hạn”…") == 'De nghi So TT - "dung han"...'
    short = unicodedata.normalize("NFD", "Kính gửi Sở TT&TT")
    assert wording.sms_safe(short) == "Kính gửi Sở TTTT"


def sms_of(known, duty="bao-cao", now=BEFORE):
    return as_sent(sms(known, RungKey(duty, DUE, "b3"), now), accents=False)


def test_an_approval_is_asked_of_who_approves_and_names_whose_report_it_is():
    """The message is the bearer's; it says nothing of the reporting unit's lateness."""
    known = situation(opened(), approves())
    said = sms_of(known, "bao-cao_approval")
    assert "kinh de nghi UBND tinh xac nhan bao cao cua UBND huyen Binh Son " in said


def test_a_deadline_that_an_amendment_only_moved_is_read_as_the_plan_writes_it():
    """The duty still has the old one."""
    later = Deadline(day=date(2022, 10, 25), inclusive=True)
    of = plan(deadline=later)
    due = later.cut(ZONE)
    known = situation(opened(), extended(at(10, 12), due), of=of)
    assert deadline_of(known, key("b3", due)) == "chậm nhất ngày 25/10/2022"
