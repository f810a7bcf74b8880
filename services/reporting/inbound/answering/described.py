"""Reporting, inbound: describes the API: every status that a route can answer, by its own rule."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from services.reporting.inbound.door.table import RULES, Who
from services.reporting.inbound.problems import MEDIA_TYPE, ProblemAnswer

MOUNTED = "/api"
WHY: dict[HTTPStatus, str] = {
    HTTPStatus.NOT_MODIFIED: "The answer still has the tag that `If-None-Match` names.",
    HTTPStatus.UNAUTHORIZED: "No token, or none that holds: a token of the issuer is to be sent.",
    HTTPStatus.FORBIDDEN: "Who asks is known, and may not.",
    HTTPStatus.NOT_FOUND: "There is no such plan or unit, or the reader has no part in it.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Parameters that are not as described; `errors` names each.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "A fault of the software.",
    HTTPStatus.SERVICE_UNAVAILABLE: "A server that is needed is away: ask again as `Retry-After`.",
}
TAG_ASKED = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of an answer at hand.",
    "schema": {"type": "string", "maxLength": 1000},
}
TAG_TOLD = {"ETag": {"description": "Of these very bytes.", "schema": {"type": "string"}}}
UNDESCRIBED = ("ValidationError", "HTTPValidationError")
"""What FastAPI would answer by itself."""


def describe(app: FastAPI) -> None:
    """Have `app` serve its whole description."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    told = get_openapi(
        title=app.title,
        version=app.version,
        summary="What a campaign adds up to, as those who ask may see it",
        routes=app.routes,
        servers=[{"url": MOUNTED}],
    )
    schemas: dict[str, Any] = told["components"]["schemas"]
    for name in UNDESCRIBED:
        schemas.pop(name, None)
    model = ProblemAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= model.pop("$defs", {})
    schemas["Problem"] = model
    told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method.upper(), path)
    return told


def _complete(operation: dict[str, Any], method: str, path: str) -> None:
    """Add what the gate and every handler have in common."""
    who = RULES[method, MOUNTED + path]
    operation["security"] = [] if who == "everybody" else [{"token": []}]
    responses: dict[str, Any] = operation["responses"]
    if method == "GET" and not any(_streamed(one) for one in responses.values()):
        operation["parameters"] = [*operation.get("parameters", []), TAG_ASKED]
        responses["200"]["headers"] = {**responses["200"].get("headers", {}), **TAG_TOLD}
        responses[_code(HTTPStatus.NOT_MODIFIED)] = {
            "description": WHY[HTTPStatus.NOT_MODIFIED],
            "headers": TAG_TOLD,
        }
    for status in _problems(who, path):
        responses[_code(status)] = {
            "description": WHY[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    operation["responses"] = dict(sorted(responses.items()))


def _problems(who: Who, path: str) -> Iterator[HTTPStatus]:
    yield HTTPStatus.INTERNAL_SERVER_ERROR
    yield HTTPStatus.UNPROCESSABLE_ENTITY
    yield HTTPStatus.SERVICE_UNAVAILABLE
    if who != "everybody":
        yield HTTPStatus.UNAUTHORIZED
        yield HTTPStatus.FORBIDDEN
    if "{" in path:
        yield HTTPStatus.NOT_FOUND


def _streamed(response: dict[str, Any]) -> bool:
    return "text/event-stream" in response.get("content", {})


def _code(status: HTTPStatus) -> str:
    return str(int(status))
