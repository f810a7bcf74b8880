"""Cli, servers: the NGAYSO_* environment, read as the services read it."""

from typing import Any, TypeVar

from pydantic import ValidationError

from cli.console import Trouble
from contracts.translate import detail_vi
from runtime.settings import RuntimeSettings

S = TypeVar("S", bound=RuntimeSettings)


def read_settings(**given: Any) -> RuntimeSettings:
    """The settings, with what was given on the command line; raises Trouble."""
    return settings_of(RuntimeSettings, **given)


def settings_of(kind: type[S], **given: Any) -> S:
    """Those of one service, as it would read them here; raises Trouble."""
    try:
        return kind(**given)
    except ValidationError as error:
        faults = [(".".join(map(str, fault["loc"])), fault) for fault in error.errors()]
        en = "; ".join(f"{name}: {fault['msg']}" for name, fault in faults)
        vi = "; ".join(f"{name}: {detail_vi(fault)}" for name, fault in faults)
        raise Trouble("settings-wrong", detail=en, detail_vi=vi) from error
