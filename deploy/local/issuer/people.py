"""Deployment, local: who can sign in while the system is tried out; none of them has a password."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OPERATING = "van-hanh"


@dataclass(frozen=True)
class Person:
    """Somebody at the issuer's sign-in page, with what their tokens say."""

    name: str
    who: str
    role: str
    unit: str | None = None

    @property
    def claims(self) -> dict[str, Any]:
        unit = {} if self.unit is None else {"unit": self.unit}
        return {"sub": self.name, "roles": [self.role], **unit}


def people(office: str, unit: str) -> tuple[Person, ...]:
    """One of each role: `office` collects a plan's reports, `unit` has a part in it."""
    return (
        Person(OPERATING, "người vận hành", "operator"),
        Person("lanh-dao", "lãnh đạo", "leader"),
        Person("tong-hop", f"bộ phận tổng hợp, {office}", "collector", office),
        Person("don-vi", f"một đơn vị, {unit}", "unit", unit),
        Person("dich-vu", "dịch vụ khác", "service"),
    )


def sign_in_line(endpoints: Mapping[str, Any]) -> str:
    """Where to come in, and as whom, for whoever reads the terminal."""
    names = ", ".join(f"{name} ({who})" for name, who in endpoints["people"].items())
    return f"  {endpoints['sign_in']}   đăng nhập / sign in: {names}"
