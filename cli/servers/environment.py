"""Cli, servers: the NGAYSO_* environment, read as the services read it."""

from typing import Any

from pydantic import ValidationError

from cli.console import Trouble
from runtime.settings import RuntimeSettings


def read_settings(**given: Any) -> RuntimeSettings:
    """The settings, with what was given on the command line; raises Trouble."""
    try:
        return RuntimeSettings(**given)
    except ValidationError as error:
        detail = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise Trouble("settings-wrong", detail=detail) from error
