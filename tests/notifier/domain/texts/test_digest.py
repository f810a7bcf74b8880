"""The SMS about several duties."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from contracts.plan import Plan
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.compose import sms
from services.notifier.domain.texts.digest import Item, distinct, sms_letter
from services.notifier.domain.texts.names import Called
from services.notifier.domain.texts.segments import as_sent, segments
from tests.notifier.campaign import DUE, approves, at, key, opened, owes, plan, situation

BEFORE = at(10, 14)
EARLIER = at(10, 10, 0)
KNOWN = situation(
    opened(),
    approves(),
    owes("dk", "Đăng ký hoạt động", due=EARLIER),
)
REPORT, DECLARE = Item(KNOWN, key("b3")), Item(KNOWN, RungKey("dk", EARLIER, "b3"))
APPROVE = Item(KNOWN, RungKey("bao-cao_approval", DUE, "b3"))


def of_another(number: str = "9/KH-UBND", name: str = "other") -> Item:
    """The report that another plan asks of the same unit."""
    other: Plan = plan(id=name, number=number)
    return Item(replace(KNOWN, plan=other), key("b3"))


def text(*items: Item) -> str:
    said = sms_letter("m", distinct(items), BEFORE).text
    return as_sent(said, accents=False)


def test_one_duty_is_spoken_of_in_the_words_for_it_alone() -> None:
    """Also where two of its rungs are in the message."""
    for items in ([REPORT], [REPORT, Item(KNOWN, key("b1"))]):
        found = sms_letter("m", distinct(items), BEFORE)
        assert found.text == sms(KNOWN, key("b3"), BEFORE)
        assert (found.id, found.channel, found.category) == ("m", "sms", "reminder")


def test_an_sms_names_the_plan_and_the_sender_and_as_much_as_there_is_room_for() -> None:
    said = text(DECLARE, REPORT)
    assert said.startswith("148/KH-UBND, So TTTT: kinh de nghi UBND huyen Binh Son thuc hien: ")
    assert '"Dang ky hoat dong" da qua han: truoc ngay 10/10; va 1 noi dung khac. Ma ' in said
    assert segments(said) == 1


def test_nobody_is_given_an_order_about_several_duties_either() -> None:
    said = wording.unaccented(text(REPORT, DECLARE, of_another())).casefold()
    assert "kinh de nghi" in said
    for order in ("thuc hien ngay", "khan truong", "yeu cau", "phai "):
        assert order not in said


TITLES = st.lists(
    st.text("ab ăâ", min_size=1, max_size=80).filter(str.strip), min_size=3, max_size=6
)


@given(TITLES, st.data())
def test_no_two_digests_of_different_duties_read_the_same(titles, data) -> None:
    """Without accents either, and each SMS is one."""
    known = situation(*(owes(f"v-{n}", title) for n, title in enumerate(titles)))
    items = [Item(known, RungKey(f"v-{n}", DUE, "b3")) for n in range(len(titles))]
    picks = st.lists(
        st.sampled_from(items), min_size=2, max_size=6, unique_by=lambda item: item.key
    )
    one, other = data.draw(picks), data.draw(picks)
    texts = [wording.unaccented(text(*chosen)).casefold() for chosen in (one, other)]
    assert (texts[0] == texts[1]) == ({i.key for i in one} == {i.key for i in other})
    assert all(segments(said) == 1 for said in texts)


LINES = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=300)


@given(LINES.map(str.strip).filter(bool), LINES.map(str.strip).filter(bool))
def test_an_sms_about_several_duties_is_two_at_most_whatever_anybody_is_called(
    unit, office
) -> None:
    known = replace(
        KNOWN,
        names={"binh-son": Called(unit, " (binh-son)"), "ubnd-tinh": Called(unit, " (ubnd-tinh)")},
        sender=office,
    )
    said = text(Item(known, REPORT.key), Item(known, APPROVE.key), of_another())
    assert segments(said) <= 2
    assert said.startswith("148/KH-UBND")


def test_a_name_is_not_cut_where_several_duties_are_asked_for_either() -> None:
    name = "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi"
    known = replace(KNOWN, names={**KNOWN.names, "binh-son": Called(name)}, help_phone="0255 380")
    said = text(Item(known, DECLARE.key), Item(known, REPORT.key))
    assert f"kinh de nghi {wording.unaccented(name)} thuc hien" in said


def test_an_sms_that_has_no_room_for_titles_says_how_many_are_overdue() -> None:
    name = "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi"
    known = replace(KNOWN, names={**KNOWN.names, "binh-son": Called(name)}, help_phone="0255 380")
    items = [Item(known, DECLARE.key), Item(known, REPORT.key)]
    assert " thuc hien 2 noi dung, 1 da qua han. Ma " in text(*items)
    late = as_sent(sms_letter("m", distinct(items), DUE).text, accents=False)
    assert " thuc hien 2 noi dung da qua han. Ma " in late
