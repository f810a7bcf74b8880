"""Cli, directory: `ngayso contacts …`: what is said is counted or masked, never shown."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from cli.console import FINDINGS, Trouble, leave, tell, tell_json, tell_of, tell_table
from cli.directory.contacts import Person, read_contacts, records_of
from cli.directory.keep import (
    cells,
    correct_contact,
    erase_contacts,
    keep_contacts,
    opt_out,
    see_contacts,
)
from cli.directory.reachable import beside_directory, beside_plan, judge
from cli.directory.units import read_directory
from cli.exchange import wanted_id
from cli.notes import Said, count_said, errors, rows, tell_said
from cli.options import (
    Back,
    Files,
    JsonOption,
    LeaveNobody,
    NatsOption,
    OptOutChannel,
    OptOutTopic,
    Preview,
)
from cli.plans.check import read_whole
from cli.plans.publish import SEND, says_yes
from cli.progress import progress
from cli.servers.connect import with_nats
from cli.servers.facts import units_known
from contracts.findings import from_validation
from contracts.outgoing import Contacts, Correction, OptOutAsked
from contracts.plan import Channel, Plan
from services.notifier.domain.reach import dialable, mailbox

Units = Annotated[
    list[Path] | None,
    typer.Option("--units", help="So với các tệp đơn vị này. / Compare with these unit files."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Không hỏi lại. / Without asking.")]
UnitArgument = Annotated[str, typer.Argument(metavar="UNIT", help="Mã đơn vị. / The unit's id.")]
ForPlan = Annotated[
    Path | None,
    typer.Option("--plan", help="So vai trò với bậc nhắc của kế hoạch. / Compare with its ladder."),
]


def import_contacts(
    files: Files,
    units: Units = None,
    plan: ForPlan = None,
    preview: Preview = False,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Judge each contact by the sender's own rules, and have the notifier keep each unit's."""
    with progress("reading-files", quiet=json):
        people, said = read_contacts(files)
        said += judge(people)
        ladder = read_whole(plan) if plan else None
        given = read_directory(units) if units else {}
    needed = not preview and not errors(said)
    known = given or units_known(nats, needed=needed, quiet=json) or {}
    said += [*beside_directory(people, known), *beside_plan(people, ladder)]
    counts = _counts(people, said)
    broken = bool(errors(said))
    if not json:
        tell_said(said)
        _tell_not_compared(known, ladder)
        tell_of("contacts-read", "bold", **counts)
    written, unchanged = 0, 0
    if not preview and not broken:
        written, unchanged = _keep(records_of(people), nats, quiet=json)
    if json:
        compared = {"directory": bool(known), "plan": ladder.id if ladder else None}
        kept = {"written": written, "unchanged": unchanged, "preview": preview}
        tell_json({**counts, **kept, "compared": compared, **rows(said)})
    elif broken and not preview:
        tell_of("nothing-sent", "red")
    elif preview:
        tell_of("preview-only")
    else:
        tell_of("contacts-kept", "bold", written=written, unchanged=unchanged)
    if broken:
        leave(FINDINGS)


def _tell_not_compared(known: Collection[str], ladder: Plan | None) -> None:
    """What nothing could be held against is said: silence would read as approval."""
    if not known:
        tell_of("contacts-without-directory")
    if ladder is None:
        tell_of("contacts-without-plan")


def _counts(people: Sequence[Person], said: Sequence[Said]) -> dict[str, int]:
    counts = count_said(said)
    return {
        "units": len({person.unit for person in people}),
        "contacts": len(people),
        "emails": sum(person.contact.email is not None for person in people),
        "phones": sum(person.contact.phone is not None for person in people),
        "errors": counts["errors"],
        "warnings": counts["warnings"],
    }


def _keep(records: list[Contacts], nats: str | None, *, quiet: bool) -> tuple[int, int]:
    with progress("keeping-contacts", len(records), quiet=quiet) as done:
        return with_nats(nats, lambda c: keep_contacts(c, records, done), quiet=True)


