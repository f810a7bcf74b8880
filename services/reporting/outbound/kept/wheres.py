"""Reporting, outbound: what MongoDB is asked for where a list is."""

from services.reporting.application.ports import Filters, Units
from services.reporting.domain.document import Document
from services.reporting.domain.documents import DutyDocument
from services.reporting.domain.filing.documents import ReportDocument
from services.reporting.outbound.mongodb import Record

AFTER_SLASH = "0"
"""The character after "/": every key of a plan is above "plan/" and below "plan0"."""

CONCERNS: dict[type[Document], str] = {DutyDocument: "bearer", ReportDocument: "through"}
"""The field that names another unit whom a document is about too."""


def beyond(after: str, plan: str) -> Record:
    """What a key of the plan has to be where a list goes on."""
    return {"$gt": max(after, f"{plan}/"), "$lt": plan + AFTER_SLASH}


def wheres(kind: type[Document], plan: str, filters: Filters, units: Units) -> list[Record]:
    """What a document of a list has to be: the first, or the second, which has few. Each is looked
    for by itself: real MongoDB takes an index for each side of an $or, SecantusDB reads all.
    """
    where: Record = {name: value for name, value in filters.items() if value is not None}
    where["plan"] = plan
    if units is None:
        return [where]
    asked, among, other = where.get("unit"), {"$in": sorted(units)}, CONCERNS.get(kind)
    if asked in units:
        return [where]
    elsewhere = [where | {other: among}] if other else []
    return elsewhere if asked else [where | {"unit": among}, *elsewhere]
