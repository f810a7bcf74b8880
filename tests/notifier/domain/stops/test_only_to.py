"""A system under test writes to nobody but those on its list, and the simulator plays its parts."""

import asyncio
import re
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from deploy.local.sinks.gateway import fate_of
from services.notifier.domain.handover import Accepted, Deferred, Refused
from services.notifier.domain.letter import Letter
from services.notifier.domain.stops.only_to import PHONES, SIMULATOR, only_to, told_of
from services.notifier.outbound.guard import Guard
from services.notifier.settings import Settings

LIST = "an@so.example, @Thu-Nghiem.example, +84914123456"
NOW = datetime(2022, 10, 3, tzinfo=UTC)


class Provider:
    """A relay or gateway that takes whatever it is handed."""

    def __init__(self):
        self.handed = []

    @asynccontextmanager
    async def connect(self):
        yield self

    async def hand_over(self, letter, address, at):
        self.handed.append((letter.channel, address))
        return Accepted()


def letter(channel="email", name="m-1"):
    return Letter(id=name, channel=channel, category="reminder", subject="", text="x")


def handed(guard, *addresses, channel="email"):
    async def go():
        async with guard.connect() as connection:
            return [await connection.hand_over(letter(channel), one, NOW) for one in addresses]

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("channel", "address", "allowed"),
    [
        ("email", "an@so.example", True),
        ("email", "AN@SO.example", True),
        ("email", "ai@thu-nghiem.example", True),
        ("email", "binh@so.example", False),
        ("email", "an@so.example.vn", False),
        ("email", "ai@con.thu-nghiem.example", False),
        ("sms", "0914123456", True),
        ("sms", "0914123457", False),
    ],
)
def test_who_is_on_the_list_is_written_to_and_nobody_else(channel, address, allowed):
    provider = Provider()
    (end,) = handed(Guard(provider, only_to(LIST)), address, channel=channel)
    assert end == (Accepted() if allowed else Refused("test-mode"))
    assert provider.handed == ([(channel, address)] if allowed else [])


@given(address=st.emails() | st.from_regex(r"0[0-9]{9}", fullmatch=True))
def test_an_empty_list_is_nobody_and_no_list_is_everybody(address):
    """Whoever forgets to fill the list in writes to nobody, rather than to everybody."""
    channel = "email" if "@" in address else "sms"
    closed, everybody = Provider(), Provider()
    handed(Guard(closed, only_to("")), address, channel=channel)
    handed(Guard(everybody, None), address, channel=channel)
    assert closed.handed == []
    assert len(everybody.handed) == (address not in PHONES)


@pytest.mark.parametrize("slip", ["so.example", "0255", "@", "an@", "1900"])
def test_a_slip_in_the_list_stops_the_service_as_it_starts(slip):
    with pytest.raises(ValidationError, match="only_to"):
        Settings(only_to=f"an@so.example, {slip}")


@pytest.mark.parametrize("only", [None, only_to(""), only_to(f"@{SIMULATOR}")])
def test_what_is_for_the_simulator_is_handed_to_no_provider(only):
    provider = Provider()
    parts = ("delivered", "bounced", "failed", "khac")
    ends = handed(Guard(provider, only), *(f"{part}@{SIMULATOR}" for part in parts))
    assert ends == [
        Accepted("simulator"),
        Refused("simulator-bounced"),
        Deferred("simulator-failed"),
        Refused("simulator-unknown"),
    ]
    assert {type(end) for end in handed(Guard(provider, only), *PHONES, channel="sms")} == {
        Accepted, Deferred, Refused
    }  # fmt: skip
    assert provider.handed == []


def test_the_simulator_delays_a_letter_once():
    guard = Guard(Provider(), None)
    ends = handed(guard, *[f"Delayed@{SIMULATOR}"] * 2)
    assert ends == [Deferred("simulator-delayed"), Accepted("simulator")]


def test_a_system_under_test_says_so_and_names_nobody():
    (need,) = told_of(only_to(LIST))["needs"]
    assert need["what"] == "test-mode"
    assert "1 addresses, 1 domains, 1 numbers" in need["said"]
    assert "@" not in str(need)
    assert told_of(None) == {}


def test_nobody_of_the_examples_is_taken_for_the_simulator():
    files = Path("examples").rglob("contacts.*")
    told = "".join(path.read_text("utf-8") for path in files if path.suffix in (".yaml", ".csv"))
    numbers = {re.sub(r"\D", "", found) for found in re.findall(r"0[\d .]{9,13}", told)}
    assert numbers
    assert not numbers & PHONES.keys()


def test_a_number_plays_the_same_part_here_and_at_a_simulated_gateway():
    """By its last four digits, so that there is one list of them to remember."""
    words = {"delivered": "success", "delayed": "delay", "bounced": "bounce", "failed": "failure"}
    assert {phone: fate_of(phone) for phone in PHONES} == {
        phone: words[part] for phone, part in PHONES.items()
    }
