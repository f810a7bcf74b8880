"""Given: a plan with nothing to say against it, its directory, and a way to run the command."""

import asyncio
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nats
import pytest

from cli.files.documents import Document
from cli.main import main
from cli.plans.check import check, look_at
from contracts.commands import PublishPlan
from contracts.unit import Unit
from contracts.values import Receipt
from contracts.words import Outcome
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_plan
from services.registry.domain.history.plan_history import PlanHistory

PLAN: dict[str, Any] = {
    "id": "ngay-cds",
    "number": "12/KH-UBND",
    "issued_on": "2022-09-15",
    "title": "Kế hoạch",
    "place": "Tỉnh",
    "issuer": "ubnd-tinh",
    "collecting_office": "so-a",
    "window": {"first": "2022-10-01", "last": "2022-10-10"},
    "central_events": [{"id": "le", "title": "Lễ", "day": "2022-10-10", "lead": "so-a"}],
    "kinds": [{"id": "hoi-thao", "name": "Hội thảo"}, {"id": "tap-huan", "name": "Tập huấn"}],
    "assignments": [
        {
            "id": "v1",
            "number": "V.1",
            "text": "",
            "assignees": [{"unit": "so-a"}],
            "kinds": ["hoi-thao"],
        },
        {
            "id": "v2",
            "number": "V.2",
            "text": "",
            "assignees": [{"group": "huyen"}, {"unit": "xa-1"}],
            "kinds": ["tap-huan"],
        },
    ],
    "owed": [
        {"id": "bc-tinh", "kind": "report", "title": "Báo cáo", "levels": ["so", "huyen"],
         "deadline": {"day": "2022-10-20"}, "form": {"coverage": "own-and-below"}},
        {"id": "bc-xa", "kind": "report", "title": "Báo cáo xã", "levels": ["xa"],
         "deadline": {"day": "2022-10-18", "hour": "17:00", "inclusive": True}},
    ],
    "reporting": {"title": "Báo cáo", "receiver": "so-a", "cut_off": "2022-10-12"},
    "indicators": [
        {"id": "su-kien", "name": "Sự kiện", "arithmetic": "sum"},
        {"id": "luot", "name": "Lượt", "arithmetic": "sum"},
    ],
    "rules": [{"id": "r1", "check": "at-most", "left": "su-kien", "right": ["luot"]}],
    "ladder": [
        {"id": "truoc", "owed": ["bc-tinh", "bc-xa"], "working_days": -2, "at": "08:00",
         "channels": ["email", "sms"], "audience": ["officer"]},
        {"id": "sau", "owed": ["bc-tinh"], "working_days": 2, "at": "21:00",
         "channels": ["sms"], "audience": ["officer"]},
    ],
    "budget_sources": [{"id": "ngan-sach", "name": "Ngân sách nhà nước"}],
    "levels": [
        {"id": "so", "name": "Sở"}, {"id": "huyen", "name": "Huyện"}, {"id": "xa", "name": "Xã"},
    ],
    "groups": [{"id": "huyen", "name": "Các huyện"}],
    "closes": {"day": "2022-12-30"},
    "signed_by": "Nguyễn Văn Mẫu",
}  # fmt: skip

UNITS: list[dict[str, Any]] = [
    {"id": "ubnd-tinh", "names": [{"value": "UBND tỉnh"}], "levels": [{"value": "tinh"}]},
    {"id": "so-a", "names": [{"value": "Sở A"}], "levels": [{"value": "so"}],
     "parents": [{"value": "ubnd-tinh"}], "roles": [{"value": "focal-point"}]},
    {"id": "huyen-1", "names": [{"value": "Huyện 1"}], "levels": [{"value": "huyen"}],
     "parents": [{"value": "ubnd-tinh"}],
     "groups": [{"value": "huyen", "valid_to": "2025-07-01"}], "valid_to": "2025-07-01",
     "successors": ["xa-1"]},
    {"id": "xa-1", "names": [{"value": "Xã 1"}], "levels": [{"value": "xa"}],
     "parents": [{"value": "huyen-1"}]},
]  # fmt: skip

Change = Callable[[dict[str, Any]], object]


def plan_with(change: Change | None = None) -> dict[str, Any]:
    """The clean plan's data after a change."""
    data = copy.deepcopy(PLAN)
    if change:
        change(data)
    return data


def units_of(data: list[dict[str, Any]]) -> dict[str, Unit]:
    return {one["id"]: Unit.model_validate(one) for one in data}


def findings(change: Change | None = None) -> list[tuple[str, str]]:
    """The rules that the changed plan trips, and where."""
    document = Document(Path("plan.yaml"), plan_with(change), {})
    return [(found.code, found.pointer) for found in check(document, units_of(UNITS))]


def gate(
    data: dict[str, Any], units: dict[str, Unit] | None = None
) -> tuple[Outcome, list[tuple[str, str]]]:
    """What the registry decides on the plan as it is issued, and what it finds in it."""
    command = PublishPlan.model_validate({"plan": data})
    look = look_at(command.plan, units or units_of(UNITS))
    receipt = Receipt(
        at=look.received, sequence=1, command="1", sender=command.plan.issuer, door="operator"
    )
    decision = decide_plan(command, PlanHistory(), Case(receipt, look.directory))
    found = [(one.code, one.pointer.removeprefix("/data/plan")) for one in decision.findings]
    return decision.outcome, found


def write(path: Path, data: object) -> Path:
    """A file of YAML (JSON is YAML)."""
    path.write_text(json.dumps(data, ensure_ascii=False))
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """The command's exit code, standard output and standard error."""
    code = 0
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as left:
        code = int(left.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def js_of(url: str, work: Any) -> Any:
    """One piece of work over a plain connection."""

    async def go() -> Any:
        client = await nats.connect(url)
        try:
            return await work(client.jetstream())
        finally:
            await client.close()

    return asyncio.run(go())
