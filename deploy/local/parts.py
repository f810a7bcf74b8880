"""Deployment, local: each embedded part as a process, for the demo, `make up` and the tests."""

import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from deploy.local.process import Part, accepts, answers, free_port

MAX_PAYLOAD = 8 * 1024 * 1024

_NATS_CONFIG = """\
# Written by deploy/local/parts.py at each start.
listen: "127.0.0.1:{port}"
http: "127.0.0.1:{monitor}"
server_name: ngayso-local
max_payload: {max_payload}
jetstream {{
  store_dir: "{store}",
  sync_interval: {sync}
}}
"""


def nats_server(
    data_dir: Path,
    port: int = 0,
    *,
    log: Path | None = None,
    monitor_port: int = 0,
    sync_always: bool = False,
) -> Part:
    """The real nats-server with JetStream on files; it keeps everything across SIGKILL.

    `sync_always` syncs every message to the disk: it survives a power cut, at about a thousand
    messages a second.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    port, monitor = port or free_port(), monitor_port or free_port()
    config = data_dir / "nats.conf"
    config.write_text(
        _NATS_CONFIG.format(
            port=port,
            monitor=monitor,
            max_payload=MAX_PAYLOAD,
            store=data_dir / "jetstream",
            sync="always" if sync_always else '"2m"',
        )
    )
    return Part(
        "nats",
        f"nats://127.0.0.1:{port}",
        [_script("nats-server"), "--config", str(config)],
        ready=lambda: answers(f"http://127.0.0.1:{monitor}/healthz?js-enabled-only=true"),
        log=log or data_dir / "nats.log",
    )


def mongodb(data_dir: Path, port: int = 0, *, log: Path | None = None) -> Part:
    """A server of MongoDB's protocol (SecantusDB). Commits are synced: without that, a SIGKILL
    lost acknowledged writes (measured); with it, none."""
    port = port or free_port()
    data_dir.mkdir(parents=True, exist_ok=True)
    options = {
        "--host": "127.0.0.1",
        "--port": str(port),
        "--storage-path": str(data_dir / "wiredtiger"),
        "--log-level": "WARNING",
        "--cache-size": "256M",
    }
    return Part(
        "mongodb",
        f"mongodb://127.0.0.1:{port}/?directConnection=true",
        [
            _script("secantusd-py"),
            "--sync-on-commit",
            *(word for option in options.items() for word in option),
        ],
        ready=lambda: accepts(port),
        log=log or data_dir / "mongodb.log",
    )


def smtp_sink(mail_dir: Path, port: int = 0, *, log: Path | None = None) -> Part:
    """A mail server that keeps each accepted mail as a file; see deploy/local/sinks/smtp.py."""
    port = port or free_port()
    mail_dir.mkdir(parents=True, exist_ok=True)
    return Part(
        "smtp",
        f"smtp://127.0.0.1:{port}",
        [*_module("deploy.local.sinks.smtp"), "--port", str(port), "--mail-dir", str(mail_dir)],
        ready=lambda: accepts(port, b"220"),
        log=log or mail_dir.with_suffix(".log"),
    )


def sms_gateway(
    out_file: Path,
    port: int = 0,
    *,
    log: Path | None = None,
    api_key: str = "",
    secret_key: str = "",
    brandname: str = "",
) -> Part:
    """The gateway simulator; see deploy/local/sinks/sms.py. Empty keys accept any key."""
    port = port or free_port()
    out_file.parent.mkdir(parents=True, exist_ok=True)
    return Part(
        "sms",
        f"http://127.0.0.1:{port}",
        [*_module("deploy.local.sinks.sms"), "--port", str(port), "--out", str(out_file)],
        ready=lambda: answers(f"http://127.0.0.1:{port}/_sent"),
        log=log or out_file.with_suffix(".log"),
        env={
            "SMS_GATEWAY_API_KEY": api_key,
            "SMS_GATEWAY_SECRET_KEY": secret_key,
            "SMS_GATEWAY_BRANDNAME": brandname,
        },
    )


def service(name: str, env: Mapping[str, str], *, log: Path, port: int = 0) -> Part:
    """One of our services (`registry`, `notifier`, `reporting`), ready when /readyz says so."""
    port = port or free_port()
    return Part(
        name,
        f"http://127.0.0.1:{port}",
        _module(f"services.{name}.main"),
        ready=lambda: answers(f"http://127.0.0.1:{port}/readyz"),
        log=log,
        env={**env, "NGAYSO_HTTP_PORT": str(port), "PYTHONPATH": str(_root())},
    )


def _module(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def _root() -> Path:
    return Path(__file__).resolve().parents[2]


def _script(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / name)
