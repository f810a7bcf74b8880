"""From frozen to signed by the command, over the real servers, registry and reporting service."""

import io
import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pymongo
import pytest
from docx import Document
from openpyxl import load_workbook

from contracts import topology
from deploy.local import parts
from tests.cli.given import UNITS, js_of, plan_with, run, write
from tests.issuer import Issuer

CAPSYS = pytest.CaptureFixture[str]
PLAN = "ngay-cds"
FORMS = ("docx", "xlsx", "json", *(["pdf"] if shutil.which("soffice") else []))
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SECONDS = 20.0
REPORT = {"plan": PLAN, "unit": "huyen-1", "owed": "bc-tinh", "report": {"figures": [
    {"indicator": "su-kien", "value": 3}, {"indicator": "luot", "value": 40}]}}  # fmt: skip
SIGNER = ("--signer", "Nguyễn Văn Mẫu")


@pytest.fixture
def reporting(
    registry: str, mongodb_uri: str, database: str, issuer: Issuer, tmp_path: Path, capsys: CAPSYS,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:  # fmt: skip
    """The service's address, with a plan and one district's report in its views."""
    monkeypatch.setenv("NGAYSO_REPORTING_TOKEN", issuer.token("operator"))
    env = {
        "NGAYSO_NATS_URL": registry,
        "NGAYSO_MONGODB_URI": mongodb_uri,
        "NGAYSO_MONGODB_DATABASE": database,
        **issuer.env,
    }
    for words, data in (
        (("units", "import"), UNITS),
        (("plan", "publish", "--yes"), plan_with()),
        (("send", "--as", "huyen-1", "--verb", "submit-report"), REPORT),
    ):
        assert run(capsys, *words, write(tmp_path / "given.yaml", data))[0] == 0
    with parts.service("reporting", env, log=tmp_path / "reporting.log") as service:
        monkeypatch.setenv("NGAYSO_REPORTING_URL", service.url)
        listed(capsys)
        yield service.url


def said(capsys: CAPSYS, *words: object) -> Any:
    code, out, err = run(capsys, "report", *words, "--json")
    assert code == 0, (out, err)
    return json.loads(out)


def listed(capsys: CAPSYS, until: str | None = None) -> None:
    """The views follow the log: until the last snapshot stands so; or the plan is in them."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        code, out, _ = run(capsys, "report", "list", PLAN, "--json")
        if code == 0 and until in (None, *(one["status"] for one in json.loads(out)[-1:])):
            return
    raise AssertionError(f"no snapshot is {until}")


def test_what_is_frozen_is_signed_and_known_for_ever(
    reporting: str, registry: str, mongodb_uri: str, database: str, tmp_path: Path, capsys: CAPSYS
) -> None:
    one = said(capsys, "freeze", PLAN, "--out", tmp_path)
    published = [*(tmp_path / f"report-{PLAN}-01.{form}" for form in FORMS)]
    docx, xlsx, data, *printed = published
    assert all(one.read_bytes().startswith(b"%PDF-") for one in printed)
    printed_on_every_page(docx, xlsx, one["code"])
    assert sha256(data.read_bytes()).hexdigest()[:4].upper() in one["code"]
    scan = _published_and_signed(capsys, tmp_path)
    in_the_archive(capsys, tmp_path / "ho-so", published)
    for file in (*published, scan):
        assert run(capsys, "report", "verify", file)[0] == 0, file
    told = run(capsys, "report", "verify", scan)[1]
    assert "05/BC-SA" in told
    assert "ghi nhầm là số 50/BC-SA" in told
    assert one["code"] in told
    by_the_printed_code(capsys, one["code"])
    docx.write_bytes(docx.read_bytes() + b" ")
    assert run(capsys, "report", "verify", docx)[0] == 1
    before = {file["sha256"]: fetched(reporting, file) for file in one["made"]["files"]}

    with pymongo.MongoClient[dict[str, Any]](mongodb_uri) as client:
        client.drop_database(database)
    assert run(capsys, "views", "rebuild")[0] == 0
    listed(capsys, "signed")
    for file in one["made"]["files"]:
        content = fetched(reporting, file)
        assert content == before[file["sha256"]] == as_other_clients_read(registry, file)
        assert sha256(content).hexdigest() == file["sha256"]
    assert run(capsys, "report", "verify", scan)[0] == 0
    letter = ("--document", "9/SA", *today(), *SIGNER, "--reason", "Ký sai thẩm quyền")
    assert run(capsys, "report", "withdraw", PLAN, 1, *letter)[0] == 0
    listed(capsys, "withdrawn")
    code, told, _ = run(capsys, "report", "verify", scan)
    assert (code, "đã thu hồi" in told) == (1, True)


def in_the_archive(capsys: CAPSYS, folder: Path, published: Sequence[Path]) -> None:
    """The campaign's file holds the bytes that were published."""
    code, out, err = run(capsys, "plan", "file", PLAN, folder, "--json")
    assert (code, json.loads(out)["published"]) == (0, 1), err
    for path in published:
        kept = folder / "bao-cao-phat-hanh" / f"lan-01{path.suffix}"
        assert kept.read_bytes() == path.read_bytes()


def by_the_printed_code(capsys: CAPSYS, code: str) -> None:
    """As somebody types it who holds the paper."""
    for typed in (code, f" {code.lower()} ", code.replace("-", "–").replace("/", " / ")):
        found, told, _ = run(capsys, "report", "verify", "--code", typed)
        assert (found, "05/BC-SA" in told, code in told) == (0, True, True)
    for typed in (f"{code[:-1]}X", f"khac/{code}", "", code.partition("/")[0]):
        assert run(capsys, "report", "verify", "--code", typed)[0] == 1
    assert run(capsys, "report", "verify")[0] == 2


def today() -> tuple[str, str]:
    return "--day", f"{datetime.now(ZONE):%Y-%m-%d}"


def _published_and_signed(capsys: CAPSYS, folder: Path) -> Path:
    """The signed file."""
    assert run(capsys, "report", "publish", PLAN, 1)[0] == 0
    scan = folder / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 signed")
    paper = ("--number", "05/BC-SA", "--capacity", "GIÁM ĐỐC", *SIGNER, "--file", scan)
    code, told, _ = run(capsys, "report", "signed", PLAN, 1, *paper, "--day", "2022-01-05")
    assert (code, "trước ngày chốt" in told) == (1, True)
    mistyped = ("--number", "50/BC-SA", *paper[2:], *today())
    assert run(capsys, "report", "signed", PLAN, 1, *mistyped)[0] == 0
    assert run(capsys, "report", "signed", PLAN, 1, *paper, *today())[0] == 1
    again = (*paper, *today(), "--reason", "Ghi nhầm số")
    assert run(capsys, "report", "signed", PLAN, 1, *again)[0] == 0
    listed(capsys, "signed")
    return scan


def fetched(url: str, file: Any) -> bytes:
    token = os.environ["NGAYSO_REPORTING_TOKEN"]
    where = f"{url}/api/plans/{PLAN}/files/{file['sha256']}/report.{file['form']}"
    return httpx.get(where, headers={"Authorization": f"Bearer {token}"}).content


def printed_on_every_page(docx: Path, xlsx: Path, code: str) -> None:
    document = Document(io.BytesIO(docx.read_bytes()))
    for section in document.sections:
        assert code in section.footer.paragraphs[0].text
        assert code in section.first_page_footer.paragraphs[0].text
    for sheet in load_workbook(io.BytesIO(xlsx.read_bytes())):
        assert code in (sheet.oddFooter.center.text or "")


def as_other_clients_read(nats: str, file: Any) -> bytes:
    """By the client's own object store, which knows nothing of ours."""

    async def read(js: Any) -> bytes:
        found = await (await js.object_store(topology.REPORTS_BUCKET)).get(
            f"{PLAN}/{file['sha256']}"
        )
        return bytes(found.data)

    content: bytes = js_of(nats, read)
    return content
