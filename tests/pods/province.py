"""Tests, pods: what a province changes in `overlays/prod`, its Secrets, and what it has outside."""

import base64
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import trustme
import yaml

from deploy.local.issuer.people import Person
from runtime.access.safe import Safe
from tests.deploy.manifests import Json, Manifests, load
from tests.pods.cluster import SUBNET

VARIANT = "prod+backup+fence"
OUTSIDE = Path(__file__).with_name("outside.yaml")
SERVICES = ("registry", "notifier", "reporting")
RELEASE, BEFORE = "ci", "before"
"""Tags of images: of what is tried, and of the services as of `.ci/upgrade-from`."""
ISSUER = "http://outside:9400"
SERVERS = ("nats", "nats-headless", "*.nats-headless", "nats-units")
NEEDLESS = (
    "NGAYSO_SMTP_USER", "NGAYSO_IMAP_HOST", "NGAYSO_IMAP_PORT", "NGAYSO_IMAP_SECURITY",
    "NGAYSO_IMAP_USER",
)  # fmt: skip
"""Settings of `overlays/prod` for a mailbox and a relay that asks who one is."""


@dataclass(frozen=True)
class Province:
    """safe: keys as `ngayso access init` makes them; authority: of the servers' certificate."""

    safe: Safe
    authority: trustme.CA
    people: tuple[Person, ...]

    def objects(self) -> Manifests:
        """What is applied; settings of a clock are added by whoever starts services."""
        found = load(VARIANT)
        found.objects.extend(one for one in yaml.safe_load_all(OUTSIDE.read_text()) if one)
        self._settings(found)
        found.objects.extend(self._secrets())
        return found

    def _settings(self, objects: Manifests) -> None:
        """What carries `example` there becomes the province's own."""
        notifier = objects.one("ConfigMap", "notifier")["data"]
        for needless in NEEDLESS:
            del notifier[needless]
        notifier |= {
            "NGAYSO_SMTP_HOST": "outside",
            "NGAYSO_SMTP_PORT": "1025",
            "NGAYSO_SMTP_SECURITY": "none",
            "NGAYSO_GATHER_FOR": "PT0.1S",
        }
        objects.one("ConfigMap", "reporting")["data"] |= {
            "NGAYSO_OIDC_ISSUER": ISSUER,
            "NGAYSO_OIDC_JWKS_URL": f"{ISSUER}/jwks",
            "NGAYSO_PUBLIC_URL": "http://reporting",
        }
        gateways = objects.one("ConfigMap", "gateways")["data"]
        told = yaml.safe_load(gateways["gateways.yaml"])
        told["gateways"][0]["url"] = "http://outside:8080"
        told["callbacks"]["url"] = "http://notifier"
        gateways["gateways.yaml"] = yaml.safe_dump(told)
        issuer = next(
            one for one in objects.pod("outside").containers if one["name"] == "issuer"
        )  # fmt: skip
        issuer["args"] += [f"--user-claims={json.dumps(one.claims)}" for one in self.people]

    def _secrets(self) -> Iterable[Json]:
        """As deploy/k8s/README.md lists them."""
        yield secret(
            "nats-trust", {"servers.conf": (self.safe.folder / "servers.conf").read_bytes()}
        )
        addresses = [str(one) for one in SUBNET.hosts()]
        certificate = self.authority.issue_cert(*SERVERS, *addresses)
        [chain] = certificate.cert_chain_pems
        yield secret(
            "nats-tls",
            {
                "tls.crt": chain.bytes(),
                "tls.key": certificate.private_key_pem.bytes(),
                "ca.crt": self.authority.cert_pem.bytes(),
            },
        )
        for user in ("registry", "notifier", "reporting", "operator", "topology", "backup"):
            creds = self.safe.credentials(user).read_bytes()
            yield secret(f"access-{user}", {"creds": creds})
        uri = b"mongodb://outside:27017/?directConnection=true"
        yield secret("mongodb", {"uri": uri})
        yield secret("smtp", {"password": b"any", "imap-password": b"any"})
        sms = {key: os.urandom(16).hex().encode() for key in ("api-key", "secret-key")}
        yield secret("sms", {**sms, "callback": base64.b64encode(os.urandom(32))})
        yield secret("oidc", {"client-secret": b"local-secret"})
        yield secret("contacts", {"master": base64.b64encode(os.urandom(32))})


def secret(name: str, data: dict[str, bytes]) -> Json:
    encoded = {key: base64.b64encode(value).decode() for key, value in data.items()}
    return {"kind": "Secret", "metadata": {"name": name}, "data": encoded}


def images(objects: Manifests, services: str = RELEASE) -> dict[str, str]:
    """For each image of the specs the one that stands for it here; `services` is the
    tag of those three.
    """
    named = {one["image"] for pod in objects.pods() for one in pod.containers}
    return {image: _stands_for(image, services) for image in named}


def _stands_for(image: str, services: str) -> str:
    name = image.partition(":")[0]
    if not name.startswith("ngayso/"):
        return f"standin/{image}"
    return f"{name}:{services if name.removeprefix('ngayso/') in SERVICES else RELEASE}"
