"""The description of the API holds: whatever is asked, the answer is one that it names."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from services.reporting.inbound.door.table import RULES
from tests.issuer import Issuer
from tests.reporting.given.records import PLAN
from tests.reporting.inbound.door.house import opened

pytestmark = pytest.mark.slow

KNOWN = {"plan": PLAN, "unit": "ba-to", "form": "docx", "kind": "reminder", "name": "report"}
EACH = 6
"""Questions to each route of each kind; the same ones every time."""
bounded = settings(
    max_examples=EACH,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[*HealthCheck],
)
CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture
def described(issuer: Issuer) -> Iterator[tuple[asyncio.Runner, Any, Any]]:
    """The API, its description, and the loop that both live in."""
    with asyncio.Runner() as runner:
        house = opened(issuer)
        http = runner.run(house.__aenter__())
        answer = runner.run(http.get("/api/openapi.json"))
        yield runner, http, schemathesis.openapi.from_dict(answer.json())
        runner.run(house.__aexit__(None, None, None))


def operations(schema: Any) -> list[Any]:
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    known = [path for method, path in RULES if path.startswith("/api/")]
    assert len(found) == len(known) - 1  # the description does not describe itself
    return found


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("known", [True, False], ids=["of a plan that is there", "of any"])
def test_every_answer_is_one_that_is_described(
    described: tuple[asyncio.Runner, Any, Any], issuer: Issuer, mode: GenerationMode, known: bool
) -> None:
    """Status, type and shape, of questions that are as described and of those that are not."""
    runner, http, schema = described
    met: set[int] = set()
    for operation in operations(schema):
        parts = {name: value for name, value in KNOWN.items() if f"{{{name}}}" in operation.path}

        @bounded
        @given(operation.as_strategy(mode, path_parameters=parts if known and parts else None))
        def asked(case: Any) -> None:
            case.headers.update(issuer.headers("operator"))
            answer = runner.run(http.request(**_request(case)))
            met.add(answer.status_code)
            assert answer.status_code != 500  # described too, and never right
            case.validate_response(answer, checks=CHECKS)

        asked()
    assert met >= ({200} if mode == GenerationMode.POSITIVE else {422})


def _request(case: Any) -> dict[str, Any]:
    told = case.as_transport_kwargs(base_url="https://reporting/api")
    return {name: told[name] for name in ("method", "url", "headers", "params") if name in told}
