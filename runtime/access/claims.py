"""Runtime, access: the signed claims of operator mode (NATS JWT version 2), written and verified.

Source: https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

import nkeys
from nacl.exceptions import CryptoError

from contracts.permissions import Permissions

HEADER = {"typ": "JWT", "alg": "ed25519-nkey"}
VERSION = 2
PREFIXES = {
    "operator": nkeys.PREFIX_BYTE_OPERATOR,
    "account": nkeys.PREFIX_BYTE_ACCOUNT,
    "user": nkeys.PREFIX_BYTE_USER,
}
NO_LIMIT = -1
Claims = dict[str, Any]
Kind = Literal["service", "stream"]


class Untrusted(Exception):
    """A token that was not signed by a key that is trusted, or is none at all."""


class Import(NamedTuple):
    """What an account takes from the platform's; `local` is how its own clients name it."""

    kind: Kind
    subject: str
    local: str


class Limits(NamedTuple):
    """Of one account: connections and subscriptions in number, payload in bytes; -1: none."""

    connections: int = NO_LIMIT
    subscriptions: int = NO_LIMIT
    payload: int = NO_LIMIT


UNLIMITED = Limits()


def new_key(kind: Literal["operator", "account", "user"]) -> nkeys.KeyPair:
    return nkeys.from_seed(nkeys.encode_seed(os.urandom(32), PREFIXES[kind]))


def public(key: nkeys.KeyPair) -> str:
    text: str = key.public_key.decode()
    return text


def _part(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def sign(body: Claims, signer: nkeys.KeyPair) -> str:
    """A token of claims without `iss` and `jti`, which are the signer's and the content's."""
    issued = {**body, "iss": public(signer)}
    digest = hashlib.new("sha512_256", _json(issued)).digest()
    issued["jti"] = base64.b32encode(digest).decode().rstrip("=")
    signed = f"{_part(_json(HEADER))}.{_part(_json(issued))}"
    return f"{signed}.{_part(signer.sign(signed.encode()))}"


def verified(token: str, trusted: Iterable[nkeys.KeyPair]) -> Claims:
    """The claims of a token; raises Untrusted unless one of the trusted keys signed it."""
    keys = {public(key): key for key in trusted}
    try:
        head, body, signature = token.split(".")
        claims = json.loads(_bytes(body))
        keys[claims["iss"]].verify(f"{head}.{body}".encode(), _bytes(signature))
    except (ValueError, KeyError, TypeError, nkeys.NkeysError, CryptoError) as error:
        raise Untrusted(repr(error)) from error
    return dict(claims)


def read(token: str) -> Claims:
    """The claims of a token of our own, taken on trust."""
    return dict(json.loads(_bytes(token.split(".")[1])))


def token_in(file: str) -> str:
    """The user's token in the text of a .creds file; raises ValueError where there is none."""
    for line in file.split():
        if line.count(".") == 2:  # noqa: PLR2004 (head, body, signature)
            return line
    raise ValueError("not a credentials file")


def key_in(file: str) -> nkeys.KeyPair:
    """The user's key in the text of a .creds file; raises ValueError where there is none."""
    for line in file.split():
        if line.startswith("SU"):
            return nkeys.from_seed(bytearray(line.encode()))
    raise ValueError("not a credentials file")


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def operator(identity: nkeys.KeyPair, signing: nkeys.KeyPair, at: int) -> str:
    """Who is trusted: accounts signed by the signing key alone, so that the other stays offline."""
    body = {"type": "operator", "signing_keys": [public(signing)], "strict_signing_key_usage": True}
    return sign(_body(public(identity), "ngayso", at, body), identity)


def account(
    signer: nkeys.KeyPair,
    key: str,
    name: str,
    at: int,
    *,
    roles: Mapping[str, Permissions],
    imports: Iterable[Claims] = (),
    exports: Iterable[Claims] = (),
    limits: Limits = UNLIMITED,
    streams: bool = False,
) -> str:
    """An account's claims. `roles`: signing key → what each user signed by it may do. The users of
    one that is taken out are cut, and stay out, whenever their tokens were issued (measured).
    """
    storage = NO_LIMIT if streams else 0
    taken, given = list(imports), list(exports)
    body: Claims = {
        "type": "account",
        "imports": taken,
        "exports": given,
        "limits": {
            "subs": limits.subscriptions,
            "data": NO_LIMIT,
            "payload": limits.payload,
            "imports": len(taken),
            "exports": len(given),
            "wildcards": bool(given),
            "conn": limits.connections,
            "leaf": 0,
            "disallow_bearer": True,
            "mem_storage": storage,
            "disk_storage": storage,
            "streams": storage,
            "consumer": storage,
        },
        "signing_keys": [_role(key, allowed, limits) for key, allowed in roles.items()],
    }
    return sign(_body(key, name, at, body), signer)


def _role(key: str, allowed: Permissions, limits: Limits) -> Claims:
    """A signing key whose users may do this and no more; their own tokens say nothing of it."""
    template: Claims = {
        "pub": _listed(allowed.publish),
        "sub": _listed(allowed.subscribe),
        "subs": limits.subscriptions,
        "data": NO_LIMIT,
        "payload": limits.payload,
    }
    if allowed.answers:
        template["resp"] = {"max": 1, "ttl": 60_000_000_000}
    if allowed.networks:
        template["src"] = list(allowed.networks)
    return {"kind": "user_scope", "key": key, "role": "", "template": template}


def _listed(subjects: Iterable[str]) -> Claims:
    """An empty list would allow everything."""
    return {"allow": listed} if (listed := list(subjects)) else {"deny": [">"]}


def user(
    signer: nkeys.KeyPair, of_account: str, key: str, name: str, at: int, until: int | None = None
) -> str:
    """A user of an account, by one of its signing keys, which says what the user may do."""
    body = _body(key, name, at, {"type": "user", "issuer_account": of_account})
    return sign(body if until is None else {**body, "exp": until}, signer)


def taken(
    wanted: Import, platform: str, platform_signer: nkeys.KeyPair, by: str, at: int
) -> Claims:
    """An import with the platform's word that the account `by` may have it; without an end, which
    a running import would not notice.
    """
    word = {"type": "activation", "subject": wanted.subject, "kind": wanted.kind}
    word["issuer_account"] = platform
    token = sign(_body(by, wanted.subject, at, word), platform_signer)
    return {
        "name": wanted.subject,
        "subject": wanted.subject,
        "local_subject": wanted.local,
        "account": platform,
        "type": wanted.kind,
        "token": token,
    }


def export(name: str, kind: Kind, subject: str) -> Claims:
    """What the platform gives to those who have its word."""
    return {"name": name, "subject": subject, "type": kind, "token_req": True}


def _body(subject: str, name: str, at: int, nats: Claims) -> Claims:
    return {"sub": subject, "name": name, "iat": at, "nats": {**nats, "version": VERSION}}


def credentials(token: str, key: nkeys.KeyPair) -> str:
    """The text of a .creds file, as every NATS client reads it."""
    return (
        f"-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n"
        f"-----BEGIN USER NKEY SEED-----\n{key.seed.decode()}\n------END USER NKEY SEED------\n"
    )
