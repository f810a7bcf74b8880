"""For every rule of the plan checker: a plan that trips it, and one beside it that does not."""

from typing import Any

from tests.cli.given import Change


def put(path: str, value: Any) -> Change:
    """A change that puts a value at a JSON pointer; `-` at the end of a list adds to it."""
    *parts, last = path.strip("/").split("/")

    def change(plan: dict[str, Any]) -> None:
        place: Any = plan
        for part in parts:
            place = place[int(part)] if isinstance(place, list) else place[part]
        if isinstance(place, list) and last == "-":
            place.append(value)
        elif isinstance(place, list):
            place[int(last)] = value
        else:
            place[last] = value

    return change


def both(*changes: Change) -> Change:
    def change(plan: dict[str, Any]) -> None:
        for one in changes:
            one(plan)

    return change


def day(day_: str, inclusive: bool = False, hour: str | None = None) -> dict[str, Any]:
    return {"day": day_, "inclusive": inclusive} | ({"hour": hour} if hour else {})


REPORT = "/owed/0/deadline"
TRIPS: list[tuple[str, Change, str, Change]] = [
    (
        "contract",
        put("/number", 12),
        "/number",
        put("/number", "13/KH-UBND"),
    ),
    (
        "duplicate-id",
        put("/ladder/1/id", "truoc"),
        "/ladder/1/id",
        put("/ladder/1/id", "bc-tinh"),  # the same word in another list is another thing
    ),
    (
        "cut-off-missing",
        put("/reporting/cut_off", None),
        "/reporting",
        put("/reporting/cut_off", "2022-10-13"),
    ),
    (
        "cut-off-too-close",  # "trước ngày 20/10" leaves the 19th; cut off on the 19th leaves none
        put("/reporting/cut_off", "2022-10-18"),
        "/owed/1/deadline",
        put("/reporting/cut_off", "2022-10-17"),
    ),
    (
        "child-not-before-parent",
        put("/owed/1/deadline", day("2022-10-20")),
        "/owed/1/deadline",
        put("/owed/1/deadline", day("2022-10-19")),
    ),
    (
        "deadline-day-off",  # before Monday the 17th: the last day in time is a Sunday
        put("/owed/1/deadline", day("2022-10-17")),
        "/owed/1/deadline",
        put("/owed/1/deadline", day("2022-10-14", inclusive=True)),
    ),
    (
        "deadline-before-issue",
        put(
            "/owed/-", {"id": "dk", "kind": "declare", "title": "x", "deadline": day("2022-09-15")}
        ),
        "/owed/2/deadline",
        put(
            "/owed/-", {"id": "dk", "kind": "declare", "title": "x", "deadline": day("2022-09-16")}
        ),
    ),
    (
        "deadline-before-window-end",
        both(put("/owed/1/deadline", day("2022-10-10")), put("/reporting/cut_off", "2022-10-05")),
        "/owed/1/deadline",
        both(put("/owed/1/deadline", day("2022-10-11")), put("/reporting/cut_off", "2022-10-05")),
    ),
    (
        "deadline-after-close",
        put("/closes", day("2022-10-19")),
        "/owed/0/deadline",
        put("/closes", day("2022-10-28")),
    ),
    (
        "window-backwards",
        put("/window", {"first": "2022-10-10", "last": "2022-10-09"}),
        "/window",
        put("/window", {"first": "2022-10-10", "last": "2022-10-10"}),
    ),
    (
        "event-outside-window",
        put("/central_events/0/day", "2022-10-11"),
        "/central_events/0/day",
        put("/central_events/0/day", "2022-10-01"),
    ),
    (
        "event-on-holiday",
        both(
            put("/central_events/0/day", "2022-09-02"),
            put("/window/first", "2022-09-01"),
        ),
        "/central_events/0/day",
        put("/central_events/0/day", "2022-10-08"),  # a plain Saturday
    ),
    (
        "unit-unknown",
        put("/assignments/0/assignees/0", {"unit": "so-b"}),
        "/assignments/0/assignees/0/unit",
        put("/assignments/0/assignees/-", {"unit": "ubnd-tinh"}),
    ),
    (
        "group-empty",
        put("/assignments/1/assignees/0", {"group": "truong"}),
        "/assignments/1/assignees/0/group",
        put("/assignments/0/assignees/-", {"group": "huyen"}),
    ),
    (
        "kind-unassigned",
        put("/kinds/-", {"id": "bao-chi", "name": "Báo chí"}),
        "/kinds/2",
        both(
            put("/kinds/-", {"id": "bao-chi", "name": "Báo chí"}),
            put("/assignments/0/kinds/-", "bao-chi"),
        ),
    ),
    (
        "kind-unknown",
        put("/assignments/0/kinds/-", "bao-chi"),
        "/assignments/0/kinds/1",
        put("/assignments/0/kinds/-", "tap-huan"),
    ),
    (
        "owed-assignment-unknown",
        put("/owed/0/assignments", ["v1", "v9"]),
        "/owed/0/assignments/1",
        both(put("/owed/0/assignments", ["v1"]), put("/owed/0/levels", ["so"])),
    ),
    (
        "owed-by-nobody",
        put("/owed/0/assignments", ["v9"]),
        "/owed/0",
        both(put("/owed/0/assignments", ["v1"]), put("/owed/0/levels", [])),
    ),
    (
        "level-matches-nobody",
        put("/owed/0/levels", ["so", "truong"]),
        "/owed/0/levels/1",
        put("/owed/0/levels", ["so"]),
    ),
    (
        "through-nobody",  # the province itself has nobody above it
        both(
            put("/assignments/0/assignees/-", {"unit": "ubnd-tinh"}),
            put("/owed/0/levels", ["so", "tinh"]),
            put("/owed/0/through", "parent"),
        ),
        "/owed/0/through",
        put("/owed/0/through", "parent"),
    ),
    (
        "rung-owed-unknown",
        put("/ladder/0/owed/-", "bc-truong"),
        "/ladder/0/owed/2",
        put("/ladder/1/owed/-", "bc-xa"),
    ),
    (
        "rung-start-unknown",
        put("/ladder/0/counted_from", "hoi-nghi"),
        "/ladder/0/counted_from",
        put("/ladder/0/counted_from", "le"),
    ),
    (
        "rung-before-issue",
        put("/ladder/0/working_days", -25),
        "/ladder/0/working_days",
        put("/ladder/0/working_days", -20),
    ),
    (
        "rung-after-close",
        put("/ladder/1/working_days", 60),
        "/ladder/1/working_days",
        put("/ladder/1/working_days", 40),
    ),
    (
        "rung-after-deadline",  # on the last day itself, after its hour
        both(put("/ladder/0/working_days", 0), put("/ladder/0/at", "18:00")),
        "/ladder/0/at",
        both(put("/ladder/0/working_days", 1), put("/ladder/0/at", "18:00")),
    ),
    (
        "rung-outside-hours",
        put("/ladder/1/at", "21:01"),
        "/ladder/1/at",
        both(put("/ladder/1/at", "06:00"), put("/ladder/1/channels", ["email"])),
    ),
    (
        "rung-day-off",  # rung 0 stays on the last day, which here is Saturday the 15th
        both(put("/owed/1/deadline", day("2022-10-16")), put("/ladder/0/working_days", 0)),
        "/ladder/0/working_days",
        put("/ladder/0/working_days", 0),
    ),
    (
        "indicator-without-arithmetic",
        put("/indicators/0/arithmetic", None),
        "/indicators/0",
        put("/indicators/0/arithmetic", "text"),
    ),
    (
        "rule-indicator-unknown",
        put("/rules/0/right/-", "nguoi"),
        "/rules/0/right/1",
        put("/rules/0/right/-", "su-kien"),
    ),
    (
        "budget-sources-missing",
        put("/budget_sources", []),
        "/budget_sources",
        put("/budget_sources/-", {"id": "tai-tro", "name": "Tài trợ"}),
    ),
    (
        "budget-source-unnamed",
        put("/budget_sources/-", {"id": "khac", "name": "…"}),
        "/budget_sources/1",
        put("/budget_sources/-", {"id": "khac", "name": "Khác"}),
    ),
]
