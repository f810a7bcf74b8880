"""A small plan, its units, and short ways to write commands and receipts for the tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contracts.commands import AmendPlan
from contracts.plan import Amending, Plan
from contracts.records import Activity, Report
from contracts.topology import OPERATOR, REGISTRY
from contracts.unit import Unit
from contracts.values import Door, Receipt

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2022, 9, 15, 1, tzinfo=UTC)
DECLARE_DUE = datetime(2022, 10, 1, tzinfo=ZONE)
HOLD_DUE = datetime(2022, 10, 11, tzinfo=ZONE)
REPORT_DUE = datetime(2022, 10, 20, tzinfo=ZONE)
CLOSES = datetime(2022, 11, 1, tzinfo=ZONE)

PROVINCE, OFFICE, BA_TO, LY_SON, PRESS = "ubnd-tinh", "so-tttt", "ba-to", "ly-son", "bao-qn"

PLAN: dict[str, Any] = {
    "id": "cds-2022",
    "number": "148/KH-UBND",
    "issued_on": "2022-09-15",
    "title": "Kế hoạch hưởng ứng Ngày Chuyển đổi số",
    "place": "Quảng Ngãi",
    "issuer": PROVINCE,
    "collecting_office": OFFICE,
    "window": {"first": "2022-10-01", "last": "2022-10-10"},
    "kinds": [{"id": "hoi-thao", "name": "Hội thảo"}, {"id": "ra-quan", "name": "Ra quân"}],
    "assignments": [
        {
            "id": "viec-1",
            "number": "III.1",
            "text": "Tổ chức hoạt động hưởng ứng",
            "assignees": [{"group": "huyen"}],
            "kinds": ["hoi-thao"],
        },
        {
            "id": "viec-2",
            "number": "III.2",
            "text": "Tuyên truyền",
            "assignees": [{"unit": PRESS}, {"group": "huyen", "role": "partner"}],
        },
    ],
    "owed": [
        {
            "id": "dang-ky",
            "kind": "declare",
            "title": "Đăng ký hoạt động",
            "deadline": {"day": "2022-10-01"},
        },
        {
            "id": "to-chuc",
            "kind": "hold",
            "title": "Tổ chức hoạt động",
            "deadline": {"day": "2022-10-10", "inclusive": True},
            "assignments": ["viec-1"],
        },
        {
            "id": "bao-cao",
            "kind": "report",
            "title": "Báo cáo kết quả",
            "deadline": {"day": "2022-10-20"},
            "levels": ["huyen"],
        },
    ],
    "reporting": {"title": "Báo cáo kết quả", "receiver": OFFICE},
    "indicators": [
        {"id": "su-kien", "name": "Sự kiện", "arithmetic": "sum", "required": True, "high": 1000},
        {"id": "truc-tiep", "name": "Trực tiếp", "arithmetic": "sum"},
        {"id": "truc-tuyen", "name": "Trực tuyến", "arithmetic": "sum"},
        {"id": "to-cns", "name": "Tổ công nghệ số", "arithmetic": "stock"},
        {"id": "thi-sinh", "name": "Người dự thi", "arithmetic": "not-additive"},
        {"id": "ho-so", "name": "Hồ sơ trực tuyến", "arithmetic": "ratio"},
        {"id": "nhan-xet", "name": "Nhận xét", "arithmetic": "text"},
    ],
    "rules": [
        {"id": "cong", "check": "sum", "left": "su-kien", "right": ["truc-tiep", "truc-tuyen"]},
        {
            "id": "toi-da",
            "check": "at-most",
            "left": "thi-sinh",
            "right": ["to-cns"],
            "severity": "warning",
        },
    ],
    "ladder": [
        {
            "id": "truoc-3",
            "owed": ["bao-cao"],
            "working_days": -3,
            "at": "08:00:00",
            "channels": ["email"],
            "audience": ["officer"],
        }
    ],
    "budget_sources": [
        {"id": "ngan-sach", "name": "Ngân sách"},
        {"id": "tai-tro", "name": "Tài trợ"},
    ],
    "closes": {"day": "2022-11-01"},
}


def plan(**changes: Any) -> Plan:
    """The plan, with some fields replaced."""
    return Plan.model_validate({**PLAN, **changes})


def not_below_last() -> list[dict[str, Any]]:
    """The plan's rules and one that looks at the version before."""
    rule = {"id": "khong-giam", "check": "not-below-last", "left": "su-kien"}
    return [*PLAN["rules"], rule]


DOCUMENT = Amending(number="160/KH-UBND", day=date(2022, 9, 20), signer="Phó Chủ tịch")


def amending(changed: Plan, reason: str = "Điều chỉnh") -> AmendPlan:
    """The command that amends the plan to this one."""
    return AmendPlan(plan=changed, reason=reason, document=DOCUMENT)


def unit(name: str, parent: str | None = None, **fields: Any) -> Unit:
    record: dict[str, Any] = {"id": name, "names": [{"value": f"Đơn vị {name}"}], **fields}
    if parent:
        record["parents"] = [{"value": parent}]
    return Unit.model_validate(record)


def units() -> list[Unit]:
    """A province, its office, two districts (one more only from 2023 on), and a newspaper."""
    district = {"levels": [{"value": "huyen"}], "groups": [{"value": "huyen"}]}
    later = {"levels": [{"value": "huyen"}], "groups": [_from_2023("huyen")]}
    return [
        unit(PROVINCE, levels=[{"value": "tinh"}]),
        unit(OFFICE, PROVINCE, levels=[{"value": "so"}], roles=[{"value": "focal-point"}]),
        unit(BA_TO, PROVINCE, **district),
        unit(LY_SON, PROVINCE, **district),
        unit("son-ha", PROVINCE, **later),
        unit(PRESS, OFFICE, levels=[{"value": "bao"}]),
    ]


def _from_2023(value: str) -> dict[str, Any]:
    return {"value": value, "valid_from": date(2023, 1, 1)}


def activity(name: str = "hd-1", **changes: Any) -> Activity:
    record = {
        "id": name,
        "kind": "hoi-thao",
        "title": f"Hội thảo chuyển đổi số {name}",
        "starts_on": "2022-10-05",
        "ends_on": "2022-10-05",
        "assignments": ["viec-1"],
        **changes,
    }
    return Activity.model_validate(record)


def report(events: int = 5, **changes: Any) -> Report:
    figures = [{"indicator": "su-kien", "value": events}]
    return Report.model_validate({"figures": figures, **changes})


def hour(number: float) -> datetime:
    """So many hours after the plan's morning."""
    return START + timedelta(hours=number)


def receipt(at: datetime | float, sender: str = BA_TO, sequence: int | None = None) -> Receipt:
    """A receipt at a moment, or at so many hours after the plan's morning."""
    moment = at if isinstance(at, datetime) else hour(at)
    number = int((moment - START).total_seconds()) if sequence is None else sequence
    number = max(number, 0)
    return Receipt(
        at=moment, sequence=number, command=f"c-{number}", sender=sender, door=door_of(sender)
    )


def door_of(sender: str) -> Door:
    """By which door a sender's own system comes in."""
    doors: dict[str, Door] = {OPERATOR: "operator", REGISTRY: "registry"}
    return doors.get(sender, "system")
