"""How the office speaks to whom: by what the reader is to it, and whether a head reads."""

from dataclasses import replace

import pytest

from contracts.brake import Place
from services.notifier.domain.mail.compose import contents
from services.notifier.domain.mail.listed import listed
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.compose import sms
from services.notifier.domain.texts.digest import Item, distinct, sms_letter
from services.notifier.domain.texts.listed import sms_list
from services.notifier.domain.texts.names import Called, called
from services.notifier.domain.texts.segments import segments
from services.notifier.domain.texts.tone import PARTY_LEVELS, TONES, relation
from services.notifier.outbound.mail.written import Templates
from tests.notifier.campaign import DUE, approves, at, key, opened, owes, situation
from tests.words.test_words import NEVER, misuses

WRITTEN = Templates()
PROVINCE, OFFICE = "ubnd-tinh", "so-tttt"
BEFORE = at(10, 14)
ORDERS = ("thuc hien ngay", "khan truong", "yeu cau", "phai thuc hien", "nghiem tuc")


def place(unit, *above, level=None):
    return Place(unit, level, frozenset({unit, *above}))


def known(where, *facts):
    """A unit as the directory has it today, beside the department that collects."""
    places = {OFFICE: place(OFFICE, PROVINCE, "tw"), where.unit: where}
    of = replace(situation(*(facts or (opened(),))), places=places)
    names = {**of.names, where.unit: Called("UBND huyện Bình Sơn")}
    return replace(of, names=names, unit=where.unit) if where.unit != PROVINCE else of


PLACES = {
    "subordinate": place("xa-1", "huyen-1", PROVINCE, "tw"),
    "peer": place("so-yt", PROVINCE, "tw"),
    "superior": place(PROVINCE, "tw"),
    "party": place("tinh-doan", "mttq", PROVINCE, "tw", level="mass-organisation"),
}


@pytest.mark.parametrize(("wanted", "where"), PLACES.items())
def test_what_a_unit_is_to_the_office_is_read_from_the_tree(wanted, where):
    assert relation(known(where), where.unit) == wanted


def test_the_office_of_a_superior_is_spoken_to_as_the_superior():
    """The văn phòng of the province, to a department; that of a district, to the same."""
    office = place(OFFICE, PROVINCE)
    for superior, wanted in ((PROVINCE, "superior"), ("huyen-1", "peer")):
        up = {PROVINCE} if superior == PROVINCE else {PROVINCE, superior}
        places = {OFFICE: office, "vp": place("vp", *up), "binh-son": place("binh-son", *up)}
        of = replace(situation(opened()), places=places)
        of = replace(of, above={("binh-son", "superior"): ["vp"]})
        assert relation(of, "vp", "binh-son") == wanted
    assert relation(of, "vp") == "subordinate"


