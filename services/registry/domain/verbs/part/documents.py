"""Registry, domain: what the signed document of a report decides, told apart from its figures."""

from datetime import datetime, time

from contracts.commands import AttachDocument, RegisterDocument
from contracts.facts import DocumentAttached, DocumentRegistered
from contracts.findings import Finding, finding
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision, refuse, say_day
from services.registry.domain.history.participation import Participation
from services.registry.domain.judge.run import with_duties
from services.registry.domain.verbs.part.which import which_report


def attach(command: AttachDocument, state: Participation, case: Case) -> Decision:
    """Number, day and signer follow the figures; the version stays as it is."""
    duty = which_report(command.owed, state)
    if isinstance(duty, Finding):
        return refuse(duty)
    known, standing = state.reports.get(duty), state.duties[duty]
    told = known and known.documented_since(standing.present.opened) is not None
    if known and told and known.signed == command.signed:
        return Decision()
    attached = DocumentAttached(**case.about, owed=duty, signed=command.signed)
    warnings = []
    if command.signed.day > case.day:
        words = {"day": say_day(command.signed.day), "received": say_day(case.day)}
        warnings.append(finding("signed-in-future", "/data/signed/day", "warning", **words))
    return Decision(with_duties(state, [attached], case), tuple(warnings))


def register(command: RegisterDocument, state: Participation, case: Case) -> Decision:
    """The office registered the paper: its day counts where the entry is judged by the document."""
    duty = which_report(command.owed, state, to_send=True)
    if isinstance(duty, Finding):
        return refuse(duty)
    day = command.incoming.day
    if day > case.day:
        words = {"day": say_day(day), "received": say_day(case.day)}
        return refuse(finding("registered-in-future", "/data/incoming/day", "error", **words))
    known = state.reports.get(duty)
    if known and known.incoming == command.incoming:
        return Decision()
    registered = DocumentRegistered(
        **case.about,
        owed=duty,
        incoming=command.incoming,
        counts_from=datetime.combine(day, time(), case.plan.zone),
        signed=command.signed,
    )
    return Decision(with_duties(state, [registered], case))
