"""A unit without a system gets its workbook beside the mail, made once, and only by its role."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl

from contracts.facts import UnitRecorded
from contracts.topology import directory_facts
from contracts.unit import Dated, Unit
from services.notifier.application.memory import BY_WORKBOOK
from services.notifier.domain.letter import Attachment
from services.notifier.outbound.workbooks import Workbooks
from tests.notifier.application.trial import Trial
from tests.notifier.campaign import LADDER, OPENED, opened, plan, receipt
from tests.seeded import run
from workbook import layout
from workbook.form import unpack


class Counting(Workbooks):
    """Counts what it makes."""

    def __init__(self) -> None:
        super().__init__(self._counted)
        self.made = 0

    async def _counted(self, make: Callable[..., bytes], *about: Any) -> bytes:
        self.made += 1
        return make(*about)


def unit(*roles: Dated[str]) -> Unit:
    return Unit(id="binh-son", names=[Dated(value="UBND huyện Bình Sơn")], roles=list(roles))


async def campaign(workbooks: Workbooks, record: Unit) -> list[tuple[str, str, list[Attachment]]]:
    """The text of each mail, its page, and the workbooks beside it."""
    trial, mails = Trial(workbooks=workbooks), []

    def keep(message, letter):
        files = [one for one in letter.attachments if one.name.endswith(".xlsx")]
        mails.append((letter.text, letter.html, files))

    trial.relay.check = keep
    by = receipt(OPENED)
    await trial.append(directory_facts(record.id), UnitRecorded(record=record, receipt=by))
    of = plan(ladder=LADDER)
    await trial.publish(of)
    await trial.unit_says(opened(of=of))
    trial.start()
    await asyncio.sleep((datetime(2022, 10, 25, tzinfo=UTC) - trial.clock.now()).total_seconds())
    assert trial.waiting("DEAD_LETTERS") == 0
    return mails


def test_a_unit_that_fills_in_workbooks_gets_its_own_made_once() -> None:
    """Beside what its officer is reminded by, before the deadline and after; a leader gets none."""
    maker = Counting()
    mails = run(1, campaign(maker, unit(Dated(value=BY_WORKBOOK))))
    officers = [mail for mail in mails if "Kính gửi: Lãnh đạo" not in mail[0]]
    assert (len(mails), len(officers), maker.made) == (4, 3, 1)
    for text, html, files in mails:
        leader = "Kính gửi: Lãnh đạo" in text
        assert [one.name for one in files] == [] if leader else ["bieu-mau-ncds-2022-binh-son.xlsx"]
        for said in (text, html):
            assert ("biểu mẫu “bieu-mau-ncds-2022-binh-son.xlsx”" in said) is not leader
    [file] = officers[0][2]
    assert len(file.data) < 100_000
    hidden = openpyxl.load_workbook(BytesIO(file.data))[layout.HIDDEN]
    form = unpack({str(key.value): str(value.value) for key, value in hidden.iter_rows()})
    assert (form.participant.unit, [one.id for one in form.duties]) == ("binh-son", ["bao-cao"])


def test_no_other_unit_gets_one() -> None:
    """Nor one that had the role before."""
    past = Dated(value=BY_WORKBOOK, valid_to=date(2022, 10, 1))
    for record in (unit(), unit(past), unit(Dated(value="focal-point"))):
        maker = Counting()
        mails = run(1, campaign(maker, record))
        assert [files for *_, files in mails] == [[]] * 4
        assert maker.made == 0


def test_workbooks_that_are_too_large_for_a_mail_stay_away() -> None:
    """The mail goes out without them, and does not name them."""

    class Large(Workbooks):
        async def make(self, situation, units):
            return bytes(1024 * 1024 + 1)

    mails = run(1, campaign(Large(), unit(Dated(value=BY_WORKBOOK))))
    assert [files for *_, files in mails] == [[]] * 4
    assert not any("biểu mẫu" in text for text, *_ in mails)
