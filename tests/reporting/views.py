"""Tests, reporting: what the views hold, read behind the service's back."""

from typing import Any

import pymongo

from services.reporting.domain.contribution import add_up
from services.reporting.domain.documents import KINDS, Document, Documents
from services.reporting.domain.fold import Decision, fold_all
from services.reporting.outbound.views import counts_of, to_record
from services.reporting.settings import Settings

Held = dict[str, dict[str, Any]]


def held(settings: Settings) -> Held:
    """Every document of every collection by its key, and each plan's counters."""
    with pymongo.MongoClient[dict[str, Any]](settings.mongodb_uri) as client:
        database = client[settings.mongodb_database]
        documents = {
            kind.collection: {record["_id"]: record for record in database[kind.collection].find()}
            for kind in KINDS
        }
        totals = {record["_id"]: counts_of(record) for record in database["totals"].find()}
    return {**documents, "totals": totals}


def expected(log: list[Decision]) -> Held:
    """What a clean replay of the log gives, by the pure fold alone."""
    documents = fold_all(log, Documents())
    return {
        **{kind.collection: {d.key: to_record(d) for d in documents.all(kind)} for kind in KINDS},
        "totals": dict(add_up(documents.all(Document))),
    }
