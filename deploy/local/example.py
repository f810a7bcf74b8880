"""Deployment, local: an example's folder: its plan, its units, what is sent, and over which time."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from contracts.plan import Plan
from contracts.unit import Unit
from contracts.values import SenderMoment, Value
from deploy.local.campaign import Entry, load

EXAMPLES = Path(__file__).parents[2] / "examples"


class _Played(Value):
    """The campaign time that is played: demo.yaml."""

    start: SenderMoment
    end: SenderMoment


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


@dataclass(frozen=True)
class Example:
    """A folder of examples/ that can be played."""

    folder: Path

    @cached_property
    def plan(self) -> Plan:
        return Plan.model_validate(_read(self.folder / "plan.yaml"))

    @cached_property
    def units(self) -> list[Unit]:
        return [Unit.model_validate(unit) for unit in _read(self.folder / "units.yaml")]

    @cached_property
    def entries(self) -> list[Entry]:
        return load(self.folder / "submissions/timeline.yaml")

    @cached_property
    def expected(self) -> dict[str, Any]:
        """What the campaign must come to."""
        expected: dict[str, Any] = _read(self.folder / "expected.yaml")
        return expected

    @cached_property
    def _time(self) -> _Played:
        return _Played.model_validate(_read(self.folder / "demo.yaml"))

    @property
    def start(self) -> datetime:
        """The moment at which the plan is published."""
        return self._time.start

    @property
    def end(self) -> datetime:
        """The moment as of which is counted."""
        return self._time.end


def find(name: str) -> Example:
    """The example of that name, as a folder of examples/ or a path."""
    return Example(EXAMPLES / Path(name).name)
