"""Tests, deploy, alerts: Grafana's dashboards show what there is."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.alerts.metrics import FROM_ELSEWHERE, OURS, named
from tests.deploy.manifests import HAS_KUBECTL, K8S, load
from tests.repository import pages

FOLDER = K8S / "components" / "monitoring" / "dashboards"
FILES = sorted(FOLDER.glob("*.json"))
GIVEN = {"namespace", "pod", "server_id", "persistentvolumeclaim"}
"""Labels that whoever scrapes or exports puts there."""


def _targets() -> list[tuple[str, dict[str, Any]]]:
    boards = [json.loads(file.read_text()) for file in FILES]
    return [
        (panel["title"], target)
        for board in boards
        for panel in board["panels"]
        for target in panel["targets"]
    ]


def test_panels_look_at_metrics_and_labels_that_exist() -> None:
    """A panel without data looks like good weather."""
    labels = {word for _, _, words, _ in pages.metrics() for word in words.split(", ")} | GIVEN
    for title, target in _targets():
        assert named(target["expr"]) <= OURS | FROM_ELSEWHERE, title
        assert named(target["expr"]), title
        shown = re.findall(r"\{\{(\w+)\}\}", target["legendFormat"])
        filtered = re.findall(r'[{,]\s*(\w+)(?:=~|!~|!=|=)"', target["expr"])
        assert set(shown) | set(filtered) <= labels, title
        grouped = re.search(r"\bby \(([^)]*)\)", target["expr"])
        if grouped:
            assert set(shown) <= set(grouped[1].split(", ")), title


def test_every_metric_of_a_campaign_and_of_the_log_is_on_a_panel() -> None:
    """What is measured and shown nowhere is looked for when it is too late."""
    shown = set().union(*(named(target["expr"]) for _, target in _targets()))
    wanted = {
        name for name in OURS if re.match("ngayso_(duties|rungs|log_[uq]|stream|sms_d)", name)
    }
    assert wanted <= shown


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not on PATH")
def test_prometheus_understands_each_panel(tmp_path: Path) -> None:
    """promtool reads each query as a rule; Grafana's variables stand within strings."""
    rules = [
        {"record": f"panel:{at}", "expr": one["expr"]} for at, (_, one) in enumerate(_targets())
    ]
    file = tmp_path / "panels.yaml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
    done = subprocess.run(
        ["promtool", "check", "rules", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.skipif(not HAS_KUBECTL, reason="kubectl renders the manifests; not on PATH")
def test_grafana_finds_the_dashboards() -> None:
    """Its sidecar takes ConfigMaps of that label; each dashboard is known by a uid of its own."""
    held = load("prod+monitoring").one("ConfigMap", "dashboards")
    boards = [json.loads(text) for text in held["data"].values()]

    assert held["metadata"]["labels"]["grafana_dashboard"] == "1"
    assert sorted(held["data"]) == [file.name for file in FILES]
    assert len({board["uid"] for board in boards}) == len(FILES)
