"""Notifier, outbound: what is written so that only the holder of a key reads it (AES-256-GCM)."""

import os
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY = 32
NONCE = 12


def new_key() -> bytes:
    return os.urandom(KEY)


def seal(key: bytes, about: str, plain: bytes) -> bytes:
    """`plain` under a key, bound to what it is about: it opens under that name alone."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def unseal(keys: Iterable[bytes], about: str, sealed: bytes) -> bytes | None:
    """What was sealed under one of the keys; None where none opens it."""
    for key in keys:
        try:
            return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
        except (InvalidTag, ValueError):  # ValueError: shorter than a nonce
            continue
    return None


def derive(master: bytes, salt: bytes, about: str) -> bytes:
    """A key that only the holder of both halves can make (RFC 5869)."""
    return HKDF(SHA256(), KEY, salt, about.encode()).derive(master)
