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
}


def declaration(**changes: Any) -> dict[str, Any]:
    return {**ABOUT, "activity": {**ACTIVITY, **changes}}


def submission(value: Any = 5) -> dict[str, Any]:
    return {**ABOUT, "report": {"figures": [{"indicator": "su-kien", "value": value}]}}
