"""A draft is asked for by the words of its route, which takes no other."""

from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from cli.operate import report


@pytest.mark.parametrize(
    ("kind", "path", "query"),
    [
        ("reminder", "/api/plans/ke-hoach/drafts/reminder.docx", {"unit": "ba-to"}),
        ("covering", "/api/plans/ke-hoach/units/ba-to/covering.docx", {}),
    ],
)
def test_the_unit_stands_where_the_route_has_it(
    kind: str, path: str, query: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[str, object]] = []

    def call(_: str, __: object, path: str, query: Mapping[str, str]) -> httpx.Response:
        asked.append((path, dict(query)))
        return httpx.Response(200, content=b"PK")

    monkeypatch.setattr(report, "call", call)
    report.draft("ke-hoach", kind, unit="ba-to", out=tmp_path)
    assert asked == [(path, query)]
