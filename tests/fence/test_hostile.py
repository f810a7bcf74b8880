"""A client with one unit's credentials does what the fence allows, and nothing else is heard."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import nats.errors
import nkeys
import pytest

from cli.access.giving import keep
from cli.access.issuing import rotate
from cli.access.records import records, said
from cli.console import Trouble
from contracts import fence as rules
from contracts import topology
from runtime.access import claims
from runtime.access.claims import Limits, new_key, public
from runtime.access.safe import issue, write_secret
from tests.fence.attacks import ATTACKS, OWN, REPLIES, THEIRS, Attack, refused, stored
from tests.fence.given import Fence, Speaker, speaking

pytestmark = pytest.mark.servers

EVERY = [
    pytest.param(attack, id=f"{kind}: {name}")
    for kind, attacks in ATTACKS.items()
    for name, attack in attacks.items()
]


@pytest.fixture(scope="module")
def observer_file(fence: Fence) -> str:
    return asyncio.run(fence.observer())


@pytest.fixture
async def observer(fence: Fence, observer_file: str) -> AsyncIterator[Speaker]:
    """Hears everything on the platform."""
    async with speaking(fence.url, user_credentials=observer_file) as one:
        await one.hear(">")
        yield one


@pytest.fixture
async def neighbour(fence: Fence) -> AsyncIterator[Speaker]:
    """Another unit's system, which hears all that it may."""
    async with speaking(fence.url, user_credentials=fence.file(THEIRS)) as one:
        await one.hear(topology.verdicts(THEIRS))
        await one.hear("_INBOX.>")
        yield one


@pytest.fixture
async def hostile(fence: Fence) -> AsyncIterator[Speaker]:
    async with speaking(fence.url, user_credentials=fence.file("ba-to")) as one:
        yield one


def told(observer: Speaker) -> set[str]:
    """What was heard beside the observer's own questions and the unit's own commands."""
    own = topology.command("ba-to", "system", "", "").rstrip(".")
    quiet = ("_INBOX", "$JS.API.STREAM.INFO", "$JS.EVENT.ADVISORY.API", "$SYS.", "_R_.", own)
    return {msg.subject for msg in observer.heard if not msg.subject.startswith(quiet)}


@pytest.mark.parametrize("attack", EVERY)
async def test_what_is_not_a_units_is_refused_and_heard_by_nobody(
    attack: Attack, hostile: Speaker, neighbour: Speaker, observer: Speaker
) -> None:
    await observer.settle()
    before = await stored(observer.client)

    how = await refused(attack, hostile)

    await observer.settle()
    await neighbour.settle()
    after = await stored(observer.client)
    assert how
    assert (told(observer), neighbour.heard) == (set(), [])
    assert before | {"COMMANDS": 0} == after | {"COMMANDS": 0}


@pytest.mark.parametrize("reply", REPLIES)
async def test_an_acknowledgement_goes_nowhere_but_into_the_units_own_account(
    reply: str, hostile: Speaker, neighbour: Speaker, observer: Speaker
) -> None:
    """A command is stored; where its answer shall go is the sender's word, and stays inside."""
    await observer.settle()
    before = await stored(observer.client)

    await hostile.client.publish(OWN, b"{}", reply=reply)
    await hostile.client.jetstream().publish(OWN, b"{}")

    await observer.settle()
    await neighbour.settle()
    after = await stored(observer.client)
    assert (told(observer), neighbour.heard) == (set(), [])
    assert after == before | {"COMMANDS": before["COMMANDS"] + 2}


async def test_a_trace_of_a_command_is_told_to_nobody(
    hostile: Speaker, neighbour: Speaker, observer: Speaker
) -> None:
    for where in (topology.verdicts(THEIRS), "_INBOX.x"):
        headers = {"Nats-Trace-Dest": where, "Nats-Trace-Only": "true"}
        await hostile.client.publish(OWN, b"{}", headers=headers)
    await hostile.settle()
    await observer.settle()
    await neighbour.settle()
    assert (told(observer), neighbour.heard) == (set(), [])


async def test_a_unit_sends_commands_and_hears_its_verdicts(
    fence: Fence, hostile: Speaker, observer: Speaker
) -> None:
    """So that the refusals above mean something."""
    await hostile.hear(topology.verdicts("ba-to"))
    await hostile.settle()
    ack = await hostile.client.jetstream().publish(OWN, b"{}")
    await observer.client.publish(topology.verdicts("ba-to"), b"heard")
    await observer.settle()
    await hostile.settle()
    kept = await observer.client.jetstream().get_msg(topology.COMMANDS.name, ack.seq)
    assert topology.address(kept.subject or "") == ("ba-to", "system", "declare-activity", "ba-to")
    assert [msg.data for msg in hostile.heard] == [b"heard"]


