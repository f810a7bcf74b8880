"""Reporting, outbound: all that one process keeps in memory of the views, for every request."""

from dataclasses import dataclass, field

from services.reporting.outbound.kept.board import Board
from services.reporting.outbound.kept.ends import Ends
from services.reporting.outbound.kept.still import Still

MOST_PAGES = 16


@dataclass(frozen=True)
class Kept:
    board: Board = field(default_factory=Board)
    ends: Ends = field(default_factory=Ends)
    still: Still = field(default_factory=Still)
    pages: Still = field(default_factory=lambda: Still(MOST_PAGES))
    """What is long, and of one page of a list."""
