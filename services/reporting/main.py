"""Reporting, main: puts the service together and runs it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from faststream.nats import NatsBroker

from contracts.topology import REPORTING_PROJECT
from runtime.clock import Clock
from runtime.jetstream.consume import subscribe_batch
from runtime.jetstream.log import JetStreamLog
from runtime.life import Service
from runtime.patient import patient_broker
from runtime.serve import run
from services.reporting.application.following.changes import Following
from services.reporting.application.frozen.changes import Changing
from services.reporting.application.frozen.figures import Figures
from services.reporting.application.frozen.freezing import Freezing
from services.reporting.application.keeping.agreeing import Agreeing
from services.reporting.application.keeping.rebuilding import Rebuilding
from services.reporting.application.measuring import measure
from services.reporting.application.past import Past
from services.reporting.application.points.keeping import Keeping
from services.reporting.application.projecting import Projecting
from services.reporting.application.reached.lateness import Lateness
from services.reporting.application.reached.readiness import Readiness
from services.reporting.application.readers.eyes import Eyes
from services.reporting.application.reading import Reading
from services.reporting.application.whole.succeeding import Succeeding
from services.reporting.documents.papers import Papers
from services.reporting.documents.render import render, render_all
from services.reporting.documents.templates.template import Templates
from services.reporting.domain.readers.reader import Reader
from services.reporting.inbound.dashboard import make_inside
from services.reporting.inbound.door.gate import Gate
from services.reporting.inbound.door.sign_in import BACK, Door
from services.reporting.inbound.facts import Facts
from services.reporting.inbound.given import UseCases
from services.reporting.outbound.answers import MongoAnswers
from services.reporting.outbound.contacts import NotifierContacts
from services.reporting.outbound.delivered import StreamDelivered
from services.reporting.outbound.following.moved import MongoMoved
from services.reporting.outbound.frozen.files import StoredFiles
from services.reporting.outbound.generations import MongoStore
from services.reporting.outbound.issuer.provider import Provider
from services.reporting.outbound.issuer.tokens import Tokens
from services.reporting.outbound.kept.everything import Kept
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.papers.elsewhere import Elsewhere
from services.reporting.outbound.papers.printing import LibreOffice
from services.reporting.outbound.points.reading import MongoPoints
from services.reporting.outbound.views import MongoViews
from services.reporting.settings import Settings


def build(settings: Settings, clock: Clock | None = None) -> Service:
    """The whole service; nothing connects before it is run."""
    clock = clock or settings.clock()
    broker, database = patient_broker(settings, "reporting"), _database(settings)
    views, answers = MongoViews(database), partial(MongoAnswers, database, Kept())
    log, store = JetStreamLog(broker, clock), MongoStore(database)
    delivered, tokens = StreamDelivered(broker), _tokens(settings)
    agreeing = Agreeing(store, log, delivered, moments=settings.clock_anchor is None)
    rebuilding, following = Rebuilding(store, log), Following(MongoMoved(database), delivered)
    points = MongoPoints(database, delivered)
    facts = Facts(log, Projecting(views, log), Keeping(points, delivered))
    projected = subscribe_batch(broker, REPORTING_PROJECT, facts.handle, clock)

    @asynccontextmanager
    async def opened() -> AsyncIterator[None]:
        await database.open()
        await views.declare()
        await agreeing.look()
        keys = asyncio.create_task(tokens.keep_up())
        try:
            yield
        finally:
            keys.cancel()
            await rebuilding.stop()
            await projected.end()
            await database.close()

    async def usable() -> None:
        await database.check()
        await agreeing.look()
        await measure(answers())
        await facts.look(delivered)

    past = Past(log, points)
    use_cases = _use_cases(answers, agreeing, rebuilding, following, past, broker, clock, settings)
    gate = _gate(settings, use_cases, tokens, lambda reader: Eyes(reader, answers(), clock))
    served, needs = [("/", gate)], [opened]
    checks, notes = {"views": usable}, agreeing.told
    return Service("reporting", broker, [REPORTING_PROJECT], checks, served, needs, notes)


def _use_cases(
    answers: Callable[[], MongoAnswers],
    agreeing: Agreeing,
    rebuilding: Rebuilding,
    following: Following,
    past: Past,
    broker: NatsBroker,
    clock: Clock,
    settings: Settings,
) -> UseCases:
    templates = Templates(settings.document_templates)
    files = StoredFiles(broker)
    rendered = partial(render, templates=templates)
    rendered_all = partial(render_all, templates=templates)
    elsewhere, printer = Elsewhere(), LibreOffice()
    figures = Figures(past, files, elsewhere)
    return UseCases(
        reading=lambda eyes: Reading(eyes.answers, eyes),
        agreeing=agreeing,
        past=past,
        following=following,
        rebuilding=rebuilding,
        render=rendered,
        papers=Papers(templates),
        printer=printer,
        elsewhere=elsewhere,
        clock=clock,
        readiness=Readiness(answers, NotifierContacts(broker)),
        lateness=lambda reading, eyes: Lateness(eyes.answers, reading),
        freezing=Freezing(past, files, rendered_all, elsewhere, printer if printer.there else None),
        figures=figures,
        changing=Changing(past, figures),
        succeeding=Succeeding(),
    )


def _database(settings: Settings) -> Database:
    instance = f"{socket.gethostname()}:{settings.http_port}"
    return Database(settings.mongodb, settings.mongodb_database, instance)


def _tokens(settings: Settings) -> Tokens:
    """Who knows people."""
    provider = Provider(settings.oidc_issuer, settings.oidc_jwks_url)
    back = settings.public_url + BACK
    return Tokens(provider, settings.oidc_audience, back, settings.oidc_client_secret)


def _gate(
    settings: Settings, use_cases: UseCases, tokens: Tokens, eyes: Callable[[Reader], Eyes]
) -> Gate:
    door = Door(tokens, secure=settings.public_url.startswith("https:"))
    return Gate(make_inside(use_cases, door), tokens, eyes)


if __name__ == "__main__":
    run("reporting", Settings, build)
