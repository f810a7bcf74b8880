"""Contracts, access: who was given credentials for which units, by whom, on access.> for ever."""

from typing import ClassVar, Literal

from contracts.envelope import Message
from contracts.values import Id, Line, Moment, Value

AccessAct = Literal["granted", "changed", "rotated", "former-ended", "revoked"]
"""granted: credentials were issued where none were valid; changed: for other units or verbs;
rotated: further credentials were issued; former-ended: the newest alone are valid from now on;
revoked: none is.
"""


class SpeaksFor(Value):
    """A unit, and the verbs that may be said for it; none named: all that its own system may."""

    unit: Id
    verbs: list[Id] = []


class Credential(Value):
    """One credentials file by its public key. `signer` is the key that signed it and nothing else:
    the servers take it while the account's claims name that key.
    """

    key: str
    signer: str
    issued_at: Moment


class AccessRecorded(Message):
    """What a unit's own or a named system may do from now on: the whole record, public keys alone.

    `named`: it is a system that speaks for several units, by a door of its own. `others`: it may
    send commands about other units and plans too, as an office does. `by`: the account of whoever
    ran the command, and the machine. `claims`: what the servers were told, signed; they are told
    again from here.
    """

    wire: ClassVar[str] = "ngayso.access-recorded.v1"
    name: Id
    named: bool
    others: bool = False
    act: AccessAct
    by: Line
    at: Moment
    account: str
    speaks_for: list[SpeaksFor] = []
    credentials: list[Credential] = []
    claims: str


ACCESS_RECORDS: dict[str, type[Message]] = {AccessRecorded.wire: AccessRecorded}
