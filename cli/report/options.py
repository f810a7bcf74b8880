"""Cli, report: the arguments that the steps from frozen to signed share."""

from datetime import datetime
from typing import Annotated

import typer

PlanArgument = Annotated[str, typer.Argument(metavar="PLAN", help="Mã kế hoạch. / The plan's id.")]
NumberArgument = Annotated[
    int, typer.Argument(metavar="NUMBER", min=1, help="Số lần chốt. / The snapshot's number.")
]
SenderOption = Annotated[
    str | None,
    typer.Option("--as", help="Đơn vị gửi; nếu thiếu: cơ quan tổng hợp. / The sending unit."),
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Lý do. / Why.")]
DocumentOption = Annotated[
    str, typer.Option("--document", help="Số văn bản. / Number of the document that says so.")
]
DayOption = Annotated[
    datetime,
    typer.Option("--day", formats=["%Y-%m-%d", "%d/%m/%Y"], help="Ngày ký. / Its day."),
]
SignerOption = Annotated[str, typer.Option("--signer", help="Người ký. / Who signed it.")]
