"""Trips of the rules about the document, ids and fields."""

from tests.cli.plans.trips import Trip, both, owed, put, weekly

TRIPS: list[Trip] = [
    ("contract", put("/number", 12), "/number", put("/number", "13/KH-UBND")),
    (
        "number-missing",
        put("/number", "…/KH-UBND"),
        "/number",
        put("/number", "13/KH-UBND"),
    ),
    ("issue-day-missing", put("/issued_on", ""), "/issued_on", put("/issued_on", "2022-09-14")),
    ("signer-missing", put("/signed_by", None), "/signed_by", put("/signed_by", "Lê Văn Mẫu")),
    ("secret", put("/secrecy", "Mật"), "/secrecy", put("/secrecy", None)),
    (
        "duplicate-id",
        put("/ladder/1/id", "truoc"),
        "/ladder/1/id",
        put("/ladder/1/id", "bc-tinh"),  # the same word in another list is another thing
    ),
    (
        "duty-id-clash",
        both(owed("tuan", "report", recurring=weekly()), owed("tuan_2022-w40", "report")),
        "/owed/3/id",
        both(owed("tuan", "report", recurring=weekly()), owed("tuan_2022-w60", "report")),
    ),
    (
        "duty-id-clash",  # an approval is a duty too
        both(owed("bc", "report", through={}), owed("bc_approval", "report")),
        "/owed/3/id",
        both(owed("bc", "report"), owed("bc_approval", "report")),
    ),
    (
        "duty-id-too-long",  # with its period: 46 + 9 characters
        owed("t" * 46, "report", recurring=weekly()),
        "/owed/2/id",
        owed("t" * 45, "report", recurring=weekly()),
    ),
    (
        "field-of-other-kind",
        put("/owed/0/met_by", {"number": 2}),
        "/owed/0/met_by",
        owed("dk", "declare", met_by={"number": 2}),
    ),
    (
        "field-of-other-kind",
        owed("dk", "declare", cut_off="2022-10-01"),
        "/owed/2/cut_off",
        put("/owed/0/cut_off", "2022-10-12"),
    ),
    (
        "field-of-other-kind",
        owed("dk", "declare", recurring=weekly()),
        "/owed/2/recurring/cut_off_days",
        owed("dk", "declare", recurring=weekly(cut_off_days=None)),
    ),
    (
        "field-of-other-kind",  # what is declared is not postponed, what is held is
        owed("dk", "declare", moves_until="2022-10-09"),
        "/owed/2/moves_until",
        owed("tc", "hold", moves_until="2022-10-09"),
    ),
    (
        "judged-by-unwanted",
        put("/owed/0/judged_by", "document"),
        "/owed/0/judged_by",
        both(put("/owed/0/judged_by", "document"), put("/owed/0/wants", "both")),
    ),
    (
        "judged-by-unwanted",
        both(put("/owed/0/judged_by", "figures"), put("/owed/0/wants", "document")),
        "/owed/0/judged_by",
        both(put("/owed/0/judged_by", "document"), put("/owed/0/wants", "document")),
    ),
]
