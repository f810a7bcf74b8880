"""What is said of a unit's record beside the others': which code, where, how grave, which words."""

from typing import Any

from contracts.findings import Finding
from contracts.unit import Unit
from services.registry.domain.check.unit import check_unit
from tests.registry.plans import unit


def found(record: Unit, *others: Unit) -> list[tuple[str, str, str]]:
    return [(one.code, one.pointer, one.severity) for one in findings(record, *others)]


def findings(record: Unit, *others: Unit) -> list[Finding]:
    return list(check_unit(record, {other.id: other for other in others}))


def dated(value: Any, first: str | None = None, last: str | None = None) -> dict[str, Any]:
    return {"value": value, "valid_from": first, "valid_to": last}


def code(number: str) -> dict[str, str]:
    return {"scheme": "gso", "code": number}


TOP = unit("tinh")


def test_a_circle_of_parents_of_any_length_is_an_error_that_names_the_day() -> None:
    for chain in (["a"], ["b", "a"], ["b", "c", "a"], ["b", "c", "d", "a"]):
        others = [unit(name, chain[n + 1]) for n, name in enumerate(chain[:-1])]
        assert found(unit("a", chain[0]), *others) == [
            ("parent-circle", "/data/record/parents", "error")
        ]
    later = unit("a", parents=[dated("b", "2023-01-01")])
    [circle] = findings(later, unit("b", "a"))
    assert "01/01/2023" in circle.vi
    assert "a" in circle.en


def test_a_circle_above_the_record_that_it_is_not_part_of_is_not_its_fault() -> None:
    assert found(unit("a", "b"), unit("b", "c"), unit("c", "b")) == []


def test_a_circle_that_begins_while_the_record_exists_is_found_by_its_own_day() -> None:
    """The link that closes it is two above, and begins later than the record's own."""
    above = [
        unit("b", "c"),
        unit("c", parents=[dated("tinh", None, "2023-05-01"), dated("a", "2023-05-01")]),
    ]
    [circle] = findings(unit("a", "b"), TOP, *above)
    assert (circle.code, "01/05/2023" in circle.vi) == ("parent-circle", True)
    ended = unit("a", "b", valid_to="2023-05-01")
    assert "parent-circle" not in [one.code for one in findings(ended, TOP, *above)]


def test_a_unit_does_not_come_after_itself_by_either_end_of_the_links() -> None:
    where = ("succession-circle", "/data/record/successors", "error")
    assert found(unit("a", successors=["b"]), unit("b", successors=["a"])) == [where]
    assert found(unit("a", predecessors=["b"]), unit("b", predecessors=["a"])) == [where]
    long = [unit("b", successors=["c"]), unit("c", successors=["d"]), unit("d", successors=["a"])]
    assert found(unit("a", successors=["b"]), *long) == [where]
    assert found(unit("a", successors=["b"]), unit("b", predecessors=["a"])) == []


def test_links_to_units_that_nobody_recorded_are_warnings_where_they_stand() -> None:
    record = unit("a", "x", predecessors=["b", "y"], successors=["z"])
    assert found(record, unit("b")) == [
        ("link-unknown", "/data/record/parents/0/value", "warning"),
        ("link-unknown", "/data/record/predecessors/1", "warning"),
        ("link-unknown", "/data/record/successors/0", "warning"),
    ]
    assert "x" in findings(record, unit("b"))[0].en


def test_a_unit_is_under_a_parent_only_while_both_exist() -> None:
    parent = unit("tinh", valid_from="2000-01-01", valid_to="2025-07-01")
    where = ("outside-parent", "/data/record/parents/0", "warning")

    def under(first: str | None, last: str | None, **fields: Any) -> list[tuple[str, str, str]]:
        return found(unit("a", parents=[dated("tinh", first, last)], **fields), parent)

    assert under("2000-01-01", "2025-07-01") == []
    assert under("1999-12-31", "2025-07-01") == [where]
    assert under("2000-01-01", "2025-07-02") == [where]
    assert under(None, None) == [where]
    assert under(None, None, valid_from="2000-01-01", valid_to="2025-07-01") == []
    assert under("1990-01-01", "1999-01-01", valid_from="2000-01-01") == []  # it never held
    [outside] = findings(unit("a", parents=[dated("tinh", None, "2026-01-02")]), parent)
    assert ("…" in outside.vi, "02/01/2026" in outside.vi) == (True, True)


def test_a_code_that_two_hold_at_once_is_a_warning_and_one_that_is_given_on_is_none() -> None:
    def other(first: str | None, last: str | None) -> Unit:
        return unit("b", codes=[dated(code("1"), first, last)])

    mine = unit("a", codes=[dated(code("9")), dated(code("1"), "2020-01-01", "2021-01-01")])
    where = ("code-shared", "/data/record/codes/1", "warning")
    assert found(mine, other(None, None)) == [where]
    assert found(mine, other("2020-12-31", None)) == [where]
    assert found(mine, other("2021-01-01", None)) == []
    assert found(mine, other(None, "2020-01-01")) == []
    assert found(mine, unit("b", codes=[dated({"scheme": "edxml", "code": "1"})])) == []
    assert found(mine, mine) == []
    [shared] = findings(mine, other(None, None))
    assert all(word in shared.en for word in ("gso", "1", "b"))


def test_equal_names_under_one_parent_at_one_time_are_a_warning_whatever_their_letters() -> None:
    def named(name: str, word: str, parent: str | None, **fields: Any) -> Unit:
        return unit(name, parent, **{"names": [dated("Khác"), dated(word)], **fields})

    mine = named("a", "Phòng Văn hóa", "tinh")
    where = ("name-shared", "/data/record/names/1", "warning")
    assert where in found(mine, TOP, named("b", "PHÒNG VĂN HÓA", "tinh"))
    assert where not in found(mine, TOP, unit("c"), named("b", "Phòng Văn hóa", "c"))
    ended = named("b", "Phòng Văn hóa", "tinh", valid_to="2020-01-01")
    begun = named("a", "Phòng Văn hóa", "tinh", valid_from="2020-01-01")
    assert found(begun, TOP, ended) == []
    assert where in found(named("a", "Văn phòng", None), named("b", "Văn phòng", None))
    assert where not in found(named("a", "Văn phòng", None), TOP, named("b", "Văn phòng", "tinh"))
    moved = unit(
        "b",
        names=[dated("Phòng Văn hóa")],
        parents=[dated("tinh", None, "2020-01-01"), dated("c", "2020-01-01")],
    )
    later = unit(
        "a", names=[dated("Phòng Văn hóa", "2020-01-01")], parents=[dated("tinh", "2020-01-01")]
    )
    assert found(later, TOP, unit("c"), moved) == []
    [shared] = findings(unit("a", "tinh"), TOP, unit("b", "tinh", names=[dated("Đơn vị a")]))
    assert ("b" in shared.vi, "Đơn vị a" in shared.vi) == (True, True)
