"""What gives way so that a reminder is one SMS, and what does not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.rungs import RungKey
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.compose import sms
from services.notifier.domain.texts.names import Called, called
from services.notifier.domain.texts.segments import as_sent, segments
from tests.notifier.campaign import DUE, approves, at, opened, owes, situation

BEFORE, AFTER = at(10, 14), DUE
LINES = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=300)


def sms_of(known, duty="bao-cao", now=BEFORE):
    return as_sent(sms(known, RungKey(duty, DUE, "b3"), now), accents=False)


def test_two_duties_of_one_hour_are_told_apart():
    """Registering two tasks by one day: each SMS says what it is about."""
    titles = ("Đăng ký tập huấn", "Đăng ký thành lập tổ")
    known = situation(*(owes(f"dk-{n}", title) for n, title in enumerate(titles)))
    texts = [sms_of(known, f"dk-{n}") for n in range(2)]
    assert all(wording.unaccented(t) in text for t, text in zip(titles, texts, strict=True))


LONG = "Báo cáo kết quả tổ chức Ngày Chuyển đổi số quốc gia năm 2022 trên địa bàn tỉnh Quảng Ngãi"
TITLES = st.lists(
    st.one_of(
        st.text("ab ăâ", min_size=1, max_size=120).filter(str.strip),
        st.integers(0, 3).map(lambda n: f"{LONG} {n}"),
        st.integers(0, 3).map(lambda n: f"{n} {LONG}"),
    ),
    min_size=2,
    max_size=4,
)


@given(TITLES)
def test_no_two_duties_of_a_unit_are_asked_for_in_the_same_words(titles):
    """However long and however alike their titles are; and each is one SMS."""
    known = situation(*(owes(f"v-{n}", title) for n, title in enumerate(titles)))
    texts = [sms_of(known, f"v-{n}") for n in range(len(titles))]
    assert len({text.casefold() for text in texts}) == len(titles)
    assert all(segments(text) == 1 for text in texts)


def test_a_period_stays_where_a_title_is_cut():
    """Week 41 and week 42 differ in nothing else."""
    weeks = {f"bc_2022-w{n}": f"{LONG}, tuần {n}/2022" for n in (41, 42)}
    known = situation(*(owes(name, title, period=name[3:]) for name, title in weeks.items()))
    for name, title in weeks.items():
        assert wording.unaccented(title.rpartition(", ")[2]) in sms_of(known, name)


def test_units_that_sound_alike_without_accents_are_told_apart():
    """Ba Tơ and Ba Tô, Sơn Hà and Sơn Hạ."""
    names = called({"ba-to": "Xã Ba Tơ", "ba-to-2": "Xã Ba Tô", "sa-huynh": "Phường Sa Huỳnh"})
    assert names["sa-huynh"] == Called("Phường Sa Huỳnh")
    said = [wording.bare(one.name + one.apart) for one in names.values()]
    assert said == ["xa ba to (ba-to)", "xa ba to (ba-to-2)", "phuong sa huynh"]


@given(LINES.map(str.strip).filter(bool), st.text("ab", min_size=1, max_size=200))
def test_what_tells_a_unit_apart_stays_where_its_name_is_cut(name, other):
    """Both in the name that is written to and in the one that is written about."""
    known = replace(
        situation(opened(), approves()),
        names={"ubnd-tinh": Called(name, " (ubnd-tinh)"), "binh-son": Called(other, " (binh-son)")},
    )
    said = sms_of(known, "bao-cao_approval", AFTER)
    assert "(ubnd-tinh)" in said
    assert "(binh-son)" in said
    assert segments(said) <= 2


WORDS = st.text("abđệ", min_size=3, max_size=9)


@given(st.lists(WORDS, min_size=1, max_size=40), st.lists(WORDS, min_size=1, max_size=40))
def test_nothing_is_cut_within_a_word(name, title):
    """Of a name and of a title, however long: what is left are whole words."""
    known = replace(
        situation(owes("v", " ".join(title))),
        names={"binh-son": Called(" ".join(name))},
    )
    asked = sms_of(known, "v").partition("kinh de nghi ")[2]
    shown, _, rest = asked.partition(" dang ky ")
    whole = [wording.unaccented(word) for word in (*name, *title)]
    for part in (shown, rest.split('"')[1]):
        plain = part.replace("...", " ").replace("(binh-son)", " ")
        assert all(word in whole for word in plain.split())


def test_whom_to_call_is_in_every_sms_whatever_else_gives_way():
    """As long as the number is, and however long the names are."""
    known = replace(
        situation(owes("v", "x " * 150)),
        names={"binh-son": Called("y " * 150)},
        help_phone="0255 3822 8888",
    )
    assert " Hoi: 0255 3822 8888." in sms_of(known, "v")
    assert segments(sms_of(known, "v")) == 2


LONG_NAME = "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi"


@pytest.mark.parametrize("leader", [False, True])
@pytest.mark.parametrize(
    ("name", "most"), [("Đoàn khối Doanh nghiệp", 1), (LONG_NAME, 2), (f"{LONG_NAME}, cơ sở 2", 2)]
)
def test_a_name_that_a_unit_has_is_not_cut_and_no_id_stands_for_it(name, most, leader):
    """What is left of the title says less then, and beyond that it is a second SMS."""
    known = replace(
        situation(opened(), sender="Ban Phong trào", addressed=name), help_phone="0255 380 0000"
    )
    said = as_sent(sms(known, RungKey("bao-cao", DUE, "b3"), AFTER, leader), accents=False)
    asked = "kinh de nghi lanh dao" if leader else "kinh de nghi"
    assert f"{asked} {wording.unaccented(name)} " in said
    assert "binh-son" not in said
    assert segments(said) <= most


@pytest.mark.parametrize(
    ("other", "left"),
    [
        ("Kế hoạch", "Bao cao ket..."),
        (f"{LONG} khối sở", "...khoi xa"),
        ("Báo cáo kết quả tổ chức Quảng Ngãi khối xã", "Bao cao ket qua... (v)"),
    ],
)
def test_of_a_title_the_beginning_stays_or_else_the_end_that_no_other_has(other, left):
    """And where others begin and end alike, its id."""
    duties = (owes("v", f"{LONG} khối xã"), owes("khac", other))
    known = replace(
        situation(*duties, sender="Ban Phong trào", addressed=LONG_NAME[:38]),
        help_phone="0255 380 0000",
    )
    assert f'dang ky "{left}" truoc ngay' in sms_of(known, "v")
