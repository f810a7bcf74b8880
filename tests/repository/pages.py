"""Tables in docs/ that are written from the source; `make schemas` runs this."""

import ast
import re
from collections.abc import Iterable, Iterator
from importlib import import_module

from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from contracts.findings import SENTENCES
from contracts.generate.schemas import described
from contracts.permissions import SERVICES
from runtime.settings import RuntimeSettings
from services.registry.domain.authority import SaidBy
from services.registry.domain.check.plan.catalogue import SENTENCES as PLAN_SENTENCES
from services.registry.domain.verbs.table import VERBS
from services.reporting.inbound.door.table import RULES
from tests.repository.sources import ROOT, modules, tree

PREFIX = "NGAYSO_"
METRICS = {"Counter": "counter", "Gauge": "gauge", "Histogram": "histogram", "Summary": "summary"}
FAMILIES = {f"{name}MetricFamily": kind for name, kind in METRICS.items()}


def settings() -> dict[str, type[RuntimeSettings]]:
    """Service → its Settings class, for every services/*/settings.py."""
    names = [p.parts[1] for p in modules(["services"]) if p.parts[2:] == ("settings.py",)]
    found = {name: vars(import_module(f"services.{name}.settings")) for name in names}
    return {name: _own(held.values(), f"services.{name}.settings") for name, held in found.items()}


def _own(values: Iterable[object], module: str) -> type[RuntimeSettings]:
    """The one Settings class that the module defines."""
    (model,) = (
        value
        for value in values
        if isinstance(value, type)
        and issubclass(value, RuntimeSettings)
        and value.__module__ == module
    )
    return model


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    written = to_jsonable_python(field.default)
    return "" if written in (None, "") else f"`{written}`"


def settings_table() -> str:
    """Variable, who reads it, default, meaning."""
    rows = ["| variable | read by | default | meaning |", "|---|---|---|---|"]
    of: dict[str, type[RuntimeSettings]] = {"every service": RuntimeSettings, **settings()}
    for reader, model in of.items():
        for name, field in model.model_fields.items():
            if reader != "every service" and name in RuntimeSettings.model_fields:
                continue
            meaning = _cell(field.description or "")
            row = f"| `{PREFIX}{name.upper()}` | {reader} | {_default(field)} | {meaning} |"
            rows.append(row)
    return "\n".join(rows)


def metrics() -> Iterator[tuple[str, str, str, str]]:
    """Name, kind, labels, meaning of each metric that source declares with prometheus_client."""
    for path in modules(["runtime", "services"]):
        imported = {
            alias.asname or alias.name: METRICS.get(alias.name) or FAMILIES[alias.name]
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("prometheus_cl")
            for alias in node.names
            if alias.name in METRICS | FAMILIES
        }
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in imported:
                kind = imported[getattr(node.func, "id", "")]
                # A name or sentence that is no literal cannot be documented: this raises.
                name, meaning, *rest = (ast.literal_eval(argument) for argument in node.args)
                labels = rest[0] if rest else []
                suffix = "_total" if kind == "counter" and not name.endswith("_total") else ""
                yield name + suffix, kind, ", ".join(labels), meaning


def metrics_table() -> str:
    rows = ["| metric | kind | labels | meaning |", "|---|---|---|---|"]
    for name, kind, labels, meaning in sorted(metrics()):
        rows.append(f"| `{name}` | {kind} | {labels} | {_cell(meaning)} |")
    return "\n".join(rows)


def findings_table() -> str:
    """Code, and the sentence in both languages with its gaps."""
    rows = ["| code | English | tiếng Việt |", "|---|---|---|"]
    for code, (vi, en) in (SENTENCES | PLAN_SENTENCES).items():
        shown = [_cell(re.sub(r"\{(\w+)(!r)?\}", r"`\1`", words)) for words in (en, vi)]
        rows.append(f"| `{code}` | {shown[0]} | {shown[1]} |")
    return "\n".join(rows)


WHO: dict[SaidBy, str] = {
    "unit": "the unit, or a successor once it has ended",
    "issuer": "issuer, or collecting office with the role `focal-point`",
    "plan-office": "issuer or collecting office of the plan in force",
    "office": "issuer or collecting office",
    "office-or-through": "collecting office, issuer, or whom it passes through",
    "unit-or-office": "the unit, or the collecting office from paper",
    "operator": "`operator`",
    "registry": "the registry itself",
}


def verbs_table() -> str:
    """Each verb that may be sent from outside, by the registry's table."""
    rows = ["| verb | who | what it says |", "|---|---|---|"]
    for row in VERBS.values():
        if row.said_by != "registry":
            meaning = _cell(described(row.command))
            rows.append(f"| `{row.name}` | {WHO[row.said_by]} | {meaning} |")
    return "\n".join(rows)


def permissions_table() -> str:
    """What each user of NATS may publish and subscribe to."""
    rows = ["| user | may publish | may subscribe |", "|---|---|---|"]
    for user, allowed in SERVICES.items():
        answers = ["and answer who asked"] if allowed.answers else []
        publish = "<br>".join([*(f"`{one}`" for one in allowed.publish), *answers])
        subscribe = "<br>".join(f"`{one}`" for one in allowed.subscribe)
        rows.append(f"| `{user}` | {publish} | {subscribe} |")
    return "\n".join(rows)


def routes_table() -> str:
    """Each route of reporting, by the table of its gate."""
    rows = ["| route | who |", "|---|---|"]
    return "\n".join(
        [*rows, *(f"| `{how} {path}` | {who} |" for (how, path), who in RULES.items())]
    )


TABLES = {
    "permissions": ("docs/permissions.md", permissions_table),
    "settings": ("docs/settings.md", settings_table),
    "metrics": ("docs/metrics.md", metrics_table),
    "findings": ("docs/integrate.md", findings_table),
    "verbs": ("docs/integrate.md", verbs_table),
    "routes": ("docs/readers.md", routes_table),
}
"""Table → its page, and what writes it."""


def _block(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"(<!-- {name}: [^\n]* -->\n\n)(.*?\n\n|)(<!-- end of {name} -->)", re.DOTALL
    )


def table(name: str) -> str:
    """The table as its page has it now."""
    page, _ = TABLES[name]
    found = _block(name).search((ROOT / page).read_text("utf-8"))
    return found[2].strip() if found else ""


def write() -> None:
    for name, (page, render) in TABLES.items():
        body = (ROOT / page).read_text("utf-8")
        # Split and not substituted: a table may hold backslashes.
        before, head, _, end, after = _block(name).split(body, maxsplit=1)
        (ROOT / page).write_text(f"{before}{head}{render()}\n\n{end}{after}", "utf-8")


if __name__ == "__main__":
    write()
