"""Notifier, domain: a mail of every kind, by which templates are tried before any is sent."""

from collections.abc import Iterator
from dataclasses import replace

from services.notifier.domain.mail.contents import Contents, News, Section, Told

LATE = Told(
    place=1,
    title="Đăng ký hoạt động hưởng ứng",
    unit="UBND xã An Mẫu",
    deadline="trước ngày 30/9/2022 (hết ngày 29/9)",
    overdue=True,
    missing=("đăng ký hoạt động của quý đơn vị",),
    request="đăng ký các hoạt động hưởng ứng",
)
TO_COME = Told(
    place=2,
    title="Báo cáo kết quả <tổng hợp> & số liệu",
    unit="UBND xã Bình Mẫu",
    deadline="chậm nhất 17 giờ ngày 20/10/2022",
    overdue=False,
    missing=("biểu số liệu (12 chỉ tiêu báo cáo)", "văn bản đã ký (số, ngày ký)"),
    request="gửi báo cáo kết quả thực hiện",
    how="Gửi qua hệ thống.",
    link="https://trang.mau.gov.vn/x.y.z",
    asked=("Ông (Bà) Nguyễn Văn Mẫu", "Bà Trần Thị Mẫu, Chuyên viên"),
)
RETURNED = News(
    place=1,
    heading="Đề nghị bổ sung, chỉnh lý: Báo cáo <mẫu> & số liệu",
    unit="UBND xã An Mẫu",
    points_head="Các nội dung đề nghị bổ sung, chỉnh lý:",
    points=("Số lượt người khác với văn bản đã ký.", "Chưa tách kinh phí theo nguồn."),
    lines=("Thời hạn gửi lại: chậm nhất ngày 20/10/2022", "Cách thức gửi: qua hệ thống."),
)
ACCEPTED = News(
    place=1, heading="Đã tiếp nhận: Báo cáo mẫu", unit="", lines=("Đã tiếp nhận ngày 05/01/2022.",)
)
FULL = Contents(
    reader="officer",
    category="overdue",
    subject="Nhắc việc: 2 nội dung của Kế hoạch số 1/KH-UBND",
    units=("UBND xã An Mẫu", "UBND xã Bình Mẫu"),
    office="Sở Mẫu",
    sections=(
        Section("Kế hoạch số 1/KH-UBND ngày 05/01/2022", "tổ chức Ngày mẫu", (LATE,)),
        Section("Quyết định số 2/QĐ-UBND ngày 06/01/2022", "về việc mẫu", (TO_COME,)),
    ),
    help_line="Cần hỗ trợ, xin liên hệ phòng Mẫu.",
    help_phone="0255 000 0000",
    unsubscribe="https://trang.mau.gov.vn/u",
    workbook="bieu-mau.xlsx",
)


def samples() -> Iterator[Contents]:
    """For each reader: all that a mail can hold, and as little as it can, late and in time."""
    several = replace(FULL, sections=tuple(replace(one, duties=(LATE,)) for one in FULL.sections))
    for sample in (FULL, several, _short(LATE), _short(TO_COME)):
        yield sample
        yield replace(sample, reader="leader")
        yield replace(sample, reader="above", category="list", late_units=2)
    first, second = FULL.sections
    yield replace(FULL, sections=(replace(first, news=(RETURNED, ACCEPTED)), second))
    yield replace(_short(LATE), sections=(replace(first, duties=(), news=(ACCEPTED,)),))


def _short(told: Told) -> Contents:
    bare = replace(told, unit="", how="", link="", asked=(), missing=told.missing[:1])
    return Contents(
        reader="officer",
        category=FULL.category,
        subject=FULL.subject,
        units=FULL.units[:1],
        office=FULL.office,
        sections=(replace(FULL.sections[0], duties=(bare,)),),
    )
