"""Tests, deploy: reads the kubectl lines of the operator's pages, as a shell would."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.deploy.manifests import K8S, ROOT

PAGES = [K8S / "README.md", ROOT / "docs" / "runbook.md", ROOT / "docs" / "alerts.md"]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(kubectl [^`]+)`")
SHORT = {"-n": "--namespace", "-k": "--kustomize", "-f": "--filename", "-c": "--container"}
"""The short options with a value that pages use."""


@dataclass(frozen=True)
class Line:
    """One call of kubectl on a page, without what a container is to run."""

    page: str
    words: list[str]

    @property
    def text(self) -> str:
        return f"{self.page}: {shlex.join(self.words)}"

    @cached_property
    def read(self) -> "Read":
        read, words = Read(), iter(self.words[1:])
        for word in words:
            name, equals, value = word.partition("=")
            if word in SHORT and word != "-":
                read.options[SHORT[word]] = next(words)
            elif word.startswith("-"):
                read.options[name] = value if equals else ""
            else:
                read.said.append(word)
        return read

    @property
    def shape(self) -> tuple[str, ...]:
        """What kubectl's own parser looks at; lines of one shape are parsed alike."""
        return (*self.read.said[:2], *sorted(self.read.options))


@dataclass
class Read:
    """What stands without a dash, and the options by their long names."""

    said: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)


def lines() -> list[Line]:
    return [
        Line(page.name, words)
        for page in PAGES
        for part in _parts(page)
        if (words := _words(part))[:1] == ["kubectl"]
    ]


def _parts(page: Path) -> Iterator[str]:
    """Each command of each block, loops taken apart, and those within a sentence."""
    text = page.read_text()
    for block in BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            for part in re.split(r"; | \| ", line.partition(" #")[0]):
                yield part.strip().removeprefix("do ")
    for found in INLINE.findall(text):
        yield found.replace("\\|", "|").partition(" | ")[0]


def _words(part: str) -> list[str]:
    words = shlex.split(part)
    if words[:1] != ["kubectl"]:
        return []
    for end in ("--", "<", ">"):
        words = words[: words.index(end)] if end in words else words
    return words
