"""Tests, deploy: a real server tells the numbers that alerts and dashboards look at."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.deploy.alerts.metrics import OF_NATS
from tests.deploy.nats.servers import alone

pytestmark = pytest.mark.servers


def _numbers(said: dict[str, Any], way: str = "nats_varz") -> Iterator[str]:
    """As prometheus-nats-exporter names them with -prefix=nats (collector.go, objectToMetrics)."""
    for name, value in said.items():
        if isinstance(value, dict):
            yield from _numbers(value, f"{way}_{name}")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{way}_{name}"


def test_varz_has_each_number(tmp_path: Path) -> None:
    """Routes are told by a server of a cluster alone."""
    with alone(tmp_path / "nats-0"):
        (port,) = re.findall(r"http_port: (\d+)", (tmp_path / "nats-0" / "nats.conf").read_text())
        said = httpx.get(f"http://127.0.0.1:{port}/varz").json()
        health = httpx.get(f"http://127.0.0.1:{port}/healthz").json()

    assert set(_numbers(said)) >= OF_NATS - {"nats_varz_routes"}
    assert health["status"] == "ok"
