"""Cli, main: the `ngayso` command, put together from its table."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer._click.exceptions import NoArgsIsHelpError
from typer.core import TyperCommand, TyperGroup

from cli import VERSION
from cli.console import UNREADABLE, Trouble, tell
from cli.table import COMMANDS, GROUPS, CommandEntry

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
NAME = "ngayso"
PLAIN = None
"""Help without boxes: drawing them costs as much time as all the rest of `--help`."""


class Later(TyperCommand):
    """A command of which name and sentence are known; its module is imported when it is run."""

    def __init__(self, name: str, entry: CommandEntry) -> None:
        super().__init__(name=name, help=entry.help, short_help=entry.help, rich_markup_mode=PLAIN)
        self._where = entry.where

    def make_context(self, info_name: Any, args: Any, parent: Any = None, **extra: Any) -> Any:
        """Called first of all, to run the command, to show its help and to complete its options."""
        module, _, function = self._where.partition(":")
        app = typer.Typer(add_completion=False, rich_markup_mode=PLAIN)
        app.command(self.name, help=self.help)(getattr(import_module(module), function))
        command = typer.main.get_command(app)
        return command.make_context(info_name, args, parent, **extra)


def _tell_version(asked: bool) -> None:
    if asked:
        tell(f"{NAME} {VERSION}")
        raise typer.Exit


def _root(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_tell_version, is_eager=True, help="In phiên bản. / Its version."
        ),
    ] = False,
) -> None:
    """Has options of its own, and does nothing before a command."""


def build() -> TyperGroup:
    """The command with its groups; what a command needs is not imported yet."""
    app = typer.Typer(
        name=NAME,
        help="Điều hành chiến dịch Ngày Chuyển đổi số. / Operate a digital-day campaign.",
        no_args_is_help=True,
        context_settings=HELP_NAMES,
        rich_markup_mode=PLAIN,
    )
    app.callback()(_root)
    root = typer.main.get_command(app)
    if not isinstance(root, TyperGroup):
        raise TypeError("a callback makes an application a group")
    groups = {"": root}
    for words, entry in COMMANDS.items():
        group, _, name = words.rpartition(" ")
        if group not in groups:
            groups[group] = _group(group)
            root.add_command(groups[group])
        groups[group].add_command(Later(name, entry))
    return root


def _group(name: str) -> TyperGroup:
    words = GROUPS[name]
    return TyperGroup(
        name=name, help=words, short_help=words, no_args_is_help=True, rich_markup_mode=PLAIN
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Exit 0: done; 1: findings or a refusal; 2: misuse, an unreadable file, a server away."""
    try:
        sys.exit(build().main(args=arguments, prog_name=NAME, standalone_mode=False))
    except NoArgsIsHelpError as asked:
        asked.show()
        sys.exit(UNREADABLE)
    except typer.TyperException as error:
        _end_with(import_module("cli.translate.misuse").trouble_of(error))
    except typer.Abort:
        _end_with(Trouble("stopped"))
    except Trouble as trouble:
        _end_with(trouble)
    except OSError as error:  # a full disk, a folder that may not be written
        said = import_module("cli.translate.system").os_vi(error)
        _end_with(Trouble("system-refused", detail=error, detail_vi=said))


def _end_with(trouble: Trouble) -> NoReturn:
    """A finding is a model of the contract's, which is loaded only when there is one to tell."""
    import_module("cli.findings").tell_trouble(trouble)
    sys.exit(UNREADABLE)


if __name__ == "__main__":
    main()
