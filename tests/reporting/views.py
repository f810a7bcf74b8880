"""Tests, reporting: what the views hold, read behind the service's back."""

from typing import Any

import pymongo

from runtime.ports import Stored
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import KINDS
from services.reporting.outbound.batch import named, to_record
from services.reporting.outbound.points.images import WRITTEN
from services.reporting.outbound.shelves import SHELVED, TOTALS, counts_of, lying_on
from services.reporting.outbound.views import CONTROL, GATE
from services.reporting.settings import Settings
from tests.reporting.given.facts import facts_in
from tests.reporting.given.folded import fold_all
from tests.reporting.recount import add_up

Kept = dict[str, dict[str, Any]]


def kept(settings: Settings) -> Kept:
    """Every document of every collection by its key, and each plan's counters."""
    with pymongo.MongoClient[dict[str, Any]](settings.mongodb_uri) as client:
        database = client[settings.mongodb_database]
        live = database[CONTROL].find_one({"_id": GATE})["live"]  # type: ignore[index]

        def of(collection: str) -> dict[str, dict[str, Any]]:
            found = database[named(collection, live)].find({}, {WRITTEN: False})
            laid = {one["_id"]: one for one in found}
            if collection not in SHELVED:
                return laid
            return {key: one for shelf in laid.values() for key, one in lying_on(shelf).items()}

        documents = {kind.collection: of(kind.collection) for kind in KINDS}
        totals = {plan: counts_of(record).counts for plan, record in of(TOTALS).items()}
    return {**documents, "totals": totals}


def expected(log: list[Stored]) -> Kept:
    """What a clean replay of the log gives, by the pure fold alone."""
    documents = fold_all(facts_in(log), Documents())
    return {
        **{
            kind.collection: {d.key: to_record(d) for d in documents.all(kind) if not d.empty}
            for kind in KINDS
        },
        "totals": dict(add_up(documents.all(Document))),
    }
