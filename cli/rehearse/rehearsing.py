"""Cli, rehearse: from what the registry says to what the notifier sends."""

from collections.abc import Sequence

from cli.console import Trouble
from cli.progress import progress
from cli.rehearse.assuming import Assumed, Facts
from cli.rehearse.carrying import Carriers
from cli.rehearse.outcome import Outcome, outcome_of
from cli.rehearse.playing import days_of, play
from cli.servers.environment import settings_of
from contracts.outgoing import Contacts
from contracts.plan import Plan
from services.notifier.outbound.mail.written import BadTemplate
from services.notifier.settings import Settings


def rehearsed(
    plan: Plan,
    facts: Facts,
    contacts: Sequence[Contacts],
    assumed: Assumed,
    carriers: Carriers,
    *,
    quiet: bool,
) -> Outcome:
    """What follows from the facts; raises Trouble where the registry refuses the plan."""
    if facts.verdict.outcome == "refused":
        first = facts.verdict.findings[0]
        vi = f"{first.pointer}: {first.vi}"
        raise Trouble("plan-refused", path=plan.id, detail=first.en, detail_vi=vi)
    settings = settings_of(Settings)
    try:
        with progress("rehearsing", days_of(facts, assumed), quiet=quiet) as day:
            played = play(facts, contacts, assumed, carriers, settings, day)
    except BadTemplate as error:
        raise Trouble("template-wrong", folder=settings.templates, detail=error) from error
    return outcome_of(plan, carriers.handed, played, contacts, facts.refused)
