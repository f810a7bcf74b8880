"""Reporting, outbound: what is put aside of a record that changes after a point was kept.

Each record says after which point it was written. One that was written before the last point is put
aside as it was when it changes for the first time after it: so a point costs one small record when
it is kept, and what is only added costs nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.reporting.domain.documents import KINDS
from services.reporting.domain.log.unread import QuarantinedDocument
from services.reporting.domain.stamp import stamp
from services.reporting.outbound.mongodb import Record
from services.reporting.outbound.shelves import CURSORS

POINTS, IMAGES = "points", "images"
WRITTEN, KIND, KEY, UNTIL = "_written", "_kind", "_key", "_until"
KEPT = {CURSORS, *(one.collection for one in KINDS if one is not QuarantinedDocument)}
"""The collections of which something is put aside: all that reports are made of."""
IMAGE_INDEXES = ([KIND, KEY], [KIND, UNTIL])


def image(collection: str, was: Record, point: int) -> Record:
    """A record as it was at all points after that of its writing, up to this one."""
    key = was["_id"]
    own = {"_id": f"{point}/{collection}/{key}", KIND: collection, KEY: key, UNTIL: point}
    return {**was, **own}


def point_record(number: int, floor: int, sequence: int, at: datetime) -> Record:
    """Of views whose newest message is this one."""
    return {"_id": number, "floor": floor, "sequence": sequence, "at": stamp(at)}


def beginning() -> Record:
    """What views hold in which points can be kept, before there is any."""
    return {"_id": 0, "floor": 0, "sequence": 0}


def live_at(where: Mapping[str, Any], point: int) -> Record:
    """What of the records now is as it was at a point."""
    return {**where, WRITTEN: {"$lt": point}}


def image_at(collection: str, where: Mapping[str, Any], point: int) -> Record:
    """The others, among what was put aside."""
    own = {KIND: collection, WRITTEN: {"$lt": point}, UNTIL: {"$gte": point}}
    return {**_by_key(where), **own}


def _by_key(where: Mapping[str, Any]) -> Record:
    found: Record = {}
    for name, wanted in where.items():
        if name == "$or":
            found[name] = [_by_key(one) for one in wanted]
        else:
            found[KEY if name == "_id" else name] = wanted
    return found


def as_it_was(record: Record) -> Record:
    """An image under its own key again."""
    return {**record, "_id": record[KEY]}
