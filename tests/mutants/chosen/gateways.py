"""Mutants, chosen: SMS, and which gateway has one."""

from tests.mutants.fault import Fault

DOMAIN = "tests/notifier/domain"

GATEWAYS = (
    Fault(
        "a gateway that refused for good is asked again",
        "services/notifier/domain/rungs.py",
        "elif fact.provider and fact.for_good:",
        "elif fact.provider is None:",
        (f"{DOMAIN}/test_gateways.py",),
    ),
    Fault(
        "the attempt does not say which gateway is asked",
        "services/notifier/domain/handover.py",
        "if isinstance(key, NoticeKey)],\n        provider=send.provider,\n",
        "if isinstance(key, NoticeKey)],\n",
        (f"{DOMAIN}/test_gateways.py",),
    ),
    Fault(
        "a letter of two units is cut in half between two SMS",
        "services/notifier/domain/texts/segments.py",
        "if size > room:",
        "if room <= 0:",
        (f"{DOMAIN}/texts/test_segments.py",),
    ),
)
