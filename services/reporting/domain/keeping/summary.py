"""Reporting, domain: what one unit's documents add up to, kept beside them."""

import json
from collections import Counter
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import PlainSerializer, PlainValidator

from services.reporting.domain.counting.counts import COUNTS, Count, Counts
from services.reporting.domain.document import Document

Of = Literal["activities", "duties"]
"""What is counted: activities; or duties, reports, reminders and messages. Apart, since there is no
end to the number of activities, and what is said of one kind is not to write the other anew.
"""


def told(counts: Counts) -> str:
    """Counters as they are stored: one text, so that no number is too large, and the same counters
    give the same text.
    """
    return f"[{', '.join(sorted(f'{_front(key)}{number}]' for key, number in counts.items()))}]"


@lru_cache(maxsize=4096)
def _front(key: Count) -> str:
    """A counter as it is stored, up to its number; most batches write the same ones."""
    return f"{json.dumps([*key])[:-1]}, "


def read(text: str | Counts) -> Counts:
    """Counters from what was stored."""
    return text if isinstance(text, Counter) else Counter(_counters(text))


@lru_cache(maxsize=1024)
def _counters(text: str) -> Counts:
    """Most of what is asked for was asked for before, and has not changed since."""
    return Counter({_known(*line[:-1]): line[-1] for line in json.loads(text)})


@lru_cache(maxsize=4096)
def _known(*line: Any) -> Count:
    """A counter, the same one for all units."""
    *fields, name = line
    return COUNTS[str(name)](*fields)


Kept = Annotated[Counts, PlainValidator(read), PlainSerializer(told, when_used="json")]


class SummaryDocument(Document):
    """What all documents of a unit in a plan add up to; a plan's counters are the sum over these.

    Brought up by the difference that a batch makes (keeping/settle.py).
    """

    collection: ClassVar[str] = "summaries"
    plan: str
    unit: str
    of: Of
    counts: Kept

    @property
    def key(self) -> str:
        return f"{self.plan}/{self.unit}/{self.of}"
