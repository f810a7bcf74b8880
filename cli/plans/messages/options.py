"""Cli, plans: the options that orders about messages share."""

from datetime import datetime
from typing import Annotated

import typer

PlanArgument = Annotated[str, typer.Argument(metavar="PLAN", help="Mã kế hoạch. / The plan's id.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Lý do. / Why.")]
DocumentOption = Annotated[
    str | None, typer.Option(help="Số văn bản chỉ đạo. / Number of the document that orders it.")
]
DayOption = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], help="Ngày văn bản đó. / Its day."),
]
SignerOption = Annotated[str | None, typer.Option(help="Người ký. / Who signed it.")]
SenderOption = Annotated[
    str | None,
    typer.Option("--as", help="Đơn vị gửi; nếu thiếu: cơ quan tổng hợp. / The sending unit."),
]
YesOption = Annotated[
    bool, typer.Option("--yes", help="Gửi ngay, không hỏi lại. / Send without asking.")
]
NameOption = Annotated[
    str | None, typer.Option("--order", help="Đặt mã cho lệnh. / The name of the order.")
]
DutyOption = Annotated[
    list[str] | None, typer.Option("--duty", help="Chỉ nội dung này. / Of these duties.")
]
LevelOption = Annotated[
    list[str] | None, typer.Option("--level", help="Chỉ đơn vị cấp này. / Of these levels.")
]
ChannelOption = Annotated[
    list[str] | None, typer.Option("--channel", help="Chỉ kênh này. / By these channels.")
]
UnitOption = Annotated[
    list[str] | None, typer.Option("--unit", help="Chỉ đơn vị này. / To these units.")
]
AreaOption = Annotated[
    list[str] | None,
    typer.Option("--area", help="Đơn vị này và cấp dưới. / To these units and all below."),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%dT%H:%M", "%H:%M %d/%m/%Y"],
        help="Hủy các lần nhắc đến lúc này; nếu thiếu: chỉ những tin đang chờ gửi. "
        "/ Call off what comes up to then; default: what waits now.",
    ),
]
