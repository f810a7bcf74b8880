"""Trips of the rules about indicators, forms, cross-checks and money."""

from tests.cli.plans.trips import Trip, both, owed, put

TRIPS: list[Trip] = [
    (
        "indicator-without-arithmetic",
        put("/indicators/0/arithmetic", None),
        "/indicators/0",
        put("/indicators/0/arithmetic", "text"),
    ),
    (
        "indicator-unknown",
        put("/rules/0/right/-", "nguoi"),
        "/rules/0/right/1",
        put("/rules/0/right/-", "su-kien"),
    ),
    (
        "indicator-unknown",
        put("/owed/0/form/figures", [{"indicator": "nguoi"}]),
        "/owed/0/form/figures/0/indicator",
        put("/owed/0/form/figures", [{"indicator": "luot"}]),
    ),
    (
        "form-indicator-repeated",
        put("/owed/0/form/figures", [{"indicator": "luot"}, {"indicator": "luot"}]),
        "/owed/0/form/figures/1",
        put("/owed/0/form/figures", [{"indicator": "luot"}, {"indicator": "su-kien"}]),
    ),
    (
        "rule-right-missing",
        put("/rules/0/right", []),
        "/rules/0",
        both(put("/rules/0/right", []), put("/rules/0/check", "not-below-last")),
    ),
    (
        "taken-from-unknown",  # only a report has figures
        both(owed("dk", "declare"), put("/indicators/0/taken_from", ["bc-tinh", "dk"])),
        "/indicators/0/taken_from/1",
        put("/indicators/0/taken_from", ["bc-tinh", "bc-xa"]),
    ),
    (
        "same-as-itself",
        put("/indicators/0/same_as", {"plan": "ngay-cds", "indicator": "luot"}),
        "/indicators/0/same_as/plan",
        put("/indicators/0/same_as", {"plan": "ngay-cds-2021", "indicator": "luot"}),
    ),
    (
        "coverage-unsaid",
        put("/owed/0/form", {"coverage": "own"}),
        "/owed/0/form/coverage",
        put("/owed/0/form", {"coverage": "own-and-below"}),
    ),
    (
        "coverage-unsaid",
        put("/owed/0/form", {"coverage": "own", "figures": [{"indicator": "luot"}]}),
        "/owed/0/form/coverage",
        both(
            put("/owed/0/form", {"coverage": "own", "figures": [{"indicator": "luot"}]}),
            put("/indicators/1/taken_from", ["bc-tinh"]),
        ),
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
