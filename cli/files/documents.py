"""Cli, files: reads a YAML or JSON file into plain data that knows its line numbers."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cli.console import Trouble
from cli.files.content import read_text
from cli.translate.system import yaml_vi
from contracts.findings import pointer
from contracts.translate import TOO_DEEP, json_vi

MAX_NODES = 300_000
"""More than any campaign has; aliases inside aliases could otherwise grow without end."""
MAX_DEPTH = 200
"""Far more than a plan has."""
MARKS = "\n,:[{"
"""Each value of a YAML or JSON text stands beside one of these."""
TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Document:
    """A file's data as JSON has it, and the line on which each JSON pointer starts."""

    path: Path
    data: Any
    lines: dict[str, int] = field(repr=False)

    def line(self, where: str) -> int | None:
        """The line of a pointer, else of the nearest part around it."""
        while where and where not in self.lines:
            where = where.rpartition("/")[0]
        return self.lines.get(where)


class _Loader(yaml.CSafeLoader):
    """YAML 1.2's core types only.

    YAML 1.1 would read 17:00 as 1020, `no` as false, and a day as a date that was never written.
    """

    yaml_implicit_resolvers: dict[str, Any] = {}
    _depth = 0

    def descend_resolver(self, *_: object) -> None:
        """Called before each part: libyaml's reader would end the process, not raise."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise RecursionError

    def ascend_resolver(self) -> None:
        self._depth -= 1


for _name, _form, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$", list("-0123456789")),
):
    _Loader.add_implicit_resolver(TAG + _name, re.compile(_form), _first)


class _Builder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[str, int] = {}

    def build(self, node: yaml.Node, where: str) -> Any:
        if len(self.lines) > MAX_NODES:
            raise Trouble("table-too-large", path=self.path, limit=MAX_NODES)
        self.lines[where] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            items = enumerate(node.value)
            return [self.build(item, where + pointer([index])) for index, item in items]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, where: str) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem="a name must be text", problem_mark=key_node.start_mark
                )
            if key_node.value in built:
                raise yaml.MarkedYAMLError(
                    problem=f"the name {key_node.value!r} is given twice",
                    problem_mark=key_node.start_mark,
                )
            built[key_node.value] = self.build(value_node, where + pointer([key_node.value]))
        return built


def _scalar(node: yaml.Node) -> Any:
    match node.tag.removeprefix(TAG):
        case "null":
            return None
        case "bool":
            return node.value.lower() == "true"
        case "int":
            return int(node.value)
        case "float":
            return float(node.value)
        case _:
            return node.value


def read(path: Path) -> Document:
    """The document of a YAML or JSON file; raises Trouble.

    A message never quotes the file: it may hold contacts.
    """
    text = read_text(path)
    if sum(text.count(mark) for mark in MARKS) > 2 * MAX_NODES:  # a node costs up to 0.7 kB
        raise Trouble("table-too-large", path=path, limit=MAX_NODES)
    if path.suffix.lower() == ".json":
        try:
            return Document(path, json.loads(text), {})
        except (ValueError, RecursionError) as error:
            said = json_vi(error) if isinstance(error, ValueError) else TOO_DEEP
            raise Trouble("not-yaml", path=path, detail=f"JSON: {error}", detail_vi=said) from error
    builder = _Builder(path)
    try:
        node = yaml.compose(text, _Loader)
        data = None if node is None else builder.build(node, "")
    except yaml.MarkedYAMLError as error:
        raise Trouble("not-yaml", path=path, **_why(error)) from error
    except (yaml.YAMLError, ValueError) as error:
        words = {"detail": type(error).__name__, "detail_vi": yaml_vi(None)}
        raise Trouble("not-yaml", path=path, **words) from error
    except RecursionError as error:
        words = {"detail": "nested too deeply", "detail_vi": TOO_DEEP}
        raise Trouble("not-yaml", path=path, **words) from error
    return Document(path, data, builder.lines)


def _why(error: yaml.MarkedYAMLError) -> dict[str, str]:
    """Where and what; libyaml's text quotes nothing of the file."""
    en, vi = error.problem or "", yaml_vi(error.problem)
    if mark := error.problem_mark:
        line, column = mark.line + 1, mark.column + 1
        en, vi = f"line {line}, column {column}: {en}", f"dòng {line}, cột {column}: {vi}"
    return {"detail": en, "detail_vi": vi}


def as_json(data: Any) -> bytes:
    """Data as the wire would carry it, for a model's strict JSON validation."""
    return json.dumps(data, ensure_ascii=False).encode()
