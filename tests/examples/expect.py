"""Writes down the tally in the shape of expected.yaml."""

from collections import Counter
from typing import Any

from contracts.words import OUTCOMES, RUNG_FATES
from tests.examples.tally import Tally, figures, headline, money

SUMS = ("su-kien", "nguoi-duoc-huong-dan", "tin-bai", "bang-ron", "luot-thi")
STOCKS = ("to-cong-nghe-so", "thanh-vien-to-cong-nghe-so")
RATIOS = ("thon-co-to-cong-nghe-so", "ho-so-truc-tuyen")


def outcome(tally: Tally) -> dict[str, Any]:
    """Everything that expected.yaml states."""
    return {
        "participants": len(tally.participants),
        "commands": _commands(tally),
        "duties": _duties(tally),
        "rungs": _rungs(tally),
        "told": dict(tally.told()),
        "activities": _activities(tally),
        "reports": _reports(tally),
    }


def _commands(tally: Tally) -> dict[str, int]:
    said = Counter(entry.get("expect", "accepted") for entry in tally.timeline)
    return {
        "sent": len(tally.timeline),
        **{key: said[key] for key in OUTCOMES},
    }


def _duties(tally: Tally) -> dict[str, Any]:
    def line(found: Counter[str]) -> dict[str, int]:
        met = found["on_time"] + found["late"]
        rest = {key: found[key] for key in ("owing", "excused", "on_time", "late")}
        return {"total": found.total(), "met": met, **rest}

    by_duty: dict[str, Counter[str]] = {owed.id: Counter() for owed in tally.plan.owed}
    for part in tally.parts.values():
        for duty, clocks in part.clocks.items():
            by_duty[duty][headline(clocks)] += 1
    every = sum(by_duty.values(), Counter())
    return {**line(every), "by_duty": {duty: line(found) for duty, found in by_duty.items()}}


def _rungs(tally: Tally) -> dict[str, int]:
    fates = Counter(fate for *_, fate in tally.fates())
    return {"due": fates.total(), **{fate: fates[fate] for fate in RUNG_FATES}}


def _activities(tally: Tally) -> dict[str, Any]:
    kept = [act for part in tally.parts.values() for act in part.activities.values()]
    led = [act for act in kept if "joint_with" not in act]
    held = [act for act in led if act.get("status") == "held"]
    planned = [act["planned"] for act in led if "planned" in act]
    actual = [act["actual"] for act in held]
    shown = ("nguoi-duoc-huong-dan", "luot-dai-bieu", "bang-qr")
    return {
        "counted_once": len(led),
        "held": len(held),
        "joint": len(kept) - len(led),
        "withdrawn": sum(part.withdrawn for part in tally.parts.values()),
        "voided": 0,
        "planned": {key: figures(planned, key) for key in shown},
        "actual": {key: figures(actual, key) for key in shown},
        "planned_money": money([account["budget"] for account in planned if "budget" in account]),
        "actual_money": money([account["budget"] for account in actual if "budget" in account]),
    }


def _reports(tally: Tally) -> dict[str, Any]:
    versions = [part.versions for part in tally.parts.values() if part.versions]
    latest = [of_unit[-1] for of_unit in versions]
    return {
        "counted": len(latest),
        "versions": sum(len(of_unit) for of_unit in versions),
        "figures": {
            **{key: figures(latest, key) for key in (*SUMS, *STOCKS)},
            **{
                key: [figures(latest, key, "numerator"), figures(latest, key, "denominator")]
                for key in RATIOS
            },
        },
        "spending": money([report["spending"] for report in latest if "spending" in report]),
    }
