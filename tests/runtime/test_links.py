"""Signed links: who may open what, until when, and how their keys are changed."""

import string
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from runtime.links import Link, NotALink, keys_in, mint, private_key, public_key, verify
from runtime.mounted import Mounted

NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
OLD, NEW = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
LINK = Link("ncds-2022", "ba-to", "bao-cao", NOW + timedelta(days=14))
IDS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,63}", fullmatch=True)
LINKS = st.builds(
    Link,
    plan=IDS,
    unit=IDS,
    duty=st.none() | IDS,
    until=st.integers(1, 10**6).map(lambda seconds: NOW + timedelta(seconds=seconds)),
)
SAFE = set(string.ascii_letters + string.digits + "-_.")


def pem(key, *, public=False):
    if public:
        return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def why_not(token, *keys, now=NOW):
    with pytest.raises(NotALink) as found:
        verify(token, [key.public_key() for key in keys or (OLD,)], now)
    return found.value.why


@given(LINKS)
def test_a_link_opens_what_it_was_minted_for_and_is_safe_in_a_url(link):
    token = mint(OLD, link)
    assert verify(token, [OLD.public_key()], NOW) == link
    assert set(token) <= SAFE


@given(LINKS, st.data())
def test_any_flipped_bit_is_refused(link, data):
    """Of the words and of the signature, its last letter's idle bits included."""
    token = mint(OLD, link).encode()
    where = data.draw(st.integers(0, len(token) * 8 - 1))
    flipped = bytearray(token)
    flipped[where // 8] ^= 1 << (where % 8)
    assert why_not(flipped.decode("latin-1")) == "unreadable"


def test_every_letter_at_the_end_but_one_is_refused():
    """Four bits of the last letter say nothing: sixteen letters would mean the same signature."""
    token = mint(OLD, LINK)
    for letter in SAFE - {token[-1]}:
        assert why_not(token[:-1] + letter) == "unreadable"


@given(st.text() | st.text(alphabet="abc-_.=09", max_size=120))
def test_whatever_else_is_sent_is_refused_and_nothing_breaks(token):
    assert why_not(token) == "unreadable"


@given(LINKS, LINKS)
def test_a_signature_opens_nothing_else(link, other):
    """Not another unit, plan or duty, and not one day longer."""
    signature = mint(OLD, link).rpartition(".")[2]
    claimed = mint(OLD, other).rpartition(".")[0] + "." + signature
    if link != other:
        assert why_not(claimed) == "unreadable"


def test_a_link_ends_at_its_moment():
    token = mint(OLD, LINK)
    assert verify(token, [OLD.public_key()], LINK.until - timedelta(seconds=1)) == LINK
    assert why_not(token, now=LINK.until) == "expired"
    assert why_not(token, NEW, now=LINK.until) == "unreadable"  # nothing is told of a forged one


def test_during_a_rotation_both_keys_hold_and_after_it_the_old_one_does_not(tmp_path):
    """Verifier first, then signer, then the old key goes: nobody is turned away meanwhile."""
    signer, verifier = tmp_path / "signer.pem", tmp_path / "verifier.pem"
    signer.write_bytes(pem(OLD))
    verifier.write_bytes(pem(OLD, public=True))
    signing = Mounted(signer, keys_in(private_key))
    verifying = Mounted(verifier, keys_in(public_key))
    before = mint(signing.now[0], LINK)

    verifier.write_bytes(pem(NEW, public=True) + pem(OLD, public=True))
    assert verify(before, verifying.now, NOW) == LINK
    signer.write_bytes(pem(NEW) + pem(OLD))
    after = mint(signing.now[0], LINK)
    assert [verify(token, verifying.now, NOW) for token in (before, after)] == [LINK, LINK]

    verifier.write_bytes(pem(NEW, public=True))
    assert verify(after, verifying.now, NOW) == LINK
    with pytest.raises(NotALink, match="unreadable"):
        verify(before, verifying.now, NOW)


def test_a_file_that_is_wrong_later_leaves_the_keys_as_they_were(tmp_path):
    file = tmp_path / "signer.pem"
    file.write_bytes(pem(OLD))
    signing = Mounted(file, keys_in(private_key))
    for wrong in (b"", b"half a file", pem(OLD) * 3):
        file.write_bytes(wrong)
        assert mint(signing.now[0], LINK) == mint(OLD, LINK)
    file.unlink()
    assert mint(signing.now[0], LINK) == mint(OLD, LINK)
    file.write_bytes(pem(NEW))
    assert mint(signing.now[0], LINK) == mint(NEW, LINK)


@pytest.mark.parametrize(
    "held",
    [
        b"",
        pem(OLD, public=True),
        pem(OLD) + pem(NEW) + pem(OLD),
        pem(generate_private_key(SECP256R1())),
        pem(OLD).replace(b"MC4", b"AAA"),
    ],
)
def test_a_file_without_one_or_two_such_keys_is_refused_at_the_start(tmp_path, held):
    file = tmp_path / "signer.pem"
    file.write_bytes(held)
    with pytest.raises(ValueError, match="one or two Ed25519 keys in PEM"):
        Mounted(file, keys_in(private_key))
