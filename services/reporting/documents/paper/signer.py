"""Reporting, documents: in which capacity an office's head signs (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

COLLECTIVE = "Ủy ban nhân dân"
HEADS = {
    COLLECTIVE: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "Văn phòng": ("CHÁNH VĂN PHÒNG",),
    "Sở": ("GIÁM ĐỐC",),
    "Trung tâm": ("GIÁM ĐỐC",),
    "Công an": ("GIÁM ĐỐC",),
    "Phòng": ("TRƯỞNG PHÒNG",),
    "Ban": ("TRƯỞNG BAN",),
    "Chi cục": ("CHI CỤC TRƯỞNG",),
    "Cục": ("CỤC TRƯỞNG",),
    "Trường": ("HIỆU TRƯỞNG",),
    "Tỉnh đoàn": ("TM. BAN THƯỜNG VỤ", "BÍ THƯ"),
    "Đoàn": ("TM. BAN THƯỜNG VỤ", "BÍ THƯ"),
}
OTHER = ("THỦ TRƯỞNG CƠ QUAN",)


def capacity(office: str) -> tuple[str, ...]:
    """What stands above the signature, by how the office's name begins; who signs for the head
    (KT., TL.) writes it there.
    """
    return next((head for name, head in HEADS.items() if office.startswith(f"{name} ")), OTHER)