def test_a_list_is_in_the_order_of_the_alphabet_d_and_its_bar_together():
    names = {"a": "UBND xã Đăk Hà", "b": "UBND xã Trà Bồng", "c": "UBND xã Dak Ui"}
    of = replace(situation(opened()), names={"tinh": Called("UBND tỉnh")})
    items = [
        Item(replace(of, unit=unit, names={**of.names, unit: Called(name)}), key("b3"))
        for unit, name in names.items()
    ]
    said = WRITTEN.write(listed("tinh", items)).text
    found = [line for line in said.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert found == ["1. UBND xã Đăk Hà", "2. UBND xã Dak Ui", "3. UBND xã Trà Bồng"]


def test_a_list_has_ids_only_beside_names_that_two_units_write_alike():
    """Sơn Hà and Sơn Hạ are told apart by their accents, which a mail has."""
    names = {"a": "Xã Sơn Hà", "b": "Xã Sơn Hạ", "c": "Phường Mẫu", "d": "Phường Mẫu"}
    of = replace(situation(opened()), names={"tinh": Called("UBND tỉnh"), **called(names)})
    said = listed("tinh", [Item(replace(of, unit=unit), key("b3")) for unit in names])
    units = [duty.unit for duty in said.duties]
    assert units == ["Phường Mẫu (c)", "Phường Mẫu (d)", "Xã Sơn Hà", "Xã Sơn Hạ"]


def test_whoever_the_directory_does_not_know_is_a_peer():
    assert relation(situation(opened()), "binh-son") == "peer"
    assert {"party", "mass-organisation"} == PARTY_LEVELS


def every_text(relation_):
    """Mails and SMS to an officer, to a head, and to whoever reads a list."""
    of = replace(situation(opened(), owes("dk", "Đăng ký hoạt động")), sender="Sở TT&TT")
    places = {OFFICE: place(OFFICE, PROVINCE, "tw"), "binh-son": PLACES[relation_]}
    if relation_ == "superior":
        places = {OFFICE: place(OFFICE, "binh-son"), "binh-son": place("binh-son")}
    of = replace(of, places=places)
    one, two = Item(of, key("b3")), Item(of, key("b3")._replace(duty="dk"))
    for now in (BEFORE, DUE):
        for items in ([one], distinct([one, two])):
            for reader in ("officer", "leader"):
                yield WRITTEN.write(contents(items, now, reader)).text
                yield sms_letter("m", items, now, leader=reader == "leader").text
    yield WRITTEN.write(listed("binh-son", [one, two])).text
    yield sms_list("m", "binh-son", [one, two]).text


@pytest.mark.parametrize("relation_", TONES)
def test_nobody_is_given_an_order_and_every_word_is_one_of_ours(relation_):
    """Upwards nothing is even asked for by the word that is right for those below."""
    for text in every_text(relation_):
        said = wording.unaccented(text).casefold()
        assert not [order for order in ORDERS if order in said]
        assert not [never for never in NEVER if misuses(text, never)]
        assert (
            wording.unaccented(TONES[relation_].briefly) in said
            or "danh sach" in said
            or (wording.unaccented(TONES[relation_].lists) in said)
        )
        if relation_ == "superior":
            assert "de nghi" not in said


@pytest.mark.parametrize("relation_", TONES)
def test_a_leaders_text_is_not_the_officers(relation_):
    texts = list(every_text(relation_))
    officers, leaders = texts[0:16:4] + texts[1:16:4], texts[2:16:4] + texts[3:16:4]
    assert not {*officers} & {*leaders}
    assert all("lãnh đạo" in text.casefold() for text in leaders)
    assert not any("lãnh đạo" in text.casefold() for text in officers)
    assert not any("Cách thức gửi" in text for text in leaders)


@pytest.mark.parametrize("relation_", TONES)
def test_every_sms_is_one_whoever_reads_it(relation_):
    for text in list(every_text(relation_))[1::2]:
        assert segments(wording.unaccented(text)) == 1
        assert text.startswith(("148/KH-UBND, Sở TTTT: ", "Kế hoạch 148/"))


def test_a_list_names_each_unit_with_what_it_owes_and_an_sms_names_nobody():
    where = PLACES["subordinate"]
    of = known(where, opened(), approves(bearer=PROVINCE))
    of = replace(of, names={**of.names, PROVINCE: Called("UBND tỉnh"), "huyen-1": Called("UBND H")})
    items = [Item(of, key("b3")), Item(of, key("b3")._replace(duty="bao-cao_approval"))]
    said = listed("huyen-1", items)
    assert [(duty.unit, duty.title) for duty in said.duties] == [
        ("UBND huyện Bình Sơn", "Báo cáo kết quả tổ chức Ngày Chuyển đổi số quốc gia năm 2022"),
        ("UBND tỉnh", "Xác nhận: Báo cáo kết quả – UBND huyện Bình Sơn"),
    ]
    assert said.subject == ("Danh sách quá hạn: 2 đơn vị, 2 nội dung của Kế hoạch số 148/KH-UBND")
    brief = sms_list("m", "huyen-1", items)
    assert (brief.category, brief.subject) == ("list", "")
    assert "UBND H: 2 đơn vị còn 2 nội dung đã quá hạn." in brief.text
    assert "Bình Sơn" not in brief.text


def test_an_sms_to_a_head_asks_to_see_to_it():
    text = sms(situation(opened()), key("b3"), BEFORE, leader=True)
    assert "kính đề nghị lãnh đạo UBND huyện Bình Sơn chỉ đạo gửi “Báo cáo" in text
