"""Trips of every rule of the plan checker."""

from tests.cli.plans.trips import document, due, figures, ladder, who

TRIPS = [*document.TRIPS, *who.TRIPS, *due.TRIPS, *ladder.TRIPS, *figures.TRIPS]
