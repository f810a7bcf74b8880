"""The example's rehearsal beside what the demo's sinks got, message for message."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from cli.directory.contacts import read_contacts, records_of
from cli.rehearse.assuming import Assumed, facts_of
from cli.rehearse.carrying import Carriers
from cli.rehearse.outcome import Outcome, Row
from cli.rehearse.rehearsing import rehearsed
from deploy.local.campaign import Example
from deploy.local.sinks.gateway import read_sent
from deploy.local.sinks.smtp import DUPLICATE, REFUSED, mails
from services.notifier.domain.handover import Accepted, Handover, Refused
from services.notifier.domain.letter import Letter

GATHERED = "PT24M"
"""In the campaign, how long the demo's notifier gathers: a tenth of a second."""
SHIFT = timedelta(days=4)
"""By how much the demo may be late: a second in which a process is dead, or a busy machine's, is
four hours of its campaign, and what was refused for now is tried again after seconds.
"""


@dataclass(frozen=True)
class Message:
    """To whom, how, and in which words; a person is an address."""

    channel: str
    address: str
    subject: str
    text: str


def rehearse(example: Example) -> Outcome:
    """With what units send; the relay refuses whom the demo's refuses."""
    people, _ = read_contacts([example.folder / "contacts.yaml"])
    assumed = Assumed(example.start, [entry.received() for entry in example.entries])
    facts = facts_of(example.plan, example.units, assumed)
    carriers = Carriers(answer=_as_the_sink)
    return rehearsed(example.plan, facts, records_of(people), assumed, carriers, quiet=True)


def _as_the_sink(letter: Letter, address: str) -> Handover:
    return Refused("smtp-550") if address.endswith(f"@{REFUSED}") else Accepted()


def message_of(row: Row) -> Message:
    return Message(row.channel, row.address, _words(row.subject), _words(row.text))


def sent(out: Path) -> Iterator[tuple[Message, datetime | None]]:
    """What the demo's relay and gateway took, each message once; of a mail, when it left."""
    for path in mails(out / "mails"):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        text = mail.get_body(("plain",))
        assert text is not None
        if DUPLICATE not in path.name:
            words = _words(mail["Subject"]), _words(text.get_content())
            yield Message("email", mail["To"], *words), mail["Date"].datetime
    for sms in read_sent(out / "sms.jsonl"):
        yield Message("sms", sms["Phone"], "", _words(sms["Content"])), None


def unlike(outcome: Outcome, out: Path) -> tuple[list[Row], list[Message]]:
    """What was rehearsed and did not come so, and what came otherwise than rehearsed."""
    came = Counter(message for message, _ in sent(out))
    missing = []
    for row in outcome.rows:
        if came[message_of(row)]:
            came[message_of(row)] -= 1
        else:
            missing.append(row)
    return missing, list(came.elements())


def lateness(outcome: Outcome, out: Path) -> Iterator[timedelta]:
    """How much later than rehearsed each mail left, of those that came as often."""
    planned, came = (
        defaultdict[Message, list[datetime]](list),
        defaultdict[Message, list[datetime]](list),
    )
    for row in outcome.rows:
        planned[message_of(row)].append(row.at)
    for message, at in sent(out):
        if at is not None:
            came[message].append(at)
    for message, moments in came.items():
        if len(moments) == len(planned[message]):
            yield from (at - one for at, one in zip(sorted(moments), planned[message], strict=True))


def regrouped(row: Row) -> bool:
    """Whether it tells of what happened: more may happen within minutes, which are nothing in the
    demo, or a rung be due at once, whose timer the server fires an hour of the campaign later.
    """
    return any(one.notice for one in row.about)


def overtaken(example: Example, row: Row) -> bool:
    """Whether one of its units sent something soon after the message's moment: a demo that is late
    by as much then says less, or nothing.
    """
    return any(
        entry.unit in row.units and row.at < entry.at < row.at + SHIFT for entry in example.entries
    )


def _words(text: str) -> str:
    """Mails end their lines, and fold their headers, as mails do."""
    return " ".join(text.split())
