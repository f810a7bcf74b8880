"""Given a directory in which districts and an office end on 5 October 2022."""

from datetime import date
from typing import Any

from contracts.unit import Unit
from services.registry.domain.history.directory import Directory
from tests.registry.given import EMPTY, recorded
from tests.registry.plans import OFFICE, PROVINCE, unit

DAY = date(2022, 10, 5)


def until(value: str) -> dict[str, Any]:
    return {"value": value, "valid_to": DAY}


def since(value: str) -> dict[str, Any]:
    return {"value": value, "valid_from": DAY}


def district(name: str, **fields: Any) -> Unit:
    level = {"levels": [{"value": "huyen"}], "groups": [{"value": "huyen"}]}
    return unit(name, PROVINCE, **level, valid_to=DAY, **fields)


def commune(name: str, *predecessors: str) -> Unit:
    level = {"levels": [{"value": "xa"}], "groups": [{"value": "xa"}]}
    return unit(name, PROVINCE, **level, valid_from=DAY, predecessors=list(predecessors))


def known(*more: Unit) -> Directory:
    """One district split, two merged, one promoted, and two offices merged into a third."""
    promoted = unit(
        "ly-son",
        PROVINCE,
        names=[until("Huyện Lý Sơn"), since("Đặc khu Lý Sơn")],
        levels=[until("huyen"), since("xa")],
        groups=[until("huyen"), since("xa")],
    )
    records = [
        unit(PROVINCE, levels=[{"value": "tinh"}]),
        unit(OFFICE, PROVINCE, levels=[{"value": "so"}], valid_to=DAY),
        unit("so-khcn", PROVINCE, levels=[{"value": "so"}], predecessors=[OFFICE]),
        unit("bao-qn", OFFICE, levels=[{"value": "bao"}]),
        district("ba-to"),
        district("son-ha", successors=["xa-son"]),
        district("son-tay"),
        promoted,
        commune("xa-ba-dong", "ba-to"),
        commune("xa-ba-vi", "ba-to"),
        commune("xa-son", "son-tay"),
        *more,
    ]
    return recorded(*records, before=EMPTY)


DIRECTORY = known()
