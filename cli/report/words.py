"""Cli, report: a snapshot as staff read it."""

from cli.console import written, written_day
from contracts.frozen import SNAPSHOT_VI
from contracts.snapshots import Snapshot


def snapshot_words(one: Snapshot) -> tuple[str, str]:
    """One line about a snapshot: its code, as of when, where it stands, and by which documents."""
    said = [f"Lần chốt số {one.number}, mã {one.code}", f"số liệu đến {written(one.as_of)}"]
    said.append(SNAPSHOT_VI[one.status])
    if one.signed:
        day, who = written_day(one.signed.day), f"{one.signed.capacity} {one.signed.signer}"
        said.append(f"số {one.signed.number} ngày {day}, {who}")
    for wrong in one.miswritten:
        number, day = wrong.signed.number, written_day(wrong.signed.day)
        said.append(f"trước {written(wrong.at)} ghi nhầm là số {number} ngày {day}: {wrong.reason}")
    if one.replaced_by:
        said.append(f"thay bằng lần chốt số {one.replaced_by}: {one.replaced_for}")
    for letter in one.form_corrections:
        number, day = letter.document.number, written_day(letter.document.day)
        said.append(f"đính chính bằng công văn số {number} ngày {day}: {letter.reason}")
    if one.withdrawn:
        number, day = one.withdrawn.document.number, written_day(one.withdrawn.document.day)
        said.append(f"thu hồi văn bản, theo số {number} ngày {day}: {one.withdrawn.reason}")
    return "; ".join(said), f"{one.code}: {one.status}"
