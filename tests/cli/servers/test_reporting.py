"""What the reporting service refuses is told so that it can be put right."""

import httpx
import pytest

from cli.console import Trouble
from cli.servers import reporting


def test_each_parameter_that_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever uses the command does not see what the service answered."""
    wrong = {"pointer": "/query/level", "vi": "chỉ nhận huyen, xa.", "en": "There is: huyen, xa"}
    body = {"detail": "Hãy sửa.", "detail_en": "Correct it.", "errors": [wrong]}
    answer = httpx.Response(422, json=body, request=httpx.Request("GET", "http://x/"))
    monkeypatch.setattr(httpx, "request", lambda *_, **__: answer)
    with pytest.raises(Trouble) as refused:
        reporting.fetch("http://x", "/api/plans/p/late", {"level": "tinh"})
    assert "level: There is: huyen, xa" in str(refused.value)
    plain = httpx.Response(404, json=body | {"errors": None}, request=answer.request)
    monkeypatch.setattr(httpx, "request", lambda *_, **__: plain)
    with pytest.raises(Trouble, match=r"Correct it\.$"):
        reporting.fetch("http://x", "/api/plans/p/late")
