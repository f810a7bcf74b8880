"""Deployment, permissions: the services' allow-lists as nats-server's configuration has them.

`make schemas` writes them beside the manifests' nats.conf, and a test says when they differ.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from contracts.permissions import SERVICES, Permissions

FILE = Path(__file__).parent / "k8s/base/nats/permissions.conf"
HEAD = (
    "# Written by `make schemas` from contracts/permissions.py: what each user may, and no more.\n"
)


def render() -> str:
    """One variable a user, which the user's entry in nats.conf names."""
    return HEAD + "".join(_variable(user, allowed) for user, allowed in SERVICES.items())


def _variable(user: str, allowed: Permissions) -> str:
    lines = [_list("publish", allowed.publish), _list("subscribe", allowed.subscribe)]
    if allowed.answers:
        lines.append("  allow_responses: true\n")
    return f"{variable(user)} {{\n{''.join(lines)}}}\n"


def variable(user: str) -> str:
    return f"{user.upper()}_MAY"


def _list(what: str, subjects: Sequence[str]) -> str:
    said = "".join(f"    {json.dumps(subject)}\n" for subject in subjects)
    return f"  {what}: {{ allow: [\n{said}  ] }}\n"


if __name__ == "__main__":
    FILE.write_text(render())
