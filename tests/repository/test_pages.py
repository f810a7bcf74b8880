"""The pages list every setting, metric and finding that there is, as it is."""

import re
from collections import Counter

import pytest

from runtime.settings import RuntimeSettings
from tests.repository import pages
from tests.repository.sources import ROOT, files, text

RULES = "deploy/k8s/components/monitoring"


@pytest.mark.parametrize("page", pages.TABLES)
def test_a_table_says_what_the_source_says(page):
    """An operator reads the page and not the code."""
    _, render = pages.TABLES[page]

    assert pages.table(page) == render(), f"run make schemas to write {page}"


def test_every_setting_has_a_meaning():
    """A variable without a sentence is a riddle."""
    for name, model in {"runtime": RuntimeSettings, **pages.settings()}.items():
        for field, info in model.model_fields.items():
            assert (info.description or "").endswith("."), f"{name}: {field} has no sentence"


def test_a_setting_means_the_same_in_every_service():
    """Two services may read one variable; then it is one thing."""
    seen: dict[str, str] = {}
    for model in pages.settings().values():
        for field, info in model.model_fields.items():
            assert seen.setdefault(field, info.description or "") == info.description


def test_metrics_are_called_once_and_carry_no_subject():
    """A label of subjects or units would make a time series of each; only what cannot be read is
    named, of at most MOST_NAMED.

    A counter `x_total` takes the name `x` too: the client refuses it to a gauge.
    """
    every = list(pages.metrics())
    counted = Counter(name.removesuffix("_total") for name, *_ in every)

    assert [name for name, times in counted.items() if times > 1] == []
    for name, _, labels, meaning in every:
        assert name.startswith("ngayso_"), name
        assert meaning.endswith("."), name
        if name != "ngayso_log_unreadable":
            assert not {"subject", "unit", "recipient", "message"} & set(labels.split(", ")), name


def test_every_metric_that_an_alert_names_is_one_we_have():
    """An alert on a metric that was renamed never fires."""
    known = {name for name, *_ in pages.metrics()}
    shown = {f"{name}{end}" for name in known for end in ("", "_bucket", "_sum", "_count")}
    named = {
        word
        for path in files()
        if str(path).startswith(RULES)
        for word in re.findall(r"\bngayso_[a-z_]+", text(path) or "")
    }

    assert named
    assert named <= shown, f"no source declares {named - shown}"


def test_every_page_is_linked_from_somewhere():
    """A page that nothing leads to is not read."""
    documents = [path for path in files() if path.suffix == ".md"]
    everything = {path: text(path) or "" for path in documents}
    lost = [
        path
        for path in documents
        if path.parts[0] == "docs"
        and not any(path.name in body for other, body in everything.items() if other != path)
    ]

    assert not lost
    assert (ROOT / "docs/integrate.md").exists()
