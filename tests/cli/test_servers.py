"""The commands that need NATS, against the real server and the real registry."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.servers import connect
from contracts import topology
from deploy.local import parts
from tests.cli.given import UNITS, js_of, plan_with, run, write
from tests.issuer import Issuer

CAPSYS = pytest.CaptureFixture[str]


def test_topology_is_made_once(topology_there: str, capsys: CAPSYS) -> None:
    """A second time changes nothing, and says so."""
    code, out, _ = run(capsys, "topology", "apply", "--json")
    changes = json.loads(out)
    assert (code, {change["done"] for change in changes}) == (0, {"same"})
    named = [*topology.STREAMS, *topology.DURABLES]
    assert {c["name"] for c in changes} == {n.name for n in named} | {topology.CONTACTS_BUCKET}


def test_a_changed_durable_is_put_back_and_told(topology_there: str, capsys: CAPSYS) -> None:
    """A client alone would silently keep the old configuration."""

    async def spoil(js: Any) -> None:
        durable = topology.NOTIFIER_REACT
        info = await js.consumer_info(durable.stream, durable.name)
        await js.add_consumer(durable.stream, info.config.evolve(max_ack_pending=7))

    js_of(topology_there, spoil)
    _, out, _ = run(capsys, "topology", "apply", "--json")
    changed = [change for change in json.loads(out) if change["done"] == "changed"]
    assert [(c["name"], c["fields"]) for c in changed] == [("notifier-react", ["max_ack_pending"])]


def test_nats_away_says_what_to_do(capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, exit 2."""
    monkeypatch.setattr(connect, "CONNECT_SECONDS", 0.2)
    code, _, err = run(capsys, "status", "--nats", "nats://127.0.0.1:1")
    assert code == 2
    assert "NGAYSO_NATS_URL" in err


def test_streams_missing_says_what_to_do(nats_url: str, capsys: CAPSYS) -> None:
    code, _, err = run(capsys, "status", "--nats", nats_url)
    assert code == 2
    assert "ngayso topology apply" in err


def test_a_campaign_is_set_up_by_the_command(registry: str, tmp_path: Path, capsys: CAPSYS) -> None:
    """Units, twice; the plan, twice; an amendment; a refusal; what status says of it."""
    units = write(tmp_path / "units.yaml", UNITS)
    plan = write(tmp_path / "plan.yaml", plan_with())

    def sent() -> dict[str, int]:
        return json.loads(run(capsys, "units", "import", units, "--json")[1])["sent"]

    assert sent() == {"total": 4, "accepted": 4, "unchanged": 0, "refused": 0}
    assert sent() == {"total": 4, "accepted": 0, "unchanged": 4, "refused": 0}
    assert "ĐÃ NHẬN" in run(capsys, "plan", "publish", plan, "--yes")[1]
    assert "KHÔNG THAY ĐỔI" in run(capsys, "plan", "publish", plan, "--as", "so-a", "--yes")[1]
    write(plan, plan_with(lambda data: data.update(title="Kế hoạch mới")))
    code, out, _ = run(capsys, "plan", "publish", plan, "--json", "--yes")
    assert (code, json.loads(out)["findings"][0]["code"]) == (1, "plan-exists")
    amend = ("plan", "publish", plan, "--yes", "--amend", "--reason", "Sửa tên")
    document = ("--document", "20/KH-UBND", "--day", "20/09/2022", "--signer", "Lê Văn Mẫu")
    assert [run(capsys, *amend, *words)[0] for words in ((), document[:4], document)] == [2, 2, 0]

    code, out, _ = run(capsys, "status", "--json")
    assert code == 0
    assert [row["plan"] for row in json.loads(out)["plans"]] == ["ngay-cds"]


def test_a_command_file_gets_its_verdict(registry: str, tmp_path: Path, capsys: CAPSYS) -> None:
    """Refused is exit 1, with the finding's Vietnamese sentence."""
    data = {"plan": "ngay-cds", "unit": "xa-1", "activity": "x"}
    file = write(tmp_path / "command.yaml", data)

    code, out, _ = run(capsys, "send", file, "--as", "so-a", "--verb", "withdraw-activity")

    assert code == 1
    assert "BỊ TỪ CHỐI" in out
    assert run(capsys, "send", file, "--as", "Sở A", "--verb", "withdraw-activity")[0] == 2


def test_no_registry_is_told_and_nothing_is_lost(
    topology_there: str, tmp_path: Path, capsys: CAPSYS
) -> None:
    """The command waits in its stream; the operator learns its number."""
    file = write(tmp_path / "command.yaml", {})
    words = ("--verb", "submit-report", "--wait", "0.2")
    code, _, err = run(capsys, "send", file, "--as", "xa-1", *words)
    assert code == 2
    assert "Lệnh số 1" in err
    info = js_of(topology_there, lambda js: js.stream_info(topology.COMMANDS.name))
    assert info.state.messages == 1


