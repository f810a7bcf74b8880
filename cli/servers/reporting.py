"""Cli, servers: asks the reporting service, page by page where it answers in pages."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import httpx

from cli.console import Trouble
from cli.servers.addresses import reporting_address, reporting_token

API_SECONDS = 120.0
MOST = "500"
"""How many the service puts on one page."""


def ask(
    method: str,
    given: str | None,
    path: str,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """One answer of the reporting service, whatever is not there included; raises Trouble when it
    is away or says no.
    """
    base = reporting_address(given)
    if base is None:
        raise Trouble("api-wanted")
    url = base.rstrip("/") + path
    headers = {**(headers or {}), **_authorization(base)}
    try:
        answer = httpx.request(method, url, params=query, headers=headers, timeout=API_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Trouble("api-away", url=url, detail=str(error) or type(error).__name__) from error
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        raise Trouble("api-token", url=url, **_problem(answer))
    if answer.is_error and answer.status_code != httpx.codes.NOT_FOUND:
        raise _refused(answer)
    return answer


def call(
    method: str,
    given: str | None,
    path: str,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """As `ask`; raises Trouble for what is not there too."""
    answer = ask(method, given, path, query, headers)
    if answer.is_error:
        raise _refused(answer)
    return answer


def _refused(answer: httpx.Response) -> Trouble:
    status, url = answer.status_code, answer.url
    return Trouble("api-refused", status=status, url=url, **_problem(answer))


def _authorization(base: str) -> dict[str, str]:
    try:
        token = reporting_token(base)
    except OSError as error:
        raise Trouble("api-token-file", file=error.filename, detail=error.strerror) from error
    return {} if token is None else {"Authorization": f"Bearer {token}"}


def _problem(answer: httpx.Response) -> dict[str, str]:
    """What the service says is wrong, in both languages where it does, each parameter by name."""
    try:
        body = answer.json()
        wrong = [(one["pointer"].rpartition("/")[2], one) for one in body.get("errors") or []]
        return {
            "detail": " ".join([body["detail_en"], *(f"{name}: {of['en']}" for name, of in wrong)]),
            "detail_vi": " ".join([body["detail"], *(f"{name}: {of['vi']}" for name, of in wrong)]),
        }
    except (ValueError, KeyError, TypeError):
        return {"detail": answer.text[:500], "detail_vi": "đây không phải dịch vụ reporting."}


def fetch(given: str | None, path: str, query: Mapping[str, str | None] | None = None) -> Any:
    """What the service answers, as data; a part of the query that is None is not asked for."""
    wanted = {name: value for name, value in (query or {}).items() if value is not None}
    answer = call("GET", given, path, wanted)
    try:
        return answer.json()
    except ValueError as error:  # something else listens there
        raise Trouble("api-away", url=str(answer.url), detail="not JSON") from error


def pages(
    given: str | None, path: str, query: Mapping[str, str | None] | None = None
) -> Iterator[Any]:
    """Everything in a list of the service, however many pages it has."""
    after: str | None = None
    while True:
        page = fetch(given, path, {**(query or {}), "limit": MOST, "after": after})
        yield from page["items"]
        after = page["after"]
        if after is None:
            return


def plan_path(plan: str, what: str = "") -> str:
    """Where the service answers about one plan."""
    return f"/api/plans/{quote(plan, safe='')}{what}"
