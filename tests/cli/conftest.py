"""The command's servers: NATS with every stream, and the registry where it is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import parts
from tests.cli.given import run


@pytest.fixture
def topology_there(
    nats_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> str:
    """NATS with every stream, reached through the environment."""
    monkeypatch.setenv("NGAYSO_NATS_URL", nats_url)
    assert run(capsys, "topology", "apply")[0] == 0
    return nats_url


@pytest.fixture
def registry(topology_there: str, tmp_path: Path) -> Iterator[str]:
    """The registry as its own process."""
    env = {"NGAYSO_NATS_URL": topology_there}
    with parts.service("registry", env, log=tmp_path / "registry.log"):
        yield topology_there
