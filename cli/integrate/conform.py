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
from cli.integrate.beginning import ask_told, read_told
from cli.integrate.messages import Sent, read_messages
from cli.integrate.offline import Answers, Received, answers, answers_of_part
from cli.integrate.schemas import disagreement
from cli.options import JsonOption, NatsOption
from cli.plans.check import read_whole
from cli.servers.connect import with_nats
from contracts.parts import PartsAnswered
from contracts.plan import Plan
from contracts.unit import Unit
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
        if plan is not None:
            whole, directory = read_whole(plan), list(read_directory(units or []).values())
            sent = read_messages(files, whole, who)
            verdicts = _by_plan(whole, directory, _received(sent, moment), plan)
        else:
            told = read_told(part) if part else _asked(who, nats, quiet=json)
            whole = told.parts[0].plan
            sent = read_messages(files, whole, who)
            verdicts = answers_of_part(told, _received(sent, moment))
        answered = _answered(sent, verdicts)
    except Trouble as trouble:
        if json:
            tell_json({"error": finding_of(trouble).model_dump(), "messages": []})
        raise
    summary = {name: sum(one.verdict.outcome == name for one in answered) for name in OUTCOMES} | {
        "disagreements": sum(one.disagreement is not None for one in answered)
    }
    if json:
        rows = [one.row() for one in answered]
        tell_json({"plan": whole.id, "counts": summary, "messages": rows})
    else:
        for one in answered:
            _tell(one, whole)
        tell_of("conform-counts", "bold", messages=len(answered), **summary)
    if summary["refused"] or summary["disagreements"]:
        leave(FINDINGS)


def _asked(unit: str | None, nats: str | None, *, quiet: bool) -> PartsAnswered:
    """What the server says that the unit may know."""
    if unit is None:
        raise Trouble("part-wanted")
    return with_nats(nats, lambda connected: ask_told(connected, unit), quiet=quiet)


def _received(sent: list[Sent], at: datetime | None) -> list[Received]:
    return [Received(one.subject, one.body, at or one.at or datetime.now(UTC)) for one in sent]


def _by_plan(plan: Plan, units: list[Unit], messages: list[Received], path: Path) -> Answers:
    """By a registry in which the plan stands published."""
    published, answered = answers(plan, units, messages)
    if published.outcome == "refused":
        first = published.findings[0]
        vi = f"{first.pointer}: {first.vi}"
        raise Trouble("plan-refused", path=path, detail=first.en, detail_vi=vi)
    return answered


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
