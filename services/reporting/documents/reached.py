"""Reporting, documents: what late units were told before, in words, and as .csv."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.reach import CHANNEL_VI, FATE_VI, REACHED_VI, STATE_VI, reason_vi
from runtime import spreadsheet
from services.reporting.documents.wording import clean, moment, short_day
from services.reporting.domain.reached.card import Card, Reminded, Way

COLUMNS = (
    "mã đơn vị",
    "tên đơn vị",
    "nội dung phải thực hiện",
    "hạn",
    "thực hiện lúc",
    "lời nhắc",
    "bậc nhắc",
    "giờ nhắc",
    "kênh",
    "kết quả",
    "lúc",
    "lý do",
)


def until(due: datetime, zone: ZoneInfo) -> str:
    """A deadline as people say it: "hết ngày 19/10/2022" for midnight after that day."""
    local = due.astimezone(zone)
    if local.time() == time():
        return f"hết ngày {short_day(local.date() - timedelta(days=1))}"
    return moment(due, zone)


def told(one: Reminded) -> str:
    """What became of a rung of which no message is known."""
    return "; ".join(filter(None, (FATE_VI[one.fate], reason_vi(one.reason))))


def by(one: Way) -> str:
    """The channel; of a list for whoever sits above, that it is one."""
    channel = CHANNEL_VI[one.channel] if one.channel else ""
    return f"{channel} (danh sách gửi cấp trên)" if one.above else channel


def way(one: Way, zone: ZoneInfo) -> str:
    """ "thư điện tử: đã đến, 08:00 ngày 17/10/2022"."""
    channel = by(one) or "tin"
    why = f" ({reason_vi(one.reason)})" if one.reason else ""
    return f"{channel}: {STATE_VI[one.state]}{why}, {moment(one.at, zone)}"


def lines(cards: Iterable[Card], zone: ZoneInfo) -> str:
    """As a file: a line for each message, or for a rung without any, or for a card without any
    rung; moments in words, as on the page.
    """
    rows = ([clean(text) for text in row] for row in _rows(cards, zone))
    return spreadsheet.MARK + spreadsheet.lines([COLUMNS, *rows], datetime.isoformat)


def _rows(cards: Iterable[Card], zone: ZoneInfo) -> Iterator[list[str]]:
    for card in cards:
        met = moment(card.met_at, zone) if card.met_at else ""
        front = [card.unit.id, card.unit.name, card.title, until(card.due, zone), met]
        for back in _reminders(card, zone):
            yield [*front, REACHED_VI[card.reached], *back]


def _reminders(card: Card, zone: ZoneInfo) -> Iterable[list[str]]:
    if not card.reminders:
        yield [""] * (len(COLUMNS) - 6)
    for one in card.reminders:
        front = [one.rung, moment(one.moment, zone) if one.moment else ""]
        if not one.ways:
            yield [*front, "", FATE_VI[one.fate], "", reason_vi(one.reason)]
        for way in one.ways:
            yield [
                *front,
                by(way),
                STATE_VI[way.state],
                moment(way.at, zone),
                reason_vi(way.reason),
            ]
