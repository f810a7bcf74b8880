"""What may be asked of contacts: kept, erased and seen, and what is said about it where."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from contracts import topology
from contracts.outgoing import Contact, Contacts, ContactsAnswered, Erasure, Failing
from runtime.memory.log import MemoryLog
from runtime.memory.server import Server
from services.notifier.application.addressees import Addressees
from services.notifier.application.contacts.reaching import Reaching
from services.notifier.application.keeping import Keeping
from services.notifier.application.memory import Memory
from services.notifier.inbound.contacts import ContactQuestions
from tests.notifier.application.trial import Trial
from tests.notifier.campaign import CONTACTS, LEADER, OFFICER
from tests.seeded import LoopClock

UNIT = CONTACTS.unit
NOW = datetime(2026, 11, 26, tzinfo=UTC)
PERSONAL = ("Nguyễn", "Trần", "binhson.example", "0914", "914", "456")


@pytest.fixture
def all_is_logged() -> Iterator[None]:
    """Whatever an earlier test had the command configure."""
    before = structlog.get_config()
    structlog.reset_defaults()
    yield
    structlog.configure(**before)


class Store:
    """Contacts in memory."""

    def __init__(self, *records: Contacts) -> None:
        self.records = {one.unit: one for one in records}
        self.erased: list[Erasure] = []
        self.forgotten: list[str] = []

    async def of(self, unit: str) -> Contacts | None:
        return self.records.get(unit)

    async def everybody(self) -> list[str]:
        return sorted(self.records)

    async def person(self, channel: str, address: str) -> str:
        return sha256(f"{channel} {address.casefold()}".encode()).hexdigest()[:32]

    async def several(self, units: Any) -> dict[str, Contacts]:
        return {unit: self.records[unit] for unit in units if unit in self.records}

    async def replace(self, unit: str, change: Any) -> tuple[Contacts | None, Contacts | None]:
        known = self.records.get(unit)
        left = change(known)
        self.records.pop(unit, None)
        if left:
            self.records[unit] = left
        return known, left

    async def forget(self, unit: str) -> None:
        self.forgotten.append(unit)

    async def note(self, erasure: Erasure) -> None:
        self.erased.append(erasure)

    async def erasures(self, unit: str) -> list[Erasure]:
        return [one for one in self.erased if one.unit == unit]


async def ask(store: Store, what: Any, question: Any, unit: str = UNIT) -> ContactsAnswered:
    """As it comes in over NATS."""
    clock = LoopClock(NOW)
    reaching = Reaching(Memory(MemoryLog(Server(clock)), clock, ""), store, clock)
    questions = ContactQuestions(Keeping(store, clock), reaching)
    subject = topology.ask_contacts("operator", what, unit)
    body = question if isinstance(question, bytes) else json.dumps(question).encode()
    return ContactsAnswered.model_validate_json(await getattr(questions, what)(subject, body))


def as_sent(*people: Contact, unit: str = UNIT) -> Any:
    return Contacts(unit=unit, contacts=list(people)).model_dump(mode="json", exclude_none=True)


async def test_a_record_replaces_the_units_and_never_takes_back_an_opt_out() -> None:
    store = Store()
    out = OFFICER.model_copy(update={"opted_out": ["sms"]})
    assert (await ask(store, "keep", as_sent(out, LEADER))).changed
    assert not (await ask(store, "keep", as_sent(OFFICER, LEADER))).changed
    assert (await ask(store, "keep", as_sent(OFFICER))).changed
    assert store.records[UNIT].contacts == [out]


async def test_what_was_found_of_an_address_stays_with_it_and_nobody_else_can_say_it() -> None:
    """The same list again changes nothing; a list cannot note, or lift, anything itself."""
    note = {"email": Failing(since=NOW, reason="smtp-550")}
    failing = OFFICER.model_copy(update={"failing": note})
    store = Store(Contacts(unit=UNIT, contacts=[failing]))
    assert not (await ask(store, "keep", as_sent(OFFICER))).changed
    assert not (await ask(store, "keep", as_sent(failing))).changed
    assert await ask(store, "keep", as_sent(OFFICER.model_copy(update={"email": "m@x.vn"})))
    assert store.records[UNIT].contacts[0].failing == {}
    assert (await ask(store, "keep", as_sent(LEADER.model_copy(update={"failing": note})))).changed
    assert store.records[UNIT].contacts == [LEADER]


async def test_a_correction_shows_its_contact_masked_and_has_the_address_tried_again() -> None:
    note = {"email": Failing(since=NOW, reason="smtp-550")}
    store = Store(CONTACTS.model_copy(update={"contacts": [
        OFFICER.model_copy(update={"failing": note}), LEADER]}))  # fmt: skip
    answer = await ask(store, "correct", {"contact": OFFICER.id, "email": "moi@binhson.example"})
    assert answer.contacts is not None
    (shown,) = answer.contacts
    assert (shown.email, shown.failing, answer.changed) == ("m***@binhson.example", {}, True)
    assert store.records[UNIT].contacts[1] == LEADER
    nobody = await ask(store, "correct", {"contact": "ai-do", "email": "x@x.vn"})
    assert (nobody.changed, nobody.contacts) == (False, None)
    assert (await ask(Store(), "correct", {"contact": "ai-do", "email": "x@x.vn"})).contacts is None
    (found,) = (await ask(store, "correct", {"contact": OFFICER.id, "email": "không"})).findings
    assert (found.pointer, "không" in found.vi) == ("/email", False)


async def test_a_record_of_another_unit_than_the_subject_says_is_refused() -> None:
    store = Store()
    (found,) = (await ask(store, "keep", as_sent(OFFICER, unit="ba-to"))).findings
    assert (found.code, store.records) == ("about-mismatch", {})


async def test_a_record_that_is_none_is_refused_without_its_values() -> None:
    broken = as_sent(OFFICER) | {"contacts": [{"email": "a@binhson.example", "phone": 914123456}]}
    answer = await ask(Store(), "keep", broken)
    assert {one.code for one in answer.findings} == {"field-missing", "wrong-type"}
    assert not any(word in answer.model_dump_json() for word in PERSONAL)


async def test_an_erasure_leaves_who_when_which_unit_and_why_and_nobodys_name() -> None:
    store = Store(CONTACTS)
    answer = await ask(store, "erase", {"contact": OFFICER.id, "reason": "đã nghỉ việc"})
    assert (answer.changed, answer.count) == (True, 1)
    assert store.records[UNIT].contacts == [LEADER]
    assert (await ask(store, "erase", {"reason": "đơn vị đã giải thể"})).count == 1
    assert (UNIT in store.records, store.forgotten) == (False, [UNIT, UNIT])
    told = [one.model_dump(exclude={"at"}) for one in store.erased]
    about = {"unit": UNIT, "by": "operator", "count": 1}
    assert told == [{**about, "reason": "đã nghỉ việc"}, {**about, "reason": "đơn vị đã giải thể"}]


async def test_an_erasure_of_nobody_leaves_no_record() -> None:
    store = Store(CONTACTS)
    assert (await ask(store, "erase", {"contact": "ai-do", "reason": "x"})).count == 0
    assert (await ask(store, "erase", {"reason": "x"}, unit="ba-to")).count == 0
    assert (store.records, store.erased) == ({UNIT: CONTACTS}, [])


async def test_a_reason_that_names_a_person_by_number_or_address_is_refused() -> None:
    store = Store(CONTACTS)
    (found,) = (await ask(store, "erase", {"reason": "theo yêu cầu của 0914 123 456"})).findings
    assert (found.code, found.pointer, "0914" in found.vi) == ("personal-data", "/reason", False)
    assert store.records == {UNIT: CONTACTS}


async def test_others_see_masked_values_and_whom_a_message_reaches() -> None:
    """Two with one mailbox have one word for it; no value can be put together again."""
    twin = OFFICER.model_copy(update={"id": "c-3", "email": "A@binhson.example", "phone": None})
    answer = await ask(Store(Contacts(unit=UNIT, contacts=[OFFICER, LEADER, twin])), "see", b"")
    assert answer.contacts is not None
    officer, leader, third = answer.contacts
    assert (officer.name, officer.email, officer.phone) == (
        "N. V. A.",
        "a***@binhson.example",
        "***456",
    )
    assert officer.reached == {"email": f"{UNIT}.1", "sms": f"{UNIT}.2"}
    assert (leader.reached, third.reached) == ({"email": f"{UNIT}.3"}, {"email": f"{UNIT}.1"})


@pytest.mark.usefixtures("all_is_logged")
async def test_no_log_line_holds_a_persons_data_and_every_reading_has_one() -> None:
    """Who asked, and about which unit; the notifier's own readings too."""
    store = Store(CONTACTS)
    with capture_logs() as lines:
        await ask(store, "keep", as_sent(OFFICER))
        await ask(store, "see", b"")
        await ask(store, "correct", {"contact": OFFICER.id, "phone": "0914 123 456"})
        trial = Trial()
        await trial.publish()
        await Addressees(Memory(trial.log, trial.clock, ""), store).to_write_to(UNIT)
        await ask(store, "erase", {"reason": "đã nghỉ việc"})
    readings = [(one["asker"], one["unit"]) for one in lines if one["event"] == "contacts-read"]
    assert readings == [("operator", UNIT), ("notifier", UNIT)]
    told = {"contacts-kept", "contacts-read", "contacts-erased", "contacts-corrected"}
    assert {one["event"] for one in lines} == told
    assert not any(word in str(lines) for word in PERSONAL)


