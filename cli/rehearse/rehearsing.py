"""Cli, rehearse: one rehearsal, from the plan to what came of it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from cli.console import Trouble
from cli.progress import progress
from cli.rehearse.assuming import Assumed, facts_of
from cli.rehearse.carrying import Carriers
from cli.rehearse.outcome import Outcome, outcome_of
from cli.rehearse.playing import days_of, play
from contracts.outgoing import Contacts
from contracts.plan import Plan
from contracts.unit import Unit
from services.notifier.settings import Settings


def rehearsed(
    plan: Plan,
    units: Iterable[Unit],
    contacts: Sequence[Contacts],
    assumed: Assumed,
    carriers: Carriers,
    *,
    quiet: bool,
    path: Path | None = None,
) -> Outcome:
    """What the plan causes; raises Trouble where the registry would refuse it."""
    with progress("rehearsing-registry", quiet=quiet):
        facts = facts_of(plan, units, assumed)
    if facts.verdict.outcome == "refused":
        first = facts.verdict.findings[0]
        vi = f"{first.pointer}: {first.vi}"
        raise Trouble("plan-refused", path=path or plan.id, detail=first.en, detail_vi=vi)
    with progress("rehearsing", days_of(facts, assumed), quiet=quiet) as day:
        played = play(facts, contacts, assumed, carriers, Settings(), day)
    return outcome_of(plan, carriers.handed, played, contacts, facts.refused)
