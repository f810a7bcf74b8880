"""Trips of the rules about who is given what, and what meets it."""

from tests.cli.plans.trips import Trip, both, day, owed, put

OWN = [
    {"groups": ["huyen"], "deadline": day("2022-10-25")},
    {"levels": ["huyen"], "deadline": day("2022-10-26")},
]
XA = {
    "id": "bc-xa",
    "kind": "report",
    "title": "Báo cáo xã",
    "units": ["xa-1"],
    "deadline": day("2022-10-19"),
}
TRIPS: list[Trip] = [
    (
        "unit-unknown",
        put("/assignments/0/assignees/0", {"unit": "so-b"}),
        "/assignments/0/assignees/0/unit",
        put("/assignments/0/assignees/-", {"unit": "ubnd-tinh"}),
    ),
    (
        "unit-unknown",
        put("/owed/0/receivers", ["so-a", "so-b"]),
        "/owed/0/receivers/1",
        put("/owed/0/receivers", ["so-a", "ubnd-tinh"]),
    ),
    (
        "unit-unknown",
        put("/owed/0/through", {"unit": "so-b"}),
        "/owed/0/through/unit",
        put("/owed/0/through", {"unit": "ubnd-tinh"}),
    ),
    (
        "unit-unknown",
        put("/indicators/0/targets", [{"value": 5, "units": ["so-b"]}]),
        "/indicators/0/targets/0/units/0",
        put("/indicators/0/targets", [{"value": 5, "units": ["so-a"]}]),
    ),
    (
        "unit-succeeded",  # the district ended in July 2025
        both(put("/issued_on", "2025-08-01"), put("/reporting/receiver", "huyen-1")),
        "/reporting/receiver",
        both(put("/issued_on", "2025-06-01"), put("/reporting/receiver", "huyen-1")),
    ),
    (
        "group-empty",
        put("/assignments/1/assignees/0", {"group": "truong"}),
        "/assignments/1/assignees/0/group",
        put("/assignments/0/assignees/-", {"group": "huyen"}),
    ),
    (
        "group-empty",
        put("/indicators/0/targets", [{"value": 5, "groups": ["truong"]}]),
        "/indicators/0/targets/0/groups/0",
        put("/indicators/0/targets", [{"value": 5, "groups": ["huyen"]}]),
    ),
    (
        "names-missing",
        put("/groups", []),
        "/groups",
        put("/groups/-", {"id": "khac", "name": "Khác"}),
    ),
    (
        "names-missing",
        put("/levels", [{"id": "huyen", "name": "Cấp huyện"}]),
        "/levels",
        put("/levels/-", {"id": "khac", "name": "Khác"}),
    ),
    (
        "level-matches-nobody",
        put("/owed/0/levels", ["so", "truong"]),
        "/owed/0/levels/1",
        put("/owed/0/levels", ["so"]),
    ),
    (
        "level-matches-nobody",
        put("/owed/0/form/figures", [{"indicator": "luot", "levels": ["truong"]}]),
        "/owed/0/form/figures/0/levels/0",
        put("/owed/0/form/figures", [{"indicator": "luot", "levels": ["so"]}]),
    ),
    (
        "owed-by-nobody",  # of the first task nobody is a partner
        both(put("/owed/0/levels", []), put("/owed/0/roles", ["partner"])),
        "/owed/0",
        both(put("/owed/0/assignments", ["v1"]), put("/owed/0/levels", [])),
    ),
    (
        "outside-issuer",
        both(put("/issuer", "so-a"), put("/assignments/1/assignees/1", {"unit": "so-a"})),
        "/assignments/1/assignees/0/group",
        put("/assignments/1/assignees/-", {"unit": "so-a"}),
    ),
    (
        "outside-issuer",
        both(
            put("/issuer", "so-a"),
            put("/assignments/1/assignees", [{"unit": "so-a"}]),
            put("/owed/1", XA),
        ),
        "/owed/1/units/0",
        put("/owed/-", XA | {"id": "x"}),
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
        "kind-unknown",
        owed("dk", "declare", met_by={"kinds": ["bao-chi"]}),
        "/owed/2/met_by/kinds/0",
        owed("dk", "declare", met_by={"kinds": ["tap-huan"]}),
    ),
    (
        "owed-assignment-unknown",
        put("/owed/0/assignments", ["v1", "v9"]),
        "/owed/0/assignments/1",
        both(put("/owed/0/assignments", ["v1"]), put("/owed/0/levels", ["so"])),
    ),
    (
        "owed-assignment-unknown",
        owed("dk", "declare", met_by={"assignments": ["v9"]}),
        "/owed/2/met_by/assignments/0",
        owed("dk", "declare", met_by={"assignments": ["v1"]}),
    ),
    (
        "met-twice",  # none named is any
        both(owed("dk", "declare"), owed("dk-2", "declare", met_by={"kinds": ["tap-huan"]})),
        "/owed/3",
        both(
            owed("dk", "declare", met_by={"kinds": ["hoi-thao"]}),
            owed("dk-2", "declare", met_by={"kinds": ["tap-huan"]}),
        ),
    ),
    (
        "met-twice",
        both(owed("tc", "hold", met_by={"assignments": ["v1"]}), owed("tc-2", "hold")),
        "/owed/3",
        both(
            owed("tc", "hold", met_by={"assignments": ["v1"]}),
            owed("tc-2", "hold", units=["huyen-1"]),
        ),
    ),
    (
        "hold-before-declare",
        both(owed("tc", "hold"), owed("dk", "declare", deadline=day("2022-10-07"))),
        "/owed/2/deadline",
        both(owed("tc", "hold"), owed("dk", "declare")),
    ),
    (
        "own-deadlines-overlap",
        put("/owed/0/own_deadlines", OWN),
        "/owed/0/own_deadlines",
        put(
            "/owed/0/own_deadlines",
            [*OWN, {"units": ["huyen-1"], "deadline": day("2022-10-27")}],
        ),
    ),
    (
        "through-nobody",  # the province itself has nobody above it
        both(
            put("/assignments/0/assignees/-", {"unit": "ubnd-tinh"}),
            put("/owed/0/levels", ["so", "tinh"]),
            put("/owed/0/through", {}),
        ),
        "/owed/0/through",
        put("/owed/0/through", {}),
    ),
    (
        "through-below",
        put("/owed/0/through", {"unit": "xa-1"}),
        "/owed/0/through/unit",
        put("/owed/1/through", {"unit": "huyen-1"}),
    ),
]
