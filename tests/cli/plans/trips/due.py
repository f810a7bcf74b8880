"""Trips of the rules about days, deadlines and reporting."""

from tests.cli.plans.trips import Trip, both, day, owed, put, weekly

TRIPS: list[Trip] = [
    (
        "window-backwards",
        put("/window", {"first": "2022-10-10", "last": "2022-10-09"}),
        "/window",
        put("/window", {"first": "2022-10-10", "last": "2022-10-10"}),
    ),
    (
        "event-outside-plan",  # a kick-off before the window is none
        put("/central_events/0/day", "2022-09-14"),
        "/central_events/0/day",
        put("/central_events/0/day", "2022-09-28"),
    ),
    (
        "event-outside-plan",
        put("/central_events/0/day", "2023-10-10"),
        "/central_events/0/day",
        put("/central_events/0/day", "2022-10-19"),
    ),
    (
        "event-on-holiday",
        both(put("/issued_on", "2022-08-15"), put("/central_events/0/day", "2022-09-02")),
        "/central_events/0/day",
        both(put("/issued_on", "2022-08-15"), put("/central_events/0/day", "2022-09-04")),
    ),
    (
        "recurrence-empty",
        owed("tuan", "report", recurring=weekly(first="2022-10-01", last="2022-10-06")),
        "/owed/2/recurring",
        owed("tuan", "report", recurring=weekly(first="2022-10-01", last="2022-10-07")),
    ),
    (
        "recurrence-endless",
        owed("tuan", "report", recurring=weekly(last="2025-10-31")),
        "/owed/2/recurring",
        owed("tuan", "report", recurring=weekly(last="2025-09-01")),
    ),
    (
        "moves-until-before-deadline",
        owed("tc", "hold", moves_until="2022-10-04"),
        "/owed/2/moves_until",
        owed("tc", "hold", moves_until="2022-10-05"),
    ),
    (
        "issued-after-deadlines",
        put("/issued_on", "2022-10-20"),
        "/issued_on",
        put("/issued_on", "2022-10-19"),
    ),
    (
        "deadline-past",
        owed("dk", "declare", deadline=day("2022-09-15")),
        "/owed/2/deadline",
        owed("dk", "declare", deadline=day("2022-09-16")),
    ),
    (
        "instances-past",
        owed("tuan", "report", recurring=weekly(first="2022-09-05")),
        "/owed/2/recurring",
        owed("tuan", "report", recurring=weekly()),
    ),
    (
        "deadline-day-off",  # before Monday the 17th: the last day in time is a Sunday
        put("/owed/1/deadline", day("2022-10-17")),
        "/owed/1/deadline",
        put("/owed/1/deadline", day("2022-10-14", inclusive=True)),
    ),
    (
        "deadline-day-off",
        put("/owed/0/own_deadlines", [{"units": ["so-a"], "deadline": day("2022-10-22")}]),
        "/owed/0/own_deadlines/0/deadline",
        owed("tuan", "report", recurring=weekly(weekday="sat")),  # it says what becomes of one
    ),
    (
        "deadline-before-window-end",  # a report inside the window is none, with one after it
        put("/window/last", "2022-10-31"),
        "/owed/0/deadline",
        both(
            put("/window/last", "2022-10-31"),
            owed("bc", "report", deadline=day("2022-11-05"), cut_off="2022-10-31"),
        ),
    ),
    (
        "deadline-after-close",
        put("/closes", day("2022-10-19")),
        "/closes",
        put("/closes", day("2022-10-20")),
    ),
    (
        "deadline-after-close",
        both(
            put("/closes", day("2022-10-26")),
            put("/owed/0/own_deadlines", [{"units": ["so-a"], "deadline": day("2022-10-27")}]),
        ),
        "/closes",
        put("/closes", day("2022-10-26")),
    ),
    (
        "through-before-due",
        put("/owed/0/through", {"deadline": day("2022-10-20")}),
        "/owed/0/through/deadline",
        put("/owed/0/through", {"deadline": day("2022-10-21")}),
    ),
    (
        "cut-off-missing",
        put("/reporting/cut_off", None),
        "/reporting",
        both(
            put("/reporting/cut_off", None),
            put("/owed/0/cut_off", "2022-10-13"),
            put("/owed/1/cut_off", "2022-10-13"),
        ),
    ),
    (
        "cut-off-too-close",  # "trước ngày 20/10" leaves the 19th; cut off on the 19th leaves none
        put("/reporting/cut_off", "2022-10-18"),
        "/owed/1/deadline",
        put("/reporting/cut_off", "2022-10-17"),
    ),
    (
        "cut-off-too-close",  # an entry's own; the plan's does not hold for what is due before it
        put("/owed/1/cut_off", "2022-10-18"),
        "/owed/1/deadline",
        put("/reporting/cut_off", "2022-10-31"),
    ),
    (
        "cut-off-too-close",
        owed("tuan", "report", recurring=weekly(cut_off_days=1)),
        "/owed/2/recurring",
        owed("tuan", "report", recurring=weekly(cut_off_days=2)),
    ),
    (
        "child-not-before-parent",
        put("/owed/1/deadline", day("2022-10-20")),
        "/owed/1/deadline",
        put("/owed/1/deadline", day("2022-10-19")),
    ),
    (
        "child-not-before-parent",
        put("/owed/1/deadline", day("2022-10-21")),
        "/owed/1/deadline",
        both(  # who owes both owes two different reports
            put("/owed/1/deadline", day("2022-10-21")), put("/owed/0/levels", ["so", "huyen", "xa"])
        ),
    ),
]
