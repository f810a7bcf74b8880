"""No server is talked to that nobody named."""

import json
from pathlib import Path

import pytest

from cli.servers import connect
from cli.servers.addresses import (
    access_keys,
    nats_address,
    nats_credentials,
    reporting_address,
    reporting_token,
)
from tests.cli.given import UNITS, run, write

CAPSYS = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch
ASKING = {
    "status": ("status",),
    "history": ("history", "ba-to"),
    "units list": ("units", "list"),
    "unreachable": ("unreachable",),
    "dead list": ("dead", "list"),
    "topology apply": ("topology", "apply"),
    "contacts erase": ("contacts", "erase", "ba-to", "--reason", "Theo yêu cầu"),
    "contacts correct": ("contacts", "correct", "ba-to", "a", "--works", "email"),
    "units import": ("units", "import", "{units}"),
}


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: Patch) -> Path:
    """A folder in which nothing was started, and an environment that names nothing."""
    monkeypatch.chdir(tmp_path)
    named = ("NATS_URL", "NATS_CREDENTIALS_FILE", "ACCESS_KEYS", "REPORTING_URL")
    for name in (*named, "REPORTING_TOKEN", "REPORTING_TOKEN_FILE"):
        monkeypatch.delenv(f"NGAYSO_{name}", raising=False)
    return tmp_path


@pytest.mark.parametrize("command", ASKING)
def test_outside_its_folder_it_asks_who_is_meant(
    command: str, elsewhere: Path, capsys: CAPSYS, monkeypatch: Patch
) -> None:
    """What listens on the usual port may be anybody's: nothing is connected to, exit 2."""
    monkeypatch.setattr(connect, "make_broker", lambda *_: pytest.fail("it connected"))
    units = write(elsewhere / "units.yaml", UNITS)
    code, _, err = run(capsys, *(word.format(units=units) for word in ASKING[command]))
    assert code == 2
    for named in ("--nats", "NGAYSO_NATS_URL", "make up"):
        assert named in err


@pytest.mark.parametrize(
    "command",
    [
        ("plan", "list"),
        ("owing",),
        ("views", "rebuild"),
        ("late", "p"),
        ("contacts", "readiness", "p"),
    ],
)
def test_the_reporting_service_is_named_too(
    command: tuple[str, ...], elsewhere: Path, capsys: CAPSYS
) -> None:
    code, _, err = run(capsys, *command)
    assert (code, "NGAYSO_REPORTING_URL" in err) == (2, True)


def test_the_stack_of_the_folder_is_what_make_up_left(elsewhere: Path, monkeypatch: Patch) -> None:
    """The option goes before the environment, and that before the folder."""
    found = {"nats": "nats://folder:1", "http": {"reporting": "http://folder:2"}}
    (elsewhere / "out").mkdir()
    (elsewhere / "out/endpoints.json").write_text(json.dumps(found))
    assert (nats_address(None), reporting_address(None)) == ("nats://folder:1", "http://folder:2")
    monkeypatch.setenv("NGAYSO_NATS_URL", "nats://environment:1")
    assert nats_address(None) == "nats://environment:1"
    assert nats_address("nats://option:1") == "nats://option:1"


def test_a_token_goes_only_where_it_belongs(
    elsewhere: Path, capsys: CAPSYS, monkeypatch: Patch
) -> None:
    """What `make up` wrote is for its own service alone; the environment's is for whom it names."""
    ours, stranger = "http://folder:2", "http://stranger:2"
    (elsewhere / "out").mkdir()
    (elsewhere / "out/token").write_text("ours\n")
    found = {"http": {"reporting": ours}, "token": str(elsewhere / "out/token")}
    (elsewhere / "out/endpoints.json").write_text(json.dumps(found))
    assert (reporting_token(ours), reporting_token(stranger)) == ("ours", None)
    (elsewhere / "out/token").write_text("")
    assert reporting_token(ours) is None
    monkeypatch.setenv("NGAYSO_REPORTING_TOKEN_FILE", str(elsewhere / "nowhere"))
    code, _, err = run(capsys, "plan", "list", "--reporting", stranger)
    assert (code, "nowhere" in err) == (2, True)
    (elsewhere / "nowhere").write_text("\n")
    assert reporting_token(stranger) is None
    (elsewhere / "nowhere").write_text("named\n")
    assert reporting_token(stranger) == "named"
    monkeypatch.setenv("NGAYSO_REPORTING_TOKEN", "given")
    assert reporting_token(stranger) == "given"


def test_the_stacks_credentials_are_for_the_stacks_own_address(
    elsewhere: Path, monkeypatch: Patch
) -> None:
    """No other server is shown who we are here."""
    found = {"nats": "nats://folder:1", "credentials": "/a/operator.creds", "keys": "/a"}
    (elsewhere / "out").mkdir()
    (elsewhere / "out/endpoints.json").write_text(json.dumps(found))
    assert (nats_credentials(None), access_keys(None)) == (Path("/a/operator.creds"), Path("/a"))
    assert nats_credentials(None, "backup") == Path("/a/backup.creds")
    assert nats_credentials("nats://option:1", "backup") is None
    assert access_keys(Path("/b")) == Path("/b")
    monkeypatch.setenv("NGAYSO_NATS_URL", "nats://environment:1")
    assert nats_credentials(None) is None


@pytest.mark.parametrize("left", ["", "[]", "{", '{"http": 3}', '{"nats": null}'])
def test_what_make_up_did_not_write_names_nothing(elsewhere: Path, left: str) -> None:
    """A file that was cut off, or is somebody else's."""
    (elsewhere / "out").mkdir()
    (elsewhere / "out/endpoints.json").write_text(left)
    assert (nats_address(None), reporting_address(None)) == (None, None)