@pytest.mark.parametrize("what", ["keep", "correct", "erase"])
async def test_what_cannot_be_read_is_refused(what: str) -> None:
    (found,) = (await ask(Store(CONTACTS), what, b"{")).findings
    assert found.severity == "error"


def closed(store: Store, contact: Contact) -> list[str]:
    return next(one.opted_out for one in store.records[UNIT].contacts if one.id == contact.id)


async def test_a_person_opts_out_of_a_channel_and_back_again() -> None:
    store = Store(CONTACTS)
    asked = {"contact": OFFICER.id, "channel": "sms"}
    assert (await ask(store, "opt_out", asked)).changed
    assert closed(store, OFFICER) == ["sms"]
    assert not (await ask(store, "opt_out", asked)).changed
    assert (await ask(store, "opt_out", asked | {"out": False})).changed
    assert closed(store, OFFICER) == []


async def test_an_opt_out_that_leaves_a_role_to_nobody_is_refused_unless_it_is_known() -> None:
    """The officer has a mobile beside the address; the leader has the address alone."""
    store = Store(CONTACTS)
    asked = {"contact": LEADER.id, "channel": "email"}
    (found,) = (await ask(store, "opt_out", asked)).findings
    assert (found.code, closed(store, LEADER)) == ("leaves-nobody", [])
    assert "--leave-nobody" in found.vi
    assert (await ask(store, "opt_out", asked | {"leave_nobody": True})).changed
    assert not (await ask(store, "opt_out", {"contact": OFFICER.id, "channel": "email"})).findings
    assert (await ask(store, "opt_out", {"contact": OFFICER.id, "channel": "sms"})).findings


async def test_whoever_is_not_there_cannot_opt_out_and_who_is_there_is_named_by_token() -> None:
    (found,) = (
        await ask(Store(CONTACTS), "opt_out", {"contact": "c-9", "channel": "sms"})
    ).findings
    assert found.code == "unknown-contact"
    assert OFFICER.id in found.vi
    assert not any(word in found.vi for word in PERSONAL)
