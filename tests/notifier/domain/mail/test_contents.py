"""What a mail says of which duties, to whom."""

from dataclasses import replace

import pytest

from services.notifier.domain.mail.compose import contents, thread_of
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.texts.digest import Item, distinct
from tests.notifier.campaign import DUE, approves, at, key, opened, owes, plan, situation

BEFORE, AFTER = at(10, 14), DUE
EARLIER = at(10, 10, 0)
UNTIL = "trước ngày 20/10/2022 (hết ngày 19/10)"
KNOWN = situation(opened(), approves(), owes("dk", "Đăng ký hoạt động", due=EARLIER))
REPORT, DECLARE = Item(KNOWN, key("b3")), Item(KNOWN, RungKey("dk", EARLIER, "b3"))
APPROVE = Item(KNOWN, RungKey("bao-cao_approval", DUE, "b3"))
OTHER = Item(replace(KNOWN, plan=plan(id="other", number="9/KH-UBND")), key("b3"))


def said(*items, now=BEFORE, **more):
    return contents(distinct(items), now, **more)


def test_a_mail_names_the_unit_what_is_owed_and_until_when():
    mail = said(REPORT)
    assert mail.units == ("UBND huyện Bình Sơn",)
    assert mail.office == "Sở Thông tin và Truyền thông"
    assert mail.category == "reminder"
    assert mail.subject.startswith("Nhắc việc: Báo cáo kết quả")
    [section], [duty] = mail.sections, mail.duties
    assert section.document == "Kế hoạch số 148/KH-UBND ngày 15/9/2022"
    assert (duty.deadline, duty.overdue) == (UNTIL, False)
    assert duty.how == "qua Trục liên thông văn bản của tỉnh."
    assert (duty.unit, duty.link) == ("", "")
    assert (mail.unsubscribe, mail.workbook) == ("", "")


def test_a_mail_to_a_successor_is_to_it_and_names_the_unit_that_owes():
    """Also among what is its own; several that ended are one successor's."""
    taken_over = REPORT._replace(successor="Ủy ban nhân dân xã Bình Sơn")
    mail = said(taken_over)
    assert mail.units == ("Ủy ban nhân dân xã Bình Sơn",)
    assert [duty.unit for duty in mail.duties] == ["UBND huyện Bình Sơn"]
    assert said(taken_over, DECLARE._replace(successor=taken_over.successor)).units == mail.units
    assert said(taken_over, DECLARE).units == ("UBND huyện Bình Sơn", *mail.units)


def test_a_duty_of_which_two_rungs_speak_is_spoken_of_once():
    assert said(REPORT, Item(KNOWN, key("b1"))).count == 1


def test_what_is_overdue_comes_first_and_each_plan_has_a_section():
    mail = said(OTHER, REPORT, DECLARE)
    assert mail.subject == (
        "Nhắc việc: 3 nội dung của Kế hoạch số 148/KH-UBND và 1 văn bản khác, "
        "1 nội dung đã quá thời hạn"
    )
    assert mail.category == "overdue"
    assert [(one.place, one.title[:7], one.overdue) for one in mail.duties] == [
        (1, "Đăng ký", True),
        (2, "Báo cáo", False),
        (3, "Báo cáo", False),
    ]
    assert [len(one.duties) for one in mail.sections] == [2, 1]
    assert (mail.count, mail.overdue) == (3, 1)


@pytest.mark.parametrize(("reader", "start"), [("officer", "Quá hạn: "), ("leader", "Kính báo ")])
def test_the_subject_says_that_all_is_overdue(reader, start):
    assert said(REPORT, now=AFTER, reader=reader).subject.startswith(start)
    subject = said(REPORT, DECLARE, now=AFTER, reader=reader).subject
    assert subject.startswith(start)
    assert subject.endswith("2 nội dung của Kế hoạch số 148/KH-UBND")


def test_a_title_is_cut_before_a_word_where_the_subject_has_no_room_for_it():
    def subject(title):
        known = situation(opened(), owes("dk", title, due=EARLIER))
        return said(Item(known, RungKey("dk", EARLIER, "b3"))).subject

    fits = "x" * 190 + " " + "y" * 9
    assert f": {fits}, " in subject(fits)
    assert f": {'x' * 190}…, " in subject(fits + "y")


def test_a_person_who_serves_two_units_reads_which_duty_is_whose():
    mail = said(REPORT, APPROVE)
    assert mail.units == ("UBND huyện Bình Sơn", "UBND tỉnh")
    assert [one.unit for one in mail.duties] == ["UBND huyện Bình Sơn", "UBND tỉnh"]
    assert {one.unit for one in said(REPORT, DECLARE).duties} == {""}


def test_an_approval_is_asked_of_who_approves_and_names_whose_report_it_is():
    """It says nothing of the reporting unit's lateness."""
    for now in (BEFORE, AFTER):
        mail = said(APPROVE, now=now)
        assert mail.units == ("UBND tỉnh",)
        assert mail.subject.endswith(f"Báo cáo kết quả – UBND huyện Bình Sơn, {UNTIL}")
        [duty] = mail.duties
        assert duty.missing == (
            "ý kiến xác nhận của quý đơn vị đối với báo cáo của UBND huyện Bình Sơn",
        )
        assert duty.how == ""


def test_a_link_leads_to_the_page_of_who_bears_the_duty():
    """To the duty itself where that is the unit's own."""
    mail = said(REPORT, APPROVE, link=lambda *about: " ".join(map(str, about)))
    assert [one.link for one in mail.duties] == [
        "ncds-2022 binh-son bao-cao",
        "ncds-2022 ubnd-tinh None",
    ]


def test_mails_about_one_duty_are_one_thread_and_a_persons_digests_another():
    one, later = thread_of([REPORT], "p-1"), thread_of([Item(KNOWN, key("a1"))], "p-2")
    assert one == later != thread_of([DECLARE], "p-1")
    digests = {thread_of([REPORT, other], "p-1") for other in (DECLARE, APPROVE, OTHER)}
    assert len(digests) == 1
    assert digests.isdisjoint({one, thread_of([REPORT, DECLARE], "p-2")})
