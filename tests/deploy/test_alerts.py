"""Tests, deploy: the alert rules fire on what they are for, over metrics that exist."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.deploy.manifests import K8S, ROOT

RULES = K8S / "components" / "monitoring" / "rules.yaml"
SCALING = K8S / "components" / "keda" / "scaling.yaml"
UNIT_TESTS = Path(__file__).with_name("alerts.test.yaml")
FROM_ELSEWHERE = {
    "up",
    "kube_deployment_status_replicas_available",
    "kube_cronjob_status_last_successful_time",
    "kube_job_status_failed",
}
"""Made by Prometheus and kube-state-metrics."""
CASES = {"Counter": "_total", "Gauge": "", "Histogram": "_bucket"}


def _rules() -> list[dict[str, str]]:
    groups = yaml.safe_load(RULES.read_text())["spec"]["groups"]
    return [rule for group in groups for rule in group["rules"]]


def _metrics() -> set[str]:
    """Every metric that the source defines, as Prometheus names it."""
    found = set()
    for folder in ("runtime", "services"):
        for file in (ROOT / folder).rglob("*.py"):
            text = file.read_text()
            for kind, name in re.findall(r'(Counter|Gauge|Histogram)\(\s*"(\w+)"', text):
                found.add(name + CASES[kind])
    return found


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not on PATH")
def test_alerts_fire_when_they_should(tmp_path: Path) -> None:
    """Each alert is silent in good weather, fires in bad, and says what it is about."""
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(yaml.safe_load(RULES.read_text())["spec"]))
    (tmp_path / "tests.yaml").write_text(UNIT_TESTS.read_text())
    done = subprocess.run(
        ["promtool", "test", "rules", "tests.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_has_a_unit_test_and_a_line_in_the_readme() -> None:
    """An alert that was never seen to fire, or says nothing to who is woken, is no alert."""
    alerts = {rule["alert"] for rule in _rules()}
    tested = re.findall(r"alertname: (\w+)\n +eval_time", UNIT_TESTS.read_text())
    explained = re.findall(r"^\| `(\w+)` \|", (K8S / "README.md").read_text(), re.MULTILINE)
    assert alerts == set(tested)
    assert alerts <= set(explained)


def test_alerts_and_scalers_look_at_metrics_that_exist() -> None:
    """A renamed metric must not leave an alert that never fires, or a scaler that sees nothing."""
    scalers = yaml.safe_load_all(SCALING.read_text())
    queries = [one["spec"]["triggers"][0]["metadata"]["query"] for one in scalers]
    for query in [*(rule["expr"] for rule in _rules()), *queries]:
        bare = re.sub(r'"[^"]*"|\{[^}]*\}|\b(by|without) \([^)]*\)', "", query)
        named = set(re.findall(r"\b(ngayso_\w+|up|kube_\w+)\b", bare))
        assert named
        assert named <= _metrics() | FROM_ELSEWHERE, query
