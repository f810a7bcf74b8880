"""Tests of the embedded parts: they start, die like real servers, and keep what they accepted."""

import asyncio
import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import httpx
import nats
import nats.errors
import pymongo
import pytest
from nats.js.api import StreamConfig
from nats.js.errors import APIError

from deploy.local import parts
from deploy.local.process import Process, ProcessFailed
from deploy.local.sinks.gateway import read_sent
from deploy.local.sinks.sms import SEND
from deploy.local.sinks.smtp import duplicates, mails

pytestmark = pytest.mark.servers

SMS = {
    "ApiKey": "k",
    "SecretKey": "s",
    "Phone": "0912345678",
    "Content": "Nhắc nộp báo cáo",
    "Brandname": "NGAYSO",
    "SmsType": "2",
    "IsUnicode": "1",
    "RequestId": "rung-1",
}


def mail(to: str, message_id: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "so@example.vn", to, "Nhắc việc"
    message["Message-ID"] = message_id
    message.set_content("Xin chào")
    return message


async def quiet(_: Exception) -> None:
    """A killed server is what the test wants."""


async def until_answered(ask: Callable[[], Awaitable[object]]) -> None:
    """Ask until it is answered: while the cluster or a stream elects a leader nobody answers."""
    async with asyncio.timeout(60):
        while True:
            try:
                await ask()
            except (nats.errors.Error, APIError, TimeoutError):
                continue
            return


async def test_nats_keeps_what_it_acknowledged_when_it_is_killed(tmp_path: Path) -> None:
    with parts.nats_server(tmp_path) as server:
        client = await nats.connect(server.url)
        await client.jetstream().add_stream(StreamConfig(name="LOG", subjects=["log.>"]))
        for number in range(20):
            await client.jetstream().publish("log.x", str(number).encode())
        assert client.max_payload == parts.MAX_PAYLOAD
        server.kill()
        assert not server.alive
        server.restart()
        await client.close()
        again = await nats.connect(server.url)
        assert (await again.jetstream().stream_info("LOG")).state.messages == 20
        await again.close()


def test_three_servers_acknowledge_what_is_on_disk_and_one_does_so_when_asked(
    tmp_path: Path,
) -> None:
    """What the README says of `make up` and of production."""
    with parts.nats_cluster(tmp_path / "three"):
        said = [path.read_text() for path in tmp_path.glob("three/*/nats.conf")]
    parts.nats_server(tmp_path / "one")
    parts.nats_server(tmp_path / "synced", sync_always=True)
    assert ["sync_interval: always" in one for one in said] == [True] * 3
    assert 'sync_interval: "2m"' in (tmp_path / "one/nats.conf").read_text()
    assert "sync_interval: always" in (tmp_path / "synced/nats.conf").read_text()


async def test_a_stream_of_three_replicas_outlives_a_killed_member(tmp_path: Path) -> None:
    """What a bench or a system test may rely on: acknowledged means kept, two of three go on."""
    with parts.nats_cluster(tmp_path) as cluster:
        client = await nats.connect(cluster.url.split(","), error_cb=quiet)
        log = client.jetstream(timeout=5)
        stream = StreamConfig(name="LOG", subjects=["log.>"], num_replicas=3)
        await until_answered(lambda: log.add_stream(stream))
        for number in range(10):
            await log.publish("log.x", str(number).encode())
        leader = (await log.stream_info("LOG")).cluster.leader
        [member] = [member for member in cluster.members if member.name == leader]
        member.kill()
        for number in range(10, 20):
            body = str(number).encode()
            await until_answered(partial(log.publish, "log.x", body, timeout=1))
        member.start()
        info = await log.stream_info("LOG")
        assert info.state.messages >= 20
        assert len(info.cluster.replicas) == 2
        await client.close()


def test_mongodb_keeps_what_it_acknowledged_when_it_is_killed(tmp_path: Path) -> None:
    with parts.mongodb(tmp_path) as server:
        with pymongo.MongoClient(server.url) as client:
            client.ngayso.units.insert_many([{"_id": number} for number in range(200)])
        server.restart()
        with pymongo.MongoClient(server.url) as client:
            assert client.ngayso.units.count_documents({}) == 200


def test_the_sink_keeps_mails_and_shows_duplicates(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    with parts.smtp_sink(folder) as sink:
        port = int(sink.url.rpartition(":")[2])
        for _ in range(2):
            with smtplib.SMTP("127.0.0.1", port) as client:
                client.send_message(mail("a@xa.example", "<rung-1@ngayso>"))
        with smtplib.SMTP("127.0.0.1", port) as client:
            with pytest.raises(smtplib.SMTPRecipientsRefused, match="550"):
                client.send_message(mail("a@tuchoi.example", "<rung-2@ngayso>"))
            with pytest.raises(smtplib.SMTPRecipientsRefused, match="451"):
                client.send_message(mail("a@ban.example", "<rung-3@ngayso>"))
            client.send_message(mail("a@ban.example", "<rung-3@ngayso>"))
        with smtplib.SMTP("127.0.0.1", port) as client, pytest.raises(smtplib.SMTPException):
            client.send_message(mail("a@dut.example", "<rung-4@ngayso>"))
    assert [path.name for path in mails(folder)] == [
        "rung-1@ngayso.duplicate-1.eml",
        "rung-1@ngayso.eml",
        "rung-3@ngayso.eml",
        "rung-4@ngayso.eml",
    ]
    assert len(duplicates(folder)) == 1


def test_a_request_id_is_sent_once_also_after_a_restart_of_the_gateway(tmp_path: Path) -> None:
    out = tmp_path / "sms.jsonl"
    with parts.sms_gateway(out) as gateway:
        url = gateway.url + SEND
        assert httpx.post(url, json=SMS).json()["CodeResult"] == "100"
        assert httpx.post(url, json=SMS).json()["CodeResult"] == "124"
        gateway.restart()
        assert httpx.post(url, json=SMS).json()["CodeResult"] == "124"
    assert [sms["Content"] for sms in read_sent(out)] == ["Nhắc nộp báo cáo"]


@pytest.fixture(scope="module")
def strict_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    keys = {"api_key": "k", "secret_key": "s", "brandname": "NGAYSO"}
    out = tmp_path_factory.mktemp("gateway") / "sms.jsonl"
    with parts.sms_gateway(out, **keys) as gateway:
        yield gateway


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ApiKey": ""}, "101"),
        ({"ApiKey": "another"}, "101"),
        ({"Brandname": "KHAC"}, "104"),
        ({"Phone": "0212"}, "108"),
        ({"SmsType": "9"}, "118"),
        ({"Content": ""}, "146"),
    ],
)
def test_the_gateway_refuses_with_its_own_codes(
    strict_gateway: Process, change: dict[str, str], code: str
) -> None:
    answer = httpx.post(strict_gateway.url + SEND, json={**SMS, **change}).json()
    assert answer["CodeResult"] == code
    assert httpx.get(strict_gateway.url + "/_sent").json() == []


