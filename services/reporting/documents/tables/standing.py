"""Reporting, documents: where a unit stands with what it owes, in words."""

from collections.abc import Sequence
from typing import assert_never
from zoneinfo import ZoneInfo

from contracts.words import ExcuseCause, NilReason
from services.reporting.documents import wording
from services.reporting.domain.consolidated import ReportRef, Row, Standing, UnitRef
from services.reporting.domain.filing.version import Waiting


def called(row: Row) -> str:
    """A unit in a table, with whom it stands for; of one that was taken over, who stands for it."""
    notes = [wording.until(row.unit.until)] if row.unit.until else []
    if row.heirs:
        notes.append(f"nay là {_names(row.heirs)}")
    elif row.stands_for:
        notes.append(f"thay cho {_names(row.stands_for)}")
    return f"{row.unit.short_name} ({'; '.join(notes)})" if notes else row.unit.short_name


def named(name: str, unit: UnitRef) -> str:
    """One of a unit's names; of one that left the plan, or ended, with its last day."""
    return f"{name} ({wording.until(unit.until)})" if unit.until else name


def _names(units: Sequence[UnitRef]) -> str:
    return ", ".join(one.short_name for one in units)


def excused(cause: ExcuseCause | None, nothing: NilReason | None) -> str:
    """Why a duty is not owed any more."""
    match cause:
        case "office" | None:
            return "được miễn"
        case "plan":
            return "không còn giao"
        case "no-activity":
            return "không còn hoạt động"
        case "nothing-declared":
            return wording.nothing(nothing) if nothing else "không có hoạt động"
        case _:
            assert_never(cause)


def judged(one: Standing) -> str:
    """One duty: "đúng hạn"."""
    match one.status:
        case "excused":
            words = excused(one.excused, one.nothing)
            return f"{words}: {one.reason}" if one.excused == "office" and one.reason else words
        case "owing":
            return "quá hạn, chưa thực hiện" if one.overdue else "chưa đến hạn"
        case "met":
            words = "đúng hạn" if one.on_time else "trễ hạn"
            if one.on_time and one.extended_at:
                day = wording.short_day(one.extended_at.date())
                words += f" (gia hạn ngày {day}, sau khi hết hạn)"
            return words
        case _:
            assert_never(one.status)


def standing(one: Standing, zone: ZoneInfo) -> str:
    """The same with its moment: "đúng hạn, 17:05 ngày 19/10/2022"."""
    met = one.status == "met" and one.met_at
    return f"{judged(one)}, {wording.moment(met, zone)}" if met else judged(one)


def standings(found: Sequence[Standing], zone: ZoneInfo) -> str:
    """A unit's duties of one entry in one cell: its only one in full, several counted."""
    if not found:
        return "–"
    if len(found) == 1:
        words = standing(found[0], zone)
        return words[0].upper() + words[1:]
    counted = {
        "đúng hạn": sum(one.status == "met" and bool(one.on_time) for one in found),
        "trễ hạn": sum(one.status == "met" and not one.on_time for one in found),
        "quá hạn": sum(one.overdue for one in found),
        "chưa đến hạn": sum(one.status == "owing" and not one.overdue for one in found),
        "không phải thực hiện": sum(one.status == "excused" for one in found),
    }
    return ", ".join(f"{many} {word}" for word, many in counted.items() if many)


def queued(why: Waiting) -> str:
    """Why a version waits for the office."""
    match why:
        case "new":
            return "chờ tiếp nhận"
        case "again":
            return "gửi lại sau khi bổ sung, chỉnh lý"
        case "correction":
            return "bản sửa chờ tiếp nhận"
        case _:
            assert_never(why)


def source(report: ReportRef) -> str:
    """Which version a report's figures come from, and what is to be known of it."""
    if report.spoken_by:
        before = f"theo báo cáo của {_names(report.spoken_by)} trước khi sắp xếp"
        own = f"báo cáo của đơn vị (bản {report.version})" if report.version is not None else ""
        match report.set_aside:
            case "waiting":
                return f"{before}; {own} chờ các đơn vị cùng kế thừa báo cáo đủ"
            case "replaced" | None:
                return f"{before}; {own}" if report.counts else before
    if report.gathered:
        return "gộp vào báo cáo khác"
    if report.status is None:
        return "chưa có báo cáo"
    parts = [f"bản {report.version}"] if report.version is not None else []
    if report.signed is not None:
        parts.append(f"số {report.signed.number}")
    if report.incoming is not None:
        parts.append(f"số đến {report.incoming.number}")
    notes = {
        "đã thay bằng báo cáo của đơn vị sau sắp xếp": report.set_aside == "replaced",
        "chưa xác nhận": report.awaiting,
        "đang bổ sung, chỉnh lý": report.status == "returned",
        "đã hủy ghi nhận": report.status == "voided",
        "chờ ký": report.unsigned,
        "không nhận bản sửa": report.not_taken is not None,
        "được miễn, vẫn báo cáo": report.though_excused,
    }
    parts += [word for word, holds in notes.items() if holds]
    if report.waiting is not None:
        parts.append(queued(report.waiting))
    return ", ".join(parts)


def moments(report: ReportRef, zone: ZoneInfo) -> str:
    """When the figures and the document came."""
    figures, document = report.figures_at, report.document_at
    told = {"biểu số liệu": figures, "văn bản": document}
    if figures == document:
        told = {"biểu số liệu và văn bản": figures}
    return "; ".join(f"{what} {wording.moment(at, zone)}" for what, at in told.items() if at)


def sources(row: Row, owed: str, zone: ZoneInfo) -> str:
    """The versions behind a unit's figures for one entry; of several instances, how many."""
    reports = [one for one in row.reports if one.owed == owed]
    if len(reports) == 1:
        return "; ".join(filter(None, (source(reports[0]), moments(reports[0], zone))))
    counted = sum(one.counts or bool(one.spoken_by) for one in reports)
    gathered = sum(one.gathered for one in reports)
    return f"{counted}/{len(reports)} kỳ" + (f", {gathered} kỳ gộp" if gathered else "")
