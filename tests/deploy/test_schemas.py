"""Tests, deploy: each object fits the two newest versions of Kubernetes, and the lowest."""

import json

import kubernetes_validate
import pytest

from tests.deploy.custom import known_to_kubernetes
from tests.deploy.manifests import HAS_KUBECTL, K8S, VARIANTS, Json, load

LOWEST = "1.30"
"""As deploy/k8s/README.md says."""
VERSIONS = ("1.36", "1.37")

pytestmark = pytest.mark.skipif(
    not HAS_KUBECTL, reason="kubectl renders the manifests; not on PATH"
)


def _distinct() -> list[Json]:
    """An object that several variants share is looked at once."""
    seen = {json.dumps(one): one for variant in VARIANTS for one in load(variant).objects}
    return [one for one in seen.values() if known_to_kubernetes(one)]


@pytest.mark.parametrize("version", [LOWEST, *VERSIONS])
def test_objects_fit_kubernetes(version: str) -> None:
    """Strictly: a field that is misspelled would be dropped in silence."""
    objects = _distinct()
    assert len(objects) > 100
    for item in objects:
        kubernetes_validate.validate(item, version, strict=True)


def test_a_misspelled_field_is_found() -> None:
    item = next(one for one in _distinct() if one["kind"] == "Deployment")
    item["spec"]["template"]["spec"]["terminationGracePeriod"] = 1
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(item, VERSIONS[-1], strict=True)


def test_these_are_the_newest() -> None:
    """When the checker learns of a later version, the two move on."""
    newest = int(kubernetes_validate.latest_version().split(".")[1])
    assert tuple(f"1.{minor}" for minor in (newest - 1, newest)) == VERSIONS
    assert f"Kubernetes {LOWEST} or later" in (K8S / "README.md").read_text()
