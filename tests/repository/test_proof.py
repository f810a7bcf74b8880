"""What is committed as proof is of each step as it stands, and of a tree in the history."""

import re
import subprocess

import pytest

from tests.proof.steps import STEPS, Step
from tests.repository.sources import ROOT

PAGES = ROOT / "docs/proof"


def _git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(("git", *words), cwd=ROOT, check=False, capture_output=True, text=True)


def _page(step: Step) -> str:
    path = PAGES / f"{step.name}.md"
    assert path.exists(), f"run: make proof STEP={step.name}, and commit {path.name}"
    return path.read_text("utf-8")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_step_has_its_page_as_the_step_now_runs(step: Step) -> None:
    """A step that is added or changed has to be run."""
    assert f"| command | `{step.written}` |" in _page(step), (
        f"the step has changed; run: make proof STEP={step.name}"
    )


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_page_names_a_commit_of_this_history(step: Step) -> None:
    """Else nobody can look at what it ran on. Not asked of a copy without the history."""
    named = re.search(r"^\| commit \| `([0-9a-f]{40})` \|$", _page(step), re.MULTILINE)
    assert named, "the page names no commit"
    roots = _git("rev-list", "--max-parents=0", "--count", "HEAD")
    shallow = _git("rev-parse", "--is-shallow-repository").stdout.strip() == "true"
    if roots.returncode or shallow:
        pytest.skip("a copy without the history")
    assert not _git("merge-base", "--is-ancestor", named[1], "HEAD").returncode, (
        f"{named[1]} is not in the history: was it rebased? run: make proof STEP={step.name}"
    )


def test_no_page_is_of_a_step_that_is_gone() -> None:
    """It would be taken for a proof of today."""
    assert {path.stem for path in PAGES.glob("*.md")} == {step.name for step in STEPS}
