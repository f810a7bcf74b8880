"""Cli, integrate: says what differs between two versions of a record, field by field."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from cli.console import written_day, written_number
from cli.integrate.told.terms import activity
from contracts.values import FieldChange
from contracts.words import ACTIVITY_STATUSES
from workbook.form import nothing_label

FIELDS = {
    "actual": "thực tế",
    "also_for": "gửi thay cho đơn vị",
    "also_owed": "gộp với báo cáo",
    "amount": "số tiền",
    "assignments": "nhiệm vụ",
    "budget": "kinh phí",
    "causes": "nguyên nhân",
    "codes": "mã",
    "denominator": "mẫu số",
    "difficulties": "khó khăn",
    "ends_on": "ngày kết thúc",
    "evidence": "minh chứng",
    "explanation": "giải trình",
    "figures": "chỉ tiêu báo cáo",
    "groups": "nhóm",
    "indicator": "mã",
    "joint_with": "phối hợp chung",
    "kind": "loại",
    "levels": "cấp",
    "link": "liên kết",
    "names": "tên",
    "nothing": "không có số liệu",
    "numerator": "tử số",
    "other_partners": "đơn vị ngoài danh bạ",
    "outside": "mã chung với đơn vị ngoài danh bạ",
    "parents": "cấp trên",
    "sectors": "cơ quan quản lý ngành",
    "partners": "đơn vị phối hợp",
    "percent": "phần trăm",
    "place": "địa điểm",
    "planned": "dự kiến",
    "qualifier": "mức độ",
    "recommendations": "kiến nghị",
    "roles": "vai trò",
    "short_names": "tên ngắn",
    "signed": "văn bản ký",
    "source": "là",
    "sources": "nguồn",
    "spending": "chi",
    "starts_on": "ngày bắt đầu",
    "status": "tình trạng",
    "summary": "tóm tắt",
    "text": "nội dung",
    "title": "tên",
    "total": "tổng",
    "typed_from": "bản giấy đã nhập",
    "value": "giá trị",
}
MAX_SHOWN = 200
NOTHING: dict[str, str] = {
    "no-occurrence": nothing_label("no-occurrence"),
    "not-our-function": nothing_label("not-our-function"),
    "not-yet-known": nothing_label("not-yet-known"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def changes(found: Iterable[FieldChange]) -> list[str]:
    """Each difference: the field, before, after."""
    return [
        f"  {field(one.pointer)}: {_shown(one.pointer, one.before)} → "
        f"{_shown(one.pointer, one.after)}"
        for one in found
    ]


def field(pointer: str) -> str:
    """A JSON pointer as staff read it; positions count from 1."""
    words = pointer.split("/")[1:]
    return " › ".join(str(int(w) + 1) if w.isdigit() else FIELDS.get(w, w) for w in words)


def _shown(pointer: str, written_json: str | None) -> str:
    if written_json is None:
        return "(trống)"
    text = _words(pointer.rpartition("/")[2], json.loads(written_json))
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"


def _words(name: str, value: Any) -> str:
    """A value of a field in words, whatever it is made of."""
    match value:
        case dict():
            return ", ".join(
                f"{FIELDS.get(key, key)} {_words(key, of)}" for key, of in value.items()
            )
        case list():
            return "; ".join(_words(name, one) for one in value)
        case bool() | None:
            return json.dumps(value)
        case int() | float():
            return written_number(value)
        case str() if name == "status" and value in ACTIVITY_STATUSES:
            return activity(value)
        case str() if name == "nothing" and value in NOTHING:
            return NOTHING[value]
        case str() if _DAY.fullmatch(value):
            with suppress(ValueError):  # a title that only looks like a day
                return written_day(date.fromisoformat(value))
    return str(value)
