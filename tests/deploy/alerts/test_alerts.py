"""Tests, deploy: the alert rules fire on what they are for, over metrics that exist."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.alerts.metrics import FROM_ELSEWHERE, OURS, SOURCE, named
from tests.deploy.manifests import K8S, ROOT

RULES = K8S / "components" / "monitoring" / "rules.yaml"
SCALING = K8S / "components" / "keda" / "scaling.yaml"
UNIT_TESTS = Path(__file__).with_name("alerts.test.yaml")


PAGES = ROOT / "docs" / "alerts.md"
BOOK = "https://git.province.example/ngayso/docs/alerts.md#"
PARTS = ("**Means**: ", "**Look**", "```sh\nkubectl ", "**Do**: ")


def _rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text())["spec"]["groups"]
    return [rule for group in groups for rule in group["rules"]]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not on PATH")
def test_alerts_fire_when_they_should(tmp_path: Path) -> None:
    """Each alert is silent in good weather, fires in bad, and says what it is about."""
    rules = _rules()
    for rule in rules:
        del rule["annotations"]["runbook_url"]  # the same everywhere; looked at below
    groups = {"groups": [{"name": "ngayso", "rules": rules}]}
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(groups))
    (tmp_path / "tests.yaml").write_text(UNIT_TESTS.read_text())
    done = subprocess.run(
        ["promtool", "test", "rules", "tests.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_has_a_unit_test() -> None:
    """An alert that was never seen to fire is no alert."""
    tested = re.findall(r"alertname: (\w+)\n +eval_time", UNIT_TESTS.read_text())
    assert {rule["alert"] for rule in _rules()} == set(tested)


def test_every_alert_leads_to_its_page() -> None:
    """Who is woken reads what it means, what to look at and what to do, in this order."""
    _, *pages = re.split(r"^## ", PAGES.read_text(), flags=re.MULTILINE)
    by_name = {page.partition("\n")[0]: page for page in pages}
    urls = {rule["alert"]: rule["annotations"]["runbook_url"] for rule in _rules()}

    assert urls == {name: BOOK + name.lower() for name in by_name}
    for name, page in by_name.items():
        places = [page.find(part) for part in PARTS]
        assert -1 not in places, name
        assert places == sorted(places), name


@pytest.mark.parametrize("page", ["alerts.md", "runbook.md"])
def test_pages_name_metrics_settings_and_events_that_exist(page: str) -> None:
    """What was renamed is looked for in vain, at night."""
    text = (ROOT / "docs" / page).read_text()
    source = "".join(path.read_text() for top in SOURCE for path in (ROOT / top).rglob("*.py"))
    settings = (ROOT / "docs" / "settings.md").read_text()

    assert set(re.findall(r"`(ngayso_\w+)`", text)) <= OURS
    for name in re.findall(r"\bNGAYSO_\w+", text):
        assert f"`{name}`" in settings, name
    for event in re.findall(r"event `([a-z-]+)`", text):
        assert f'"{event}"' in source, event


def test_alerts_and_scalers_look_at_metrics_that_exist() -> None:
    """A renamed metric must not leave an alert that never fires, or a scaler that sees nothing."""
    scalers = yaml.safe_load_all(SCALING.read_text())
    queries = [one["spec"]["triggers"][0]["metadata"]["query"] for one in scalers]
    for query in [*(rule["expr"] for rule in _rules()), *queries]:
        assert named(query)
        assert named(query) <= OURS | FROM_ELSEWHERE, query
