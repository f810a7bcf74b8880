"""What is open: the probes and metrics of the service, whoever is away."""

import pytest

from services.reporting.settings import Settings
from tests.issuer import Issuer
from tests.reporting.conftest import Log, Running

pytestmark = pytest.mark.servers


async def test_probes_and_metrics_need_neither_token_nor_issuer(
    log: Log, settings: Settings, running: Running, issuer: Issuer
) -> None:
    """Unready it could tell nobody that the issuer is away; the metric is what wakes somebody."""
    issuer.away = True
    async with running(settings) as http:
        del http.headers["Authorization"]
        for path in ("/livez", "/readyz", "/metrics"):
            answer = await http.get(path)
            assert answer.status_code == 200, path
        headers = issuer.headers("operator")
        assert (await http.get("/api/plans", headers=headers)).status_code == 503
        metrics = (await http.get("/metrics")).text
    assert "ngayso_issuer_answers 0.0" in metrics
