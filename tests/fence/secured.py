"""A cluster in operator mode with a door for units, each line of it secured."""

import ssl
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import trustme

from contracts import fence as rules
from deploy.local.parts import Cluster
from runtime.settings import RuntimeSettings
from tests.fence.given import Fence, Speaker, speaking


@dataclass
class Secured:
    """A cluster with a door for units; every line needs a certificate of one authority."""

    fence: Fence
    cluster: Cluster
    folder: Path

    @property
    def door(self) -> str:
        assert self.cluster.door is not None
        return self.cluster.door.url

    def addresses(self) -> list[str]:
        return [*(member.url for member in self.cluster.members), self.door]

    def settings(self, user: str) -> RuntimeSettings:
        return RuntimeSettings(
            nats_url=self.cluster.url,
            nats_credentials_file=self.fence.keys.credentials(user),
            nats_ca_file=self.folder / "ca.pem",
        )


def certificates(folder: Path) -> None:
    """An authority, the servers' certificate by it, and one of a client."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    for name in ("server", "client"):
        issued = authority.issue_cert("127.0.0.1")
        issued.private_key_pem.write_to_path(folder / f"{name}.key")
        issued.cert_chain_pems[0].write_to_path(folder / f"{name}.pem")


def trusting(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=folder / "ca.pem")


def connected(secured: Secured, name: str, address: str) -> AbstractAsyncContextManager[Speaker]:
    """A unit's system as it is told to be: it reconnects for ever."""
    return speaking(
        address,
        user_credentials=secured.fence.file(name),
        allow_reconnect=True,
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.1,
        **secured.fence.options,
    )


async def granted(secured: Secured, *words: str) -> None:
    await secured.fence.ngayso("grant", *words, "--out", str(secured.fence.access))


async def sent(one: Speaker, unit: str, verb: str = "declare-activity") -> None:
    await one.client.jetstream().publish(rules.sent(unit, verb, unit), b"{}", timeout=5)
