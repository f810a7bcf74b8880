"""From one record of a name to the next: who speaks for whom, and which credentials hold."""

from datetime import UTC, datetime, timedelta

import pytest

from cli.access.issuing import Said, end_former, grant, revoke, rotate, without
from contracts import fence, topology
from contracts.access import AccessRecorded
from contracts.values import Receipt
from runtime.access import claims, safe
from services.registry.domain.verbs.table import VERBS

AT = datetime(2022, 9, 15, 8, tzinfo=UTC)
UNITS = {"ba-to": (), "son-ha": ("submit-report",)}


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return safe.make(tmp_path_factory.mktemp("auth")).keys()


def said(minutes: int = 0) -> Said:
    return Said("vanhanh@so-tttt", AT + timedelta(minutes=minutes))


def subjects(record: AccessRecorded) -> set[str]:
    """What its account takes from the platform."""
    return {one["subject"] for one in claims.read(record.claims)["nats"]["imports"]}


def signers(record: AccessRecorded) -> list[str]:
    return [one["key"] for one in claims.read(record.claims)["nats"]["signing_keys"]]


def test_a_unit_takes_its_own_commands_questions_and_verdicts_and_nothing_else(keys):
    new = grant(keys, None, "ba-to", {"ba-to": ()}, said())
    assert new is not None
    assert subjects(new.record) == {
        "cmd.ba-to.system.*.*", "ask.ba-to.part", "ask.ba-to.verdicts", "verdict.ba-to",
    }  # fmt: skip
    assert (new.record.act, new.record.named, new.record.by) == (
        "granted",
        False,
        "vanhanh@so-tttt",
    )


def test_a_system_takes_the_exact_union_of_its_units_by_a_door_of_its_own(keys):
    new = grant(keys, None, "ioffice", UNITS, said())
    assert new is not None
    assert subjects(new.record) == {
        "cmd.ba-to.system-ioffice.*.*", "ask.ba-to.part", "ask.ba-to.verdicts", "verdict.ba-to",
        "cmd.son-ha.system-ioffice.submit-report.*",
        "ask.son-ha.part", "ask.son-ha.verdicts", "verdict.son-ha",
    }  # fmt: skip
    assert new.record.named


def test_every_import_has_the_platforms_word_for_that_account_alone(keys):
    new = grant(keys, None, "ba-to", {"ba-to": ()}, said())
    for one in claims.read(new.record.claims)["nats"]["imports"]:
        word = claims.verified(one["token"], [keys.word])
        assert word["sub"] == new.record.account
        assert word["nats"]["subject"] == one["subject"]


def test_the_same_again_is_nothing_and_another_list_keeps_the_credentials(keys):
    first = grant(keys, None, "ioffice", UNITS, said()).record
    assert grant(keys, first, "ioffice", UNITS, said(1)) is None
    changed = grant(keys, first, "ioffice", {"ba-to": ()}, said(1))
    assert (changed.record.act, changed.file) == ("changed", None)
    assert changed.record.credentials == first.credentials


def test_a_units_own_verbs_are_those_that_the_registry_lets_it_say():
    """The table of verbs is the registry's; a unit's credentials know no other."""
    own = {row.name for row in VERBS.values() if row.said_by in ("unit", "unit-or-office")}
    assert set(fence.OWN_VERBS) == own


def test_who_acts_on_others_is_told_so_and_keeps_it(keys):
    first = grant(keys, None, "so-tttt", {"so-tttt": ()}, said(), others=True).record
    assert rotate(keys, first, said(1)).record.others
    assert grant(keys, first, "so-tttt", {"so-tttt": ()}, said(1)) is None
    changed = grant(keys, first, "so-tttt", {"so-tttt": ()}, said(1), others=False)
    assert (changed.record.act, changed.record.others) == ("changed", False)
    ended = revoke(keys, first, said(2)).record
    assert not grant(keys, ended, "so-tttt", {"so-tttt": ()}, said(3)).record.others


def test_a_rotated_name_has_both_files_until_the_former_is_ended(keys):
    first = grant(keys, None, "ba-to", {"ba-to": ()}, said()).record
    both = rotate(keys, first, said(1))
    assert both.file is not None
    assert len(signers(both.record)) == 2
    newest = end_former(keys, both.record, said(2)).record
    assert signers(newest) == [both.record.credentials[-1].signer]


def test_a_revoked_name_has_an_account_with_nothing_in_it(keys):
    """Deleted, it would be looked up again."""
    first = grant(keys, None, "ba-to", {"ba-to": ()}, said()).record
    ended = revoke(keys, first, said(1)).record
    told = claims.read(ended.claims)
    assert told["sub"] == first.account
    assert (told["nats"]["imports"], told["nats"]["signing_keys"]) == ([], [])
    assert told["nats"]["limits"]["conn"] == 0


def test_what_was_revoked_comes_back_with_new_credentials_alone(keys):
    first = grant(keys, None, "ba-to", {"ba-to": ()}, said()).record
    ended = revoke(keys, first, said(1)).record
    again = grant(keys, ended, "ba-to", {"ba-to": ()}, said(2))
    assert again.record.act == "granted"
    assert not set(signers(again.record)) & set(signers(first))


def test_one_unit_is_taken_out_of_a_system_and_the_others_stay(keys):
    first = grant(keys, None, "ioffice", UNITS, said()).record
    left = without(keys, first, "ba-to", said(1)).record
    assert not [subject for subject in subjects(left) if "ba-to" in subject]
    assert {one for one in subjects(first) if "son-ha" in one} == subjects(left)


def test_later_claims_are_always_newer(keys):
    """Among the servers the newer win, by whole seconds."""
    first = grant(keys, None, "ba-to", {"ba-to": ()}, said()).record
    second = rotate(keys, first, said()).record
    third = revoke(keys, second, said()).record
    issued = [claims.read(one.claims)["iat"] for one in (first, second, third)]
    assert issued == sorted(set(issued))


def test_a_system_may_subscribe_once_more_for_each_further_unit(keys):
    hundred = {f"unit-{number}": () for number in range(100)}
    new = grant(keys, None, "ioffice", hundred, said())
    limits = claims.read(new.record.claims)["nats"]["limits"]
    assert limits["subs"] == fence.MAX_SUBSCRIPTIONS + 99


def test_a_door_says_which_system_spoke():
    """And the registry's receipt says it for ever."""
    assert topology.door_of(None) == "system"
    assert topology.system_at(topology.door_of("ioffice")) == "ioffice"
    assert topology.system_at("system") is topology.system_at("desk") is None
    assert {"system", "actor"} <= set(Receipt.model_fields)