def test_faults_leave_the_outcome_as_unknown_as_a_network_would(tmp_path: Path) -> None:
    out = tmp_path / "sms.jsonl"
    with parts.sms_gateway(out) as gateway, httpx.Client(base_url=gateway.url) as client:
        for mode in ("error", "drop", "hang"):
            client.post("/_faults", json={"mode": mode}).raise_for_status()
        assert client.post(SEND, json=SMS).status_code == 500
        with pytest.raises(httpx.RemoteProtocolError):
            client.post(SEND, json=SMS)
        with pytest.raises(httpx.ReadTimeout):
            client.post(SEND, json=SMS, timeout=0.3)
        assert client.post(SEND, json=SMS).json()["CodeResult"] == "124"
    assert len(read_sent(out)) == 1


def test_a_part_that_cannot_start_says_why(tmp_path: Path) -> None:
    part = Process(
        "nobody",
        "none://",
        [sys.executable, "-c", "raise SystemExit('no such disk')"],
        ready=lambda: False,
        log=tmp_path / "x.log",
    )
    with pytest.raises(ProcessFailed, match="no such disk"):
        part.start()


@pytest.mark.skipif(sys.platform != "linux", reason="it is Linux's setpriv")
def test_parts_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib; from deploy.local import parts; "
        "part = parts.nats_server(pathlib.Path(sys.argv[1])).start(); "
        "print(part.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    child = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{child}/stat").exists() and time.monotonic() < deadline:
        if Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            break
        time.sleep(0.02)
    else:
        assert not Path(f"/proc/{child}").exists()
