"""Cli, options: the arguments that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

PlanFile = Annotated[
    Path, typer.Argument(metavar="PLAN", help="Tệp kế hoạch, YAML hoặc JSON. / The plan's file.")
]
Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="Tệp YAML, CSV hoặc .xlsx.")]
Preview = Annotated[
    bool, typer.Option("--preview", help="Chỉ xem trước, không gửi. / Show only, send nothing.")
]
UnitFiles = Annotated[
    list[Path],
    typer.Option("--units", help="Tệp đơn vị: YAML, CSV, .xlsx; nêu được nhiều lần. / Unit files."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="In JSON cho chương trình đọc. / Print JSON.")
]
WaitOption = Annotated[
    float, typer.Option("--wait", min=0.1, help="Số giây chờ trả lời. / Seconds to wait.")
]
NatsOption = Annotated[
    str | None,
    typer.Option(
        "--nats",
        help="Địa chỉ NATS; nếu thiếu: NGAYSO_NATS_URL, out/endpoints.json. / The NATS servers.",
    ),
]
ReportingOption = Annotated[
    str | None,
    typer.Option(
        "--reporting",
        help="Địa chỉ dịch vụ reporting; nếu thiếu: NGAYSO_REPORTING_URL, out/endpoints.json. "
        "/ The reporting service.",
    ),
]
PlanFilter = Annotated[
    str | None, typer.Option("--plan", help="Chỉ kế hoạch này. / One plan only.")
]
UnitFilter = Annotated[str | None, typer.Option("--unit", help="Chỉ đơn vị này. / One unit only.")]
LevelFilter = Annotated[
    str | None, typer.Option("--level", help="Chỉ đơn vị cấp này. / Units of this level.")
]
GroupFilter = Annotated[
    str | None, typer.Option("--group", help="Chỉ đơn vị trong nhóm này. / Units of this group.")
]
SmsPrice = Annotated[
    int | None, typer.Option(min=0, help="Giá một đoạn SMS, đồng. / Price of one SMS segment.")
]
OptOutChannel = Annotated[str, typer.Option("--channel", help="Kênh: email, sms. / The channel.")]
OptOutTopic = Annotated[
    str | None,
    typer.Option(
        "--topic", help="Chỉ loại: reminders, notices, lists; thiếu: mọi tin. / Of these alone."
    ),
]
Back = Annotated[bool, typer.Option("--back", help="Nhận lại. / Wants it again.")]
LeaveNobody = Annotated[
    bool,
    typer.Option(
        "--leave-nobody",
        help="Kể cả khi vai trò đó không còn ai nhận được tin. / Even if nobody is left.",
    ),
]
