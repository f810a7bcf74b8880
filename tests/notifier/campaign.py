"""A small campaign to test the notifier with: one plan, one unit, its facts and its contacts."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.calendar import WorkingDays
from contracts.facts import (
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyOpened,
    DutyReopened,
    PlanAmended,
    ReportAccepted,
    ReportReturned,
)
from contracts.outgoing import Contact, Contacts
from contracts.owed import APPROVAL, Duty, Owed, OwedKind, Participant
from contracts.plan import Amending, Assignee, Assignment, Named, Plan, Reporting, Rung, Window
from contracts.records import ReturnReason
from contracts.values import Deadline, Receipt
from services.notifier.domain import rungs
from services.notifier.domain.rungs import Reminders, RungKey
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts.names import Called
from services.notifier.domain.told import happened
from services.notifier.domain.told.duty import evolve

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2022, 10, 20, tzinfo=ZONE)
OPENED = datetime(2022, 9, 15, 8, tzinfo=ZONE)
LATER = datetime(2022, 10, 27, tzinfo=ZONE)


def rung(
    name,
    working_days=None,
    at=time(8),
    channels=("email",),
    audience=("officer",),
    owed=("bao-cao",),
    **more,
):
    return Rung(
        id=name,
        owed=list(owed),
        working_days=working_days,
        at=at,
        channels=list(channels),
        audience=list(audience),
        **more,
    )


LADDER = (
    rung("b3", -3, channels=("email", "sms")),
    rung("b1", -1),
    rung("a1", 1, audience=("officer", "leader")),
)


def plan(ladder=LADDER, kind: OwedKind = "report", deadline=None, **changes):
    title = {
        "report": "Báo cáo kết quả tổ chức Ngày Chuyển đổi số quốc gia năm 2022",
        "declare": "Đăng ký hoạt động hưởng ứng Ngày Chuyển đổi số quốc gia năm 2022",
        "hold": "Tổ chức các hoạt động đã đăng ký",
    }[kind]
    fields = {
        "id": "ncds-2022",
        "number": "148/KH-UBND",
        "issued_on": date(2022, 9, 15),
        "title": "Kế hoạch tổ chức Ngày Chuyển đổi số quốc gia năm 2022 trên địa bàn tỉnh",
        "place": "Quảng Ngãi",
        "issuer": "ubnd-tinh",
        "collecting_office": "so-tttt",
        "window": Window(first=date(2022, 10, 1), last=date(2022, 10, 10)),
        "kinds": [Named(id="hoi-thao", name="Hội thảo")],
        "assignments": [
            Assignment(id="v2", number="V.2", text="Tổ chức", assignees=[Assignee(unit="binh-son")])
        ],
        "owed": [
            Owed(
                id="bao-cao",
                kind=kind,
                title=title,
                deadline=deadline or Deadline(day=date(2022, 10, 20)),
            )
        ],
        "reporting": Reporting(
            title="Báo cáo", receiver="so-tttt", how="qua Trục liên thông văn bản của tỉnh."
        ),
        "ladder": list(ladder),
    }
    return Plan(**{**fields, **changes})


def duty(due=DUE, of: Plan | None = None):
    owed = (of or plan()).owed[0]
    return Duty(
        id="bao-cao",
        owed="bao-cao",
        kind=owed.kind,
        title=owed.title,
        due=due,
        deadline=owed.deadline,
    )


def noon() -> tuple[str, datetime]:
    """A zone in which it is about noon now, and its next midnight: rung 0 is today, anywhere."""
    now = datetime.now(UTC)
    name = f"Etc/GMT{now.hour - 12:+d}"
    today = now.astimezone(ZoneInfo(name)).replace(hour=0, minute=0, second=0, microsecond=0)
    return name, today + timedelta(days=1)


def receipt(at):
    return Receipt(at=at, sequence=1, command="c", sender="so-tttt", door="system")


ABOUT = {"plan": "ncds-2022", "unit": "binh-son"}


def opened(due=DUE, at=OPENED, of=None, unit="binh-son"):
    return DutyOpened(plan="ncds-2022", unit=unit, receipt=receipt(at), duty=duty(due, of))


def owes(name, title, **changes):
    """Another duty in the unit's part: by default a declare duty of an entry of its own."""
    given = {"id": name, "owed": name, "kind": "declare", "title": title, "due": DUE, **changes}
    return DutyOpened(**ABOUT, receipt=receipt(OPENED), duty=Duty(**given))


