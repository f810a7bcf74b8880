"""What of a text no line breaks apart."""

import pytest

from services.reporting.documents.together import NO_BREAK, bound


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("khoảng 1.143.071 lượt người", "khoảng~1.143.071~lượt người"),
        ("đến 08:00 ngày 01/10/2022", "đến 08:00 ngày~01/10/2022"),
        ("1.934,8 triệu đồng", "1.934,8~triệu đồng"),
        ("hai xã", "hai xã"),
        ("65/68; bằng 0: 3", "65/68; bằng~0:~3"),
        ("hơn 1.500 (1/1 số liệu ước)", "hơn~1.500 (1/1~số~liệu~ước)"),
        ("hết ngày 19/10/2022", "hết~ngày~19/10/2022"),
        ("63/68 đã thực hiện; 5 chưa thực hiện", "63/68~đã thực hiện; 5~chưa thực hiện"),
        ("đến ngày 19/10/2022 chưa gửi", "đến ngày~19/10/2022 chưa gửi"),
        ("Đã chi (triệu đồng)", "Đã chi (triệu~đồng)"),
    ],
)
def test_no_line_ends_between_a_number_and_what_it_counts(text: str, held: str) -> None:
    assert bound(text).replace(NO_BREAK, "~") == held
