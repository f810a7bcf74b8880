"""Contracts, translate: what pydantic and the JSON reader say, in the words of staff."""

import re
from decimal import Decimal
from json import JSONDecodeError
from typing import Any

from pydantic_core import ErrorDetails

WRONG = "nội dung không đúng quy định của hợp đồng dữ liệu"
"""Of what nobody has put into words: never a library's own."""
UNREADABLE = "không đọc được"
TOO_DEEP = "lồng quá nhiều tầng"

FAULTS: dict[str, str] = {
    # numbers
    "int_type": "cần một số nguyên",
    "int_parsing": "cần một số nguyên",
    "int_parsing_size": "số quá dài",
    "int_from_float": "cần một số nguyên, không có phần thập phân",
    "float_type": "cần một số",
    "float_parsing": "cần một số",
    "decimal_type": "cần một số",
    "decimal_parsing": "cần một số",
    "decimal_max_digits": "nhiều nhất {max_digits} chữ số",
    "decimal_max_places": "nhiều nhất {decimal_places} chữ số thập phân",
    "decimal_whole_digits": "nhiều nhất {whole_digits} chữ số ở phần nguyên",
    "finite_number": "cần một số hữu hạn",
    "multiple_of": "phải là bội số của {multiple_of}",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "không được nhỏ hơn {ge}",
    "less_than": "phải nhỏ hơn {lt}",
    "less_than_equal": "không được lớn hơn {le}",
    # text
    "string_type": "cần một chuỗi chữ",
    "string_unicode": "chữ phải theo mã UTF-8",
    "string_too_short": "cần ít nhất {min_length} ký tự",
    "string_too_long": "nhiều nhất {max_length} ký tự",
    "literal_error": "chỉ nhận {expected}",
    "enum": "chỉ nhận {expected}",
    "union_tag_invalid": "chỉ nhận {expected_tags}",
    "union_tag_not_found": "thiếu trường cho biết đây là loại nào",
    # what holds others
    "dict_type": "cần một đối tượng JSON",
    "model_type": "cần một đối tượng JSON",
    "model_attributes_type": "cần một đối tượng JSON",
    "list_type": "cần một danh sách",
    "tuple_type": "cần một danh sách",
    "too_short": "cần ít nhất {min_length} mục",
    "too_long": "nhiều nhất {max_length} mục",
    "invalid_key": "tên trường phải là chữ",
    "none_required": "phải để trống",
    "recursion_loop": "dữ liệu lồng vào chính nó",
    "json_type": "cần chữ dạng JSON",
    "json_invalid": "không phải JSON",
    # yes and no, days and moments
    "bool_type": "chỉ nhận 'true' hoặc 'false'",
    "bool_parsing": "chỉ nhận 'true' hoặc 'false'",
    "date_type": "cần một ngày, viết năm-tháng-ngày",
    "date_parsing": "cần một ngày có thật, viết năm-tháng-ngày",
    "date_from_datetime_parsing": "cần một ngày có thật, viết năm-tháng-ngày",
    "date_from_datetime_inexact": "cần một ngày, không kèm giờ",
    "time_type": "cần một giờ trong ngày, ví dụ 17:00",
    "time_parsing": "cần một giờ trong ngày, ví dụ 17:00",
    "datetime_type": "cần một thời điểm, ví dụ 2022-10-21T00:00:00+07:00",
    "datetime_parsing": "cần một thời điểm, ví dụ 2022-10-21T00:00:00+07:00",
    "datetime_from_date_parsing": "cần một thời điểm, ví dụ 2022-10-21T00:00:00+07:00",
    "datetime_object_invalid": "cần một thời điểm, ví dụ 2022-10-21T00:00:00+07:00",
    "timezone_aware": "thời điểm phải kèm múi giờ",
    "timezone_naive": "thời điểm không được kèm múi giờ",
    # those of the contract itself
    "day_parsing": "cần một ngày có thật, viết năm-tháng-ngày",
    "moment_parsing": "cần một thời điểm kèm múi giờ, ví dụ 2022-10-21T00:00:00+07:00",
    "control_character": "có ký tự điều khiển U+{code}",
}
"""By the type of a pydantic error or of the contract's own; filled in from its context."""

