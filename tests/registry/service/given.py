"""Records as a unit's system would send them."""

from typing import Any

from tests.registry.plans import BA_TO

ABOUT = {"plan": "cds-2022", "unit": BA_TO}
ACTIVITY: dict[str, Any] = {
    "id": "hd-1",
    "kind": "hoi-thao",
    "title": "Hội thảo chuyển đổi số",
    "starts_on": "2022-10-05",
    "ends_on": "2022-10-05",
    "assignments": ["viec-1"],
}


def declaration(**changes: Any) -> dict[str, Any]:
    """The activity with some fields replaced; one of another id is not the same under two ids."""
    title = f"{ACTIVITY['title']} {changes.get('id', '')}".strip()
    return {**ABOUT, "activity": {**ACTIVITY, "title": title, **changes}}


def submission(value: Any = 5) -> dict[str, Any]:
    return {**ABOUT, "report": {"figures": [{"indicator": "su-kien", "value": value}]}}
