"""Reporting, inbound: every error of the API as problem+json (RFC 9457) that says what to do."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from contracts.findings import Finding, from_details, worded
from contracts.values import Value
from runtime.failure import Unavailable, Unreadable
from services.reporting.application.frozen.ports import Unmade, Unprinted
from services.reporting.application.unknown import Unknown

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "5"
SENTENCES: dict[str, tuple[str, str]] = {
    "see-plans": (
        "{vi} Xem các kế hoạch tại /api/plans.",
        "{en} /api/plans lists them all.",
    ),
    "too-many-follow": (
        "Đang có quá nhiều kết nối theo dõi; hãy đóng bớt trang đang mở hoặc thử lại sau.",
        "Too many connections follow changes, in all or of yours: close some, or try again.",
    ),
    "see-units": (
        "{vi} Xem danh bạ tại /api/units.",
        "{en} /api/units lists them all.",
    ),
    "see-snapshots": (
        "{vi} Xem các lần chốt số liệu tại /api/plans/{{plan}}/snapshots.",
        "{en} /api/plans/{{plan}}/snapshots lists those of a plan.",
    ),
    "as-of-form": (
        "Hãy ghi thời điểm có múi giờ, ví dụ 2022-10-25T17:00:00+07:00 (dấu + ghi là %2B).",
        "Write a moment with its zone, such as 2022-10-25T17:00:00+07:00 (write + as %2B).",
    ),
    "as-of-ahead": (
        "Bây giờ là {now}; hãy chọn thời điểm đã qua.",
        "It is {now} now; what is not over could not be given again.",
    ),
    "as-of-early": (
        "Kế hoạch được công bố lúc {published}; hãy chọn thời điểm sau đó.",
        "The plan was published at {published}; choose a moment after that.",
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
    "unmade": (
        "Hãy thử lại sau ít phút; nếu vẫn chưa được, báo người vận hành kèm nội dung: {detail}.",
        "Try again in some minutes; where it fails again, tell the operator: {detail}.",
    ),
    "unprinted": (
        "Hãy tải tệp .docx và in ra PDF, báo người vận hành kèm nội dung: {detail}.",
        "Take the .docx and print it to PDF; tell the operator: {detail}.",
    ),
    "token-wanted": (
        "Hãy gửi mã truy cập do {issuer} cấp cho {audience}: Authorization: Bearer …",
        "Send a token of {issuer} for the audience {audience}: Authorization: Bearer …",
    ),
    "token-unreadable": (
        "Mã truy cập không do {issuer} ký, hoặc ghi sai: Authorization: Bearer … Hãy lấy mã mới.",
        "No token signed by {issuer} (RS256, ES256) as Authorization: Bearer …; get a new one.",
    ),
    "token-expired": (
        "Mã truy cập đã hết hạn hoặc chưa đến giờ dùng; hãy lấy mã mới tại {issuer}.",
        "The token has expired or does not hold yet; get a new one from {issuer}.",
    ),
    "token-elsewhere": (
        "Mã truy cập phải do {issuer} cấp cho {audience}, có sub và exp; hãy lấy mã như vậy.",
        "A token must be of {issuer}, for the audience {audience}, with sub and exp; get one so.",
    ),
    "token-long": (
        "Mã truy cập dài quá, không giữ lại được; hãy đề nghị {issuer} bớt thông tin trong mã.",
        "No browser keeps a token of that size; have {issuer} put fewer claims into it.",
    ),
    "sign-in-stale": (
        "Lượt đăng nhập đã quá lâu, bị từ chối hoặc bắt đầu ở nơi khác; hãy mở lại trang.",
        "The sign-in took too long, was refused or began elsewhere; open the page again.",
    ),
    "issuer-away": (
        "Nơi cấp mã truy cập {issuer} đang gián đoạn; hãy thử lại sau.",
        "The issuer {issuer} is away and its keys are not at hand; try again.",
    ),
    "role-wanted": (
        "Tài khoản chưa được giao vai trò (roles) hoặc đơn vị (unit); hãy hỏi nơi cấp tài khoản.",
        "The account lacks a role (claim roles) or its unit (claim unit); ask who manages it.",
    ),
    "office-only": (
        "Chỉ nơi ban hành, nơi tổng hợp và lãnh đạo xem toàn bộ; phần của mình ở /api/plans.",
        "The whole is for the plan's issuer, office and leaders; /api/plans has what is yours.",
    ),
    "operator-only": (
        "Chỉ người vận hành (vai trò operator) làm được việc này.",
        "Only an operator (the role operator) may do this.",
    ),
    "unreadable": (
        "Bản ghi số {sequence} ({subject}) không đọc được; người vận hành cần xem ngayso status.",
        "Record {sequence} of the log ({subject}) cannot be read; see `ngayso status`.",
    ),
    "fault": (
        "Đây là lỗi của phần mềm; hãy báo người vận hành kèm thời điểm gặp lỗi.",
        "This is a fault of the software; tell the operator when it happened.",
    ),
}
UNKNOWN = {
    "unknown-plan": ("Không có kế hoạch này", "see-plans"),
    "unknown-unit": ("Không có đơn vị này", "see-units"),
    "unknown-snapshot": ("Không có lần chốt này", "see-snapshots"),
    "file-not-known": ("Không biết tệp này", "see-snapshots"),
}
"""Titles, and what else is said, of what is not there."""


class ProblemAnswer(Value):
    """A problem as it is sent (RFC 9457): of no type but its status; `code` is for programs."""

    title: str
    status: int
    code: str
    pointer: str
    """Where in what was asked; empty where it is no single place."""
    detail: str
    """What to do, in Vietnamese."""
    detail_en: str
    errors: list[Finding] | None = None
    """Each parameter that is not as described."""


class Problem(Exception):
    """An answer that is not what was asked for."""

    def __init__(self, status: HTTPStatus, title: str, finding: Finding) -> None:
        self.status, self.title, self.finding = status, title, finding
        super().__init__(finding.en)

    @classmethod
    def forbidden(cls, code: str) -> "Problem":
        """Who asks is known, and may not."""
        return cls(HTTPStatus.FORBIDDEN, "Không được phép", worded(SENTENCES, code))


def as_problem(unknown: Unknown) -> Problem:
    """What is not there, and where to look for what is."""
    finding = unknown.finding
    title, hint = UNKNOWN[finding.code]
    whole = worded(SENTENCES, hint, vi=finding.vi, en=finding.en)
    return Problem(
        HTTPStatus.NOT_FOUND, title, finding.model_copy(update={"vi": whole.vi, "en": whole.en})
    )


def answer(problem: Problem, errors: list[Finding] | None = None) -> JSONResponse:
    """The problem as it is sent."""
    body = ProblemAnswer(
        title=problem.title,
        status=problem.status,
        code=problem.finding.code,
        pointer=problem.finding.pointer,
        detail=problem.finding.vi,
        detail_en=problem.finding.en,
        errors=errors,
    ).model_dump(mode="json", exclude_none=True)
    away = problem.status == HTTPStatus.SERVICE_UNAVAILABLE
    headers = {"Retry-After": RETRY_SECONDS} if away else None
    return JSONResponse(body, problem.status, headers, MEDIA_TYPE)


async def _own(_: Request, error: Any) -> JSONResponse:
    return answer(error)


async def _unknown(_: Request, error: Any) -> JSONResponse:
    return answer(as_problem(error))


async def _invalid(_: Request, error: Any) -> JSONResponse:
    said = worded(SENTENCES, "parameters")
    problem = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Tham số không hợp lệ", said)
    return answer(problem, from_details(error.errors()))


async def _http(_: Request, error: Any) -> JSONResponse:
    missing = error.status_code == HTTPStatus.NOT_FOUND
    title = "Không có địa chỉ này" if missing else "Yêu cầu không được nhận"
    said = worded(SENTENCES, "no-such-address", detail=error.detail)
    return answer(Problem(HTTPStatus(error.status_code), title, said))


async def _away(_: Request, error: Exception) -> JSONResponse:
    log.warning("unavailable", error=str(error))
    said = worded(SENTENCES, "away")
    return answer(Problem(HTTPStatus.SERVICE_UNAVAILABLE, "Tạm thời chưa trả lời được", said))


async def _unreadable(_: Request, error: Any) -> JSONResponse:
    said = worded(SENTENCES, "unreadable", sequence=error.sequence, subject=error.subject)
    return answer(Problem(HTTPStatus.SERVICE_UNAVAILABLE, "Tạm thời chưa trả lời được", said))


async def _unmade(_: Request, error: Exception) -> JSONResponse:
    said = worded(SENTENCES, "unmade", detail=error)
    return answer(Problem(HTTPStatus.SERVICE_UNAVAILABLE, "Chưa lập được văn bản", said))


async def _unprinted(_: Request, error: Exception) -> JSONResponse:
    said = worded(SENTENCES, "unprinted", detail=error)
    return answer(Problem(HTTPStatus.SERVICE_UNAVAILABLE, "Chưa lập được tệp PDF", said))


async def _bug(_: Request, error: Exception) -> JSONResponse:
    log.error("api-failed", exc_info=error)
    said = worded(SENTENCES, "fault")
    return answer(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Lỗi của hệ thống", said))


def install(app: FastAPI) -> None:
    """Answer every failure of `app` as a problem."""
    app.add_exception_handler(Problem, _own)
    app.add_exception_handler(Unknown, _unknown)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _bug)
    app.add_exception_handler(Unreadable, _unreadable)
    app.add_exception_handler(Unprinted, _unprinted)
    app.add_exception_handler(Unmade, _unmade)
    for away in (Unavailable, TimeoutError, OSError):
        app.add_exception_handler(away, _away)