TEXTS: dict[str, str] = {
    "empty text": "không được để trống",
    "a civil time has no zone": "giờ trong ngày không kèm múi giờ",
    "an extension is a text, a whole number, true or false": (
        "thuộc tính thêm phải là chữ, số nguyên, 'true' hoặc 'false'"
    ),
    "valid_from must be before valid_to": "ngày bắt đầu hiệu lực phải trước ngày hết hiệu lực",
    "end must be behind start": "vị trí cuối phải sau vị trí đầu",
    "ends_on is before starts_on": "ngày kết thúc trước ngày bắt đầu",
    "give either unit or group": "nêu hoặc đơn vị, hoặc nhóm, không nêu cả hai",
    "give unit and activity, or outside": "nêu cả 'unit' và 'activity', hoặc chỉ 'outside'",
    "give each form once": "mỗi dạng tệp một lần, và phải có 'json'",
    "give weekday, day_of_month or days": (
        "nêu 'weekday', 'day_of_month' hoặc 'days' theo 'every', không nêu trường khác"
    ),
    "give either deadline or recurring": "nêu hoặc 'deadline', hoặc 'recurring', không nêu cả hai",
    "own_deadlines go with deadline": "'own_deadlines' đi với 'deadline', không với 'recurring'",
    "give one of working_days and days": (
        "nêu 'working_days' hoặc 'days' kèm 'at', hoặc chỉ nêu 'hours'"
    ),
    "day given twice": "một ngày ghi hai lần",
    "a field is given twice in one object": "một trường ghi hai lần trong một đối tượng",
    "a number is too large": "có số quá lớn",
    "unknown time zone": "không có múi giờ này",
    "Exceeds the limit": "có số quá dài",
}
"""By how the text begins of a ValueError that a validator of the contract or Python raises."""

_PATTERNS = (
    ("^[a-z0-9][a-z0-9_-]{0,63}$", "chữ thường không dấu, chữ số, dấu - và _; nhiều nhất 64 ký tự"),
    ("^https?://", "một địa chỉ liên kết, bắt đầu bằng https://"),
    ("^[^@", "một địa chỉ thư điện tử"),
)
"""How a pattern begins, and what staff read in its place."""

_DECIMAL = re.compile(r"Decimal\('(.+)'\)")


def detail_vi(detail: ErrorDetails) -> str:
    """What is wrong with a field, for the middle of a sentence: no capital, no full stop."""
    words = {name: _written(value) for name, value in detail.get("ctx", {}).items()}
    kind = detail["type"]
    if kind == "string_pattern_mismatch":
        return _of_pattern(words["pattern"])
    if kind == "value_error":
        return _of_text(detail["msg"].removeprefix("Value error, "), WRONG)
    return FAULTS.get(kind, WRONG).format(**words)


def json_vi(error: ValueError) -> str:
    """Where a text stops being JSON."""
    if isinstance(error, JSONDecodeError):
        return f"sai từ dòng {error.lineno}, cột {error.colno}"
    return _of_text(str(error), UNREADABLE)


def _of_pattern(pattern: str) -> str:
    known = (said for start, said in _PATTERNS if pattern.startswith(start))
    return f"cần {next(known, f'đúng theo mẫu “{pattern}”')}"


def _of_text(text: str, otherwise: str) -> str:
    return next((said for start, said in TEXTS.items() if text.startswith(start)), otherwise)


def _written(value: Any) -> str:
    """A bound with its thousands apart; a list of choices with the last word in Vietnamese."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}".replace(",", ".")
    if decimal := _DECIMAL.fullmatch(str(value)):  # as pydantic gives the bound of a Decimal
        return f"{Decimal(decimal[1]):,}".translate(str.maketrans(",.", ".,"))
    return re.sub(r"(?<=') or (?=')", " hoặc ", str(value))
