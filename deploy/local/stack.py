"""Deployment, local: the whole system on one machine, each part and service its own process."""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from deploy.local import parts
from deploy.local.process import Part, stop_all
from runtime.connection import js, make_broker
from runtime.settings import RuntimeSettings
from runtime.streams import declare

SERVICES = ("registry", "notifier", "reporting")
SMS_KEY, SMS_SECRET = "local-key", "local-secret"
PORTS = {
    "nats": 4222,
    "mongodb": 27017,
    "smtp": 1025,
    "sms": 8025,
    "registry": 8001,
    "notifier": 8002,
    "reporting": 8003,
}
"""Where `make up` listens unless something else does already."""


@dataclass
class Stack:
    """Servers, sinks and services under one folder.

    data: what must survive a restart; mail and sms: what went out; logs: a file per process.
    """

    data: Path
    mail: Path
    sms: Path
    logs: Path
    clock: dict[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    servers: dict[str, Part] = field(default_factory=dict)
    services: dict[str, Part] = field(default_factory=dict)

    def start(self) -> Self:
        """Start everything, servers first; raises PartFailed with the end of a log."""
        self.start_servers()
        self.start_services()
        return self

    def start_servers(self) -> None:
        """Start the servers and sinks, and declare the streams."""
        port, logs = self.ports, self.logs
        self.servers = {
            "nats": parts.nats_server(
                self.data / "nats", port.get("nats", 0), log=logs / "nats.log"
            ),
            "mongodb": parts.mongodb(
                self.data / "mongodb", port.get("mongodb", 0), log=logs / "mongodb.log"
            ),
            "smtp": parts.smtp_sink(self.mail, port.get("smtp", 0), log=logs / "smtp.log"),
            "sms": parts.sms_gateway(
                self.sms,
                port.get("sms", 0),
                log=logs / "sms.log",
                api_key=SMS_KEY,
                secret_key=SMS_SECRET,
            ),
        }
        _start_all(self.servers)
        asyncio.run(self._declare())

    def start_services(self) -> None:
        """Start the three services, with the clock as it is set now."""
        port, logs, env = self.ports, self.logs, self._env()
        self.services = {
            name: parts.service(name, env, log=logs / f"{name}.log", port=port.get(name, 0))
            for name in SERVICES
        }
        _start_all(self.services)

    def relaunch_dead(self) -> list[str]:
        """Start again what has ended, without waiting for it; returns the names."""
        dead = [part for part in (self.servers | self.services).values() if not part.alive]
        for part in dead:
            part.restarts += 1
            part.launch()
        return [part.name for part in dead]

    def stop(self) -> None:
        """Services first, then what they stand on."""
        stop_all([*self.services.values(), *self.servers.values()])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def nats(self) -> str:
        return self.servers["nats"].url

    def endpoints(self) -> dict[str, object]:
        """Every address, as out/endpoints.json holds them."""
        return {
            **{name: part.url for name, part in self.servers.items()},
            "http": {name: part.url for name, part in self.services.items()},
        }

    def write_endpoints(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(self.endpoints(), indent=2) + "\n")
        partial.replace(path)

    async def _declare(self) -> None:
        broker = make_broker(RuntimeSettings(nats_url=self.nats), "topology")
        await broker.connect()
        await declare(js(broker), replicas=1)
        await broker.stop()

    def _env(self) -> dict[str, str]:
        keys = self.data / "keys"
        keys.mkdir(parents=True, exist_ok=True)
        (keys / "sms-key").write_text(SMS_KEY)
        (keys / "sms-secret").write_text(SMS_SECRET)
        smtp = self.servers["smtp"].url.rsplit(":", 1)[1]
        return {
            "NGAYSO_NATS_URL": self.nats,
            "NGAYSO_MONGODB_URI": self.servers["mongodb"].url,
            "NGAYSO_SMTP_HOST": "127.0.0.1",
            "NGAYSO_SMTP_PORT": smtp,
            "NGAYSO_SMS_URL": self.servers["sms"].url,
            "NGAYSO_SMS_API_KEY_FILE": str(keys / "sms-key"),
            "NGAYSO_SMS_SECRET_KEY_FILE": str(keys / "sms-secret"),
            **self.clock,
        }


def _start_all(started: dict[str, Part]) -> None:
    for part in started.values():
        part.launch()
    for part in started.values():
        part.wait_ready()
