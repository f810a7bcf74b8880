"""Runtime, links: signed links to the page of one unit, and the keys in a file.

Who mints holds the private key; who verifies holds public keys alone, so that it can mint nothing.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

ABOUT = b"ngayso link 1 "
"""What is signed begins so: a signature of these keys on anything else is no link."""
WHOLE_PART = "-"
"""In place of a duty; no id is that."""
MOST_KEYS = 2
"""The key that signs, and during a rotation the one before it."""
_PEM = re.compile(rb"-----BEGIN [A-Z ]+-----.+?-----END [A-Z ]+-----\s*", re.DOTALL)
K = TypeVar("K")


class Link(NamedTuple):
    """What a link opens until a moment (in whole seconds): a unit's part in a plan, and there one
    duty where it names one.
    """

    plan: str
    unit: str
    duty: str | None
    until: datetime


class NotALink(Exception):
    """`expired`: it was one; `unreadable`: nobody with one of these keys signed it."""

    def __init__(self, why: Literal["unreadable", "expired"]) -> None:
        super().__init__(why)
        self.why = why


def mint(key: Ed25519PrivateKey, link: Link) -> str:
    """The link's token: `<plan>.<unit>.<duty>.<until>.<signature>`, safe as one word of a URL.

    `until` is in seconds of Unix time; ids hold no `.`.
    """
    until = str(int(link.until.timestamp()))
    return signed(key, ABOUT, link.plan, link.unit, link.duty or WHOLE_PART, until)


def verify(token: str, keys: Sequence[Ed25519PublicKey], now: datetime) -> Link:
    """What a token opens; raises NotALink."""
    plan, unit, duty, until = words(token, keys, ABOUT)
    link = Link(
        plan, unit, None if duty == WHOLE_PART else duty, datetime.fromtimestamp(int(until), UTC)
    )
    if now >= link.until:
        raise NotALink("expired")
    return link


def signed(key: Ed25519PrivateKey, about: bytes, *said: str) -> str:
    """Words without `.` and their signature, parted by it. `about` is signed before them: what was
    signed for one purpose is nothing for another.
    """
    text = ".".join(said)
    return f"{text}.{_written(key.sign(about + text.encode()))}"


def words(token: str, keys: Sequence[Ed25519PublicKey], about: bytes) -> list[str]:
    """The words that were signed for this purpose by one of the keys; raises NotALink.

    The signature is read in its one written form only, so that no other token is the same link.
    """
    said, _, written = token.rpartition(".")
    try:
        signature = urlsafe_b64decode(written + "==")
        text = about + said.encode("ascii")
    except ValueError:
        raise NotALink("unreadable") from None
    if _written(signature) != written or not any(_signed(key, signature, text) for key in keys):
        raise NotALink("unreadable")
    return said.split(".")


def _written(signature: bytes) -> str:
    return urlsafe_b64encode(signature).rstrip(b"=").decode()


def _signed(key: Ed25519PublicKey, signature: bytes, said: bytes) -> bool:
    try:
        key.verify(signature, said)
    except InvalidSignature:
        return False
    return True


def private_key(pem: bytes) -> Ed25519PrivateKey:
    """As `openssl genpkey` writes it; raises ValueError or TypeError for another kind."""
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("not an Ed25519 key")
    return key


def public_key(pem: bytes) -> Ed25519PublicKey:
    """As `openssl pkey -pubout` writes it; raises ValueError or TypeError for another kind."""
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("not an Ed25519 key")
    return key


def keys_in(load: Callable[[bytes], K]) -> Callable[[Path], tuple[K, ...]]:
    """Reads keys from a file (PEM, one or two; the first one signs); raises ValueError."""

    def read(file: Path) -> tuple[K, ...]:
        try:
            keys = tuple(load(pem) for pem in _PEM.findall(file.read_bytes()))
        except (ValueError, TypeError):
            keys = ()
        if not 1 <= len(keys) <= MOST_KEYS:
            raise ValueError(
                f"{file} has to hold one or two Ed25519 keys in PEM"
                " (openssl genpkey -algorithm ed25519; openssl pkey -pubout)"
            )
        return keys

    return read
