"""Deployment, local: runs `ngayso` as the operator, who gives credentials to units."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from contracts.topology import OPERATOR
from deploy.local.process import ProcessFailed
from runtime.access.safe import Safe


@dataclass(frozen=True)
class Operator:
    """Somebody at a terminal, with the address of NATS, and the folder of keys with the user's."""

    nats: str
    keys: Path
    user: str = OPERATOR

    def run(self, *words: str) -> str:
        """Run the command; returns what it said, and raises ProcessFailed with its words."""
        env = os.environ | {
            "NGAYSO_NATS_URL": self.nats,
            "NGAYSO_NATS_CREDENTIALS_FILE": str(Safe(self.keys).credentials(self.user)),
            "NGAYSO_ACCESS_KEYS": str(self.keys),
        }
        command = [sys.executable, "-m", "cli.main", *words]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            said = done.stdout + done.stderr
            raise ProcessFailed(f"ngayso {' '.join(words)} ended with {done.returncode}:\n{said}")
        return done.stdout


def grant(operator: Operator, out: Path, units: Iterable[Path], names: Iterable[str]) -> None:
    """A file in `out` for each unit of `units` and each of `names`; those that are there stay.

    All may speak about others, so that what the registry refuses can be seen.
    """
    files = [word for path in units for word in ("--units", str(path))]
    whom = [*names, *files]
    if not whom:
        return
    how = ("--out", str(out), "--json")
    told = json.loads(operator.run("access", "grant", *whom, "--others", *how))
    lost = [one["name"] for one in told if not (out / f"{one['name']}.creds").exists()]
    if lost:
        operator.run("access", "rotate", *lost, *how)


def look_at(kept: Path, keys: Safe) -> None:
    """Raises ProcessFailed where a server's streams were written under other keys: it would start
    without them, and without a word.
    """
    accounts = {path.name for path in kept.glob("jetstream/*")}
    if accounts and keys.platform() not in accounts:
        raise ProcessFailed(
            f"{kept} was written under other keys than those in {keys.folder}: "
            f"put those back, or remove {kept.parents[1]}"
        )
