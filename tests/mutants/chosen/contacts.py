"""Mutants, chosen: what is kept of people, and what is not."""

from tests.mutants.fault import Fault

RING = "services/notifier/outbound/ring.py"
KEEPING = "services/notifier/application/keeping.py"
MASKING = "services/notifier/domain/masking.py"
FREE_TEXT = "services/registry/domain/check/free_text.py"
ADDRESS_FAULTS = "services/notifier/domain/contacts/faults.py"
HEEDED = "services/notifier/application/contacts/faults.py"
READINESS = "services/notifier/domain/contacts/readiness.py"
RINGS = ("tests/notifier/contacts/test_ring.py",)
KEPT = ("tests/notifier/contacts/test_keeping.py",)

CONTACTS_KEPT = (
    Fault(
        "whoever is away by an answer is away for ever",
        "services/notifier/domain/contacts/absence.py",
        "return stated if stated and near else",
        "return stated if stated else",
        ("tests/notifier/domain/contacts/test_absence.py",),
    ),
    Fault(
        "a new list wipes what was found out about an address that stays",
        KEEPING,
        "return carried(kept, known)",
        "return carried(kept, None)",
        KEPT,
    ),
    Fault(
        "a note outlives the address that it was about",
        ADDRESS_FAULTS,
        "if where is not None and _address(contact, channel) == where",
        "if where is not None",
        ("tests/notifier/domain/contacts/test_faults.py",),
    ),
    Fault(
        "a misconfigured relay leaves everybody without an address",
        HEEDED,
        "return len(last) >= ENOUGH and sum(last) * 2 < len(last)",
        "return len(last) < 0",
        ("tests/notifier/contacts/test_faults.py",),
    ),
    Fault(
        "a message into an empty office counts as reaching somebody",
        READINESS,
        "return deputy if reached else None",
        "return deputy if reached else holder",
        ("tests/notifier/domain/contacts/test_readiness.py",),
    ),
    Fault("a ring keeps the erased key", RING, "ring.pop(unit, None)", "ring.get(unit)", RINGS),
    Fault(
        "the ring's file of before is left as it was",
        RING,
        "before.write(os.urandom(os.fstat(before.fileno()).st_size))",
        "before.read()",
        RINGS,
    ),
    Fault(
        "copies of the ring are kept for ever",
        RING,
        "if old.name < ",
        'if old.name < "" < ',
        RINGS,
    ),
    Fault(
        "an erased key lives on in the ring's copies",
        RING,
        "if ring.pop(unit, now) != now:",
        "if ring.pop(unit, now) == now:",
        RINGS,
    ),
    Fault(
        "a log line has the address",
        KEEPING,
        'log.info("contacts-read", unit=unit, asker=asker, ',
        'log.info("contacts-read", unit=unit, asker=asker, found=found, ',
        KEPT,
    ),
    Fault(
        "whoever asks the notifier sees where a message goes to",
        MASKING,
        "words[where.casefold()]",
        "where",
        KEPT,
    ),
    Fault(
        "what was made unreadable comes back with the next correction",
        "services/registry/domain/verbs/part/reports.py",
        "report = known.as_kept(command.report)",
        "report = command.report",
        ("tests/registry/domain/verbs/part/test_redacting.py",),
    ),
    Fault(
        "the report as of an earlier moment shows what was made unreadable since",
        "services/reporting/application/past.py",
        "if isinstance(event.data, ReportRedacted):",
        "if isinstance(event.data, ReportRedacted) and not state.last:",
        ("tests/reporting/application/test_past.py",),
    ),
    Fault(
        "a landline passes in a text",
        "contracts/personal.py",
        "phonenumbers.PhoneNumberType.FIXED_LINE,",
        "",
        ("tests/contracts/test_personal.py",),
    ),
    Fault(
        "a person's data passes in a text of a list or one that may be left out",
        FREE_TEXT,
        "return any(_free(one, held) for one in get_args(hint))",
        "return False",
        ("tests/registry/domain/check/test_free_text.py",),
    ),
)
