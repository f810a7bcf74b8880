"""Chaos: a plan, its units and contacts, and what their systems send at random."""

from collections.abc import Iterator
from random import Random
from typing import Any

from contracts.outgoing import Contact, Contacts
from tests.registry import plans
from tests.registry.plans import OFFICE, PROVINCE, unit

PLAN_ID = "cds-2022"
COMMUNES = [f"xa-{number:02}" for number in range(24)]
BUSY = COMMUNES[:16]
"""The others send nothing, and are reminded."""
RUNGS = (("dang-ky", -1), ("dang-ky", 0), ("bao-cao", -3), ("bao-cao", -2), ("bao-cao", -1))

PLAN: dict[str, Any] = {
    **plans.PLAN,
    "issued_on": "2022-10-10",
    "window": {"first": "2022-10-13", "last": "2022-10-20"},
    "assignments": [
        {
            "id": "viec-1",
            "number": "III.1",
            "text": "Tổ chức hoạt động hưởng ứng",
            "assignees": [{"group": "xa"}],
        }
    ],
    "owed": [
        {
            "id": "dang-ky",
            "kind": "declare",
            "title": "Đăng ký hoạt động",
            "deadline": {"day": "2022-10-15"},
        },
        {
            "id": "to-chuc",
            "kind": "hold",
            "title": "Tổ chức hoạt động",
            "deadline": {"day": "2022-10-20", "inclusive": True},
            "assignments": ["viec-1"],
        },
        {
            "id": "bao-cao",
            "kind": "report",
            "title": "Báo cáo kết quả",
            "deadline": {"day": "2022-10-19"},
            "levels": ["xa"],
        },
    ],
    "ladder": [
        {
            "id": f"{owed}-{-days}",
            "owed": [owed],
            "working_days": days,
            "at": "08:00:00",
            "channels": ["email", "sms"],
            "audience": ["officer"],
        }
        for owed, days in RUNGS
    ],
}


def units() -> list[dict[str, Any]]:
    """The province, its office, and two dozen communes."""
    commune = {"levels": [{"value": "xa"}], "groups": [{"value": "xa"}]}
    records = [
        unit(PROVINCE, levels=[{"value": "tinh"}]),
        unit(OFFICE, PROVINCE, levels=[{"value": "so"}], roles=[{"value": "focal-point"}]),
        *(unit(name, PROVINCE, **commune) for name in COMMUNES),
    ]
    return [record.model_dump(mode="json", exclude_none=True) for record in records]


def contacts() -> Iterator[Contacts]:
    """An officer of each commune."""
    for number, name in enumerate(COMMUNES):
        officer = Contact(
            id=f"{name}-cb",
            role="officer",
            name="Cán bộ mẫu",
            email=f"cb@{name}.example",
            phone=f"09000000{number:02}",
        )
        yield Contacts(unit=name, contacts=[officer])


def anything(random: Random) -> tuple[str, str, dict[str, Any]]:
    """Who sends which verb with which data next; a tenth of it is refused."""
    name = random.choice(BUSY)
    about = {"plan": PLAN_ID, "unit": name}
    match random.choices(("declare", "report", "return", "accept", "extend", "wrong"), _WEIGHTS)[0]:
        case "declare":
            return name, "declare-activity", {**about, "activity": _activity(random)}
        case "report":
            figures = [{"indicator": "su-kien", "value": random.randint(0, 50)}]
            return name, "submit-report", {**about, "report": {"figures": figures}}
        case "return":
            reasons = [{"code": "sai-so"}]
            version = random.randint(1, 9)
            return OFFICE, "return-report", {**about, "version": version, "reasons": reasons}
        case "accept":
            return OFFICE, "accept-report", {**about, "version": random.randint(1, 9)}
        case "extend":
            deadline = {"day": f"2022-10-{random.randint(20, 28)}"}
            order = {"duty": "bao-cao", "deadline": deadline, "reason": "Bão"}
            return OFFICE, "extend-duty", {**about, **order}
        case _:
            other = random.choice(COMMUNES)
            return other, "submit-report", {**about, "report": {"figures": "không phải số"}}


_WEIGHTS = (50, 25, 5, 5, 5, 10)


def _activity(random: Random) -> dict[str, Any]:
    number = random.randint(1, 20)
    return {
        "id": f"hd-{number}",
        "kind": "hoi-thao",
        "title": f"Hội thảo {number}.{random.randint(1, 9)}",
        "starts_on": "2022-10-14",
        "ends_on": "2022-10-14",
        "assignments": ["viec-1"],
    }
