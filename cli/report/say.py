"""Cli, report: sends one command about a snapshot as the office, and waits for the registry."""

from typing import TypeVar

from pydantic import ValidationError

from cli.console import Trouble
from cli.exchange import event_of, wanted_id
from cli.servers.ask import ask
from cli.servers.connect import Session, with_nats
from cli.servers.facts import read_plans_now
from contracts.commands import SnapshotCommand, verb
from contracts.verdicts import Verdict

C = TypeVar("C", bound=SnapshotCommand)


def made(kind: type[C], **fields: object) -> C:
    """Raises Trouble where a word that was typed cannot be one."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        words = ", ".join(f"{one['loc'][-1]}: {one['input']}" for one in error.errors())
        raise Trouble("words-wrong", words=words) from error


def say(
    command: SnapshotCommand, sender: str | None, wait: float, nats: str | None, *, quiet: bool
) -> Verdict:
    """The registry's verdict. Whoever sends it is named, or is the plan's collecting office."""

    async def sent(connected: Session) -> Verdict:
        unit = wanted_id(sender) if sender else await _office(connected, command.plan)
        return await ask(connected, unit, verb(type(command)), event_of(command), wait)

    return with_nats(nats, sent, quiet=quiet)


async def _office(connected: Session, plan: str) -> str:
    [fact] = await read_plans_now(connected, plan)
    return fact.plan.collecting_office
