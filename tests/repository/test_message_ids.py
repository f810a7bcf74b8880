"""No message id of ours, or of an example, stands on COMMANDS: there it is everybody's lever."""

import ast
from pathlib import Path

from contracts import topology
from tests.repository.sources import files, modules, text, tree

HEADER = "Nats-Msg-Id"
NAMED_IN = {
    Path("runtime/jetstream/publish.py"): "an outbox puts under an id; see OUTBOXES",
    Path("runtime/memory/stream.py"): "as the server",
    Path("services/registry/application/working.py"): "what a sender gave is told in the verdict",
    Path("contracts/verdicts.py"): "likewise",
    Path("bench/bare.py"): "verdicts",
}
"""Source that names the header, and for what."""
OUTBOXES = {
    "dead_letters": Path("runtime/policy.py"),
    "verdicts": Path("services/registry/outbound/verdicts.py"),
    "outbox": Path("services/notifier/application/digest/gathering.py"),
}
"""By the function of the topology that names the subject: who puts under an id."""


def puts(path: Path) -> int:
    """How often a message is put under an id: `….put(subject, data, id)`."""
    return sum(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "put"
        and "outbox" in ast.unparse(node.func.value)
        for node in ast.walk(tree(path))
    )


def test_the_header_is_named_where_it_is_known_to_be_harmless() -> None:
    """And in no example, which many would copy."""
    source = ("bench", "cli", "contracts", "deploy", "examples", "runtime", "services", "workbook")
    named = {
        path
        for path in files()
        if path.parts[0] in source
        and path.parts[:2] != ("contracts", "schemas")
        and HEADER in (text(path) or "")
    }
    assert named == NAMED_IN.keys()


def test_only_streams_with_one_writer_take_messages_under_an_id() -> None:
    """An outbox of another subject has to be looked at, and named here."""
    putting = {path for path in modules(["cli", "runtime", "services"]) if puts(path)}
    assert putting == set(OUTBOXES.values())
    for subject, path in OUTBOXES.items():
        assert f"topology.{subject}(" in (text(path) or ""), path


def test_the_window_of_commands_is_the_servers_least() -> None:
    """A shorter one is refused (10052), and zero means two minutes."""
    assert topology.COMMANDS.duplicate_window.total_seconds() == 0.1


def test_integrators_are_told_what_duplicate_means() -> None:
    page = text(Path("docs/integrate.md")) or ""
    assert f"Send no `{HEADER}`" in page
    assert "`duplicate: true` means that the message was **not stored**" in page
