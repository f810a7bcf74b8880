"""Trips of the rules about the reminder ladder."""

from tests.cli.plans.trips import Trip, both, day, put

TRIPS: list[Trip] = [
    (
        "rung-owed-unknown",
        put("/ladder/0/owed/-", "bc-truong"),
        "/ladder/0/owed/2",
        put("/ladder/1/owed/-", "bc-xa"),
    ),
    (
        "rung-owed-unknown",  # whose report passes through nobody has no approval
        put("/ladder/0/owed/-", "bc-xa_approval"),
        "/ladder/0/owed/2",
        both(
            put("/owed/0/through", {"unit": "ubnd-tinh"}),
            put("/ladder/0/owed/-", "bc-tinh_approval"),
        ),
    ),
    (
        "rung-start-unknown",
        put("/ladder/0/counted_from", "le-khac"),
        "/ladder/0/counted_from",
        put("/ladder/0/counted_from", "le"),
    ),
    (
        "audience-unknown",
        put("/ladder/0/audience", ["officer", "chanh-van-phong"]),
        "/ladder/0/audience/1",
        put("/ladder/0/audience", ["officer", "leader"]),
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
        "escalation-early",
        put("/ladder/0/escalates", [{"to": "superior"}]),
        "/ladder/0/working_days",
        both(put("/ladder/0/escalates", [{"to": "superior"}]), put("/ladder/0/working_days", 1)),
    ),
    (
        "nobody-above",  # the department of no sector is named in the directory
        put("/ladder/1/escalates", [{"to": "sector"}]),
        "/ladder/1/escalates",
        put("/ladder/1/escalates", [{"to": "sector"}, {"to": "head"}]),
    ),
    (
        "level-matches-nobody",
        put("/ladder/1/escalates", [{"levels": ["so", "truong"], "to": "head"}]),
        "/ladder/1/escalates/0/levels/1",
        put("/ladder/1/escalates", [{"levels": ["so"], "to": "head"}]),
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
]
