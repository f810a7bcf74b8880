"""Mutants: those of the draw that no test can or should tell from the source, and why not."""

EXPLAINED = {
    # services/registry/application/memory.py: _weigh: 2_000 → 2001
    "7ed8011ecf": "about the memory that a history takes, beside kilobytes more or less",
    # services/notifier/application/memory.py: KEPT_UNITS 3_000 → 3001
    "e57e7ace74": "how many parts are kept folded; one more is as good",
    # services/registry/domain/door.py: read: id and type by _glance also where the event is read
    "d7a80b516f": "the same words, read from the same JSON a second time",
    # services/reporting/domain/fold.py: alphabetical: TONES.find → rfind
    "a88af0d0b1": "no tone stands in the list twice",
    # services/registry/domain/door.py: _event: finding(…, "error", …) without "error"
    "6765cfd1a1": "that severity is the default; written for the type checker, beside **words",
    # services/registry/domain/decide.py: _not_allowed: finding(…, "error", …) without "error"
    "440370659a": "likewise",
    # services/registry/domain/authority.py: over_part: case "operator"
    "82f434794c": "no command about a unit's part is the operator's; the case is there for mypy",
    # services/notifier/domain/handover.py: Step = Leave | … → None
    "eb42947ac5": "a name for the type checker, which no test runs",
}
"""By the name that the run prints."""
