"""Tests of parts among other programs: ports that stay theirs, a terminal that stays clean."""

import smtplib
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from deploy.local import parts

pytestmark = pytest.mark.servers


def test_a_part_keeps_its_port_while_it_is_down(tmp_path: Path) -> None:
    """Who asks the system for a port is not given it, and who wants it by number is refused."""
    with parts.smtp_sink(tmp_path / "mails") as sink:
        port = int(sink.url.rpartition(":")[2])
        sink.kill()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
        with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
            stranger.bind(("127.0.0.1", port))
        sink.restart()
        with smtplib.SMTP("127.0.0.1", port) as client:
            assert client.noop()[0] == 250


def test_a_port_that_somebody_listens_on_is_left_to_them(tmp_path: Path) -> None:
    """`make up` then listens elsewhere."""
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        with parts.sms_gateway(tmp_path / "sms.jsonl", port) as gateway:
            assert not gateway.url.endswith(f":{port}")
            assert httpx.get(gateway.url + "/_sent").json() == []


def test_the_demos_connections_write_nothing_on_the_terminal(tmp_path: Path) -> None:
    """Not when they are closed, and not when a server dies under them."""
    script = """
import asyncio, contextlib, pathlib, sys
import nats.errors
from deploy.local.demo import stack_in
from deploy.local.issuer.people import people

async def look(stack):
    async with stack.jetstream() as js:
        await js.stream_info("EVENTS")
        stack.servers["nats"].restart()
        with contextlib.suppress(nats.errors.TimeoutError):
            await js.stream_info("EVENTS")  # the client may be between two attempts to reconnect

base = pathlib.Path(sys.argv[1])
with stack_in(base, people("so-tttt", "ba-to")) as stack:
    stack.start_servers()
    asyncio.run(look(stack))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
