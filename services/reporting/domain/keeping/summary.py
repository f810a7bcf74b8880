"""Reporting, domain: what one unit's documents add up to, kept beside them."""

import json
from collections import Counter
from functools import lru_cache
from typing import Annotated, ClassVar, Literal

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
    if isinstance(text, Counter):
        return text
    lines = json.loads(text)
    return Counter({COUNTS[name](*fields): number for *fields, name, number in lines})


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
