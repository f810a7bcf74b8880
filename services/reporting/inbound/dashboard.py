"""Reporting, inbound: serves the dashboard's pages from the views."""

from html import escape
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from runtime.clock import Clock
from runtime.failure import Unavailable
from services.reporting.application.reading import Reading
from services.reporting.application.unknown import Unknown
from services.reporting.inbound.problems import as_problem
from services.reporting.pages.page import CONTENT_SECURITY_POLICY, index_page, plan_page

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Dashboard:
    """The pages; each shows the campaign as the views have it at this moment."""

    def __init__(self, reading: Reading, clock: Clock) -> None:
        self._reading = reading
        self._clock = clock

    async def index(self, _: Request) -> Response:
        now = self._clock.now()
        plans = await self._reading.plans()
        whole = [await self._reading.consolidated(plan.id, now) for plan in plans]
        return HTMLResponse(index_page(whole), headers=HEADERS)

    async def plan(self, request: Request) -> Response:
        plan = request.path_params["plan"]
        whole = await self._reading.consolidated(plan, self._clock.now())
        return HTMLResponse(plan_page(whole), headers=HEADERS)


def make_dashboard(reading: Reading, clock: Clock) -> Starlette:
    """The application to mount at the root."""
    pages = Dashboard(reading, clock)
    return Starlette(
        routes=[Route("/", pages.index), Route("/plans/{plan}", pages.plan)],
        exception_handlers={Unknown: _unknown, Unavailable: _away},
    )


async def _unknown(_: Request, error: Any) -> Response:
    problem = as_problem(error)
    text = f"<h1>{escape(problem.title)}</h1><p>{escape(problem.finding.vi)}</p>"
    return HTMLResponse(text, problem.status, HEADERS)


async def _away(*_: object) -> Response:
    text = "<h1>Tạm thời chưa xem được</h1><p>Hệ thống đang gián đoạn; hãy thử lại sau.</p>"
    return HTMLResponse(text, 503, HEADERS | {"Retry-After": "5"})
