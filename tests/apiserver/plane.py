"""Tests, API server: etcd, kube-apiserver and kube-controller-manager of this machine's PATH, on
the loopback, and kubectl in front of them.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from deploy.local.process import Process, Reserved, answers
from tests.deploy.manifests import ROOT, Json

PROGRAMS = ("etcd", "kube-apiserver", "kube-controller-manager", "kubectl")
TOKEN = "of-this-run"
READY_WITHIN = 120.0


class Refused(Exception):
    """What kubectl said as it failed."""


@dataclass(frozen=True)
class Kubectl:
    """kubectl as the administrator of a control plane."""

    config: Path

    def __call__(self, *words: str, given: Any = None, ends: tuple[int, ...] = (0,)) -> str:
        """What it prints; `given` goes in as JSON. Raises Refused for another end."""
        done = subprocess.run(
            ("kubectl", *words),
            cwd=ROOT,
            env={**os.environ, "KUBECONFIG": str(self.config)},
            input=None if given is None else json.dumps(given),
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in ends:
            raise Refused(f"kubectl {' '.join(words)}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout

    def items(self, *words: str) -> list[Json]:
        said = self("get", *words, "--output=json", "--show-managed-fields")
        found: Json = json.loads(said or '{"kind": "List", "items": []}')
        return found["items"] if found["kind"] == "List" else [found]


def missing() -> list[str]:
    return [name for name in PROGRAMS if shutil.which(name) is None]


def versions() -> str:
    """Of each program, as it says itself."""
    said = {
        name: subprocess.run((name, "--version"), capture_output=True, text=True, check=True)
        for name in PROGRAMS[:-1]
    }
    words = [f"{name} {_last(done.stdout)}" for name, done in said.items()]
    client = ("kubectl", "version", "--client", "--output=json")
    done = subprocess.run(client, capture_output=True, text=True, check=True)
    return ", ".join([*words, f"kubectl {json.loads(done.stdout)['clientVersion']['gitVersion']}"])


def _last(said: str) -> str:
    return said.splitlines()[0].split()[-1]


@contextmanager
def control_plane(folder: Path) -> Iterator[Kubectl]:
    """While this lasts it runs, with nothing in it."""
    ports = store, peer, secure = Reserved(), Reserved(), Reserved()
    server = f"https://127.0.0.1:{secure.number}"
    stores = f"http://127.0.0.1:{store.number}"
    kubectl = Kubectl(_config(folder, server))
    ready = {
        "etcd": lambda: answers(f"{stores}/health"),
        "kube-apiserver": lambda: _is_ready(kubectl),
        "kube-controller-manager": lambda: _has_account(kubectl),
    }
    peers = f"http://127.0.0.1:{peer.number}"
    with ExitStack() as running:
        for name, words in _words(folder, stores, peers, secure.number, kubectl.config).items():
            part = Process(
                name, server, (name, *words), ready=ready[name], log=folder / f"{name}.log",
                ports=ports, ready_within=READY_WITHIN,
            )  # fmt: skip
            running.enter_context(part)
        yield kubectl


def _words(
    folder: Path, stores: str, peers: str, port: int, config: Path
) -> dict[str, tuple[str, ...]]:
    """What each program is told."""
    signing, tokens = _key(folder), folder / "tokens.csv"
    tokens.write_text(f"{TOKEN},admin,admin,system:masters\n")
    return {
        "etcd": (
            f"--data-dir={folder / 'etcd'}", f"--listen-client-urls={stores}",
            f"--advertise-client-urls={stores}", f"--listen-peer-urls={peers}",
            f"--initial-advertise-peer-urls={peers}", f"--initial-cluster=default={peers}",
            "--unsafe-no-fsync",
        ),
        "kube-apiserver": (
            f"--etcd-servers={stores}", "--bind-address=127.0.0.1", f"--secure-port={port}",
            f"--cert-dir={folder / 'certificates'}", f"--token-auth-file={tokens}",
            "--authorization-mode=RBAC", "--service-cluster-ip-range=10.99.0.0/16",
            "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-signing-key-file={signing}",
            f"--service-account-key-file={signing}", "--endpoint-reconciler-type=none",
        ),
        "kube-controller-manager": (
            f"--kubeconfig={config}", "--leader-elect=false", "--secure-port=0",
            f"--service-account-private-key-file={signing}",
        ),
    }  # fmt: skip


def _is_ready(kubectl: Kubectl) -> bool:
    try:
        return kubectl("get", "--raw=/readyz") == "ok"
    except Refused:
        return False


def _has_account(kubectl: Kubectl) -> bool:
    """The controllers run: one has made the account of each namespace."""
    try:
        return bool(kubectl.items("serviceaccount", "default"))
    except Refused:
        return False


def _config(folder: Path, server: str) -> Path:
    path = folder / "kubeconfig"
    cluster = {"server": server, "insecure-skip-tls-verify": True}
    context = {"cluster": "here", "user": "admin"}
    said = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "here", "cluster": cluster}],
        "users": [{"name": "admin", "user": {"token": TOKEN}}],
        "contexts": [{"name": "here", "context": context}],
        "current-context": "here",
    }
    path.write_text(json.dumps(said))
    return path


def _key(folder: Path) -> Path:
    """What signs the tokens of service accounts."""
    key = generate_private_key(65537, 2048)
    path = folder / "accounts.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    return path
