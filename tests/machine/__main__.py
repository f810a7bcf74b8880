"""Tests, machine: does what docs/machines.md says, line by line, with the compose file that is
written from the manifests. As root, with Docker Compose 2 and the images that `.ci/run images`
builds.

    python -m tests.machine
"""

import base64
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
import yaml

from deploy.local.campaign import EXAMPLES, Example
from deploy.machine import compose
from tests.deploy.manifests import ROOT, Manifests
from tests.pods.node import PodFailed, until
from tests.pods.province import images

EXAMPLE = Example(EXAMPLES / "quang-ngai-2022")
PAGE = ROOT / "docs" / "machines.md"
WRITING = "python -m deploy.machine.compose"
PROJECT = "ngayso"
DATABASE = f"{PROJECT}-mongodb"
READY_SECONDS = 180
COMMAND_SECONDS = 300
ENDS = (0, 1)
"""1: there is something to look at."""
WANTS_TOKEN = "[api-token]"
USERS = ("operator", "registry", "notifier", "reporting", "topology", "backup", "restore", "system")


class Machine:
    """The folder in which the page's commands are typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        objects = compose.rendered()
        texts = compose.written(objects)
        for named, stands in images(Manifests(objects)).items():
            texts["compose.yaml"] = texts["compose.yaml"].replace(named, stands)
        compose.write(texts, folder)
        for one in yaml.safe_load(texts["compose.yaml"])["secrets"].values():
            file = folder / one["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(held(file.parent.name, file.name))
        for name in ("units.yaml", "plan.yaml"):
            shutil.copy(EXAMPLE.folder / name, folder)

    def type(self, command: str) -> str:
        """At a terminal, as an operator does; raises PodFailed where it fails otherwise than for
        want of a token: there is no issuer here.
        """
        done = subprocess.run(
            ("script", "--quiet", "--return", "--flush", "--command", command, "/dev/null"),
            cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=COMMAND_SECONDS, check=False,
        )  # fmt: skip
        wants = " exec " in command and WANTS_TOKEN in done.stdout
        if done.returncode not in (ENDS if " exec " in command else (0,)) and not wants:
            raise PodFailed(f"{command} ended with {done.returncode}:\n{done.stdout[-3000:]}")
        return done.stdout

    def ready(self) -> None:
        """Wait until those of the services that run are ready."""
        for ports in compose.PUBLISHED.values():
            address = f"http://{ports[0].rpartition(':')[0]}/readyz"
            until(lambda at=address: _is_ready(at), READY_SECONDS, self.said)

    def said(self) -> str:
        return self.type("docker compose logs --tail=30")


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).is_success
    except httpx.HTTPError:
        return False


def held(secret: str, key: str) -> str:
    """What a file of a Secret holds."""
    if secret == "nats-server":
        return "".join(f"{user.upper()}_PASSWORD: {user}\n" for user in USERS)
    if secret.startswith("nats-"):
        return secret.removeprefix("nats-")
    if secret == "mongodb":
        return f"mongodb://{DATABASE}:27017/?directConnection=true"
    if secret == "reporting-operator":
        return ""
    return base64.b64encode(os.urandom(32)).decode()


def commands() -> list[str]:
    """Every line of the page's blocks, in its order."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def follow(machine: Machine) -> None:
    """Do what the page says; what a command needs of the services it finds."""
    for command in commands():
        if command == WRITING:
            continue
        machine.type(command)
        if command == "docker compose up -d nats":
            _database()
        if re.fullmatch(r"docker compose up -d( --force-recreate notifier)?", command):
            machine.ready()
        print(f"did: {command}", flush=True)
    machine.type("docker compose run --rm verify")  # what came back is what was kept


def _database() -> None:
    """The office's own, outside of what compose keeps."""
    subprocess.run(("docker", "rm", "--force", DATABASE), capture_output=True, check=False)
    subprocess.run(
        ("docker", "run", "--detach", "--name", DATABASE, "--network", f"{PROJECT}_default",
         "standin/mongo:8"),
        capture_output=True, check=True,
    )  # fmt: skip


def restarts() -> list[str]:
    """Containers that ended and were started again by Docker."""
    words: tuple[str, ...] = (
        "docker",
        "ps",
        "--all",
        "--quiet",
        "--filter",
        f"label=com.docker.compose.project={PROJECT}",
    )
    ids = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    form = "{{.RestartCount}} {{.Name}}"
    words = ("docker", "inspect", "--format", form, *ids)
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    return [one for one in told if not one.startswith("0 ")]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ngayso-machine-") as kept:
        machine = Machine(Path(kept))
        machine.folder.chmod(0o755)
        try:
            follow(machine)
            wrong = [f"{one}: it ended" for one in restarts()]
        except PodFailed as failed:
            wrong = [str(failed)]
        finally:
            subprocess.run(("docker", "rm", "--force", DATABASE), capture_output=True, check=False)
            machine.type("docker compose --profile jobs down --volumes")
    for one in wrong:
        print(f"✗ {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
