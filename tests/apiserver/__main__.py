"""Tests, API server: applies the manifests to a real API server and its controllers, as operators
do, and tells what it refused or changed. There is no node: pods are let in and wait. Programs on
PATH: etcd, kube-apiserver, kube-controller-manager, kubectl.

    python -m tests.apiserver
"""

import sys
import tempfile
from pathlib import Path

from deploy.local.process import ProcessFailed
from tests.apiserver.crds import definitions
from tests.apiserver.operating import operated
from tests.apiserver.plane import Kubectl, Refused, control_plane, missing, versions
from tests.apiserver.variants import VARIANTS, WRONG, applied, let_in, planted, removed
from tests.pods.node import PodFailed


def say(text: str) -> None:
    print(text, flush=True)


def rehearse(kubectl: Kubectl, folder: Path) -> list[str]:
    """What did not hold; each part says what did."""
    wrong = []
    kubectl("create", "--filename=-", given=definitions())
    kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")
    for variant in VARIANTS:
        found = [*applied(kubectl, variant)]
        pods = let_in(kubectl, variant)
        found += removed(kubectl, variant)
        wrong += found
        if not found:
            say(f"{variant}: applied twice, {pods} pods let in, deleted")
    found = [*planted(kubectl)]
    say(f"{len(WRONG) - len(found)} of {len(WRONG)} pods against `restricted` refused")
    wrong += found
    if not (found := [*operated(kubectl, folder)]):
        say("upgraded, rolled back and upgraded, restored, rotated, scaled: no conflict, no drift")
    return wrong + found


def main() -> int:
    if absent := missing():
        print(f"Not on PATH: {', '.join(absent)}")
        return 2
    say(versions())
    with tempfile.TemporaryDirectory(prefix="ngayso-apiserver-") as kept:
        folder = Path(kept)
        try:
            with control_plane(folder) as kubectl:
                wrong = rehearse(kubectl, folder)
        except (Refused, PodFailed, ProcessFailed) as failed:
            wrong = [str(failed)]
    for one in wrong:
        say(f"✗ {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
