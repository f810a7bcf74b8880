"""What changed since a snapshot, as staff read it."""

from typing import Any

from cli.report.changes import lines


def said(value: float | None = None, **more: object) -> dict[str, Any]:
    """What a unit says of an indicator, from its first version."""
    versions = [{"duty": "bao-cao", "version": 1, "signed": None}]
    told = {"numerator": None, "denominator": None, "text": None, "nothing": None}
    return {"value": value, **told, "versions": versions, **more}


def test_numbers_and_the_kinds_of_nothing_are_told_as_offices_write_them() -> None:
    unit = {"id": "ba-to", "name": "UBND huyện Ba Tơ"}
    nothing, ratio = said(nothing="no-occurrence"), said(numerator=3452, denominator=4817)
    found = {
        "name": "Lượt người",
        "owed": "bao-cao",
        "before": said(55413),
        "after": said(54871.5),
        "units": [
            {"unit": unit, "before": said(1542), "after": nothing, "change": -1542},
            {"unit": unit, "before": None, "after": said(1000.5), "change": 1000.5},
            {"unit": unit, "before": ratio, "after": None, "change": None},
        ],
    }
    assert [*lines([found])] == [
        "Lượt người (bao-cao): 55.413 → 54.871,5",
        "  UBND huyện Ba Tơ: 1.542 (bao-cao bản 1) → không phát sinh (bao-cao bản 1) [-1.542]",
        "  UBND huyện Ba Tơ: chưa có → 1.000,5 (bao-cao bản 1) [+1.000,5]",
        "  UBND huyện Ba Tơ: 3.452/4.817 (bao-cao bản 1) → chưa có",
    ]
