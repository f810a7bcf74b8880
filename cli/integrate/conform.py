"""Cli, integrate: `ngayso conform`: the verdicts that a system's messages would get, offline."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError

from cli.console import FINDINGS, Trouble, leave, tell, tell_json, tell_of, written
from cli.directory.units import read_directory
from cli.exchange import tell_verdict, wanted_id
from cli.findings import finding_of
from cli.integrate.beginning import read_told
from cli.integrate.messages import Sent, read_messages
from cli.integrate.offline import Answers, Received, answers, answers_of_part
from cli.integrate.schemas import disagreement
from cli.options import JsonOption, NatsOption
from cli.plans.check import read_whole
from contracts.parts import PartsAnswered
from contracts.plan import Plan
from contracts.values import SenderMoment
from contracts.verdicts import Verdict
from contracts.words import OUTCOMES


@dataclass(frozen=True)
class Answered:
    """A message, the verdict it would get, and where schema and code differ about it."""

    sent: Sent
    verdict: Verdict
    disagreement: str | None

    def row(self) -> dict[str, Any]:
        return {
            "file": str(self.sent.file),
            "place": self.sent.place,
            "disagreement": self.disagreement,
            "verdict": self.verdict.model_dump(mode="json", exclude_none=True),
        }


def conform(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Bản tin: .json, .jsonl, mảng JSON, hoặc thư mục."),
    ],
    plan: Annotated[
        Path | None, typer.Option(help="Tệp kế hoạch, YAML hoặc JSON; kèm --units.")
    ] = None,
    units: Annotated[
        list[Path] | None,
        typer.Option(help="Tệp đơn vị: YAML, CSV, .xlsx; nêu được nhiều lần."),
    ] = None,
    part: Annotated[
        Path | None, typer.Option(help="Câu trả lời của ask.<đơn vị>.part đã lưu, JSON.")
    ] = None,
    sender: Annotated[
        str | None, typer.Option("--as", help="Đơn vị gửi; nếu thiếu: data.unit. / The sender.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(help="Thời điểm nhận; nếu thiếu: `time` của bản tin, rồi hiện tại."),
    ] = None,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """By the plan and the units; else by what the unit may know, from a file or asked for now.

    Exit 0: all would be taken; 1: one would be refused; 2: a file cannot be read.
    """
    try:
        who, moment = wanted_id(sender) if sender else None, _moment(at) if at else None
        whole, answered = _tried(_By(plan, units or [], part, nats, json), files, who, moment)
    except Trouble as trouble:
        if json:
            tell_json({"error": finding_of(trouble).model_dump(), "messages": []})
        raise
    _say(whole, answered, json=json)


@dataclass(frozen=True)
class _By:
    """What messages are tried by: the plan and the units, or a saved answer, or what is asked."""

    plan: Path | None
    units: list[Path]
    part: Path | None
    nats: str | None
    quiet: bool


def _tried(
    by: _By, files: list[Path], sender: str | None, at: datetime | None
) -> tuple[Plan, list[Answered]]:
    if by.plan is not None and by.units and by.part is None:
        return _by_plan(by.plan, by.units, files, sender, at)
    if by.plan is not None or by.units:
        raise Trouble("part-wanted")
    told = read_told(by.part) if by.part else _asked(sender, by.nats, quiet=by.quiet)
    return _by_part(told, files, sender, at)


def _say(plan: Plan, answered: list[Answered], *, json: bool) -> None:
    summary = {name: sum(one.verdict.outcome == name for one in answered) for name in OUTCOMES} | {
        "disagreements": sum(one.disagreement is not None for one in answered)
    }
    if json:
        rows = [one.row() for one in answered]
        tell_json({"plan": plan.id, "counts": summary, "messages": rows})
    else:
        for one in answered:
            _tell(one, plan)
        tell_of("conform-counts", "bold", messages=len(answered), **summary)
    if summary["refused"] or summary["disagreements"]:
        leave(FINDINGS)


def _asked(unit: str | None, nats: str | None, *, quiet: bool) -> PartsAnswered:
    """What the server says that the unit may know."""
    if unit is None:
        raise Trouble("part-wanted")
    from cli.integrate.known import ask_told  # noqa: PLC0415 - most runs need no server
    from cli.servers.connect import with_nats  # noqa: PLC0415

    return with_nats(nats, lambda connected: ask_told(connected, unit), quiet=quiet)


def _received(sent: list[Sent], at: datetime | None) -> list[Received]:
    return [Received(one.subject, one.body, at or one.at or datetime.now(UTC)) for one in sent]


def _by_plan(
    path: Path, units: list[Path], files: list[Path], sender: str | None, at: datetime | None
) -> tuple[Plan, list[Answered]]:
    """By a registry in which the plan stands published."""
    plan, directory = read_whole(path), list(read_directory(units).values())
    sent = read_messages(files, plan, sender)
    published, answered = answers(plan, directory, _received(sent, at))
    if published.outcome == "refused":
        first = published.findings[0]
        vi = f"{first.pointer}: {first.vi}"
        raise Trouble("plan-refused", path=path, detail=first.en, detail_vi=vi)
    return plan, _answered(sent, answered)


def _by_part(
    told: PartsAnswered, files: list[Path], sender: str | None, at: datetime | None
) -> tuple[Plan, list[Answered]]:
    """By a registry that begins with what the unit was told."""
    plan = told.parts[0].plan
    sent = read_messages(files, plan, sender)
    return plan, _answered(sent, answers_of_part(told, _received(sent, at)))


def _answered(sent: list[Sent], answers: Answers) -> list[Answered]:
    """Each message and its verdict."""
    return [
        Answered(one, verdict, disagreement(request, one.body))
        for one, (request, verdict) in zip(sent, answers, strict=True)
    ]


def _moment(given: str) -> datetime:
    try:
        moment: datetime = TypeAdapter(SenderMoment).validate_python(given)
    except ValidationError as error:
        raise Trouble("moment-form", given=given) from error
    return moment


def _tell(one: Answered, plan: Plan) -> None:
    received = written(one.verdict.received_at.astimezone(plan.zone))
    tell(f"{one.sent.file}{one.sent.place} → {one.sent.subject}, {received}", style="bold")
    tell_verdict(one.verdict)
    for fact in one.verdict.facts:
        tell(f"  {fact}", style="dim")
    if one.disagreement:
        tell_of("schema-disagrees", "bold red", detail=one.disagreement)
