"""Cli, translate: a command line that cannot be run, told as every other trouble is."""

from typer import TyperException
from typer._click.exceptions import BadParameter, MissingParameter, NoSuchOption, UsageError
from typer.core import TyperGroup

from cli.console import Trouble


def trouble_of(error: TyperException) -> Trouble:
    """Typer's own words stand in the English sentence alone."""
    en = " ".join(error.format_message().split())
    en += "" if en.endswith((".", "?")) else "."
    where = error.ctx.command_path if isinstance(error, UsageError) and error.ctx else "ngayso"
    code, words = _of(error)
    return Trouble(code, detail=en, help=f"{where} --help", **words)


def _of(error: TyperException) -> tuple[str, dict[str, str]]:
    match error:
        case NoSuchOption():
            return "option-unknown", {"option": error.option_name}
        case MissingParameter(param=param) if param:
            return "value-missing", {"what": param.get_error_hint()}
        case BadParameter(param=param) if param:
            return "value-wrong", {"what": param.get_error_hint()}
        case UsageError(ctx=ctx) if ctx and isinstance(ctx.command, TyperGroup):
            return "command-unknown", {"known": ", ".join(ctx.command.list_commands(ctx))}
        case _:
            return "misused", {}
