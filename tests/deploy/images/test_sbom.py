"""Tests, deploy, images: the bill of each image is its lock, without the GPL."""

import re

import pytest

from deploy import sbom
from tests.repository.sources import ROOT

WINDOWS = {"colorama"}
"""In a lock for every system, and in no image."""


@pytest.mark.parametrize("service", sbom.SERVICES)
def test_a_bill_has_each_package_of_the_lock(service: str) -> None:
    """By its own package URL, with a hash for each file that pip may take."""
    lock = (ROOT / f"requirements-{service}.lock").read_text()
    named = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    listed = sbom.bill(service)["components"]

    assert {one["name"] for one in listed} == named - WINDOWS
    assert len({one["bom-ref"] for one in listed}) == len(listed)
    for one in listed:
        assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
        assert one["properties"], one["name"]


@pytest.mark.parametrize("service", sbom.SERVICES)
def test_no_image_holds_a_package_under_the_gpl(service: str) -> None:
    """An image may be handed on, with a library under the LGPL too; embedded parts are in none."""
    told = {one["name"]: sbom.licence(one["name"]) for one in sbom.bill(service)["components"]}

    assert "unknown" not in told.values()
    assert {name for name, said in told.items() if re.search(r"(?<!L)GPL", said)} == set()


def test_a_bill_is_the_same_for_the_same_lock() -> None:
    assert sbom.bill("registry") == sbom.bill("registry")
    assert sbom.bill("registry")["serialNumber"] != sbom.bill("cli")["serialNumber"]
