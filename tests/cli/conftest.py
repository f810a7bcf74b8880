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
def notifier(topology_there: str, tmp_path: Path) -> Iterator[str]:
    """The notifier as its own process; nothing is there that it could send by."""
    env = {
        "NGAYSO_NATS_URL": topology_there,
        **parts.contacts_keys(tmp_path / "contacts"),
        **parts.gateways(tmp_path / "gateways", "http://127.0.0.1:9"),
    }
    with parts.service("notifier", env, log=tmp_path / "notifier.log"):
        yield topology_there


@pytest.fixture
def registry(topology_there: str, tmp_path: Path) -> Iterator[str]:
    """The registry as its own process."""
    env = {"NGAYSO_NATS_URL": topology_there}
    with parts.service("registry", env, log=tmp_path / "registry.log"):
        yield topology_there
