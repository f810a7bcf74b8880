"""Tests, reporting: a plan of three units, and records whose figures follow from a number."""

from datetime import UTC, date, datetime, time

from contracts.indicator import Indicator
from contracts.owed import Duty, Owed, Participant
from contracts.plan import Amending, Assignee, Assignment, Named, Plan, Reporting, Rung, Window
from contracts.records import Account, Activity, Budget, Figure, Joint, Report, Signed, SourceAmount
from contracts.values import Deadline

PLAN = "ke-hoach"
START = datetime(2022, 9, 15, tzinfo=UTC)
DUE = {
    "declare": datetime(2022, 9, 30, 17, tzinfo=UTC),
    "report": datetime(2022, 10, 19, 17, tzinfo=UTC),
}
UNITS = {"binh-son": "Huyện Bình Sơn", "ba-to": "Huyện Ba Tơ", "ly-son": "Huyện Lý Sơn"}
LADDER = ("truoc-3", "truoc-1")
INDICATORS = [
    Indicator(id="luot", name="Lượt người", unit="lượt", arithmetic="sum"),
    Indicator(id="to", name="Tổ công nghệ số", unit="tổ", arithmetic="stock"),
    Indicator(id="truc-tuyen", name="Hồ sơ trực tuyến", arithmetic="ratio"),
    Indicator(id="nguoi-thi", name="Người dự thi", arithmetic="not-additive"),
    Indicator(id="nhan-xet", name="Nhận xét", arithmetic="text"),
]


AMENDING = Amending(number="12/QĐ-UBND", day=date(2022, 9, 20), signer="Nguyễn Văn A")


def plan(plan_id: str = PLAN) -> Plan:
    owed = [
        Owed(id=kind, kind=kind, title=f"Nội dung {kind}", deadline=Deadline(day=due.date()))  # type: ignore[arg-type]
        for kind, due in DUE.items()
    ]
    return Plan(
        id=plan_id,
        number="148/KH-UBND",
        issued_on=date(2022, 9, 15),
        title="Kế hoạch tổ chức Ngày Chuyển đổi số",
        place="Quảng Ngãi",
        issuer="ubnd",
        collecting_office="so-tttt",
        window=Window(first=date(2022, 10, 1), last=date(2022, 10, 10)),
        kinds=[Named(id="hoi-thao", name="Hội thảo"), Named(id="ra-quan", name="Ra quân")],
        assignments=[
            Assignment(id="a1", number="II.1", text="Tổ chức", assignees=[Assignee(group="huyen")])
        ],
        owed=owed,
        reporting=Reporting(title="Báo cáo kết quả", receiver="ubnd"),
        indicators=INDICATORS,
        ladder=[
            Rung(
                id=rung,
                owed=list(DUE),
                working_days=-days,
                at=time(8),
                channels=["email"],
                audience=["dau-moi"],
            )
            for rung, days in zip(LADDER, (3, 1), strict=True)
        ],
        budget_sources=[
            Named(id="ngan-sach", name="Ngân sách"),
            Named(id="xhh", name="Xã hội hóa"),
        ],
        levels=[Named(id="huyen", name="Huyện")],
    )


def participants() -> list[Participant]:
    return [
        Participant(
            unit=unit,
            name=name,
            short_name=name,
            level="huyen",
            assignments=["a1"],
            owes=list(DUE),
        )
        for unit, name in UNITS.items()
    ]


def duty(kind: str, **changed: object) -> Duty:
    told = {"id": kind, "owed": kind, "kind": kind, "title": f"Nội dung {kind}", "due": DUE[kind]}
    return Duty.model_validate({**told, **changed})


def activity(name: str, number: int = 0, **changed: object) -> Activity:
    """A planned activity whose figures and money follow from `number`."""
    record = {
        "id": name,
        "kind": "hoi-thao" if number % 2 else "ra-quan",
        "title": f"Hoạt động {name}",
        "starts_on": date(2022, 10, 5),
        "ends_on": date(2022, 10, 5),
        "planned": Account(figures=[Figure(indicator="luot", value=number)], budget=money(number)),
    }
    return Activity.model_validate({**record, **changed})


def held(name: str, number: int = 0) -> Activity:
    actual = Account(figures=[Figure(indicator="luot", value=number + 1)], budget=money(number))
    return activity(name, number, status="held", actual=actual)


def joint(name: str, unit: str, other: str) -> Activity:
    return activity(name, 1000, joint_with=Joint(unit=unit, activity=other))


def money(number: int) -> Budget:
    """A whole whose parts add up to it, except each fifth, whose parts were not told."""
    parts = [("ngan-sach", number), ("xhh", 2 * number)] if number % 5 else []
    sources = [SourceAmount(source=source, amount=amount) for source, amount in parts]
    return Budget(total=3 * number, sources=sources)


def report(number: int, signed: str = "05/BC-UBND") -> Report:
    """A report that leaves the indicator `luot` out for each third number."""
    figures = [
        Figure(indicator="to", value=number, qualifier="hơn" if number % 2 else None),
        Figure(indicator="truc-tuyen", numerator=number, denominator=2 * number + 1),
        Figure(indicator="nguoi-thi", value=number),
        Figure(indicator="nhan-xet", text=f"Nhận xét {number}"),
    ]
    if number % 3:
        figures.append(Figure(indicator="luot", value=number))
    day = date(2022, 10, 18)
    return Report(figures=figures, spending=money(number), signed=Signed(number=signed, day=day))