def test_the_report_is_downloaded_whole(
    registry: str,
    mongodb_uri: str,
    database: str,
    issuer: Issuer,
    tmp_path: Path,
    capsys: CAPSYS,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As of a moment, from the real service; a plan it does not know is told in its own words."""
    plan = write(tmp_path / "plan.yaml", plan_with())
    run(capsys, "units", "import", write(tmp_path / "units.yaml", UNITS))
    run(capsys, "plan", "publish", plan, "--yes")
    env = {
        "NGAYSO_NATS_URL": registry,
        "NGAYSO_MONGODB_URI": mongodb_uri,
        "NGAYSO_MONGODB_DATABASE": database,
        **issuer.env,
    }
    out = tmp_path / "out"
    with parts.service("reporting", env, log=tmp_path / "reporting.log") as reporting:
        build = ("report", "build", "--out", out, "--reporting", reporting.url)
        code, _, err = run(capsys, *build, "ngay-cds")
        assert (code, "NGAYSO_REPORTING_TOKEN" in err, issuer.url in err) == (2, True, True)
        (tmp_path / "token").write_text(issuer.token("operator"))
        monkeypatch.setenv("NGAYSO_REPORTING_TOKEN_FILE", str(tmp_path / "token"))
        assert run(capsys, *build, "ngay-cds", "--format", "json, docx")[0] == 0
        code, _, err = run(capsys, *build, "khong-co")
        assert (code, "Chưa có kế hoạch 'khong-co'" in err) == (2, True)
        assert run(capsys, "views", "rebuild", "--reporting", reporting.url)[0] == 0
        _, status, _ = run(capsys, "status", "--json", "--reporting", reporting.url)
        _, told, _ = run(capsys, "status", "--reporting", reporting.url)

    assert sorted(path.name for path in out.iterdir()) == [
        "report-ngay-cds.docx",
        "report-ngay-cds.json",
    ]
    assert json.loads((out / "report-ngay-cds.json").read_text())
    assert json.loads(status)["reporting"]
    assert "Dịch vụ reporting: sẵn sàng" in told


def test_a_report_needs_an_address_a_format_and_a_zone(
    capsys: CAPSYS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Misuse is told before anything is asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NGAYSO_REPORTING_URL", raising=False)
    assert "NGAYSO_REPORTING_URL" in run(capsys, "report", "build", "p")[2]
    assert run(capsys, "report", "build", "p", "--format", "odt")[0] == 2
    assert run(capsys, "report", "build", "p", "--as-of", "2022-10-21")[0] == 2


def test_contacts_are_kept_shown_and_erased(notifier: str, tmp_path: Path, capsys: CAPSYS) -> None:
    """Written once; an opt-out is never taken back; erased leaves its record and nothing else."""
    person = {"unit": "ba-to", "role": "officer", "name": "A", "email": "a@x.vn"}
    rows = [{**person, "id": "cb"}, {**person, "id": "ld"}]
    units = write(tmp_path / "units.yaml", [{"id": "ba-to", "names": [{"value": "Ba Tơ"}]}])
    file = write(tmp_path / "contacts.yaml", rows)
    opted = write(tmp_path / "opted.yaml", [{**rows[0], "opted_out": ["sms"]}, rows[1]])
    why = ("--reason", "chuyển công tác")

    def kept(path: Path) -> tuple[int, int]:
        words = ("contacts", "import", path, "--units", units, "--json")
        found = json.loads(run(capsys, *words)[1])
        return found["written"], found["unchanged"]

    def shown() -> Any:
        return json.loads(run(capsys, "contacts", "show", "ba-to", "--json")[1])

    async def bodies(js: Any) -> int:
        return len((await js.get_msg("KV_CONTACTS", subject="$KV.CONTACTS.ba-to")).data or b"")

    assert [kept(opted), kept(opted), kept(file)] == [(1, 0), (0, 1), (0, 1)]
    asked = run(capsys, "contacts", "erase", "ba-to", "ld", *why)
    assert (asked[0], len(shown()["contacts"])) == (2, 2)  # nobody is there to ask
    why = (*why, "--yes")
    assert run(capsys, "contacts", "erase", "ba-to", "ld", *why)[0] == 0
    (left,) = shown()["contacts"]
    assert (left["id"], left["opted_out"], left["email"]) == ("cb", ["sms"], "a***@x.vn")
    assert run(capsys, "contacts", "erase", "ba-to", "ld", *why)[0] == 1
    code, _, said = run(capsys, "contacts", "erase", "ba-to", "--yes", "--reason", "gọi 0912345678")
    assert (code, "số điện thoại" in said, "0912" in said) == (2, True, False)
    assert run(capsys, "contacts", "erase", "ba-to", *why)[0] == 0
    assert js_of(notifier, bodies) == 0
    assert [one["reason"] for one in shown()["erasures"]] == [why[1]] * 2
    assert why[1] in run(capsys, "contacts", "show", "ba-to")[1]
    assert run(capsys, "contacts", "erase", "ba to", *why)[0] == 2


@pytest.mark.usefixtures("topology_there")
def test_without_the_notifier_contacts_are_out_of_reach_and_that_is_said(capsys: CAPSYS) -> None:
    code, _, said = run(capsys, "contacts", "show", "ba-to")
    assert (code, "notifier" in said) == (2, True)
