"""What a unit reads of what happened to it."""

from dataclasses import replace

import pytest

from contracts.plan import Amending
from services.notifier.domain.letter import Letter
from services.notifier.domain.mail.compose import contents
from services.notifier.domain.texts.digest import Item, distinct, sms_letter
from services.notifier.domain.texts.segments import segments
from services.notifier.domain.texts.wording import unaccented
from services.notifier.domain.told.tell import ASKS_TO_ACT
from services.notifier.outbound.mail.written import Templates
from tests.notifier.campaign import (
    DUE,
    LATER,
    REASONS,
    at,
    excused,
    extended,
    key,
    opened,
    owes,
    returned,
    situation,
)
from tests.notifier.domain.told import test_happened as happened

NOW = at(10, 15)
BY = Amending(number="160/KH-UBND", day=at(10, 1).date(), signer="Trần A")


WRITER = Templates()


def written(channel, *facts, rungs=()):
    """What is told of facts that still are true, and of rungs."""
    known = replace(situation(*facts), amended={2: BY})
    told = [Item(known, one) for one in known.happened.occasions if known.still_true(one)]
    items = distinct([*told, *(Item(known, one) for one in rungs)])
    if channel == "sms":
        return sms_letter("m-1", items, NOW)
    said = contents(items, NOW)
    text = WRITER.write(said).text
    return Letter("m-1", "email", said.category, said.subject, text)


def test_a_return_gives_its_reasons_word_for_word_the_new_deadline_and_how_to_answer():
    mail = written("email", *happened.RETURNED)
    assert all(f"  + {reason.note}\n" in mail.text for reason in REASONS)
    assert "Thời hạn gửi lại: trước ngày 27/10/2022 (hết ngày 26/10)" in mail.text
    assert "gửi lại báo cáo" in mail.text
    assert "Cách thức gửi: qua Trục liên thông" in mail.text
    assert mail.subject.startswith("Đề nghị bổ sung, chỉnh lý: Báo cáo")
    assert mail.category == "told"


def test_a_correction_that_was_not_taken_leaves_nothing_to_do():
    mail = written("email", *happened.MET, returned(at(10, 14), 2, None))
    assert REASONS[0].note in mail.text
    assert "vẫn có hiệu lực" in mail.text
    assert "từ chối" not in mail.text


def test_an_extension_says_the_old_and_the_new_date_and_why():
    mail = written("email", opened(), extended(at(10, 12), LATER))
    assert "Thời hạn cũ: trước ngày 20/10/2022 (hết ngày 19/10)" in mail.text
    assert "Thời hạn mới: trước ngày 27/10/2022 (hết ngày 26/10)" in mail.text
    assert "Lý do: bão số 5" in mail.text
    assert mail.subject.startswith("Gia hạn: ")


def test_what_is_due_earlier_again_is_not_called_an_extension():
    mail = written("email", opened(due=LATER), extended(at(10, 12), DUE))
    assert mail.subject.startswith("Thay đổi thời hạn: ")


def test_an_amendment_says_by_which_document_and_what_it_changed_for_the_unit():
    changed = happened.by_plan(at(10, 1), happened.MOVED, happened.CHANGED)
    mail = written("email", opened(), *changed)
    assert "theo Kế hoạch số 160/KH-UBND ngày 01/10/2022" in mail.text
    assert "Nội dung này đã được sửa đổi." in mail.text
    assert "Thời hạn mới: trước ngày 27/10/2022" in mail.text


def test_an_excuse_a_void_and_an_acceptance_say_what_and_why():
    assert "Cho miễn: " in written("email", opened(), excused(at(10, 12))).text
    void = written("email", *happened.MET, happened.voided(at(10, 14)))
    assert "Hủy ghi nhận: Báo cáo" in void.text
    assert "Lý do: ghi nhầm đơn vị" in void.text
    activity = happened.activity(at(10, 1)), happened.voided_activity(at(10, 2))
    assert "Hủy ghi nhận: Hội thảo\n" in written("email", *activity).text
    taken = written("email", *happened.MET, happened.accepted(at(10, 13), 2))
    assert "(bản gửi lần 2) ngày 13/10/2022" in taken.text


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (happened.RETURNED, "bổ sung, chỉnh lý, gửi lại “Báo cáo"),
        (happened.LIFTED, "thực hiện lại “Báo cáo"),
        ((happened.WANTS_BOTH, happened.submitted(at(10, 12))), "gửi văn bản đã ký của “Báo cáo"),
    ],
)
def test_what_asks_to_act_is_one_sms_with_the_plan_first_and_until_when(facts, asked):
    sms = written("sms", *facts).text
    assert sms.startswith("148/KH-UBND, Sở TTTT: kính đề nghị UBND huyện Bình Sơn")
    assert asked in sms
    assert "/10/2022" in sms
    assert segments(unaccented(sms)) == 1
    mail = written("email", *facts)
    assert "Thời hạn" in mail.text


def test_of_a_duty_that_a_notice_asks_for_no_reminder_stands_beside_it():
    """Of another duty it does, behind what happened."""
    other = owes("dang-ky", "Đăng ký hoạt động")
    rungs = [key("b3")._replace(due=LATER), key("b3")._replace(duty="dang-ky")]
    mail = written("email", *happened.RETURNED, other, rungs=rungs)
    assert mail.subject.startswith("Thông báo, nhắc việc: 2 nội dung")
    assert mail.text.index("1. Đề nghị bổ sung") < mail.text.index("2. Đăng ký hoạt động")
    assert mail.text.count("Báo cáo kết quả tổ chức") == 1
    sms = written("sms", *happened.RETURNED, other, rungs=rungs).text
    assert "gửi lại “Báo cáo" in sms
    assert "và 1 nội dung khác" in sms
    assert {"returned", "reopened", "document-awaited"} == ASKS_TO_ACT