def approves(title="Báo cáo kết quả", bearer="ubnd-tinh", **changes):
    """The duty of somebody else to approve the unit's report."""
    name = "bao-cao" + APPROVAL
    return owes(name, f"Xác nhận: {title}", kind="approve", bearer=bearer, **changes)


def amended(of, at=OPENED, units=("binh-son",)):
    return PlanAmended(
        revision=2,
        plan=of,
        participants=[participant(unit) for unit in units],
        reason="thêm mốc nhắc",
        document=Amending(number="160/KH-UBND", day=date(2022, 9, 16), signer="Trần A"),
        receipt=receipt(at),
    )


def met(at, due=DUE, round_=0):
    return DutyMet(
        **ABOUT,
        receipt=receipt(at),
        duty="bao-cao",
        round=round_,
        met_at=at,
        due=due,
        on_time=at < due,
    )


def extended(at, due, round_=0):
    return DutyExtended(
        **ABOUT, receipt=receipt(at), duty="bao-cao", round=round_, due=due, reason="bão số 5"
    )


def excused(at):
    return DutyExcused(**ABOUT, receipt=receipt(at), duty="bao-cao", reason="sáp nhập")


def reopened(at, due=DUE, round_=0):
    return DutyReopened(
        **ABOUT, receipt=receipt(at), duty="bao-cao", round=round_, due=due, reason="chỉnh lý"
    )


REASONS = [
    ReturnReason(code="so-lieu", note="Số lượt người được hướng dẫn khác với văn bản đã ký."),
    ReturnReason(code="thieu-thuyet-minh", note="Chưa tách kinh phí tài trợ theo nguồn."),
]


def returned(at, version=1, due=LATER):
    about = {**ABOUT, "receipt": receipt(at), "owed": "bao-cao"}
    return ReportReturned(**about, version=version, reasons=REASONS, due=due)


def accepted(at, version=1, **changes):
    about = {**ABOUT, "receipt": receipt(at), "owed": "bao-cao", "version": version}
    return ReportAccepted(**{**about, **changes})


def situation(
    *facts,
    of: Plan | None = None,
    addressed="UBND huyện Bình Sơn",
    sender="Sở TT&TT",
    working_days: WorkingDays | None = None,
):
    duties, known = {}, happened.Happened()
    for fact in facts:
        known = happened.evolve(known, fact, duties)
        duties = evolve(duties, fact)
    return Situation(
        plan=of or plan(),
        unit="binh-son",
        names={"binh-son": Called(addressed), "ubnd-tinh": Called("UBND tỉnh")},
        office="Sở Thông tin và Truyền thông",
        sender=sender,
        duties=duties,
        happened=known,
        working_days=working_days or WorkingDays(),
        help_line="Cần hỗ trợ, xin liên hệ điện thoại 0255 000 0000.",
    )


def reminders(*facts):
    told = Reminders()
    for fact in facts:
        told = rungs.evolve(told, fact)
    return told


def key(name, due=DUE):
    return RungKey("bao-cao", due, name)


def at(month, day, hour=8, minute=0):
    return datetime(2022, month, day, hour, minute, tzinfo=ZONE)


def participant(unit="binh-son"):
    return Participant(
        unit=unit,
        name="Ủy ban nhân dân huyện Bình Sơn",
        short_name="UBND huyện Bình Sơn",
        assignments=["v2"],
        owes=["bao-cao"],
    )


OFFICER = Contact(
    id="c-1", role="officer", name="Nguyễn Văn A", email="a@binhson.example", phone="0914 123 456"
)
LEADER = Contact(id="c-2", role="leader", name="Trần Thị B", email="b@binhson.example")
CONTACTS = Contacts(unit="binh-son", contacts=[OFFICER, LEADER])
BOOKS = {"binh-son": CONTACTS}
HOUR = timedelta(hours=1)
