"""Reporting, inbound: serves the dashboard's pages from the views, beside the API."""

from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from runtime.failure import Unavailable
from services.reporting.application.unknown import Unknown
from services.reporting.domain.log.standing import ADVICE
from services.reporting.inbound import reached
from services.reporting.inbound.api import make_api
from services.reporting.inbound.door.refusal import for_reader, not_there
from services.reporting.inbound.door.sign_in import Door
from services.reporting.inbound.given import UseCases, reading_of
from services.reporting.inbound.problems import RETRY_SECONDS, SENTENCES, as_problem
from services.reporting.pages.page import PAGE_HEADERS, index_page, message_page, plan_page

log = structlog.get_logger()

EVERY_MINUTE = "60"
"""Seconds after which a page that was asked to comes again: who reads is not interrupted unasked
(WCAG 2.2.4).
"""


async def _index(request: Request) -> Response:
    """Each page shows the campaign as the views have it at this moment, to whoever asks."""
    use_cases: UseCases = request.app.state.use_cases
    plans = await reading_of(request).plans()
    return HTMLResponse(index_page(plans, await _notice(use_cases)), headers=PAGE_HEADERS)


async def _plan(request: Request) -> Response:
    """The totals are sent before the units are read, which takes as long as there are many."""
    use_cases: UseCases = request.app.state.use_cases
    reading, plan = reading_of(request), request.path_params["plan"]
    glance = await reading.glance(plan, use_cases.clock.now())
    notice = await _notice(use_cases)
    live = "live" in request.query_params
    page = plan_page(
        glance,
        lambda: reading.consolidated(glance),
        notice=notice,
        live=live,
        pdf=use_cases.printer.there,
    )
    headers = PAGE_HEADERS | ({"Refresh": EVERY_MINUTE} if live else {})
    return StreamingResponse(page, headers=headers, media_type="text/html")


async def _notice(use_cases: UseCases) -> str:
    apart = await use_cases.agreeing.apart()
    return ADVICE[apart].vi if apart else ""


def make_inside(use_cases: UseCases, door: Door) -> Starlette:
    """All that is behind the gate: the API under /api, and the pages."""
    routes = [
        Mount("/api", make_api(use_cases)),
        Route("/", _index),
        Route("/plans/{plan}", _plan),
        *reached.PAGES,
        *door.routes(),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={
            Unknown: _unknown,
            Unavailable: _away,
            HTTPException: _not_there,
            Exception: _bug,
        },
    )
    app.state.use_cases = use_cases
    return app


async def _not_there(request: Request, _: object) -> Response:
    """What the gate takes for an address of ours and no route does."""
    return for_reader(request, not_there(request.url.path))


async def _bug(_: Request, error: Exception) -> Response:
    log.error("page-failed", exc_info=error)
    text = message_page("Lỗi của hệ thống", SENTENCES["fault"][0])
    return HTMLResponse(text, 500, PAGE_HEADERS)


async def _unknown(_: Request, error: Any) -> Response:
    problem = as_problem(error)
    text = message_page(problem.title, problem.finding.vi)
    return HTMLResponse(text, problem.status, PAGE_HEADERS)


async def _away(*_: object) -> Response:
    text = message_page("Tạm thời chưa xem được", "Hệ thống đang gián đoạn; hãy thử lại sau.")
    return HTMLResponse(text, 503, PAGE_HEADERS | {"Retry-After": RETRY_SECONDS})
