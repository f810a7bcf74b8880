"""Cli, lists: `ngayso unreachable`: units that reminders cannot reach, told by ids alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from cli.console import tell_json, tell_of, tell_table
from cli.directory.keep import see_contacts
from cli.lists.reach import Missed, Why, contacts_of, missed
from cli.options import GroupFilter, JsonOption, LevelFilter, NatsOption, PlanFilter, UnitFilter
from cli.servers.connect import Session, with_nats
from cli.servers.environment import read_settings
from cli.servers.facts import read_directory_now, read_plans_now
from contracts.facts import PlanFact
from contracts.owed import Participant
from contracts.plan import Channel
from contracts.reach import approvals
from contracts.unit import Unit, successors

WHY: dict[Why, str] = {
    "no-contacts": "chưa có đầu mối",
    "no-role": "không có đầu mối đúng vai trò",
    "opted-out": "đã từ chối nhận",
    "failing": "địa chỉ không nhận được",
    "no-address": "không có địa chỉ dùng được",
}


@dataclass(frozen=True)
class _Row:
    plan: str
    member: Participant
    missed: Missed

    def as_data(self) -> dict[str, object]:
        """A row as a program reads it."""
        return {
            "plan": self.plan,
            "unit": self.missed.unit,
            "name": self.member.short_name,
            "level": self.member.level,
            "channel": self.missed.channel,
            "rungs": self.missed.rungs,
            "why": self.missed.why,
        }

    def cells(self) -> tuple[str, ...]:
        told, member = self.missed, self.member
        place = (self.plan, member.level or "", told.unit, told.channel)
        return (*place, WHY[told.why], member.short_name, ", ".join(told.rungs))


def unreachable(
    plan: PlanFilter = None,
    unit: UnitFilter = None,
    level: LevelFilter = None,
    group: GroupFilter = None,
    channel: Annotated[
        Channel | None, typer.Option(help="Chỉ kênh này. / One channel only.")
    ] = None,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Every rung of the ladder is tried on every unit whose duties it reminds of."""
    now = read_settings().clock().now()

    async def read(connected: Session) -> list[_Row]:
        directory = await read_directory_now(connected)
        rows: list[_Row] = []
        for fact in await read_plans_now(connected, plan):
            members = [
                one
                for one in _everybody(fact, directory)
                if unit in (None, one.unit)
                and level in (None, one.level)
                and (group is None or _in_group(directory, one.unit, group, fact))
            ]
            rows += await _of_plan(connected, fact, members, directory, now)
        return [row for row in rows if channel in (None, row.missed.channel)]

    rows = with_nats(nats, read, quiet=json)
    units = len({(row.plan, row.missed.unit) for row in rows})
    if json:
        tell_json({"total": len(rows), "units": units, "items": [row.as_data() for row in rows]})
        return
    if rows:
        head = ("kế hoạch", "cấp", "đơn vị", "kênh", "vì sao", "tên đơn vị", "bậc nhắc")
        tell_table("Không nhắc được / Unreachable", head, (row.cells() for row in rows))
    tell_of("unreachable-counts", "bold", units=units)


async def _of_plan(
    connected: Session,
    fact: PlanFact,
    members: list[Participant],
    directory: Mapping[str, Unit],
    now: datetime,
) -> list[_Row]:
    today = now.astimezone(fact.plan.zone).date()
    heirs = {one.unit: successors(directory, one.unit, today) for one in members}
    wanted = {*heirs, *(heir for found in heirs.values() for heir in found)}
    seen = await see_contacts(connected, wanted)
    book = {unit: answer.contacts or [] for unit, answer in seen.items()}
    approve = approvals(fact.plan, fact.participants)
    return [
        _Row(fact.plan.id, one, found)
        for one in members
        for found in missed(
            fact.plan,
            one,
            approve.get(one.unit, ()),
            contacts_of(one.unit, heirs[one.unit], book),
            today,
        )
    ]


def _everybody(fact: PlanFact, directory: Mapping[str, Unit]) -> Iterator[Participant]:
    """Whom the plan gives something to, and who only approves their reports."""
    yield from fact.participants
    day, known = fact.plan.issued_on, {one.unit for one in fact.participants}
    for unit in approvals(fact.plan, fact.participants):
        if unit not in known and (record := directory.get(unit)):
            yield Participant(
                unit=unit,
                name=record.name(day),
                short_name=record.short_name(day),
                level=record.level(day),
                assignments=[],
                owes=[],
            )


def _in_group(directory: Mapping[str, Unit], unit: str, group: str, fact: PlanFact) -> bool:
    """Groups are those of the day the plan was issued on, as its assignments were given."""
    return unit in directory and directory[unit].in_group(group, fact.plan.issued_on)
