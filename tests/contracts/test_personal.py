"""What free text may not hold is found as people write it; what looks like it is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.personal import CITIZEN, EMAIL, PHONE, personal


@pytest.mark.parametrize(
    "text",
    [
        "0914 123 456",
        "gọi 0914.123.456 (chị Lan)",
        "ĐT:0914123456",
        "091 412 3456.",
        "0914.12.34.56",
        "0914-123-456",
        "+84 914 123 456",
        "84914123456",
        "84 914 123 456",
        "01674123456",
        "(0255) 3822456",
        "0255 3822 456",
        "02553822456",
        "024 3943 5678",
        "+856 20 5555 1234",
    ],
)
def test_a_telephone_number_is_found_as_people_write_it(text):
    """Mobile or landline, of before 2018 too, of Viet Nam or abroad."""
    assert personal(text) == [PHONE]


@pytest.mark.parametrize(
    "text",
    [
        "051204001234",
        "CCCD: 051204001234.",
        "051 204 001 234",
        "CMND số 212345678",
        "chứng minh nhân dân 212 345 678",
        "căn cước công dân của ông A: 051204001234",
    ],
)
def test_a_citizens_number_is_found(text):
    """Twelve digits that begin as a province's; nine where the text says what they are."""
    assert personal(text) == [CITIZEN]


@pytest.mark.parametrize(
    "text", ["a.b@x.vn", "thư: vanthu@quangngai.gov.vn.", "<can-bo+1@so-a.example>", "cán.bộ@x.vn"]
)
def test_an_e_mail_address_is_found(text):
    assert personal(text) == [EMAIL]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Báo cáo số 123/BC-UBND ngày 09/10/2022",
        "Quyết định 0309112233/QĐ-TTg",
        "24.455 lượt, 72,63%, 33549 bài",
        "1.234.567.890 đồng",
        "150000000 đồng",
        "84.914.123.456 đồng",
        "84914123456 đồng",
        "ngày 09.10.2022 17h00",
        "09.10.2022 - 10.10.2022",
        "giai đoạn 2021-2025",
        "8h30-11h30, 08.30 - 11.30",
        "tổng đài 1022, 1900 1234, 1800.6132, 113",
        "mã số thuế 4300205943, 0101234567",
        "mã định danh H51.11.123, 000.00.16.H51",
        "https://youtube.com/@dai.ptth và @quangngai",
        "https://x.vn/tin/0914123456",
        "0 - 10.000.000",
        "123456789",
        "tỷ lệ 0,123456789",
        "24/7",
    ],
)
def test_what_only_looks_like_a_persons_data_is_left_alone(text):
    """Numbers of documents, amounts, dates, years, hours, hotlines, codes, links."""
    assert personal(text) == []


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@given(st.integers(0, 10**15), st.sampled_from(["{}", "{} đồng", "({} lượt)", "tăng {}."]))
def test_no_amount_as_people_write_it_is_a_persons_data(number, around):
    assert personal(around.format(_grouped(number))) == []


@given(
    st.dates().map(lambda day: f"{day:%d/%m/%Y}"),
    st.dates().map(lambda day: f"{day:%d.%m.%Y}"),
    st.sampled_from([" ", " - ", ", ", " đến "]),
)
def test_no_dates_are_a_persons_data(one, other, between):
    assert personal(f"{one}{between}{other}") == []
    assert personal(f"{other}{between}{other}") == []


MOBILE = st.tuples(
    st.sampled_from(["032", "056", "070", "086", "091", "098"]), st.integers(0, 9_999_999)
).map(lambda parts: f"{parts[0]}{parts[1]:07d}")
SPLITS = st.sampled_from([(10,), (4, 3, 3), (3, 3, 4), (3, 4, 3), (4, 6), (4, 2, 2, 2)])


@given(MOBILE, SPLITS, st.sampled_from([" ", ".", "-"]), st.sampled_from(["{}", "({})", "ĐT {}."]))
def test_every_mobile_number_is_found_however_it_is_grouped(digits, split, between, around):
    groups, rest = [], digits
    for size in split:
        groups.append(rest[:size])
        rest = rest[size:]
    assert PHONE in personal(around.format(between.join(groups)))
