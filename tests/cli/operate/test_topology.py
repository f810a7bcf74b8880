"""`ngayso topology apply` on the real server."""

import pytest

from contracts import server
from tests.cli.given import js_of, run

CAPSYS = pytest.CaptureFixture[str]


def test_a_server_that_is_too_old_is_left_as_it_is(
    nats_url: str, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever upgrades reads which version is wanted, before anything half works."""
    later = [int(number) for number in server.LOWEST_NATS.split(".")]
    monkeypatch.setattr(server, "LOWEST_NATS", f"{later[0]}.{later[1]}.{later[2] + 1}")
    code, _, error = run(capsys, "topology", "apply", "--nats", nats_url)
    assert code == 2
    assert server.LOWEST_NATS in error
    assert js_of(nats_url, lambda js: js.streams_info()) == []
