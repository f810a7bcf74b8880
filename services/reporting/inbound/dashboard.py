"""Reporting, inbound: serves the dashboard's pages from the views, beside the API."""

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from runtime.failure import Unavailable
from services.reporting.application.unknown import Unknown
from services.reporting.domain.log.standing import ADVICE
from services.reporting.inbound import reached
from services.reporting.inbound.api import make_api
from services.reporting.inbound.door.sign_in import Door
from services.reporting.inbound.given import UseCases, reading_of
from services.reporting.inbound.problems import RETRY_SECONDS, as_problem
from services.reporting.pages.page import PAGE_HEADERS, index_page, message_page, plan_page


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
    page = plan_page(glance, lambda: reading.consolidated(glance), notice=notice)
    return StreamingResponse(page, headers=PAGE_HEADERS, media_type="text/html")


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
    app = Starlette(routes=routes, exception_handlers={Unknown: _unknown, Unavailable: _away})
    app.state.use_cases = use_cases
    return app


async def _unknown(_: Request, error: Any) -> Response:
    problem = as_problem(error)
    text = message_page(problem.title, problem.finding.vi)
    return HTMLResponse(text, problem.status, PAGE_HEADERS)


async def _away(*_: object) -> Response:
    text = message_page("Tạm thời chưa xem được", "Hệ thống đang gián đoạn; hãy thử lại sau.")
    return HTMLResponse(text, 503, PAGE_HEADERS | {"Retry-After": RETRY_SECONDS})
