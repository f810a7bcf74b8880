"""The bench asks for all that reporting tells."""

from typing import get_args

from bench.reading.asked import OWED_MS, Kind, asked
from contracts.frozen import FrozenFile, FrozenFiles
from services.reporting.documents.render import Format
from services.reporting.inbound.door.table import RULES, rule_of

FORMS = (*get_args(Format), "pdf")
FROZEN = FrozenFiles(
    files=[FrozenFile(form=one, sha256=f"{n:064}", size=1) for n, one in enumerate(FORMS)]
)
ELSEWHERE = {
    "/sign-in",
    "/signed-in",
    "/api/openapi.json",
    "/api/plans/{plan}/changes",  # a stream that does not end
    "/plans/{plan}/readiness",  # the notifier's answer, given again
    "/api/plans/{plan}/readiness",
    "/api/plans/{plan}/readiness.csv",
    "/api/plans.csv",  # the same as the list
    "/api/units.csv",
    "/api/unread.csv",
    "/api/templates/{name}.docx",  # files that are kept
}
"""What is not asked for, and why."""


def test_every_address_is_asked_for_or_there_is_a_reason() -> None:
    found = {
        rule.path
        for one in asked(FROZEN)
        if (rule := rule_of("GET", one.address.partition("?")[0]))
    }
    assert found | ELSEWHERE == {path for method, path in RULES if method == "GET"}
    assert not found & ELSEWHERE


def test_each_has_a_name_of_its_own_and_a_time_that_it_owes() -> None:
    names = [one.name for one in asked(FROZEN)]
    assert len(names) == len(set(names))
    assert {one.kind for one in asked(FROZEN)} == {*get_args(Kind)}
    assert {*get_args(Kind)} - {*OWED_MS} == {"printed", "freeze", "file"}


def test_a_frozen_file_is_asked_for_in_each_form_and_owed_as_a_document() -> None:
    found = {one.name: one.kind for one in asked(FROZEN)}
    assert {name for name in found if name.startswith("frozen")} == {f"frozen .{f}" for f in FORMS}
    assert {found[f"frozen .{form}"] for form in FORMS} == {"document"}
