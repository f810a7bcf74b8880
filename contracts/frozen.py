"""Contracts, frozen: what is fixed of a plan's figures so that a document of them can be signed."""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, model_validator

from contracts.values import Day, Line, Sha256, Value

Position = Annotated[int, Field(ge=1)]
"""A sequence of EVENTS: the newest message that a snapshot was made of."""
SnapshotStatus = Literal["frozen", "published", "signed", "superseded", "withdrawn"]
SNAPSHOT_VI: dict[SnapshotStatus, str] = {
    "frozen": "đã chốt số liệu, chưa phát hành",
    "published": "đã phát hành, chưa ghi chữ ký",
    "signed": "đã ký",
    "superseded": "đã có báo cáo thay thế",
    "withdrawn": "đã thu hồi văn bản",
}
Form = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+([.][a-z0-9]+)*$", min_length=1, max_length=40)
]
"""How a file's name ends: "docx"."""
DATA: Final = "json"
"""The file that holds the figures themselves; its hash is the snapshot's own."""


class FrozenFile(Value):
    """One file of a snapshot, by its form ("docx"), hash and size in bytes."""

    form: Form
    sha256: Sha256
    size: Annotated[int, Field(ge=1)]


class FrozenFiles(Value):
    """All files of a snapshot: one of each form, and among them the figures themselves."""

    files: Annotated[list[FrozenFile], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _each_once(self) -> "FrozenFiles":
        forms = [one.form for one in self.files]
        if DATA not in forms or len(set(forms)) < len(forms):
            raise ValueError(f"give each form once, and {DATA} among them")
        return self

    @property
    def sha256(self) -> str:
        """The snapshot's own hash: that of its figures."""
        return next(one.sha256 for one in self.files if one.form == DATA)


class Signature(Value):
    """What was added when a published report was signed: number and day, who signed in which
    capacity, and the hash of the signed file.
    """

    number: Line
    day: Day
    signer: Line
    capacity: Line
    sha256: Sha256


def snapshot_code(plan: str, number: int, sha256: str) -> str:
    """What is printed on every page of a snapshot's document: "kh-148-2022/02/3F9A-2C1B"."""
    mark = sha256[:8].upper()
    return f"{plan}/{number:02d}/{mark[:4]}-{mark[4:]}"
