"""Which tokens are believed: the issuer's, for us, now; and how keys change."""

import base64
import hmac
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from runtime.failure import Unavailable
from services.reporting.application.readers.ports import Refused, SignIn
from services.reporting.outbound.issuer.provider import AGE, APART, READ_AGAIN, Provider
from services.reporting.outbound.issuer.tokens import LEEWAY, LONGEST, Tokens
from services.reporting.settings import Settings
from tests.issuer import AUDIENCE, Issuer


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def tokens(issuer: Issuer, watch: Watch) -> Tokens:
    return Tokens(Provider(issuer.url, clock=watch), AUDIENCE, "http://reporting/signed-in")


async def test_the_client_s_secret_is_the_files_whenever_it_is_needed(
    issuer: Issuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent to the issuer alone, and read anew: it may have been replaced."""
    sent: list[Any] = []
    exchange = Provider.exchange

    async def seen(self: Provider, form: Any, login: Any) -> Any:
        sent.append(login)
        return await exchange(self, form, login)

    monkeypatch.setattr(Provider, "exchange", seen)
    file = tmp_path / "secret"
    read = Settings(oidc_client_secret_file=file).oidc_client_secret
    tokens = Tokens(Provider(issuer.url), AUDIENCE, "http://reporting/signed-in", read)
    for secret in ("first", "second"):
        file.write_text(secret)
        with pytest.raises(Refused):
            await tokens.enter(SignIn("s", "n", "v", "/"), "code")
    assert sent == [(AUDIENCE, "first"), (AUDIENCE, "second")]


def segment(said: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def unsigned(issuer: Issuer) -> str:
    """The oldest trick: no algorithm, no signature."""
    return (
        f"{segment({'alg': 'none', 'kid': issuer.key.kid})}.{segment(issuer.claims('operator'))}."
    )


def by_public_key(issuer: Issuer) -> str:
    """The next oldest: our public key taken as a shared secret."""
    header = {"alg": "HS256", "kid": issuer.key.kid}
    said = f"{segment(header)}.{segment(issuer.claims('operator'))}"
    sealed = hmac.digest(issuer.key.as_pem(private=False), said.encode(), "sha256")
    return f"{said}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"


def with_own_key(issuer: Issuer) -> str:
    """One that brings the key that it is to be verified with."""
    own = ECKey.generate_key("P-256", {"kid": issuer.key.kid})
    return issuer.sign(issuer.claims("operator"), own, jwk=own.as_dict(private=False))


def changed(issuer: Issuer) -> str:
    """A unit's token with an operator's claims."""
    head, _, signature = issuer.token("unit", unit="ba-to").split(".")
    return f"{head}.{segment(issuer.claims('operator'))}.{signature}"


FORGED: dict[str, Callable[[Issuer], str]] = {
    "not a token": lambda _: "operator",
    "empty": lambda _: "",
    "not even text of one": lambda _: "é.ü.ñ",
    "unsigned": unsigned,
    "signed by our public key": by_public_key,
    "with a key of its own": with_own_key,
    "with another's claims": changed,
    "another key": lambda i: i.sign(i.claims("operator"), ECKey.generate_key("P-256")),
    "another algorithm": lambda i: jwt.encode(
        {"alg": "RS512", "kid": i.key.kid},
        i.claims("operator"),
        RSAKey.generate_key(2048),
        algorithms=["RS512"],
    ),
    "signature cut off": lambda i: i.token("operator").rsplit(".", 1)[0] + ".",
    "too long": lambda i: i.token("operator", more="x" * LONGEST),
}


@pytest.mark.parametrize("how", FORGED)
async def test_a_forged_token_is_refused(how: str, issuer: Issuer, tokens: Tokens) -> None:
    with pytest.raises(Refused) as refused:
        await tokens.reader(FORGED[how](issuer))
    assert refused.value.fault == "token-unreadable"


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "expired": ({"exp": time.time() - LEEWAY - 5}, "token-expired"),
    "not yet": ({"nbf": time.time() + 3600}, "token-expired"),
    "issued tomorrow": ({"iat": time.time() + 86_400}, "token-expired"),
    "without an end": ({"exp": None}, "token-elsewhere"),
    "of another issuer": ({"iss": "https://another.example"}, "token-elsewhere"),
    "of no issuer": ({"iss": None}, "token-elsewhere"),
    "for another audience": ({"aud": "another"}, "token-elsewhere"),
    "for other audiences": ({"aud": ["another", "ngayso-desk"]}, "token-elsewhere"),
    "for no audience": ({"aud": None}, "token-elsewhere"),
    "of nobody": ({"sub": None}, "token-elsewhere"),
    "without a number as its end": ({"exp": "tomorrow"}, "token-elsewhere"),
}


@pytest.mark.parametrize("how", WRONG)
async def test_a_token_that_does_not_hold_here_and_now_is_refused(
    how: str, issuer: Issuer, tokens: Tokens
) -> None:
    """Signed by the issuer, and yet not for us."""
    claims, fault = WRONG[how]
    with pytest.raises(Refused) as refused:
        await tokens.reader(issuer.token("operator", **claims))
    assert refused.value.fault == fault


@pytest.mark.parametrize("aud", [AUDIENCE, ["another", AUDIENCE]])
async def test_a_good_token_says_who_it_is(aud: Any, issuer: Issuer, tokens: Tokens) -> None:
    """Roles that are not known here count for nothing; a list of one word may be the word."""
    reader = await tokens.reader(issuer.token("unit", "admin", unit="ba-to", aud=aud))
    assert (reader.subject, reader.roles, reader.unit) == ("nguoi-dung", {"unit"}, "ba-to")
    assert (await tokens.reader(issuer.token(roles="leader"))).roles == {"leader"}
    assert not (await tokens.reader(issuer.token("unit", unit="*.>"))).may_enter


async def test_a_new_key_is_believed_at_once_and_the_old_one_no_more(
    issuer: Issuer, tokens: Tokens, watch: Watch
) -> None:
    """An unknown key id makes the keys be read again; what is withdrawn is gone with that."""
    old = issuer.token("leader")
    assert (await tokens.reader(old)).roles == {"leader"}
    issuer.rotate()
    watch.seconds += APART
    assert (await tokens.reader(issuer.token("leader"))).roles == {"leader"}
    with pytest.raises(Refused):
        await tokens.reader(old)


async def test_a_new_key_without_a_name_is_believed_too(
    issuer: Issuer, tokens: Tokens, watch: Watch
) -> None:
    """Some issuers name no key, so only the signature tells."""
    issuer.rotate(kid=None)
    assert (await tokens.reader(issuer.token("leader"))).roles == {"leader"}
    issuer.rotate(kid=None)
    with pytest.raises(Refused):  # until the issuer may be asked again
        await tokens.reader(issuer.token("leader"))
    watch.seconds += APART
    assert (await tokens.reader(issuer.token("leader"))).roles == {"leader"}


async def test_made_up_keys_do_not_make_us_ask_without_end(
    issuer: Issuer, tokens: Tokens, watch: Watch
) -> None:
    """However many there are, the issuer is asked once in a while."""
    for number in range(50):
        with pytest.raises(Refused):
            await tokens.reader(issuer.sign(issuer.claims("leader"), kid=f"k-{number}"))
        watch.seconds += APART / 25
    assert issuer.asked.count("/keys") <= 2


async def test_keys_outlive_an_issuer_that_is_away_for_a_while(
    issuer: Issuer, tokens: Tokens, watch: Watch
) -> None:
    """Then nobody is known any more, until it is back."""
    token = issuer.token("leader")
    await tokens.reader(token)
    issuer.away = True
    watch.seconds += READ_AGAIN + 1
    assert (await tokens.reader(token)).roles == {"leader"}
    watch.seconds += AGE
    with pytest.raises(Unavailable):
        await tokens.reader(token)
    issuer.away = False
    watch.seconds += APART
    assert (await tokens.reader(token)).roles == {"leader"}


async def test_an_issuer_that_says_another_name_is_not_believed(issuer: Issuer) -> None:
    """An address that answers for somebody else gives no keys."""
    provider = Provider(issuer.url.replace("127.0.0.1", "localhost"))
    with pytest.raises(Unavailable):
        await Tokens(provider, AUDIENCE, "http://reporting/signed-in").reader(
            issuer.token("leader")
        )


async def test_keys_at_an_address_of_their_own_are_not_asked_for(issuer: Issuer) -> None:
    """Where the address of the keys is given, verifying asks for nothing else."""
    provider = Provider(issuer.url, f"{issuer.url}/keys")
    await Tokens(provider, AUDIENCE, "http://reporting/signed-in").reader(issuer.token("leader"))
    assert issuer.asked == ["/keys"]
