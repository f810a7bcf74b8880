"""Reporting, inbound, door: what whoever may not pass is told, as a problem or as a page."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Literal

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from contracts.findings import worded
from services.reporting.application.readers.ports import Fault
from services.reporting.inbound.problems import RETRY_SECONDS, SENTENCES, Problem, answer
from services.reporting.pages.page import PAGE_HEADERS, message_page

TITLES: dict[Fault, str] = {
    "token-wanted": "Cần đăng nhập",
    "token-unreadable": "Mã truy cập không dùng được",
    "token-expired": "Mã truy cập không còn hiệu lực",
    "token-elsewhere": "Mã truy cập không phải cho dịch vụ này",
    "token-long": "Mã truy cập dài quá",
    "sign-in-stale": "Lượt đăng nhập không tiếp tục được",
}


def not_known(fault: Fault, told: Mapping[str, str]) -> Problem:
    """Whoever asks is not known; `told` names the issuer and the audience."""
    said = worded(SENTENCES, fault, "", "error", **told)
    return Problem(HTTPStatus.UNAUTHORIZED, TITLES[fault], said)


def closed(told: Mapping[str, str]) -> Problem:
    """Nobody can be known: the issuer is away, and its keys are not at hand."""
    said = worded(SENTENCES, "issuer-away", "", "error", **told)
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "Tạm thời chưa xác nhận được người dùng", said)


def not_there(path: str) -> Problem:
    said = worded(SENTENCES, "no-such-address", detail=path[:200])
    return Problem(HTTPStatus.NOT_FOUND, "Không có địa chỉ này", said)


def for_reader(request: Request, problem: Problem) -> Response:
    """As JSON for programs, as a page for people."""
    if request.url.path.startswith("/api/"):
        response: Response = answer(problem)
    else:
        way: Literal["in", "out"] = "out" if problem.status == HTTPStatus.FORBIDDEN else "in"
        text = message_page(problem.title, problem.finding.vi, way)
        response = HTMLResponse(text, problem.status, PAGE_HEADERS)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        known = "" if problem.finding.code == "token-wanted" else ', error="invalid_token"'
        response.headers["WWW-Authenticate"] = f'Bearer realm="ngayso"{known}'
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response
