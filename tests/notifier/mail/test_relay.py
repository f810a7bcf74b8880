"""Notifier, outbound: whatever a relay does to a mail has one meaning, and no mail is lost."""

import asyncio

import pytest

from deploy.local.sinks.faults import Manners
from deploy.local.sinks.smtp import duplicates, mails
from runtime.failure import Unavailable
from services.notifier.domain.handover import Accepted, Deferred, Refused, Uncertain
from services.notifier.outbound.mail.line import Patience
from services.notifier.outbound.mail.relay import MailRelay
from tests.notifier.mail.relays import AT, SHORT, letter, listening, send

GOOD = "can-bo@xa.example"
TIMED_OUT, BROKEN = "SMTPReadTimeoutError", "SMTPServerDisconnected"


@pytest.mark.parametrize(
    ("asked", "end"),
    [
        ("rcpt-450", Deferred("smtp-450")),
        ("rcpt-550", Refused("smtp-550")),
        ("rcpt-421", Deferred("smtp-421")),
        ("rcpt-drop", Deferred(BROKEN)),
        ("rcpt-hang", Deferred(TIMED_OUT)),
        ("data-451", Deferred("smtp-451")),
        ("data-554", Refused("smtp-554")),
        ("data-drop", Deferred(BROKEN)),
        ("data-hang", Deferred(TIMED_OUT)),
        ("end-452", Deferred("smtp-452")),
        ("end-421", Deferred("smtp-421")),
        ("end-552", Refused("smtp-552")),
        ("end-drop", Uncertain(BROKEN)),
        ("end-hang", Uncertain(TIMED_OUT)),
    ],
)
async def test_only_after_the_last_dot_a_broken_line_leaves_a_doubt(tmp_path, asked, end) -> None:
    """Before it nothing was taken. The next mail goes out whatever the one before met."""
    async with listening(tmp_path) as seen:
        relay = MailRelay(seen.relay(patience=SHORT, lines=1))
        assert await send(relay, f"{asked}@loi.example") == end
        assert await send(relay, GOOD, letter("m-2")) == Accepted()
    assert [path.stem for path in mails(tmp_path)] == ["m-2@ngayso.example"]


@pytest.mark.parametrize("asked", ["mail-451", "mail-550", "mail-drop", "mail-hang"])
async def test_a_sender_that_is_refused_is_not_the_recipients_fault(tmp_path, asked) -> None:
    """Not for good either: an operator can mend it while the mail waits."""
    async with listening(tmp_path) as seen:
        relay = MailRelay(seen.relay(patience=SHORT, sender=f"{asked}@loi.example"))
        assert isinstance(await send(relay, GOOD), Deferred)


async def test_a_line_that_breaks_within_a_long_text_has_sent_nothing(tmp_path) -> None:
    async with listening(tmp_path) as seen:
        relay = MailRelay(seen.relay(patience=SHORT))
        end = await send(relay, "body-drop@loi.example", letter(text="a" * 12_000_000))
    assert isinstance(end, Deferred)


async def test_an_address_that_smtp_cannot_carry_is_refused_and_holds_nobody_up(tmp_path) -> None:
    async with listening(tmp_path) as seen:
        relay = MailRelay(seen.relay(lines=1))
        assert await send(relay, "cán.bộ@xa.example") == Refused("bad-address")
        assert await send(relay, GOOD) == Accepted()
    assert seen.connections == 1


@pytest.mark.parametrize("greeting", ["hang", "drop", "421", "554"])
async def test_a_relay_that_does_not_greet_is_away(tmp_path, greeting) -> None:
    async with listening(tmp_path, Manners(greeting=greeting)) as seen:
        relay = MailRelay(seen.relay(patience=SHORT))
        with pytest.raises(Unavailable):
            await asyncio.wait_for(send(relay, GOOD), 5)


def test_the_relay_is_given_the_time_that_rfc_5321_gives_it() -> None:
    """4.5.3.2: greeting, MAIL and RCPT 5 minutes, DATA 2, each block 3, after the last dot 10."""
    assert Patience() == Patience(300, 300, 120, 180, 600)


