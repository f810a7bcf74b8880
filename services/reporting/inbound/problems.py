"""Reporting, inbound: every error of the API as problem+json (RFC 9457) that says what to do."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from contracts.findings import Finding, from_details, worded
from runtime.failure import Unavailable
from services.reporting.application.unknown import Unknown

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "5"
SENTENCES: dict[str, tuple[str, str]] = {
    "see-plans": (
        "{vi} Xem các kế hoạch tại /api/plans.",
        "{en} /api/plans lists them all.",
    ),
    "see-units": (
        "{vi} Xem danh bạ tại /api/units.",
        "{en} /api/units lists them all.",
    ),
    "as-of-form": (
        "Hãy ghi thời điểm có múi giờ, ví dụ 2022-10-25T17:00:00+07:00 (dấu + ghi là %2B).",
        "Write a moment with its zone, such as 2022-10-25T17:00:00+07:00 (write + as %2B).",
    ),
    "as-of-ahead": (
        "Bây giờ là {now}; hãy chọn thời điểm đã qua.",
        "It is {now} now; what is not over could not be given again.",
    ),
    "parameters": (
        "Hãy sửa các tham số nêu trong errors; /api/openapi.json mô tả từng tham số.",
        "Correct the parameters named in errors; /api/openapi.json describes each.",
    ),
    "no-such-address": (
        "Hãy xem các địa chỉ và cách gọi tại /api/openapi.json.",
        "{detail}: /api/openapi.json lists what there is and how to ask for it.",
    ),
    "away": (
        "Cơ sở dữ liệu hoặc máy chủ bản tin đang gián đoạn hay đang dựng lại; hãy thử lại sau.",
        "A server we need is away or the views are being rebuilt; try again, /readyz says which.",
    ),
    "fault": (
        "Đây là lỗi của phần mềm; hãy báo người vận hành kèm thời điểm gặp lỗi.",
        "This is a fault of the software; tell the operator when it happened.",
    ),
}
UNKNOWN = {
    "unknown-plan": ("Không có kế hoạch này", "see-plans"),
    "unknown-unit": ("Không có đơn vị này", "see-units"),
}
"""Titles, and what else is said, of what is not there."""


class Problem(Exception):
    """An answer that is not what was asked for."""

    def __init__(self, status: HTTPStatus, title: str, finding: Finding) -> None:
        self.status, self.title, self.finding = status, title, finding
        super().__init__(finding.en)


def as_problem(unknown: Unknown) -> Problem:
    """What is not there, and where to look for what is."""
    finding = unknown.finding
    title, hint = UNKNOWN[finding.code]
    whole = worded(SENTENCES, hint, vi=finding.vi, en=finding.en)
    return Problem(
        HTTPStatus.NOT_FOUND, title, finding.model_copy(update={"vi": whole.vi, "en": whole.en})
    )


def _answer(problem: Problem, errors: list[Finding] | None = None) -> JSONResponse:
    body: dict[str, object] = {
        "title": problem.title,
        "status": problem.status,
        "code": problem.finding.code,
        "pointer": problem.finding.pointer,
        "detail": problem.finding.vi,
        "detail_en": problem.finding.en,
    }
    if errors is not None:
        body["errors"] = [error.model_dump() for error in errors]
    away = problem.status == HTTPStatus.SERVICE_UNAVAILABLE
    headers = {"Retry-After": RETRY_SECONDS} if away else None
    return JSONResponse(body, problem.status, headers, MEDIA_TYPE)


async def _own(_: Request, error: Any) -> JSONResponse:
    return _answer(error)


async def _unknown(_: Request, error: Any) -> JSONResponse:
    return _answer(as_problem(error))


async def _invalid(_: Request, error: Any) -> JSONResponse:
    said = worded(SENTENCES, "parameters")
    problem = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Tham số không hợp lệ", said)
    return _answer(problem, from_details(error.errors()))


async def _http(_: Request, error: Any) -> JSONResponse:
    missing = error.status_code == HTTPStatus.NOT_FOUND
    title = "Không có địa chỉ này" if missing else "Yêu cầu không được nhận"
    said = worded(SENTENCES, "no-such-address", detail=error.detail)
    return _answer(Problem(HTTPStatus(error.status_code), title, said))


async def _away(_: Request, error: Exception) -> JSONResponse:
    log.warning("unavailable", error=str(error))
    said = worded(SENTENCES, "away")
    return _answer(Problem(HTTPStatus.SERVICE_UNAVAILABLE, "Tạm thời chưa trả lời được", said))


async def _bug(_: Request, error: Exception) -> JSONResponse:
    log.error("api-failed", exc_info=error)
    said = worded(SENTENCES, "fault")
    return _answer(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Lỗi của hệ thống", said))


def install(app: FastAPI) -> None:
    """Answer every failure of `app` as a problem."""
    app.add_exception_handler(Problem, _own)
    app.add_exception_handler(Unknown, _unknown)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _bug)
    for away in (Unavailable, TimeoutError, OSError):
        app.add_exception_handler(away, _away)
