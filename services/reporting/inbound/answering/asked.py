"""Reporting, inbound: refuses what would be answered as if it had not been asked.

A filter that is misspelt would give the whole list, and of one that is given twice the last would
count; a unit that there is not would owe nothing, and a cursor of elsewhere would end a list.
"""

from collections import Counter
from typing import Annotated, Any

from fastapi import Query, Request, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from contracts.values import Id
from services.reporting.application.ports import Filters
from services.reporting.application.reading import Reading

After = Annotated[
    str | None, Query(max_length=400, description="`after` of the page before this one.")
]


async def only_known(request: Request) -> None:
    """Each parameter of the query is one that the route has, and is there once."""
    known = query_of(request.scope["route"])
    given = Counter(name for name, _ in request.query_params.multi_items())
    unknown = [_wrong(name, "extra_forbidden") for name in given if name not in known]
    twice = [_wrong(name, "too_long", max_length=1) for name in known if given[name] > 1]
    if unknown or twice:
        raise RequestValidationError([*unknown, *twice])


def query_of(route: APIRoute) -> list[str]:
    """Which parameters the query of a route may have, as the description names them, which takes a
    third of a second to make.
    """
    taken = get_flat_params(route.dependant)
    return [one.alias for one in taken if isinstance(one.field_info, params.Query)]


async def after_in(plan: Id, after: After = None) -> str | None:
    """The key after which a list of a plan goes on."""
    if after is not None and not after.startswith(f"{plan}/"):
        wrong = _wrong("after", "string_pattern_mismatch", pattern=f"{plan}/…")
        raise RequestValidationError([wrong])
    return after


async def of_known_unit(read: Reading, wanted: Filters) -> None:
    """Raises Unknown where a list is asked for of a unit that is in no directory."""
    if isinstance(unit := wanted.get("unit"), str):
        await read.unit(unit)


def _wrong(name: str, kind: str, **context: object) -> dict[str, Any]:
    """As pydantic tells of an error."""
    said = {
        "extra_forbidden": "There is no such parameter",
        "too_long": "Given more than once",
        "string_pattern_mismatch": "Not the `after` of a page of this list",
    }
    return {"type": kind, "loc": ("query", name), "msg": said[kind], "ctx": context}
