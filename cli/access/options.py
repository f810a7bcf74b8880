"""Cli, access: the arguments that its commands share."""

from pathlib import Path
from typing import Annotated

import typer

from cli.options import JsonOption, NatsOption

__all__ = ["JsonOption", "KeysOption", "Names", "NatsOption", "Out"]

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME…", help="Mã đơn vị, hoặc tên hệ thống. / Units, or a system."),
]
Out = Annotated[Path, typer.Option("--out", help="Thư mục của tệp .creds. / For the files.")]
KeysOption = Annotated[
    Path | None,
    typer.Option("--keys", help="Thư mục khóa; nếu thiếu: NGAYSO_ACCESS_KEYS. / The keys' folder."),
]
