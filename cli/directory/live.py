"""Cli, directory: the directory as it stands, where it can be asked."""

from cli.console import Trouble
from cli.findings import tell_trouble
from cli.servers.addresses import nats_address
from cli.servers.connect import with_nats
from cli.servers.facts import read_directory_now
from contracts.unit import Unit


def directory_now(nats: str | None, *, needed: bool, quiet: bool) -> dict[str, Unit] | None:
    """None where no server was named, or it is away, which is told: a preview can do without.

    Raises Trouble where something is to be sent next, so that the directory is `needed`.
    """
    if nats_address(nats) is None and not needed:
        return None
    try:
        return with_nats(nats, read_directory_now, quiet=quiet)
    except Trouble as trouble:
        if needed:
            raise
        tell_trouble(trouble)
        return None
