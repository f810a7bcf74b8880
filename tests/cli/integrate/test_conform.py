"""`ngayso conform` gives the verdicts that the registry would give, without a server."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.integrate import schemas
from cli.rehearse.submissions import read_entries
from tests.cli.given import PLAN, UNITS, run, write

EXAMPLE = Path(__file__).parents[3] / "examples" / "quang-ngai-2022"
IN_TIME = "2022-09-20T08:00:00+07:00"


def event(verb: str = "declare-activity", **data: Any) -> dict[str, Any]:
    """A command of huyen-1; an activity unless told otherwise."""
    if verb == "declare-activity":
        days = {"starts_on": "2022-10-03", "ends_on": "2022-10-03"}
        record = {"id": "th-1", "kind": "tap-huan", "title": "Tập huấn", **days}
        data = {"activity": {**record, **data.pop("activity", {})}, **data}
    return {
        "specversion": "1.0",
        "id": "1",
        "source": "urn:test",
        "type": f"ngayso.{verb}.v1",
        "time": IN_TIME,
        "data": {"plan": PLAN["id"], "unit": "huyen-1", **data},
    }


@pytest.fixture
def conform(tmp_path, capsys):
    """Runs the command on files of the clean plan; gives the exit code and what it says."""
    options = ["--plan", write(tmp_path / "plan.yaml", PLAN)]
    options += ["--units", write(tmp_path / "units.yaml", UNITS)]

    def go(*arguments: object) -> tuple[int, dict[str, Any]]:
        code, out, _ = run(capsys, "conform", *options, "--json", *arguments)
        return code, json.loads(out)

    return go


def outcomes(said: dict[str, Any]) -> list[str]:
    return [one["verdict"]["outcome"] for one in said["messages"]]


def codes(said: dict[str, Any]) -> list[str]:
    return [
        found["code"] for one in said["messages"] for found in one["verdict"].get("findings", [])
    ]


def test_every_message_of_the_example_gets_the_verdict_that_it_expects(tmp_path, capsys):
    """What the README of the example promises, and schema and code agree on each."""
    timeline = read_entries(EXAMPLE / "submissions" / "timeline.yaml")
    entries = [
        {
            "subject": f"cmd.{entry.unit}.system.{entry.verb}.{entry.about}",
            "at": entry.at.isoformat(),
            "body": entry.body().decode(),
        }
        for entry in timeline
    ]
    files = [EXAMPLE / "plan.yaml", EXAMPLE / "units.yaml", write(tmp_path / "t.json", entries)]

    code, out, _ = run(
        capsys, "conform", "--plan", files[0], "--units", files[1], files[2], "--json"
    )

    said = json.loads(out)
    got = [
        (one["verdict"]["outcome"], {f["code"] for f in one["verdict"]["findings"]
                                     if f["severity"] == "error"})
        for one in said["messages"]
    ]  # fmt: skip
    # A server may take 5 MB or not; the registry never does.
    wanted = [
        ("refused", {"too-large"})
        if entry.expect == "not-stored"
        else (entry.expect, {entry.finding} - {None})
        for entry in timeline
    ]
    assert got == wanted
    assert code == 1
    assert said["counts"]["disagreements"] == 0


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "folder"])
def test_messages_come_alone_in_arrays_in_lines_and_in_folders(conform, tmp_path, name):
    """The state is built up as they go, so that the second of two equals is unchanged."""
    twice = [event(), event()]
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
        for number, one in enumerate(twice):
            write(path / f"{number}.json", one)
    elif name == "a.json":
        path.write_text(json.dumps(twice, indent=2))
    else:
        path.write_text("\n\n".join(map(json.dumps, twice)) + "\n")

    code, said = conform(path)

    assert (code, outcomes(said)) == (0, ["accepted", "unchanged"])
    assert said["messages"][0]["verdict"]["facts"] == ["ngayso.activity-declared.v1"]
    assert [duty["duty"] for duty in said["messages"][0]["verdict"]["duties"]] == ["bc-tinh"]


def test_one_refusal_makes_the_exit_code_1_and_names_the_field(conform, tmp_path):
    """The pointer leads into the message that was sent."""
    bad = event(activity={"kind": "le-hoi"})

    code, said = conform(write(tmp_path / "a.json", bad))

    (found,) = said["messages"][0]["verdict"]["findings"]
    assert (code, found["code"], found["pointer"]) == (1, "unknown-kind", "/data/activity/kind")
    assert found["vi"]
    assert found["en"]


def test_a_file_that_is_not_json_is_answered_as_the_registry_would(conform, tmp_path):
    """A cut-off message is a finding, not an unreadable file."""
    path = tmp_path / "cut.json"
    path.write_text(json.dumps(event(), indent=1)[:-20])

    code, said = conform(path)

    assert (code, codes(said)) == (1, ["not-json"])


def test_the_sender_is_the_unit_unless_another_is_named(conform, tmp_path):
    """--as stands for the second word of the subject."""
    path = write(tmp_path / "a.json", event())

    assert conform(path)[0] == 0
    code, said = conform(path, "--as", "xa-1")

    assert (code, codes(said)) == (1, ["not-your-unit"])


def test_what_only_the_office_may_say_is_sent_by_the_office(conform, tmp_path):
    """The unit that such a command is about would always be refused."""
    excuse = event("excuse-duty", duty="bc-tinh", reason="Bão lụt")

    code, said = conform(write(tmp_path / "a.json", excuse))

    assert (code, said["messages"][0]["verdict"]["unit"]) == (0, "so-a")


def test_lateness_is_by_the_time_of_receipt_that_is_given(conform, tmp_path):
    """--at goes before the event's own time."""
    path = write(tmp_path / "a.json", event("submit-report", report={}))

    assert codes(conform(path)[1]) == []
    code, said = conform(path, "--at", "2022-10-21T08:00:00+07:00")

    assert (code, codes(said)) == (0, ["late"])
    assert said["messages"][0]["verdict"]["duties"][0]["on_time"] is False


