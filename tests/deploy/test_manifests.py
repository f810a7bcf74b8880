"""Tests, deploy: every check over every variant that `deploy/k8s/check` renders."""

from collections.abc import Callable, Iterator

import pytest

from tests.deploy import custom, flows, pods, references, settings
from tests.deploy.manifests import HAS_KUBECTL, VARIANTS, Manifests, load

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_KUBECTL, reason="kubectl renders the manifests; not on PATH"),
]

Check = Callable[[Manifests], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    references.selectors,
    references.references,
    references.ports,
    references.budgets,
    references.scaled,
    references.measured,
    references.kept,
    references.namespaces,
    pods.restricted,
    pods.probes,
    pods.images,
    pods.environment,
    pods.resources,
    pods.stopping,
    pods.plain_names,
    pods.secrets_are_files,
    settings.known,
    settings.complete,
    settings.accepted,
    settings.told_files_exist,
    settings.gateways_are_readable,
    settings.ports_agree,
    settings.copies,
    settings.topology_is_not_repeated,
    settings.permissions_are_the_contracts,
    settings.on_disk_first,
    custom.custom,
    custom.certified,
    custom.from_the_safe,
    custom.operated,
    flows.closed,
    flows.ajar,
    flows.denied,
    flows.answered,
    flows.real_ports,
)


@pytest.mark.parametrize("check", [pytest.param(one, id=one.__name__) for one in CHECKS])
def test_every_variant_passes(check: Check) -> None:
    """The rule in the check's docstring holds in each overlay with each set of components."""
    told = [one for one in VARIANTS if check is not settings.complete or one.startswith("prod")]
    found = {variant: list(check(load(variant))) for variant in told}
    assert {variant: problems for variant, problems in found.items() if problems} == {}
