"""Cli, integrate: `ngayso conform`: the verdicts that a system's messages would get, offline."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError

from cli.console import FINDINGS, Trouble, leave, tell, tell_json, tell_of
from cli.directory.units import read_directory
from cli.exchange import tell_verdict, wanted_id
from cli.findings import finding_of
from cli.integrate.messages import Sent, read_messages
from cli.integrate.offline import Received, answers
from cli.integrate.schemas import disagreement
from cli.options import JsonOption
from cli.plans.check import read_whole
from cli.plans.look import written
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
    plan: Annotated[Path, typer.Option(help="Tệp kế hoạch, YAML hoặc JSON.")],
    units: Annotated[
        list[Path],
        typer.Option(help="Tệp đơn vị: YAML, CSV, .xlsx; nêu được nhiều lần."),
    ],
    sender: Annotated[
        str | None, typer.Option("--as", help="Đơn vị gửi; nếu thiếu: data.unit. / The sender.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(help="Thời điểm nhận; nếu thiếu: `time` của bản tin, rồi hiện tại."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Exit 0: all would be taken; 1: one would be refused; 2: a file cannot be read."""
    try:
        whole, directory = read_whole(plan), list(read_directory(units).values())
        sent = read_messages(files, whole, wanted_id(sender) if sender else None)
        answered = _answered(whole, directory, sent, _moment(at) if at else None, plan)
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


def _answered(
    plan: Plan, units: list[Unit], sent: list[Sent], at: datetime | None, path: Path
) -> list[Answered]:
    """Each message and its verdict, from a registry in which the plan stands published."""
    messages = [Received(one.subject, one.body, at or one.at or datetime.now(UTC)) for one in sent]
    published, answered = answers(plan, units, messages)
    if published.outcome == "refused":
        first = published.findings[0]
        vi = f"{first.pointer}: {first.vi}"
        raise Trouble("plan-refused", path=path, detail=first.en, detail_vi=vi)
    return [
        Answered(one, verdict, disagreement(request, one.body))
        for one, (request, verdict) in zip(sent, answered, strict=True)
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
