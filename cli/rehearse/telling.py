"""Cli, rehearse: tells what a rehearsal came to, for a person and for a program."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from cli.console import tell_of, tell_table, written, written_day, written_number
from cli.rehearse.outcome import Outcome, Row
from contracts.reach import CHANNEL_VI, ROLE_VI

FIRST_DAYS, FIRST_PEOPLE, FIRST_UNITS = 10, 20, 20


def tell_messages(outcome: Outcome, names: Mapping[str, str]) -> None:
    """Every message in a line; of a mail the subject, since its text is long."""
    head = ("lúc", "kênh", "người nhận", "vai trò", "đơn vị", "đoạn", "tiền", "nội dung")
    rows = (
        (
            *(written(one.at), CHANNEL_VI[one.channel], *_who(one, names)),
            *(one.segments or "", _money(one.price), one.subject or one.text),
        )
        for one in outcome.rows
    )
    tell_table("Tin gửi / Messages", head, rows)


def tell_summary(outcome: Outcome, names: Mapping[str, str]) -> None:
    """How many messages, what they cost, day by day; the first ones; who cannot be reached."""
    if outcome.rows:
        _tell_days(outcome)
        _tell_first(outcome, names)
    if lapsed := outcome.fates.get("lapsed"):
        tell_of("rungs-lapsed", count=lapsed)
    _tell_unreached(outcome, names)
    words = totals(outcome)
    cost = "?" if outcome.cost is None else _money(outcome.cost)
    tell_of("rehearsed", "bold", **{**words, "cost": cost})
    if outcome.refused:
        tell_of("rehearsal-refused", "yellow", count=outcome.refused)
    if outcome.waiting:
        tell_of("rehearsal-unfinished", "yellow", count=outcome.waiting)


def totals(outcome: Outcome) -> dict[str, Any]:
    return {
        "mails": outcome.count("email"),
        "sms": outcome.count("sms"),
        "segments": outcome.segments,
        "cost": outcome.cost,
        "people": outcome.people,
        "most": _most(outcome),
    }


def as_data(outcome: Outcome) -> dict[str, Any]:
    """What a program reads."""
    return {
        "totals": totals(outcome),
        "rungs": dict(outcome.fates),
        "refused": outcome.refused,
        "messages": [_row(one) for one in outcome.rows],
        "unsent": [
            {
                **one.about._asdict(),
                "at": one.at.isoformat(),
                "fate": one.fate,
                "reason": one.reason or None,
            }
            for one in outcome.unsent
        ],
    }


def _row(one: Row) -> dict[str, Any]:
    about = [found._asdict() for found in one.about]
    lists = {"units": list(one.units), "about": about, "files": list(one.files)}
    return {**vars(one), "at": one.at.isoformat(), **lists}


def _tell_days(outcome: Outcome) -> None:
    days: dict[Any, list[Row]] = {}
    for one in outcome.rows:
        days.setdefault(one.at.date(), []).append(one)
    rows = [
        (
            written_day(day),
            len({(one.name, one.units) for one in of_day}),
            sum(one.channel == "email" for one in of_day),
            sum(one.channel == "sms" for one in of_day),
            sum(one.segments for one in of_day),
        )
        for day, of_day in days.items()
    ]
    head = ("ngày", "người", "thư", "SMS", "đoạn")
    tell_table("Tin gửi theo ngày / Messages by day", head, rows[:FIRST_DAYS])
    if more := len(rows[FIRST_DAYS:]):
        tell_of("days-more", count=more)


def _tell_first(outcome: Outcome, names: Mapping[str, str]) -> None:
    """The first day's messages, person by person."""
    first = outcome.rows[0].at.date()
    rows = [
        (written(one.at), *_who(one, names), CHANNEL_VI[one.channel], len(one.about))
        for one in outcome.rows
        if one.at.date() == first
    ]
    head = ("lúc", "người nhận", "vai trò", "đơn vị", "kênh", "số nội dung")
    tell_table("Ngày gửi đầu tiên / The first day", head, rows[:FIRST_PEOPLE])
    if more := len(rows[FIRST_PEOPLE:]):
        tell_of("messages-more", count=more)


def _tell_unreached(outcome: Outcome, names: Mapping[str, str]) -> None:
    """The units of which some rung reaches nobody."""
    found = Counter(
        one.about.unit for one in outcome.unsent if one.about.rung and one.fate == "failed"
    )
    if not found:
        return
    rows = [(names.get(unit, unit), count) for unit, count in found.most_common(FIRST_UNITS)]
    tell_table("Không nhắc được / Nobody to write to", ("đơn vị", "lần nhắc"), rows)
    if more := len(found) - len(rows):
        tell_of("units-more", count=more)


def _who(one: Row, names: Mapping[str, str]) -> tuple[str, str, str]:
    units = ", ".join(names.get(unit, unit) for unit in one.units)
    return one.name, ROLE_VI.get(one.role, one.role), units


def _money(price: int | None) -> str:
    return "" if price is None else written_number(price)


def _most(outcome: Outcome) -> int:
    """The most messages that one person gets by one channel on one day."""
    counts = Counter((one.channel, one.address, one.at.date()) for one in outcome.rows)
    return max(counts.values(), default=0)
