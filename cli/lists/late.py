"""Cli, lists: `ngayso late`: what is late, and which reminders reached whom before."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cli.console import tell_json, tell_of, tell_table, written
from cli.exchange import wanted_id
from cli.lists.readiness import PlanArgument
from cli.options import JsonOption, ReportingOption, UnitFilter
from cli.progress import progress
from cli.servers.reporting import fetch, pages, plan_path
from contracts.reach import CHANNEL_VI, FATE_VI, REACHED_VI, STATE_VI, reason_vi

HEAD = (
    "đơn vị",
    "nội dung phải thực hiện",
    "phải xong trước",
    "lời nhắc",
    "kênh",
    "kết quả",
    "lúc",
    "lý do",
)


def late(
    plan: PlanArgument,
    unit: UnitFilter = None,
    json: JsonOption = False,
    reporting: ReportingOption = None,
) -> None:
    """A line for each message; taken by a relay or gateway is not delivered."""
    wanted_id(plan)
    with progress("talking-to-reporting", quiet=json):
        cards = [*pages(reporting, plan_path(plan, "/late"), {"unit": unit})]
        zone = ZoneInfo(fetch(reporting, plan_path(plan))["plan"]["time_zone"])
    silent = sum(card["reached"] == "none" for card in cards)
    if json:
        tell_json({"total": len(cards), "silent": silent, "items": cards})
        return
    if cards:
        rows = (row for card in cards for row in cells(card, zone))
        tell_table("Trễ hạn, đã nhắc thế nào / Late, and reminded how", HEAD, rows)
    tell_of("late-counts", "bold", total=len(cards), silent=silent)


def cells(card: dict[str, Any], zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    """The lines of one card, by the plan's clock."""

    def moment(given: str | None) -> str:
        return written(datetime.fromisoformat(given).astimezone(zone)) if given else ""

    front = (card["unit"]["id"], card["duty"], moment(card["due"]), REACHED_VI[card["reached"]])
    ways = [(one, way) for one in card["reminders"] for way in (one["ways"] or [None])]
    if not ways:
        yield (*front, "", "", "", "")
    for one, way in ways:
        if way is None:
            fate = FATE_VI[one["fate"]]
            yield (*front, "", fate, moment(one["moment"]), reason_vi(one["reason"]))
        else:
            channel = CHANNEL_VI[way["channel"]] if way["channel"] else ""
            state = STATE_VI[way["state"]]
            yield (*front, channel, state, moment(way["at"]), reason_vi(way["reason"]))
