"""Notifier, domain: to whom a system under test may write, and addresses that play a part."""

from dataclasses import dataclass
from typing import Literal, assert_never, get_args

from contracts.plan import Channel
from services.notifier.domain.handover import Accepted, Deferred, Handover, Refused
from services.notifier.domain.reach import mailbox, mobile

Part = Literal["delivered", "delayed", "bounced", "failed"]
PARTS: tuple[Part, ...] = get_args(Part)
SIMULATOR = "simulator.invalid"
"""A domain that no name server ever knows (RFC 6761, 6.4)."""
PHONES: dict[str, Part] = {f"099999999{number}": part for number, part in enumerate(PARTS, 1)}
"""Vietnam reserves no numbers for this; these are nobody's of ours, nor of any example."""
PROVIDER_ID = "simulator"


@dataclass(frozen=True)
class OnlyTo:
    """The addresses, domains and numbers that are written to; nobody else is."""

    addresses: frozenset[str]
    domains: frozenset[str]
    numbers: frozenset[str]

    def allows(self, channel: Channel, address: str) -> bool:
        match channel:
            case "email":
                folded = address.casefold()
                return folded in self.addresses or folded.rpartition("@")[2] in self.domains
            case "sms":
                return mobile(address) in self.numbers
            case _:
                assert_never(channel)


def only_to(written: str) -> OnlyTo:
    """The list as it is set: parted by commas or spaces; none of it: nobody is written to.

    Raises ValueError for what is no address, no domain (`@co-quan.vn`) and no mobile number.
    """
    addresses: set[str] = set()
    domains: set[str] = set()
    numbers: set[str] = set()
    for word in written.replace(",", " ").split():
        if word.startswith("@") and (at := mailbox(f"x{word}")):
            domains.add(at.rpartition("@")[2].casefold())
        elif found := mailbox(word):
            addresses.add(found.casefold())
        elif number := mobile(word):
            numbers.add(number)
        else:
            raise ValueError(f"{word} is no address, no @domain and no mobile number")
    return OnlyTo(frozenset(addresses), frozenset(domains), frozenset(numbers))


def told_of(only: OnlyTo | None) -> dict[str, object]:
    """What /readyz and `ngayso status` say of it, so that nobody forgets a system under test."""
    if only is None:
        return {}
    counts = (
        f"{len(only.addresses)} addresses, {len(only.domains)} domains, {len(only.numbers)} numbers"
    )
    need = {
        "what": "test-mode",
        "said": f"Under test: nobody is written to but {counts}.",
        "next": "bỏ NGAYSO_ONLY_TO khi chạy thật",
    }
    return {"needs": [need]}


def simulated(address: str) -> bool:
    """Whether the address is the simulator's, and never handed to a relay or gateway."""
    return address.casefold().endswith(f"@{SIMULATOR}") or mobile(address) in PHONES


def played(address: str, *, again: bool) -> Handover:
    """How handing a message to an address of the simulator ends; `again`: it was handed before."""
    local = address.casefold().removesuffix(f"@{SIMULATOR}")
    part = PHONES.get(mobile(address) or "") or next((one for one in PARTS if one == local), None)
    match part:
        case "delivered":
            return Accepted(PROVIDER_ID)
        case "delayed":
            return Accepted(PROVIDER_ID) if again else Deferred("simulator-delayed")
        case "bounced":
            return Refused("simulator-bounced")
        case "failed":
            return Deferred("simulator-failed")
        case None:
            return Refused("simulator-unknown")
        case _:
            assert_never(part)