def test_an_entry_says_its_own_subject(conform, tmp_path):
    """So the door can be tried: a type under another verb's subject."""
    entry = {"subject": "cmd.huyen-1.system.submit-report.huyen-1", "body": event()}

    code, said = conform(write(tmp_path / "a.json", entry))

    assert (code, codes(said)) == (1, ["verb-mismatch"])


def test_what_cannot_be_read_is_2(conform, tmp_path):
    """A file that is not there, an empty folder, a subject that is none, a wrong time."""
    good = write(tmp_path / "a.json", event())
    (tmp_path / "empty").mkdir()
    odd = write(tmp_path / "b.json", {"subject": "evt.x.y.z", "body": event()})

    for arguments in ([tmp_path / "none.json"], [tmp_path / "empty"], [odd], [good, "--at", "mai"]):
        code, said = conform(*arguments)
        assert (code, said["messages"]) == (2, [])
        assert said["error"]["vi"]


def test_a_plan_that_cannot_be_published_is_2(tmp_path, capsys):
    """Nothing can be tried against it; plan check says what to mend."""
    plan = write(tmp_path / "plan.yaml", {**PLAN, "issuer": "nobody"})
    units = write(tmp_path / "units.yaml", UNITS)
    message = write(tmp_path / "a.json", event())

    code, _, err = run(capsys, "conform", "--plan", plan, "--units", units, message)

    assert code == 2
    assert "chưa công bố được" in err


def test_a_schema_that_differs_from_the_code_is_reported_as_our_fault(
    conform, tmp_path, monkeypatch
):
    """In both directions, and it makes the exit code 1."""
    wire = "ngayso.declare-activity.v1"
    strict, loose = {"required": ["never"]}, {}
    good = write(tmp_path / "a.json", event())
    bad = write(tmp_path / "b.json", event(activity={"title": 5}))

    for schema, path, words in ((strict, good, "code accepts"), (loose, bad, "schema accepts")):
        (tmp_path / f"{wire}.json").write_text(json.dumps(schema))
        monkeypatch.setattr(schemas, "FOLDER", tmp_path)
        schemas._validator.cache_clear()
        code, said = conform(path)
        assert code == 1
        assert words in said["messages"][0]["disagreement"]
    schemas._validator.cache_clear()


@pytest.mark.parametrize(
    ("where", "value"),
    [("id", "th-1\n"), ("starts_on", "2022-02-30"), ("starts_on", "2022-10-05")],
)
def test_schema_and_code_agree_where_validators_are_lax(conform, tmp_path, where, value):
    """A last line break, a day that does not exist, and a rule between fields, which is ours."""
    code, said = conform(write(tmp_path / "a.json", event(activity={where: value})))

    assert (code, said["messages"][0]["disagreement"]) == (1, None)


def test_what_a_person_reads_names_file_verdict_and_sum(tmp_path, capsys):
    """Vietnamese first."""
    plan, units = write(tmp_path / "plan.yaml", PLAN), write(tmp_path / "units.yaml", UNITS)
    path = write(tmp_path / "a.json", [event(), event(activity={"kind": "le-hoi"})])

    code, out, _ = run(capsys, "conform", "--plan", plan, "--units", units, path)

    assert code == 1
    assert "a.json/0 → cmd.huyen-1.system.declare-activity.huyen-1, 08:00 20/09/2022" in out
    assert "ĐÃ NHẬN" in out
    assert "BỊ TỪ CHỐI" in out
    assert "2 bản tin: 1 ghi nhận, 0 không đổi, 1 bị từ chối" in out
