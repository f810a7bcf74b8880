"""The bench asks for all that reporting tells."""

from bench.reading.asked import OWED_MS, asked
from services.reporting.inbound.door.table import RULES, rule_of

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
    "/api/plans/{plan}/files/{sha256}/report.{form}",
    "/api/files/{sha256}",
    "/api/plans/{plan}/snapshots/{number}/changes",  # two reports
}
"""What is not asked for, and why."""


def test_every_address_is_asked_for_or_there_is_a_reason() -> None:
    found = {
        rule.path for one in asked() if (rule := rule_of("GET", one.address.partition("?")[0]))
    }
    assert found | ELSEWHERE == {path for method, path in RULES if method == "GET"}
    assert not found & ELSEWHERE


def test_each_has_a_name_of_its_own_and_a_time_that_it_owes() -> None:
    names = [one.name for one in asked()]
    assert len(names) == len(set(names))
    assert {one.kind for one in asked()} == {*OWED_MS, "file"}
