"""Reporting, documents: what stands in each template's places, and what it may not leave out."""

from collections.abc import Mapping
from typing import Any, Literal

Name = Literal["report", "reminder", "extension", "situation", "covering"]

BODY = "\ue000body\ue000"
"""Stands where the report's sections go, until they do; no text of a unit holds such letters."""
HEAD = {
    "superior": "Ủy ban nhân dân tỉnh Mẫu",
    "issuer": "Sở Mẫu",
    "symbol": "SM",
    "place_and_day": "Mẫu, ngày 01 tháng 02 năm 2030",
    "about": "Kết quả thực hiện kế hoạch mẫu",
    "addressed_to": ["Ủy ban nhân dân tỉnh Mẫu"],
    "recipients": ["Như trên", "Lưu: VT, ……"],
    "capacity": ["GIÁM ĐỐC"],
    "signer": "Nguyễn Văn Mẫu",
    "code": "NS-0001",
    "plan_number": "1/KH-UBND",
    "plan_day": "01/02/2030",
    "plan_title": "Kế hoạch mẫu",
    "plan_issuer": "Ủy ban nhân dân tỉnh Mẫu",
    "office": "Sở Mẫu tỉnh Mẫu",
    "as_of": "17:00 ngày 01/02/2030",
}
ENTRY = {
    "title": "Báo cáo mẫu",
    "report": True,
    "missing": 1,
    "late": 1,
    "returned": 1,
    "unsigned": 1,
    "done": 5,
    "asked": 9,
}
LETTER = {**HEAD, "entries": [ENTRY], "units": 3, "annex": "Phụ lục"}
COVERING = {
    "entries": [{"title": "Báo cáo mẫu", "version": 1, "sent": "17:00 ngày 01/02/2030"}],
    "annex": "Biểu số liệu",
}
SAMPLES: Mapping[Name, Mapping[str, Any]] = {
    "report": {**HEAD, "body": BODY},
    "reminder": LETTER,
    "extension": {**LETTER, "until": "hết ngày 05/02/2030"},
    "situation": LETTER,
    "covering": {**HEAD, **COVERING},
}
"""What a template is tried with: every word that it may use."""
WANTED = ("issuer", "symbol", "place_and_day", "about", "addressed_to", "recipients", "capacity")
"""Without these it is no document by Nghị định 30/2020."""
STYLES = ("Normal", "Title", "Heading 1", "Heading 2", "Caption", "Table Grid")
"""Those that sections, tables and annexes are written in."""
