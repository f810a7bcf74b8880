"""Tests, pods: what the docs have an operator run in `deploy/ops`, run there as it is written."""

import io
import json
import re
import shlex
from collections.abc import Callable, Iterator
from typing import NamedTuple

import openpyxl

from deploy.local.campaign import Example
from tests.deploy.manifests import ROOT
from tests.pods.cluster import Cluster

PAGES = (ROOT / "deploy/k8s/README.md", *sorted((ROOT / "docs").glob("*.md")))
WRITTEN = re.compile(r"exec (?:-i )?deploy/ops -- ([^`\n|<#]+)(?:< ([\w.-]+))?")
ENDS = (0, 1)
"""1: there is something to look at."""
PLAN = "kh-148-2022"
"""What the docs call the plan."""
MADE_UP = {"17", "4711", "can-bo-1"}
"""What the docs name and is not here: a sentence says so."""
SENTENCE = "LỖI ["
BOOK = ["Ngày đến", "Số đến", "Tác giả", "Số ký hiệu", "Ngày văn bản", "Trích yếu"]


class Written(NamedTuple):
    """A command of the docs, and the file that goes in."""

    words: tuple[str, ...]
    file: str | None


def written() -> list[Written]:
    """Each once, in the order of the pages."""
    found = (
        Written(tuple(shlex.split(words)), file or None)
        for page in PAGES
        for words, file in WRITTEN.findall(page.read_text())
    )
    return list(dict.fromkeys(found))


def files(example: Example) -> dict[str, bytes]:
    """What an operator has at hand under the names of the docs."""
    report = next(
        one for one in example.entries if (one.unit, one.verb) == ("ba-to", "submit-report")
    )  # fmt: skip
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(BOOK)
    book.active.append(
        ["18/10/2022", 55, "UBND huyện Ba Tơ", "12/BC-UBND", "17/10/2022", "Báo cáo Ngày CĐS"]
    )
    book.save(content)
    own = {name: (example.folder / name).read_bytes() for name in _NAMES}
    return own | {"ba-to.yaml": json.dumps(report.data).encode(), "so-den.xlsx": content.getvalue()}


_NAMES = ("units.yaml", "contacts.yaml", "plan.yaml")


def run_all(cluster: Cluster, example: Example, tell: Callable[[str], None]) -> Iterator[str]:
    """Every one of them; says how many ended well, and yields what could not be run."""
    there, ran = files(example), 0
    for one in written():
        words = [example.plan.id if word == PLAN else word for word in one.words]
        done = cluster.command("ops", "ops", *words, given=there[one.file] if one.file else b"")
        told = MADE_UP.intersection(words) and SENTENCE in done.err
        if (done.code in ENDS and "Traceback" not in done.err) or told:
            ran += 1
        else:
            yield f"{shlex.join(words)} ended with {done.code}: {done.out[:500]}{done.err}"
    tell(f"{ran} commands of the docs ran in the ops pod")
