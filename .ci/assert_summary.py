"""Continuous integration: the sums that the demo's summary must satisfy, whatever happened."""

import json
import sys
from pathlib import Path
from typing import Any

SUMS = {
    ("duties", "total"): ("met", "owing", "excused"),
    ("rungs", "due"): ("sent", "cancelled", "lapsed", "failed", "waiting"),
    ("commands", "sent"): ("accepted", "unchanged", "refused", "dead"),
}


def findings(summary: dict[str, Any]) -> list[str]:
    """What does not add up, or is empty where a campaign cannot be."""
    found = []
    for (group, whole), parts in SUMS.items():
        figures = summary[group]
        total = sum(figures[part] for part in parts)
        if figures[whole] != total:
            found.append(f"{group}.{whole} is {figures[whole]}, but {' + '.join(parts)} = {total}")
        if not figures[whole]:
            found.append(f"{group}.{whole} is 0: nothing ran")
    counts = {
        "activities": summary["activities"]["counted_once"],
        "reports": summary["reports"]["counted"],
        "mails": summary["mails"],
        "sms": summary["sms"],
    }
    return found + [f"{key} is 0" for key, count in counts.items() if not count]


if __name__ == "__main__":
    problems = findings(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    sys.stdout.write("\n".join(problems) or "the summary adds up")
    sys.stdout.write("\n")
    sys.exit(bool(problems))
