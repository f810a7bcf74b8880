"""Reporting, main: puts the service together and runs it."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from contracts.topology import REPORTING_PROJECT
from runtime.clock import Clock
from runtime.jetstream.connection import make_broker
from runtime.jetstream.consume import subscribe_batch
from runtime.jetstream.log import JetStreamLog
from runtime.serve import Service, serve
from services.reporting.documents.render import render
from services.reporting.inbound.api import Ports, make_api
from services.reporting.inbound.dashboard import make_dashboard
from services.reporting.inbound.facts import Projection
from services.reporting.inbound.measures import measure
from services.reporting.outbound.answers import Answers
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.past import Past
from services.reporting.outbound.rebuild import Rebuild
from services.reporting.outbound.views import Views
from services.reporting.settings import Settings


def build(settings: Settings, clock: Clock | None = None) -> Service:
    """The whole service; nothing connects before it is run."""
    clock = clock or settings.clock()
    broker = make_broker(settings, "reporting")
    instance = f"{socket.gethostname()}:{settings.http_port}"
    database = Database(settings.mongodb(), settings.mongodb_database, instance)
    views, answers = Views(database), Answers(database)
    past = Past(JetStreamLog(broker, clock))

    subscribe_batch(broker, REPORTING_PROJECT, Projection(views, past).on_facts, clock)

    @asynccontextmanager
    async def opened() -> AsyncIterator[None]:
        try:
            await database.open()
            await views.declare()
            yield
        finally:
            await database.close()

    async def usable() -> None:
        await database.check()
        await views.check()
        await measure(answers)

    ports = Ports(answers, past.consolidated, Rebuild(views, broker), render, clock)
    return Service(
        "reporting",
        broker,
        [REPORTING_PROJECT],
        checks={"views": usable},
        mounts=[("/api", make_api(ports)), ("/", make_dashboard(answers, clock))],
        resources=[opened()],
    )


if __name__ == "__main__":
    _settings = Settings()
    serve(build(_settings), _settings)
