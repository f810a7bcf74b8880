"""Reads what reacting and firing lead to."""

from services.notifier.domain.react import Say, react
from tests.notifier.campaign import at, reminders, situation


def facts(effects):
    return [effect.fact for effect in effects if isinstance(effect, Say)]


def of_kind(effects, kind):
    return [effect for effect in effects if isinstance(effect, kind)]


def scheduled(*duty_facts):
    """What was said once the duty's ladder was scheduled."""
    return facts(react(situation(*duty_facts), reminders(), at(9, 15)))
