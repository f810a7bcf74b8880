"""Mutants, chosen: what backup, verification and restore would leave out, pass over or move."""

from tests.mutants.fault import Fault

INCREMENTS = ("tests/cli/backup/test_increments.py",)
COMPARE = ("tests/cli/backup/test_compare.py",)
ARCHIVE = ("tests/cli/backup/test_archive.py",)
DELIVERY = ("tests/runtime/test_delivery.py",)

BACKUP = (
    Fault(
        "a run leaves out the record after the last one of the run before",
        "cli/backup/take.py",
        "    await _same_log(source, archive, stream, before)\n    return before.last\n",
        "    await _same_log(source, archive, stream, before)\n    return before.last + 1\n",
        INCREMENTS,
    ),
    Fault(
        "the last record is not verified",
        "cli/backup/compare.py",
        "        self._pass(max(until, self.kept_until))\n",
        "        self._pass(max(until, self.kept_until) - 1)\n",
        COMPARE,
    ),
    Fault(
        "a record that follows nothing is taken for one of ours",
        "cli/backup/compare.py",
        "if record.previous != tail and not lost:",
        "if record.previous is not None and record.previous != tail and not lost:",
        COMPARE,
    ),
    Fault(
        "a damaged chunk is read",
        "cli/backup/archive.py",
        "if data is None or _sha256(data) != chunk.sha256:",
        "if data is None:",
        ARCHIVE,
    ),
    Fault(
        "a run that is missing is not noticed",
        "cli/backup/archive.py",
        "if (run.number, run.previous) != (number, self._hash):",
        "if run.previous != run.previous:",
        ARCHIVE,
    ),
    Fault(
        "another log goes into the backup",
        "cli/backup/take.py",
        "or not there or any(one not in kept for one in there):",
        "or not there:",
        ARCHIVE,
    ),
    Fault(
        "a restored record is of the day of the restore",
        "cli/backup/record.py",
        "return {**self.headers, RESTORED: str(self.stored_ns)}",
        "return {**self.headers}",
        INCREMENTS,
    ),
    Fault(
        "a filler stays in the restored log",
        "cli/backup/restoring/refill.py",
        "    for sequence in fillers:\n        await target.remove(sequence)\n",
        "",
        INCREMENTS,
    ),
    Fault(
        "a sender may say when its command came in",
        "runtime/delivery.py",
        "restored_ns(headers) if subject.startswith(OF_LOG) else None",
        "restored_ns(headers)",
        DELIVERY,
    ),
    Fault(
        "what is in quarantine is told as wrong for ever",
        "cli/backup/compare.py",
        "self._quarantined.get(one.sequence) == one.subject",
        "False",
        COMPARE,
    ),
    Fault(
        "a forged quarantine hides another record",
        "cli/backup/compare.py",
        "self._quarantined.get(one.sequence) == one.subject",
        "one.sequence in self._quarantined",
        COMPARE,
    ),
)