def correct(
    unit: UnitArgument,
    contact: Annotated[str, typer.Argument(metavar="ID", help="Mã đầu mối. / The contact's id.")],
    email: Annotated[
        str | None, typer.Option("--email", help="Địa chỉ thư mới. / The new e-mail address.")
    ] = None,
    phone: Annotated[
        str | None, typer.Option("--phone", help="Số điện thoại mới. / The new number.")
    ] = None,
    works: Annotated[
        Channel | None,
        typer.Option("--works", help="Địa chỉ vẫn dùng được: gửi lại. / Try the address again."),
    ] = None,
    nats: NatsOption = None,
) -> None:
    """The notifier keeps it, and a note that the address failed goes with the address."""
    wanted_id(unit)
    if email is None and phone is None and not works:
        raise Trouble("nothing-to-correct")
    if (email and not mailbox(email)) or (phone and not dialable(phone)):
        raise Trouble("address-form")
    try:
        correction = Correction(
            contact=contact, email=email, phone=phone, works=[works] if works else []
        )
    except ValidationError as error:
        said = from_validation(error)[0]
        raise Trouble("contacts-refused", vi=said.vi, en=said.en) from None
    answer = with_nats(
        nats, lambda connected: correct_contact(connected, unit, correction), quiet=False
    )
    if answer.contacts is None:
        tell_of("contacts-none", "red", unit=unit)
        leave(FINDINGS)
    code = "contact-corrected" if answer.changed else "contact-unchanged"
    tell_of(code, unit=unit, contact=contact)


def erase(
    unit: UnitArgument,
    reason: Annotated[
        str, typer.Option("--reason", help="Lý do, không nêu tên ai. / Why; it names nobody.")
    ],
    contact: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Mã đầu mối; nếu thiếu: tất cả.")
    ] = None,
    yes: Yes = False,
    nats: NatsOption = None,
) -> None:
    """Erased for good: what is left of them anywhere cannot be opened any more."""
    wanted_id(unit)
    if not yes:
        _ask_about(unit, contact, nats, "Xóa hẳn? Gõ “có” để xóa / Erase? Type “yes”")
    count = with_nats(
        nats, lambda connected: erase_contacts(connected, unit, contact, reason), quiet=False
    )
    if not count:
        tell_of("contacts-none", "red", unit=unit)
        leave(FINDINGS)
    tell_of("contacts-erased", unit=unit, count=count)


def _ask_about(unit: str, contact: str | None, nats: str | None, question: str) -> None:
    """Show whom it is about, masked, and ask; leaves the command unless the person says yes."""
    seen = with_nats(nats, lambda connected: see_contacts(connected, [unit]), quiet=False)[unit]
    for one in seen.contacts or []:
        if contact in (None, one.id):
            tell(f"{one.role}, {one.name}, {one.email or one.phone or ''}")
    if not says_yes(question):
        tell_of("plan-not-sent")
        leave(FINDINGS)


def opt_out_of(
    unit: UnitArgument,
    contact: Annotated[str, typer.Argument(metavar="ID", help="Mã đầu mối. / The contact's id.")],
    channel: OptOutChannel,
    topic: OptOutTopic = None,
    back: Back = False,
    leave_nobody: LeaveNobody = False,
    yes: Yes = False,
    nats: NatsOption = None,
) -> None:
    """Show whom it is about, masked, ask, and have the notifier keep it."""
    wanted_id(unit)
    try:
        asked = OptOutAsked.model_validate(
            {
                "contact": contact,
                "channel": channel,
                "topic": topic,
                "out": not back,
                "leave_nobody": leave_nobody,
            }
        )
    except ValidationError as error:
        words = ", ".join(str(one["input"]) for one in error.errors())
        raise Trouble("filter-wrong", words=words) from error
    if not yes:
        _ask_about(unit, contact, nats, SEND)
    changed = with_nats(nats, lambda connected: opt_out(connected, unit, asked), quiet=False)
    tell_of("opted-out" if changed else "opted-out-before", unit=unit, contact=contact)


def show(unit: UnitArgument, json: JsonOption = False, nats: NatsOption = None) -> None:
    """Masked: enough to answer a person who asks; each look is logged."""
    wanted_id(unit)
    seen = with_nats(nats, lambda connected: see_contacts(connected, [unit]), quiet=json)[unit]
    if json:
        tell_json(seen.model_dump(mode="json", include={"contacts", "erasures"}))
        return
    if seen.contacts:
        head = (
            *("mã", "vai trò", "tên", "thư điện tử", "điện thoại"),
            *("từ chối", "hỏng từ", "từ ngày", "đến"),
        )
        tell_table("Đầu mối / Contacts", head, map(cells, seen.contacts))
    else:
        tell_of("contacts-none", unit=unit)
    if seen.erasures:
        rows = (
            (f"{one.at:%d/%m/%Y %H:%M}", one.by, one.count, one.reason) for one in seen.erasures
        )
        tell_table("Đã xóa / Erased", ("lúc", "ai xóa", "số đầu mối", "lý do"), rows)
