"""Cli, register: `ngayso register match`: three lists, a question, and what was matched is sent."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.console import FINDINGS, Trouble, leave, tell, tell_json, tell_of, tell_table, written_day
from cli.exchange import event_of, tell_verdict
from cli.notes import errors, rows, tell_said
from cli.options import JsonOption, NatsOption, Preview, WaitOption
from cli.plans.publish import says_yes
from cli.progress import progress
from cli.register.ledger import Filed, filed_in, names_of, read_ledger
from cli.register.match import Apart, Matching, Pair, Why, match
from cli.register.rows import Entry, read_register
from cli.servers.ask import Asking
from cli.servers.connect import Session, with_nats
from contracts.commands import RegisterDocument, verb
from contracts.verdicts import Verdict

IN_HAND = 100
"""Commands that may wait for their verdicts at once."""
WHY: dict[Why, str] = {
    "signed-number": "khác số, ký hiệu",
    "signed-day": "khác ngày văn bản",
    "incoming": "đã ghi số đến khác",
    "entered-twice": "vào sổ hai lần",
    "came-before": "đến trước ngày văn bản",
}
FILED = ("đơn vị", "nội dung", "bản", "số văn bản đã báo", "tên đơn vị")
ENTERED = ("dòng", "số đến", "ngày đến", "số văn bản", "nơi gửi")


def match_register(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="Mã kế hoạch. / The plan's id.")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Sổ công văn đến, .xlsx hoặc .csv. / The book.")
    ],
    sender: Annotated[
        str | None, typer.Option("--as", help="Đơn vị gửi; nếu thiếu: cơ quan tổng hợp.")
    ] = None,
    preview: Preview = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ghi ngay, không hỏi lại. / Send without asking.")
    ] = False,
    wait: WaitOption = 60.0,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Compare, show, ask, and record under which number each matched document came in."""
    if json and not (yes or preview):
        raise Trouble("yes-wanted")
    entries, said = read_register(file)
    ledger = with_nats(nats, lambda connected: read_ledger(connected, plan), quiet=json)
    known = ledger.plan.plan
    found = match(entries, filed_in(ledger), names_of(ledger), known.issued_on)
    if not json:
        tell_said(said)
        _tell(found)
    sent: list[Verdict] = []
    if found.matched and not preview:
        if not yes and not says_yes():
            tell_of("plan-not-sent")
            leave(FINDINGS)
        commands = [pair.command(known.id) for pair in found.matched]
        sent = _record(commands, sender or known.collecting_office, wait, nats, quiet=json)
    refused = any(one.outcome == "refused" for one in sent)
    if json:
        tell_json({**rows(said), **as_data(found), "sent": [_answer(one) for one in sent]})
    elif sent:
        _tell_sent(found.matched, sent)
    if refused or errors(said):
        leave(FINDINGS)


def _answer(verdict: Verdict) -> dict[str, Any]:
    return verdict.model_dump(mode="json")


def _tell_sent(matched: list[Pair], sent: list[Verdict]) -> None:
    """Of what was refused also which row it was, and of whom."""
    refused = [both for both in zip(matched, sent, strict=True) if both[1].outcome == "refused"]
    for pair, verdict in refused:
        tell(f"{pair.entry.at.said()}, {pair.filed.unit}:")
        tell_verdict(verdict)
    tell_of("register-sent", "bold", sent=len(sent), refused=len(refused))


def _record(
    commands: list[RegisterDocument], office: str, wait: float, nats: str | None, *, quiet: bool
) -> list[Verdict]:
    return with_nats(
        nats, lambda connected: _send(connected, commands, office, wait, quiet), quiet=True
    )


async def _send(
    connected: Session, commands: list[RegisterDocument], office: str, wait: float, quiet: bool
) -> list[Verdict]:
    """Each as the office, and the verdicts in the same order."""
    slots = asyncio.Semaphore(IN_HAND)
    with progress("sending-register", len(commands), quiet=quiet) as done:
        async with Asking(connected, office) as asking:

            async def one(command: RegisterDocument) -> Verdict:
                async with slots:
                    sequence = await asking.send(verb(RegisterDocument), event_of(command))
                    verdict = await asking.verdict(sequence, wait)
                done()
                return verdict

            return await asyncio.gather(*map(one, commands))


def _tell(found: Matching) -> None:
    lists: tuple[tuple[str, tuple[str, ...], list[tuple[object, ...]]], ...] = (
        (
            "Có số liệu, chưa thấy văn bản / Figures without document",
            FILED,
            [*map(_filed, found.without_document)],
        ),
        (
            "Có văn bản, chưa có số liệu / Document without figures",
            ENTERED,
            [*map(_entered, found.without_figures)],
        ),
        (
            "Số hoặc ngày không khớp / Number or date differs",
            (*ENTERED, "đơn vị", "khác nhau", "hệ thống ghi", "sổ ghi"),
            [*map(_apart, found.apart)],
        ),
        (
            "Khớp, sẽ ghi số đến / Matched",
            (*ENTERED, "đơn vị", "nội dung", "tìm theo"),
            [*map(_matched, found.matched)],
        ),
    )
    for title, head, lines in lists:
        if lines:
            tell_table(title, head, lines)
    tell_of("register-counts", "bold", **counts(found))


def counts(found: Matching) -> dict[str, int]:
    """How many are in each list."""
    return {name: len(getattr(found, name)) for name in Matching.__dataclass_fields__}


def _matched(one: Pair) -> tuple[object, ...]:
    by = {"number": "số văn bản", "unit": "đơn vị (chưa báo số)"}[one.by]
    return (*_entered(one.entry), one.filed.unit, one.filed.duty, by)


def _apart(one: Apart) -> tuple[object, ...]:
    return (*_entered(one.entry), one.filed.unit, WHY[one.why], one.ledger, one.register)


def _filed(one: Filed) -> tuple[object, ...]:
    told = f"{one.signed.number} ({written_day(one.signed.day)})" if one.signed else "chưa báo"
    return one.unit, one.duty, one.version, told, one.name


def _entered(one: Entry) -> tuple[object, ...]:
    day = f" ({written_day(one.signed.day)})" if one.signed else ""
    came = written_day(one.incoming.day)
    return one.at.said(), one.incoming.number, came, f"{one.number}{day}" or "—", one.author or "—"


def as_data(found: Matching) -> dict[str, Any]:
    """The lists as a program reads them."""

    def filed(one: Filed) -> dict[str, Any]:
        return {"unit": one.unit, "owed": one.duty, "version": one.version}

    def entered(one: Entry) -> dict[str, Any]:
        signed = one.signed.model_dump(mode="json") if one.signed else {"number": one.number}
        coming = one.incoming.model_dump(mode="json")
        return {**one.at.row(), "incoming": coming, "signed": signed, "author": one.author}

    return {
        "counts": counts(found),
        "matched": [
            filed(one.filed) | entered(one.entry) | {"by": one.by} for one in found.matched
        ],
        "recorded": [filed(one) for one in found.recorded],
        "apart": [
            filed(one.filed)
            | entered(one.entry)
            | {"why": one.why, "ledger": one.ledger, "register": one.register}
            for one in found.apart
        ],
        "without_document": [filed(one) for one in found.without_document],
        "without_figures": [entered(one) for one in found.without_figures],
    }
