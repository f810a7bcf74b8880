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
from services.reporting.application.measuring import measure
from services.reporting.application.past import Past
from services.reporting.application.projecting import Projecting
from services.reporting.application.reading import Reading
from services.reporting.application.rebuilding import Rebuilding
from services.reporting.documents.render import render
from services.reporting.inbound.api import make_api
from services.reporting.inbound.dashboard import make_dashboard
from services.reporting.inbound.facts import Facts
from services.reporting.inbound.given import UseCases
from services.reporting.outbound.answers import MongoAnswers
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.replay import StreamReplay
from services.reporting.outbound.views import MongoViews
from services.reporting.settings import Settings


def build(settings: Settings, clock: Clock | None = None) -> Service:
    """The whole service; nothing connects before it is run."""
    clock = clock or settings.clock()
    broker = make_broker(settings, "reporting")
    instance = f"{socket.gethostname()}:{settings.http_port}"
    database = Database(settings.mongodb(), settings.mongodb_database, instance)
    views, answers = MongoViews(database), MongoAnswers(database)
    log = JetStreamLog(broker, clock)
    reading = Reading(answers)

    subscribe_batch(broker, REPORTING_PROJECT, Facts(Projecting(views, log)).handle, clock)

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

    rebuilding = Rebuilding(views, StreamReplay(broker))
    use_cases = UseCases(reading, Past(log), rebuilding, render, clock)
    return Service(
        "reporting",
        broker,
        [REPORTING_PROJECT],
        checks={"views": usable},
        mounts=[("/api", make_api(use_cases)), ("/", make_dashboard(reading, clock))],
        resources=[opened()],
    )


if __name__ == "__main__":
    _settings = Settings()
    serve(build(_settings), _settings)
