"""Chaos: what must hold of every message and reminder, counted again from the facts and the sinks.

Nothing here folds with our code.
"""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from deploy.local.sinks.gateway import read_sent

ENDS = {"message-accepted", "message-failed", "message-silenced"}
SETTLED = {"rung-sent", "rung-cancelled", "rung-lapsed", "rung-failed"}
Key = tuple[str, ...]


@dataclass
class Carried:
    """What the notifier said, by unit: when each message was to leave and how often it ended; when
    each rung was to fire, and which have a fate; by message what was said of it.
    """

    leaves_at: dict[Key, datetime] = field(default_factory=dict)
    ends: Counter[Key] = field(default_factory=Counter)
    fires_at: dict[Key, datetime] = field(default_factory=dict)
    settled: set[Key] = field(default_factory=set)
    said: dict[str, set[str]] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)

    def tell(self, kind: str, fact: Mapping[str, Any]) -> None:
        if "rung" in fact:
            self._of_rung(kind, fact, (fact["unit"], fact["duty"], fact["due"], fact["rung"]))
        if kind.startswith("message-"):
            message = fact["message"]
            self.said.setdefault(message, set()).add(kind)
            if kind == "message-composed":
                self.channels[message] = fact["channel"]
                leaves_at = datetime.fromisoformat(fact["leaves_at"])
                self.leaves_at[fact["unit"], message] = leaves_at
            self.ends[fact["unit"], message] += kind in ENDS

    def _of_rung(self, kind: str, fact: Mapping[str, Any], key: Key) -> None:
        if kind == "rung-scheduled":
            self.fires_at[key] = datetime.fromisoformat(fact["fires_at"])
            self.settled.discard(key)
        elif kind in SETTLED:
            self.settled.add(key)

    def check(self, before: datetime, sms: Path) -> None:
        """What was to happen `before` has happened, once. Raises AssertionError."""
        twice = {key: count for key, count in self.ends.items() if count > 1}
        assert not twice, f"messages that ended more than once: {twice}"
        left = [key for key, at in self.leaves_at.items() if at < before and not self.ends[key]]
        assert not left, f"messages without an end: {left}"
        due = [key for key, at in self.fires_at.items() if at < before]
        lost = [key for key in due if key not in self.settled]
        assert not lost, f"rungs that were due and have no fate: {lost}"
        assert due, "nothing was due"
        self._sms(Counter(one["RequestId"] for one in read_sent(sms)))

    def _sms(self, sent: Counter[str]) -> None:
        """A gateway takes each id once, and can be asked: none is lost, none twice."""
        taken = {name for name in self._by("sms") if "message-accepted" in self.said[name]}
        assert taken <= sent.keys(), f"said to be accepted, and not there: {taken - sent.keys()}"
        nobodys = {name for name in sent if "message-attempted" not in self.said.get(name, ())}
        assert not nobodys, f"SMS that nobody said to send: {nobodys}"
        again = {name: count for name, count in sent.items() if count > 1}
        assert not again, f"SMS that went out again: {again}"

    def _by(self, channel: str) -> Set[str]:
        return {name for name, by in self.channels.items() if by == channel}
