"""Contracts, generate: who says what, by the registry's table of verbs and by our services."""

from contracts import topology
from services.registry.domain.authority import SaidBy
from services.registry.domain.verbs.table import VERBS

PARTICIPANTS: dict[SaidBy, str] = {
    "unit": "unit-system",
    "issuer": "collecting-office",
    "plan-office": "collecting-office",
    "office": "collecting-office",
    "office-or-through": "collecting-office",
    "unit-or-office": "unit-system",
    "operator": "operator",
    "registry": "registry",
}
"""Who says what by the registry's table of verbs, as participants of the document."""


def sends() -> dict[str, list[str]]:
    """Who publishes on which channel."""
    channels = {name: list(said) for name, said in SAID.items()}
    for row in VERBS.values():
        channels.setdefault(PARTICIPANTS[row.said_by], []).append(row.name)
    return channels


SAID = {
    "registry": (
        *("directory-facts", "calendar-facts", "plan-facts", "unit-facts"),
        *("verdicts", "parts", "dead-letters"),
    ),
    "notifier": (
        *("message-facts", "rung-timers", "slots", "slot-timers"),
        *("outbox", "dead-letters"),
    ),
    "reporting": ("dead-letters",),
    "operator": ("access", "quarantine-facts"),
}
"""What our services say beside commands, and the operator."""
HEARS = {
    "unit-system": ("verdicts",),
    "collecting-office": ("verdicts",),
    "operator": ("verdicts", "dead-letters", "access"),
    topology.REGISTRY: ("parts",),
    topology.NOTIFIER: ("slots",),
}
"""Who hears which channel otherwise than by a durable."""
