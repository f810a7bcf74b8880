"""Tests, deploy, images: of our source an image holds what its service imports, and no more."""

import re
from functools import cache

import grimp
import pytest

from tests.deploy.manifests import ROOT

PARTS = ("contracts", "runtime", "services", "workbook", "cli")
SERVICES = ("registry", "notifier", "reporting")


@cache
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(*PARTS, cache_dir=None)


def part(module: str) -> str:
    """As a folder of the image: `services/registry`, `runtime`."""
    words = module.split(".")
    return "/".join(words[: 2 if words[0] == "services" else 1])


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_what_it_imports_and_no_more(service: str) -> None:
    """An import within a function too: it would fail on the day it is needed."""
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text()
    (said,) = re.findall(rf"^ +{service}\) rm -r (.+) ;;", dockerfile, re.MULTILINE)
    taken = {folder.removeprefix("/src/") for folder in said.split()}
    main = f"services.{service}.main"
    wanted = {part(one) for one in (main, *imports().find_upstream_modules(main))} - {"services"}
    every = {part(module) for module in imports().modules} - {"services"}

    assert taken == every - wanted
