"""Reporting, inbound: every error of the API as problem+json (RFC 9457) that says what to do."""

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from contracts.findings import pointer
from runtime.failure import Unavailable

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "5"
MOST_TEXT = 300


class Problem(Exception):
    """An answer that is not what was asked for, in both languages."""

    def __init__(self, status: int, title: str, detail: str, detail_en: str) -> None:
        self.status, self.title, self.detail, self.detail_en = status, title, detail, detail_en
        super().__init__(detail_en)


def no_plan(plan: str) -> Problem:
    return Problem(
        404,
        "Không có kế hoạch này",
        f"Chưa có kế hoạch {plan!r}; xem các kế hoạch tại /api/plans.",
        f"There is no plan {plan!r}; /api/plans lists them all.",
    )


def _answer(problem: Problem, **more: Any) -> JSONResponse:
    body = {
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "detail_en": problem.detail_en,
        **more,
    }
    headers = {"Retry-After": RETRY_SECONDS} if problem.status == 503 else None  # noqa: PLR2004
    return JSONResponse(body, problem.status, headers, MEDIA_TYPE)


async def _own(_: Request, error: Any) -> JSONResponse:
    return _answer(error)


async def _invalid(_: Request, error: Any) -> JSONResponse:
    errors = [
        {"pointer": pointer(fault["loc"])[:MOST_TEXT], "detail": str(fault["msg"])[:MOST_TEXT]}
        for fault in error.errors()
    ]
    problem = Problem(
        422,
        "Tham số không hợp lệ",
        "Hãy sửa các tham số nêu trong errors; /api/openapi.json mô tả từng tham số.",
        "Correct the parameters named in errors; /api/openapi.json describes each.",
    )
    return _answer(problem, errors=errors)


async def _http(_: Request, error: Any) -> JSONResponse:
    problem = Problem(
        error.status_code,
        "Không có địa chỉ này" if error.status_code == 404 else "Yêu cầu không được nhận",  # noqa: PLR2004
        "Hãy xem các địa chỉ và cách gọi tại /api/openapi.json.",
        f"{error.detail}: /api/openapi.json lists what there is and how to ask for it.",
    )
    return _answer(problem)


async def _away(_: Request, error: Exception) -> JSONResponse:
    log.warning("unavailable", error=str(error))
    problem = Problem(
        503,
        "Tạm thời chưa trả lời được",
        "Cơ sở dữ liệu hoặc máy chủ bản tin đang gián đoạn hay đang dựng lại; hãy thử lại sau.",
        "A server we need is away or the views are being rebuilt; try again, /readyz says which.",
    )
    return _answer(problem)


async def _bug(_: Request, error: Exception) -> JSONResponse:
    log.error("api-failed", exc_info=error)
    problem = Problem(
        500,
        "Lỗi của hệ thống",
        "Đây là lỗi của phần mềm; hãy báo người vận hành kèm thời điểm gặp lỗi.",
        "This is a fault of the software; tell the operator when it happened.",
    )
    return _answer(problem)


def install(app: FastAPI) -> None:
    """Answer every failure of `app` as a problem."""
    app.add_exception_handler(Problem, _own)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _bug)
    for away in (Unavailable, TimeoutError, OSError):
        app.add_exception_handler(away, _away)