def _forged(fence: Fence) -> dict[str, str]:
    """Files that look right: by key and token taken from elsewhere, or signed by oneself."""
    mine, theirs = (Path(fence.file(name)).read_text() for name in ("ba-to", THEIRS))
    token, other = (claims.token_in(file) for file in (mine, theirs))
    seed = next(line for line in mine.split() if line.startswith("SU"))
    key = nkeys.from_seed(seed.encode())
    account, signer, at = new_key("account"), new_key("account"), claims.read(token)["iat"]
    body = {k: v for k, v in claims.read(token).items() if k != "jti"}
    head, said, _ = token.split(".")
    platform = fence.keys.platform()
    return {
        "another's token with one's own key": claims.credentials(other, key),
        "one's own token with another key": claims.credentials(token, new_key("user")),
        "a token with another name": claims.credentials(
            claims.sign({**body, "name": THEIRS}, signer), key
        ),
        "a token with its signature cut": claims.credentials(f"{head}.{said}.", key),
        "a token of an account of one's own": issue(account, public(account), "x", at)[1],
        "a token for the platform by oneself": issue(signer, platform, "operator", at)[1],
        "a token for the platform by its own user": claims.credentials(
            claims.sign({**body, "nats": {**body["nats"], "issuer_account": platform}}, key), key
        ),
        "the account's claims as a token": claims.credentials(
            claims.account(signer, public(account), "x", at, roles={}, limits=Limits()), key
        ),
    }


async def test_another_credential_than_was_issued_lets_nobody_in(
    fence: Fence, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("forged")
    for number, (what, file) in enumerate(_forged(fence).items()):
        write_secret(folder / f"{number}.creds", file)
        # The server may look for an account that is not there for as long as a client waits.
        with pytest.raises((nats.errors.Error, TimeoutError)):
            async with speaking(fence.url, user_credentials=str(folder / f"{number}.creds")):
                pytest.fail(what)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"user": "operator", "password": "operator"},
        {"token": "operator"},
        {"nkeys_seed_str": new_key("user").seed.decode()},
    ],
)
async def test_without_credentials_nothing_answers(fence: Fence, given: dict[str, str]) -> None:
    with pytest.raises(nats.errors.Error):
        async with speaking(fence.url, **given):
            pytest.fail(str(given))


async def test_an_answer_to_an_earlier_challenge_lets_nobody_in(fence: Fence) -> None:
    """What was overheard of one connection is of no use for another."""
    file = Path(fence.file("ba-to")).read_text()
    seed = next(line for line in file.split() if line.startswith("SU"))
    old = nkeys.from_seed(seed.encode()).sign(b"an earlier nonce")

    replayed = {
        "user_jwt_cb": lambda: claims.token_in(file).encode(),
        "signature_cb": lambda _: base64.b64encode(old),
    }
    with pytest.raises(nats.errors.Error):
        async with speaking(fence.url, **replayed):
            pytest.fail("let in")


async def test_more_connections_than_an_account_may_have_are_refused(fence: Fence) -> None:
    async with AsyncExitStack() as opened:
        for _ in range(rules.MAX_CONNECTIONS):
            one = speaking(fence.url, user_credentials=fence.file("ba-to"))
            await opened.enter_async_context(one)
        with pytest.raises(nats.errors.Error):
            async with speaking(fence.url, user_credentials=fence.file("ba-to")):
                pytest.fail("one more")
        async with speaking(fence.url, user_credentials=fence.file(THEIRS)) as neighbour:
            assert neighbour.client.is_connected


async def test_what_cannot_be_written_is_said_and_not_recorded(
    fence: Fence, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder is at fault, not NATS."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(AssertionError):
        await fence.ngayso("grant", "tra-bong", "--out", str(tmp_path / "taken"))
    assert "[out-unwritable]" in capsys.readouterr().err
    assert "tra-bong" not in await fence.ngayso("list")


async def test_a_rotation_that_somebody_forestalled_leaves_the_file_that_holds(
    fence: Fence, tmp_path: Path
) -> None:
    """What stands there opens the door; nothing is left beside it."""
    async with records(fence.keys, fence.url) as keeper:
        found = (await keeper.read())["ba-to"]
        assert found.record
        first, second = (rotate(fence.keys.keys(), found.record, said()) for _ in range(2))
        await keep(keeper, [(first, found)], tmp_path)
        with pytest.raises(Trouble, match="ba-to"):
            await keep(keeper, [(second, found)], tmp_path)
    assert [path.read_text() for path in tmp_path.iterdir()] == [first.file]
