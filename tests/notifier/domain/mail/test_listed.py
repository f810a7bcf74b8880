"""What the mail says that tells a unit above who below it is late."""

from dataclasses import replace

from services.notifier.domain.mail.contents import Told
from services.notifier.domain.mail.listed import listed, thread_of_list
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.texts.digest import Item
from services.notifier.domain.texts.names import Called
from tests.notifier.campaign import at, key, opened, owes, plan, situation

EARLIER = at(10, 10, 0)
OF = replace(
    situation(opened(), owes("dk", "Đăng ký hoạt động", due=EARLIER)),
    names={"binh-son": Called("UBND huyện Bình Sơn"), "tinh": Called("UBND tỉnh")},
)
LATE = [Item(OF, key("b3")), Item(OF, RungKey("dk", EARLIER, "b3"))]


def test_a_list_tells_who_is_late_with_what_and_asks_nobody_for_anything() -> None:
    mail = listed("tinh", LATE)
    assert (mail.reader, mail.category, mail.late_units) == ("above", "list", 1)
    assert mail.subject == ("Danh sách quá hạn: 1 đơn vị, 2 nội dung của Kế hoạch số 148/KH-UBND")
    assert (mail.units, mail.office) == (("UBND tỉnh",), OF.office)
    assert mail.duties == [
        Told(1, title, "UBND huyện Bình Sơn", until, overdue=True, missing=(), request="")
        for title, until in (
            ("Đăng ký hoạt động", "trước ngày 10/10/2022 (hết ngày 09/10)"),
            (OF.duties["bao-cao"].duty.title, "trước ngày 20/10/2022 (hết ngày 19/10)"),
        )
    ]


def test_whoever_sits_above_is_called_by_its_whole_name_where_it_is_known() -> None:
    whole = replace(OF, full_names={"tinh": "Ủy ban nhân dân tỉnh Quảng Ngãi"})
    mail = listed("tinh", [Item(whole, key("b3"))])
    assert mail.units == ("Ủy ban nhân dân tỉnh Quảng Ngãi",)
    assert mail.help_line == OF.help_line


def test_whoever_stands_in_for_it_is_called_by_its_own_name() -> None:
    mail = listed("tinh", [Item(OF, key("b3"), successor="UBND tỉnh mới")])
    assert mail.units == ("UBND tỉnh mới",)


def test_the_lists_of_a_plan_to_a_unit_are_one_thread() -> None:
    other = [Item(replace(OF, plan=plan(id="other")), key("b3"))]
    threads = {thread_of_list(*one) for one in (("tinh", LATE), ("sở", LATE), ("tinh", other))}
    assert len(threads) == 3
    assert thread_of_list("tinh", LATE) == thread_of_list("tinh", LATE[:1])
