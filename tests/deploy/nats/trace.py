"""Tests, deploy: what each user of a server published and subscribed to, from its trace."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from contracts import permissions

TRACE = "\ntrace: true\n"
"""For the end of the server's configuration."""
SAID = re.compile(r'/user:(\w+)" - <<- \[H?(PUB|SUB) (\S+)')
REFUSED = re.compile(r"/user:(\w+)\" - ->> \[-ERR ('Permissions Violation[^\]]*)\]")


@dataclass
class Used:
    """How often a user did what, by subject."""

    published: Counter[str] = field(default_factory=Counter)
    subscribed: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)


def used(log: Path) -> Mapping[str, Used]:
    """By the user's name."""
    found: dict[str, Used] = defaultdict(Used)
    for line in log.read_text(errors="replace").splitlines():
        if said := SAID.search(line):
            one = found[said[1]]
            (one.published if said[2] == "PUB" else one.subscribed)[said[3]] += 1
        elif refused := REFUSED.search(line):
            found[refused[1]].refused.append(refused[2])
    return found


def times(pattern: str, subjects: Counter[str]) -> int:
    """How often a subject that the pattern allows was used."""
    return sum(count for subject, count in subjects.items() if matches(pattern, subject))


def matches(pattern: str, subject: str) -> bool:
    """Whether the server takes the subject, which may hold wildcards, to be within the pattern."""
    wanted, words = pattern.split("."), subject.split(".")
    if wanted[-1] == ">":
        wanted, rest = wanted[:-1], words[len(wanted) - 1 :]
        if not rest:
            return False
        words = words[: len(wanted)]
    return len(wanted) == len(words) and all(
        want in ("*", word) for want, word in zip(wanted, words, strict=True)
    )


Row = tuple[str, str, str, int]
"""User, what it may, on which subject, how often it did."""


def rights(log: Path, users: Iterable[str]) -> tuple[list[Row], dict[str, list[str]]]:
    """A row for each right of these users; and what each was refused."""
    found = used(log)
    rows = [
        (user, what, pattern, times(pattern, subjects))
        for user in users
        for what, patterns, subjects in (
            ("publish", permissions.SERVICES[user].publish, found[user].published),
            ("subscribe", permissions.SERVICES[user].subscribe, found[user].subscribed),
        )
        for pattern in patterns
    ]
    return rows, {user: found[user].refused for user in users if found[user].refused}


def table(rows: Iterable[Row]) -> str:
    """For a person to read."""
    return "\n".join(
        f"{user:10} {what:9} {count:6}  {subject}" for user, what, subject, count in rows
    )
