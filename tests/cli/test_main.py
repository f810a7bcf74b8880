"""The command itself: quick to start, and helpful in every place."""

import os
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from cli import VERSION, console
from cli.table import COMMANDS, GROUPS
from tests.cli.given import run

CAPSYS = pytest.CaptureFixture[str]
PROCESSOR_SECONDS = 0.5
HEAVY = {
    "contracts", "faststream", "holidays", "httpx", "jsonschema", "nats", "openpyxl",
    "opentelemetry", "pydantic_settings", "runtime", "services", "structlog", "workbook", "yaml",
}  # fmt: skip
SERVERS = {"fastapi", "faststream", "motor", "nats", "pymongo"}
LOADED = """
import sys
from cli.main import main
for line in sys.argv[1:]:
    try:
        main(line.split())
    except SystemExit:
        pass
print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


def loaded(*lines: str) -> set[str]:
    """What packages runs of the command have imported, one after the other in one process."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *lines], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def seconds(*words: str) -> float:
    """User and system time of one run, the best of three: another process may have the caches."""
    times = []
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-m", "cli.main", *words], stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        times.append(usage.ru_utime + usage.ru_stime)
    return min(times)


def test_what_only_tells_words_imports_no_server_and_no_model() -> None:
    """The table has the words; a command's modules are loaded when it is run."""
    assert loaded("--help") & {*HEAVY, "pydantic"} == set()
    assert loaded("plan --help") & HEAVY == set()


@pytest.mark.slow
@pytest.mark.parametrize("words", ["--help", "units --help"])
def test_help_takes_less_than_half_a_second_of_the_processor(words: str) -> None:
    """Wall time would say how busy the machine is."""
    assert seconds(*words.split()) < PROCESSOR_SECONDS


def test_what_needs_no_server_does_not_load_its_library() -> None:
    """It costs a second, for every workbook and every check."""
    commands = ("plan check", "workbook make", "conform", "owing", "report build")
    assert loaded(*(f"{command} --help" for command in commands)) & SERVERS == set()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_of_the_table_is_there(command: str, option: str, capsys: CAPSYS) -> None:
    """Both options tell its sentence, Vietnamese first."""
    entry = COMMANDS[command]
    module, _, function = entry.where.partition(":")
    assert callable(getattr(import_module(module), function))
    code, out, _ = run(capsys, *command.split(), option)
    assert code == 0
    assert f"Usage: ngayso {command} " in out
    assert " ".join(entry.help.split()) in " ".join(out.split())


def test_every_sentence_of_the_table_has_both_languages() -> None:
    """One table, one form: what, in Vietnamese, a stroke, and in English."""
    sentences = [*GROUPS.values(), *(entry.help for entry in COMMANDS.values())]
    assert [said for said in sentences if said.count(". / ") != 1 or said[-1] != "."] == []
    assert {words.partition(" ")[0] for words in COMMANDS if " " in words} == set(GROUPS)


def test_the_version_is_said(capsys: CAPSYS) -> None:
    """The one of the project."""
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    assert run(capsys, "--version") == (0, f"ngayso {VERSION}\n", "")
    assert project["project"]["version"] == VERSION


def test_a_word_that_is_none_gets_a_suggestion(capsys: CAPSYS) -> None:
    """Misuse is exit 2."""
    code, _, err = run(capsys, "plan", "lst")
    assert code == 2
    assert "'list'" in err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ngayso pl", {"plan"}),
        ("ngayso plan p", {"publish"}),
        ("ngayso owing --over", {"--overdue"}),
    ],
)
def test_a_shell_completes_commands_and_options(typed: str, offered: set[str]) -> None:
    """As the script of --show-completion asks for it."""
    words = typed.split()
    asked = {
        "_NGAYSO_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-m", "cli.main"],
        env=os.environ | asked, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(done.stdout.split()) == offered


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_is_for_this_command(shell: str) -> None:
    """The shell is named here; a person's own is found by itself."""
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "--show-completion", shell],
        env=os.environ | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "_NGAYSO_COMPLETE" in done.stdout


def test_a_completion_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """A home that is no folder, as on a disk that may only be read."""
    home = tmp_path / "home"
    home.write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "--install-completion", "bash"],
        env=os.environ
        | {"HOME": str(home), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("LỖI [system-refused]: Máy này từ chối")


def test_a_full_disk_behind_the_output_is_a_sentence() -> None:
    """`ngayso … > file` where no byte fits."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("w") as out:
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", "--version"],
            stdout=out, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("LỖI [system-refused]: Máy này từ chối")


def test_whoever_has_no_name_on_the_machine_is_known_by_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in the operator's pod; the pods' rehearsal found it."""

    def unknown() -> str:
        raise KeyError("getpwuid(): uid not found: 10001")

    monkeypatch.setattr(console, "getuser", unknown)
    assert console.account() == f"uid {os.getuid()}"
