"""Deployment, local: each embedded part as a process, for the demo, `make up` and the tests."""

import base64
import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from deploy.local.issuer.people import Person
from deploy.local.process import Process, Reserved, accepts, answers
from runtime.access.guard import Guard

MAX_PAYLOAD = 8 * 1024 * 1024

_NATS_CONFIG = """\
# Written by deploy/local/parts.py at each start.
listen: "127.0.0.1:{port}"
http: "127.0.0.1:{monitor}"
server_name: {name}
max_payload: {max_payload}
jetstream {{
  store_dir: "{store}",
  sync_interval: {sync}
}}
{cluster}{guard}"""
_DOOR_CONFIG = """\
# Written by deploy/local/parts.py at each start.
listen: "127.0.0.1:{port}"
http: "127.0.0.1:{monitor}"
server_name: {name}
max_payload: {max_payload}
{cluster}{guard}"""
_CLUSTER_CONFIG = """\
cluster {{
  name: ngayso-local,
  listen: "127.0.0.1:{port}",
  routes: [{routes}],
  no_advertise: true
  {secured}
}}
"""
_MEMBERS = 3
_TOKEN_SECONDS = 8 * 60 * 60


def nats_server(
    data_dir: Path,
    port: int = 0,
    *,
    log: Path | None = None,
    sync_always: bool = False,
    guard: Guard | None = None,
) -> Process:
    """The real nats-server with JetStream on files; it keeps everything across SIGKILL.

    `sync_always` syncs every message to the disk: it survives a power cut, at about a thousand
    messages a second. Without a `guard` anybody may do anything.
    """
    return _nats("nats", data_dir, Reserved(port), log=log, sync_always=sync_always, guard=guard)


@dataclass(frozen=True)
class Cluster:
    """Three nats-servers that hold a stream of three replicas; `members` die one by one.

    `door`: where units' systems connect; a member that keeps no stream.
    """

    members: tuple[Process, ...]
    door: Process | None = None

    @property
    def url(self) -> str:
        """Every member's address, as clients and NGAYSO_NATS_URL take them."""
        return ",".join(member.url for member in self.members)


def nats_members(
    data_dir: Path, *, sync_always: bool = True, guard: Guard | None = None, door: bool = False
) -> tuple[Process, ...]:
    """Three nats-servers joined by routes on the loopback, to be launched together; with a `door` a
    fourth that keeps no stream.

    What is acknowledged is on the disk, unless `sync_always` is off, as only `make bench` has it:
    the syncs of a replicated stream are grouped.
    """
    routes = [Reserved() for _ in range(_MEMBERS + door)]
    addresses = ", ".join(f'"nats://127.0.0.1:{route.number}"' for route in routes)
    secured = guard.between() if guard else ""
    members = []
    for number, route in enumerate(routes):
        cluster = _CLUSTER_CONFIG.format(port=route.number, routes=addresses, secured=secured)
        name, keeps = f"nats-{number}", number < _MEMBERS
        members.append(
            _nats(
                *(name, data_dir / name, Reserved(), route),
                cluster=cluster,
                sync_always=sync_always,
                guard=guard,
                template=_NATS_CONFIG if keeps else _DOOR_CONFIG,
            )
        )
    return tuple(members)


@contextmanager
def nats_cluster(
    data_dir: Path, *, sync_always: bool = True, guard: Guard | None = None, door: bool = False
) -> Iterator[Cluster]:
    """The members, ready to create R3 streams."""
    members = nats_members(data_dir, sync_always=sync_always, guard=guard, door=door)
    with ExitStack() as stack:
        for member in members:
            stack.callback(member.stop)
            member.launch()
        for member in members:
            member.wait_ready()
        yield Cluster(members[:_MEMBERS], members[-1] if door else None)


def _nats(
    name: str,
    data_dir: Path,
    port: Reserved,
    *more: Reserved,
    log: Path | None = None,
    cluster: str = "",
    sync_always: bool,
    guard: Guard | None,
    template: str = _NATS_CONFIG,
) -> Process:
    data_dir.mkdir(parents=True, exist_ok=True)
    monitor = Reserved()
    config = data_dir / "nats.conf"
    config.write_text(
        template.format(
            port=port.number,
            monitor=monitor.number,
            name=name,
            max_payload=MAX_PAYLOAD,
            store=data_dir / "jetstream",
            sync="always" if sync_always else '"2m"',
            cluster=cluster,
            guard=guard.config(data_dir) if guard else "",
        )
    )
    # Alone the server is ready with JetStream; a member only with a leader of all.
    ready = "/healthz" if cluster else "/healthz?js-enabled-only=true"
    scheme = "tls" if guard and guard.tls else "nats"
    return Process(
        name,
        f"{scheme}://127.0.0.1:{port.number}",
        [_script("nats-server"), "--config", str(config)],
        ready=lambda: answers(f"http://127.0.0.1:{monitor.number}{ready}"),
        log=log or data_dir / "nats.log",
        ports=(port, monitor, *more),
    )


def mongodb(data_dir: Path, port: int = 0, *, log: Path | None = None) -> Process:
    """A server of MongoDB's protocol (SecantusDB). Commits are synced: without that, a SIGKILL
    lost acknowledged writes (measured); with it, none."""
    listen = Reserved(port)
    data_dir.mkdir(parents=True, exist_ok=True)
    options = {
        "--host": "127.0.0.1",
        "--port": str(listen.number),
        "--storage-path": str(data_dir / "wiredtiger"),
        "--log-level": "WARNING",
        "--cache-size": "256M",
    }
    return Process(
        "mongodb",
        f"mongodb://127.0.0.1:{listen.number}/?directConnection=true",
        [
            _script("secantusd-py"),
            "--sync-on-commit",
            *(word for option in options.items() for word in option),
        ],
        ready=lambda: accepts(listen.number),
        log=log or data_dir / "mongodb.log",
        ports=(listen,),
    )


