"""Cli, access: reads for which units a system is to speak."""

from collections.abc import Iterable
from pathlib import Path

from cli.console import Trouble
from cli.directory.units import read_units
from cli.exchange import VERBS, wanted_id
from cli.files.content import read_text
from cli.notes import errors, tell_said
from contracts.fence import Verbs


def read_speaks_for(path: Path) -> dict[str, Verbs]:
    """One unit a line, behind it the verbs where not all may be said; `#` begins a remark.

    Raises Trouble.
    """
    units: dict[str, Verbs] = {}
    for line in read_text(path).splitlines():
        words = line.partition("#")[0].replace(",", " ").split()
        if not words:
            continue
        unit, verbs = wanted_id(words[0]), words[1:]
        for verb in verbs:
            if verb not in VERBS:
                raise Trouble("verb-unknown", verb=verb, known=", ".join(VERBS))
        if unit in units:
            raise Trouble("access-twice", unit=unit, path=path)
        units[unit] = verbs
    if not units:
        raise Trouble("access-nobody", path=path)
    return units


def read_unit_ids(paths: Iterable[Path]) -> list[str]:
    """The ids of all units of files as `units import` reads each; raises Trouble for a fault."""
    ids = dict[str, None]()
    for path in paths:
        units, said = read_units([path])
        if wrong := errors(said):
            tell_said(wrong)
            raise Trouble("access-unit-files")
        ids |= dict.fromkeys(one.unit.id for one in units)
    return list(ids)
