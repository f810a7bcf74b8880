"""The directory and the contacts of the example."""

from contracts.unit import Unit
from tests.examples.tally import example

TALLY = example()
DAY = TALLY.plan.issued_on
UNITS = {unit.id: unit for unit in TALLY.units}
# General Statistics Office, October 2022.
DISTRICTS = {
    "tp-quang-ngai": "522", "binh-son": "524", "tra-bong": "525", "son-tinh": "527",
    "tu-nghia": "528", "son-ha": "529", "son-tay": "530", "minh-long": "531",
    "nghia-hanh": "532", "mo-duc": "533", "duc-pho": "534", "ba-to": "535", "ly-son": "536",
}  # fmt: skip


def gso(unit: Unit) -> str | None:
    return next((c.value.code for c in unit.codes if c.value.scheme == "gso"), None)


def test_the_thirteen_districts_have_their_codes() -> None:
    """And no other unit is of that level."""
    found = {unit.id: gso(unit) for unit in TALLY.units if unit.level(DAY) == "district"}
    assert found == DISTRICTS


def test_every_participant_stands_under_the_issuer() -> None:
    """The issuer can give work to nobody else."""
    assert {UNITS[unit].parent(DAY) for unit in TALLY.participants} == {TALLY.plan.issuer}


def test_duc_pho_was_a_district_before_it_was_a_town() -> None:
    """A name holds from a day to a day."""
    before = DAY.replace(year=2019)
    assert UNITS["duc-pho"].name(before) == "Ủy ban nhân dân huyện Đức Phổ"
    assert UNITS["duc-pho"].name(DAY) == "Ủy ban nhân dân thị xã Đức Phổ"


def test_contacts_are_of_participants_and_their_tokens_are_unique() -> None:
    """One record per participant, also where there is nobody to write to."""
    assert sorted(TALLY.contacts) == sorted(TALLY.participants)
    tokens = [contact.id for contacts in TALLY.contacts.values() for contact in contacts]
    assert len(tokens) == len(set(tokens))
    assert {c.role for contacts in TALLY.contacts.values() for c in contacts} == {
        "officer", "leader",
    }  # fmt: skip


def test_the_difficult_contacts_are_there() -> None:
    """A landline, an old number, an opt-out, a refusing and a hesitating domain, and nobody."""
    everybody = [contact for contacts in TALLY.contacts.values() for contact in contacts]
    assert any((c.phone or "").startswith("0255") for c in everybody)
    assert any((c.phone or "").startswith("0162") for c in everybody)
    assert any(c.opted_out for c in everybody)
    for domain in ("tuchoi.example", "ban.example"):
        assert any((c.email or "").endswith("@" + domain) for c in everybody)
    assert [unit for unit, contacts in TALLY.contacts.items() if not contacts] == ["cd-co-gioi"]