def smtp_sink(
    mail_dir: Path,
    port: int = 0,
    *,
    log: Path | None = None,
    slow: float = 20.0,
    keep: bool = True,
) -> Process:
    """A mail server that keeps each accepted mail as a file; see deploy/local/sinks/smtp.py."""
    listen = Reserved(port)
    mail_dir.mkdir(parents=True, exist_ok=True)
    return Process(
        "smtp",
        f"smtp://127.0.0.1:{listen.number}",
        [
            *_module("deploy.local.sinks.smtp"),
            "--port",
            str(listen.number),
            "--mail-dir",
            str(mail_dir),
            *([] if keep else ["--forget"]),
            "--slow",
            str(slow),
        ],
        ready=lambda: accepts(listen.number, b"220"),
        log=log or mail_dir.with_suffix(".log"),
        ports=(listen,),
    )


def sms_gateway(
    out_file: Path,
    port: int = 0,
    *,
    log: Path | None = None,
    api_key: str = "",
    secret_key: str = "",
    brandname: str = "",
) -> Process:
    """The gateway simulator; see deploy/local/sinks/sms.py. Empty keys accept any key."""
    listen = Reserved(port)
    out_file.parent.mkdir(parents=True, exist_ok=True)
    return Process(
        "sms",
        f"http://127.0.0.1:{listen.number}",
        _sink("sms", listen, "--out", out_file),
        ready=lambda: answers(f"http://127.0.0.1:{listen.number}/_sent"),
        log=log or out_file.with_suffix(".log"),
        ports=(listen,),
        env={
            "SMS_GATEWAY_API_KEY": api_key,
            "SMS_GATEWAY_SECRET_KEY": secret_key,
            "SMS_GATEWAY_BRANDNAME": brandname,
        },
    )


def plain_gateway(out_file: Path, port: int = 0) -> Process:
    """A gateway that can be asked; see deploy/local/sinks/plain.py."""
    listen = Reserved(port)
    out_file.parent.mkdir(parents=True, exist_ok=True)
    return Process(
        "plain",
        f"http://127.0.0.1:{listen.number}",
        _sink("plain", listen, "--out", out_file),
        ready=lambda: answers(f"http://127.0.0.1:{listen.number}/_sent"),
        log=out_file.with_suffix(".log"),
        ports=(listen,),
    )


def gateways(folder: Path, url: str, keys: tuple[str, str] = ("any", "any")) -> dict[str, str]:
    """What tells the notifier of one eSMS at `url`; its file of gateways is in this folder."""
    (folder / "keys").mkdir(parents=True, exist_ok=True)
    (folder / "keys" / "sms-key").write_text(keys[0])
    (folder / "keys" / "sms-secret").write_text(keys[1])
    esms = {
        "name": "esms",
        "kind": "esms",
        "url": url,
        "api_key_file": str(folder / "keys" / "sms-key"),
        "secret_key_file": str(folder / "keys" / "sms-secret"),
        "brand_name": "NGAYSO",
    }
    file = folder / "gateways.yaml"
    file.write_text(yaml.safe_dump({"gateways": [esms]}))
    return {"NGAYSO_GATEWAYS_FILE": str(file)}


def issuer(people: Iterable[Person], port: int = 0, *, log: Path) -> Process:
    """Who signs tokens for these people, without asking for a password (oidc-provider-mock); its
    key is a new one at each start.
    """
    listen = Reserved(port)
    url = f"http://127.0.0.1:{listen.number}"
    options = ["--port", str(listen.number), "--token-max-age", str(_TOKEN_SECONDS)]
    for person in people:
        options += ["--user-claims", json.dumps(person.claims)]
    return Process(
        "issuer",
        url,
        [*_module("oidc_provider_mock"), *options],
        ready=lambda: answers(f"{url}/jwks"),
        log=log,
        ports=(listen,),
    )


def contacts_keys(folder: Path) -> dict[str, str]:
    """What the notifier reads of its contacts' keys: a master secret for development, made once and
    for its owner alone, and the ring beside it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    master = folder / "master"
    if not master.exists():
        with os.fdopen(os.open(master, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(base64.b64encode(os.urandom(32)).decode())
    return {
        "NGAYSO_CONTACTS_MASTER_FILE": str(master),
        "NGAYSO_CONTACTS_RING": str(folder / "ring"),
        "NGAYSO_CONTACTS_RING_COPIES": str(folder / "copies"),
    }


def service(name: str, env: Mapping[str, str], *, log: Path, port: int = 0) -> Process:
    """One of our services (`registry`, `notifier`, `reporting`), ready when /readyz says so."""
    listen = Reserved(port)
    url = f"http://127.0.0.1:{listen.number}"
    own = {"NGAYSO_HTTP_PORT": str(listen.number), "NGAYSO_PUBLIC_URL": url}
    return Process(
        name,
        url,
        _module(f"services.{name}.main"),
        ready=lambda: answers(f"{url}/readyz"),
        log=log,
        ports=(listen,),
        env={**env, **own, "PYTHONPATH": str(_root())},
    )


def _sink(name: str, listen: Reserved, option: str, path: Path) -> list[str]:
    return [*_module(f"deploy.local.sinks.{name}"), "--port", str(listen.number), option, str(path)]


def _module(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def _root() -> Path:
    return Path(__file__).resolve().parents[2]


def _script(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / name)
