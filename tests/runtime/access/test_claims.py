"""Claims are believed by whose key signed them, and say no more than they were told to."""

import pytest

from contracts.permissions import Permissions
from runtime.access import claims
from runtime.access.claims import Limits, Untrusted, new_key, public

MAY = Permissions(("cmd.ba-to.*.*",), ("verdict.ba-to",))


def account(signer, **more):
    return claims.account(signer, "AX", "ba-to", 100, **{"roles": {"AS": MAY}, **more})


def test_claims_are_believed_where_a_trusted_key_signed_them():
    mine, other = new_key("operator"), new_key("operator")
    token = account(mine)
    assert claims.verified(token, [other, mine])["sub"] == "AX"
    with pytest.raises(Untrusted):
        claims.verified(token, [other])


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_changed_token_is_not_believed(place):
    mine = new_key("operator")
    words = account(mine).split(".")
    words[place] = words[place][:-3] + ("AAA" if words[place][-3:] != "AAA" else "BBB")
    with pytest.raises(Untrusted):
        claims.verified(".".join(words), [mine])


@pytest.mark.parametrize("text", ["", "a", "a.b.c", "e30.e30.e30", "e30.e30"])
def test_what_is_no_token_is_not_believed(text):
    with pytest.raises(Untrusted):
        claims.verified(text, [new_key("operator")])


def test_a_units_account_has_no_streams_and_gives_nothing_away():
    told = claims.read(account(new_key("operator"), limits=Limits(20, 50, 1000)))["nats"]
    assert told["type"] == "account"
    limits = told["limits"]
    assert {limits[name] for name in ("mem_storage", "disk_storage", "streams", "consumer")} == {0}
    assert (limits["conn"], limits["subs"], limits["payload"], limits["exports"]) == (
        20,
        50,
        1000,
        0,
    )
    assert (limits["leaf"], limits["wildcards"], limits["disallow_bearer"]) == (0, False, True)


def test_an_import_carries_the_platforms_word_to_the_account_that_may_have_it():
    signer = new_key("account")
    told = claims.taken(claims.Import("service", "cmd.ba-to.>", "cmd.>"), "AP", signer, "AX", 100)
    word = claims.verified(told["token"], [signer])
    assert (word["sub"], word["iat"], word["nats"]["issuer_account"]) == ("AX", 100, "AP")
    assert word["nats"]["subject"] == told["subject"] == "cmd.ba-to.>"
    assert (word["nats"]["type"], word["nats"]["kind"]) == ("activation", "service")
    assert (told["account"], told["type"], told["local_subject"]) == ("AP", "service", "cmd.>")


def test_who_may_nothing_is_denied_everything():
    """The servers take an empty list for no limit at all."""
    told = claims.read(account(new_key("operator"), roles={"AS": Permissions((), ())}))
    (role,) = told["nats"]["signing_keys"]
    assert role["template"]["pub"] == role["template"]["sub"] == {"deny": [">"]}


def test_a_users_own_token_allows_nothing_by_itself():
    """What it may is its signer's, so that it changes with the account's claims."""
    token = claims.user(new_key("account"), "AX", "UX", "ba-to", 100)
    assert claims.read(token)["nats"] == {"type": "user", "version": 2, "issuer_account": "AX"}


def test_a_credentials_file_holds_its_token_and_key():
    key = new_key("user")
    file = claims.credentials("a.b.c", key)
    assert claims.token_in(file) == "a.b.c"
    assert key.seed.decode() in file
    assert public(key) not in file
    with pytest.raises(ValueError, match="credentials"):
        claims.token_in("nothing")


def test_who_answers_answers_each_question_once():
    token = account(new_key("operator"), roles={"AS": MAY._replace(answers=True)})
    (role,) = claims.read(token)["nats"]["signing_keys"]
    assert role["template"]["resp"] == {"max": 1, "ttl": 60 * 10**9}
    assert role["template"]["subs"] == claims.NO_LIMIT
