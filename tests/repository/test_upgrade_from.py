"""The version that pods are upgraded from and rolled back to can read what today's wrote."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

STATED = Path(".ci/upgrade-from").read_text().strip()
THERE = subprocess.run(("git", "cat-file", "-e", STATED), stderr=subprocess.DEVNULL, check=False)
SHAPES = """
import json
import services.reporting.main
from contracts.topology import DURABLES
from services.reporting.domain.document import Document
shapes = {one.__name__: one.model_json_schema() for one in Document.__subclasses__()}
print(json.dumps(shapes | {"durables": [repr(one) for one in DURABLES]}))
"""


def shapes(root: Path) -> dict[str, Any]:
    """Of the views' records, and the durables, as the code under `root` has them."""
    command = (sys.executable, "-c", SHAPES)
    env = {**os.environ, "PYTHONPATH": str(root)}
    printed = subprocess.run(command, cwd=root, env=env, stdout=subprocess.PIPE, check=True).stdout
    return json.loads(printed, object_hook=undescribed)  # type: ignore[no-any-return]


def undescribed(schema: dict[str, Any]) -> dict[str, Any]:
    """What a docstring says may change."""
    described = isinstance(schema.get("description"), str)
    return {k: v for k, v in schema.items() if k != "description" or not described}


@pytest.mark.slow
@pytest.mark.skipif(THERE.returncode != 0, reason="needs the history")
def test_records_and_durables_are_what_they_were(tmp_path: Path) -> None:
    """Whoever changes one commits it, writes that commit into the file, and says in the runbook
    what a rollback takes.
    """
    archive = subprocess.run(("git", "archive", STATED), stdout=subprocess.PIPE, check=True)
    subprocess.run(("tar", "-x", "-C", tmp_path), input=archive.stdout, check=True)
    assert shapes(Path.cwd()) == shapes(tmp_path)