async def test_many_mails_go_over_one_line(tmp_path) -> None:
    async with listening(tmp_path) as seen:
        relay = MailRelay(seen.relay())
        for number in range(20):
            assert await send(relay, GOOD, letter(f"m-{number}")) == Accepted()
    assert (len(mails(tmp_path)), seen.connections) == (20, 1)


@pytest.mark.parametrize(
    ("ours", "theirs", "connections"), [(3, None, 4), (100, 3, 4), (3, 2, 5), (1, None, 10)]
)
async def test_no_line_carries_more_than_either_side_wants(
    tmp_path, ours, theirs, connections
) -> None:
    """A relay that has enough of a line gets the mail over another, at once and once."""
    async with listening(tmp_path, Manners(most_mails=theirs)) as seen:
        relay = MailRelay(seen.relay(most_mails=ours))
        for number in range(10):
            assert await send(relay, GOOD, letter(f"m-{number}")) == Accepted()
    assert (len(mails(tmp_path)), duplicates(tmp_path)) == (10, [])
    assert seen.connections == connections


async def test_a_line_that_the_relay_closed_meanwhile_is_opened_again(tmp_path) -> None:
    async with listening(tmp_path) as seen:
        relay = MailRelay(seen.relay())
        assert await send(relay, GOOD) == Accepted()
        async with relay.connect() as connection:  # taken before it is closed
            seen.cut()
            assert await connection.hand_over(letter("m-2"), GOOD, AT) == Accepted()
    assert seen.connections == 2


async def test_there_are_never_more_lines_than_may_be(tmp_path) -> None:
    async with listening(tmp_path, slow=0.02) as seen:
        relay = MailRelay(seen.relay(lines=3))
        names = [letter(f"m-{number}") for number in range(30)]
        ends = await asyncio.gather(*(send(relay, "a@cham.example", name) for name in names))
    assert ends == [Accepted()] * 30
    assert (seen.most_open, seen.connections, len(mails(tmp_path))) == (3, 3, 30)


async def test_a_line_that_nobody_needs_is_closed(tmp_path) -> None:
    async with listening(tmp_path) as seen:
        relay = MailRelay(seen.relay(idle=0.05))
        async with relay.running():
            await send(relay, GOOD)
            async with asyncio.timeout(5):
                while seen.open:
                    await asyncio.sleep(0.01)


async def test_who_leaves_waits_for_no_greeting_and_begins_no_mail(tmp_path) -> None:
    """With minutes to wait for a greeting, a stop would otherwise take minutes."""
    async with listening(tmp_path, Manners(greeting="hang")) as seen:
        relay = MailRelay(seen.relay())
        async with relay.running():
            waiting = asyncio.create_task(send(relay, GOOD))
            while not seen.connections:
                await asyncio.sleep(0.01)
        with pytest.raises(Unavailable):
            await asyncio.wait_for(waiting, 5)
        with pytest.raises(Unavailable):
            await asyncio.wait_for(send(relay, GOOD), 5)


async def test_a_mail_under_way_is_finished_by_who_leaves(tmp_path) -> None:
    async with listening(tmp_path, slow=0.2) as seen:
        relay = MailRelay(seen.relay())
        async with relay.running():
            sending = asyncio.create_task(send(relay, "a@cham.example"))
            while not mails(tmp_path):
                await asyncio.sleep(0.01)
        assert await sending == Accepted()
    assert not seen.open


@pytest.mark.parametrize("knows", [True, False])
async def test_a_relay_that_knows_how_is_told_what_to_report_by(tmp_path, knows) -> None:
    """RFC 3461: what does not arrive comes back under the message's own id."""
    async with listening(tmp_path, Manners(dsn=knows)) as seen:
        assert await send(MailRelay(seen.relay()), GOOD) == Accepted()
    assert (b" RET=HDRS ENVID=m-1\r\n" in seen.heard) is knows
    assert (b" NOTIFY=FAILURE\r\n" in seen.heard) is knows
