"""Cli, access: from what is recorded of a name to its next record, and a credentials file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from contracts import fence
from contracts.access import AccessAct, AccessRecorded, Credential, SpeaksFor
from contracts.fence import Verbs
from runtime.access import claims
from runtime.access.claims import Import, Limits, new_key, public
from runtime.access.safe import Keys, issue

LIMITS = Limits(fence.MAX_CONNECTIONS, fence.MAX_SUBSCRIPTIONS, fence.MAX_PAYLOAD)
NOBODY = Limits(0, 0, 0)


class Said(NamedTuple):
    """By whom and when."""

    by: str
    at: datetime


class Issued(NamedTuple):
    """What is recorded next, and the text of a credentials file where one was issued."""

    record: AccessRecorded
    file: str | None = None


class _Scope(NamedTuple):
    """What stays of a name from record to record."""

    account: str
    name: str
    named: bool
    others: bool


def grant(
    keys: Keys,
    last: AccessRecorded | None,
    name: str,
    units: Mapping[str, Verbs],
    said: Said,
    *,
    others: bool | None = None,
) -> Issued | None:
    """Let a unit's own system, or a named one, speak for these units; None: it does already.

    `others`: about other units and plans too; None: as it may already. Where credentials are valid
    they stay, and follow what they are for.
    """
    asked = [SpeaksFor(unit=unit, verbs=list(verbs)) for unit, verbs in units.items()]
    valid = last.credentials if last else []
    if others is None:
        others = bool(last and valid and last.others)
    if last and valid and (last.speaks_for, last.others) == (asked, others):
        return None
    account = last.account if last else public(new_key("account"))
    named, credentials, file = list(units) != [name], list(valid), None
    if not valid:
        credential, file = _issue(account, name, said.at)
        credentials = [credential]
    act: AccessAct = "changed" if valid else "granted"
    scope = _Scope(account, name, named, others)
    return Issued(_record(keys, last, scope, act, asked, credentials, said), file)


def rotate(keys: Keys, last: AccessRecorded, said: Said) -> Issued:
    """Further credentials; the former ones are valid until they are ended."""
    credential, file = _issue(last.account, last.name, said.at)
    credentials = [*last.credentials, credential]
    return Issued(_next(keys, last, "rotated", last.speaks_for, credentials, said), file)


def end_former(keys: Keys, last: AccessRecorded, said: Said) -> Issued:
    """The newest credentials alone are valid from now on."""
    newest = last.credentials[-1:]
    return Issued(_next(keys, last, "former-ended", last.speaks_for, newest, said))


def without(keys: Keys, last: AccessRecorded, unit: str, said: Said) -> Issued:
    """A named system speaks for its other units alone from now on."""
    left = [one for one in last.speaks_for if one.unit != unit]
    return Issued(_next(keys, last, "changed", left, last.credentials, said))


def revoke(keys: Keys, last: AccessRecorded, said: Said) -> Issued:
    """Nobody connects as this name any more. Its account stays, with nothing in it: the servers
    would look up one that was deleted.
    """
    return Issued(_next(keys, last, "revoked", [], [], said))


def _issue(account: str, name: str, at: datetime) -> tuple[Credential, str]:
    """A user signed by a key that is forgotten at once."""
    signer = new_key("account")
    key, file = issue(signer, account, name, int(at.timestamp()))
    return Credential(key=key, signer=public(signer), issued_at=at), file


def _next(
    keys: Keys,
    last: AccessRecorded,
    act: AccessAct,
    speaks_for: Sequence[SpeaksFor],
    credentials: Sequence[Credential],
    said: Said,
) -> AccessRecorded:
    scope = _Scope(last.account, last.name, last.named, last.others)
    return _record(keys, last, scope, act, speaks_for, credentials, said)


def _record(
    keys: Keys,
    last: AccessRecorded | None,
    scope: _Scope,
    act: AccessAct,
    speaks_for: Sequence[SpeaksFor],
    credentials: Sequence[Credential],
    said: Said,
) -> AccessRecorded:
    before = claims.read(last.claims)["iat"] if last else 0
    at = max(int(said.at.timestamp()), before + 1)  # among servers the newer claims win
    units = {one.unit: one.verbs for one in speaks_for}
    taken = [
        claims.taken(Import(*crossing), keys.platform, keys.word, scope.account, at)
        for crossing in fence.crossings(scope.name if scope.named else None, units)
    ]
    may = fence.permissions(units, scope.others)
    token = claims.account(
        *(keys.signing, scope.account, scope.name, at),
        roles={credential.signer: may for credential in credentials},
        imports=taken,
        limits=_limits(len(units)) if credentials else NOBODY,
    )
    return AccessRecorded(
        **scope._asdict(),
        act=act,
        by=said.by,
        at=said.at,
        speaks_for=list(speaks_for),
        credentials=list(credentials),
        claims=token,
    )


def _limits(units: int) -> Limits:
    """One unit's, and of a named system a subscription more for each further unit."""
    return LIMITS._replace(subscriptions=LIMITS.subscriptions + units - 1)
