"""The folder of keys is for its owner alone, is made once, and gives each user its own file."""

import stat

import pytest

from contracts.permissions import SERVICES, TOPOLOGY
from runtime.access import claims, safe
from runtime.access.safe import ISSUER, JOB_SECONDS, PUSHED


def test_nobody_else_can_read_a_key_or_a_file(tmp_path):
    safe.make(tmp_path / "auth")
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "auth").rglob("*")
    }
    assert set(modes.values()) == {0o600, 0o700}
    assert stat.S_IMODE((tmp_path / "auth").stat().st_mode) == 0o700


def test_keys_that_are_there_are_kept_and_credentials_too(tmp_path):
    """The platform's key is what its streams are found by."""
    first = safe.make(tmp_path)
    platform, file = first.platform(), first.credentials("registry").read_text()
    again = safe.make(tmp_path)
    assert (again.platform(), again.credentials("registry").read_text()) == (platform, file)
    assert [claims.public(key) for key in again.keys()[:2]] == [
        claims.public(key) for key in first.keys()[:2]
    ]


def test_a_lost_operator_key_stops_nothing(tmp_path):
    """It is kept elsewhere once it has named the key that signs accounts."""
    first = safe.make(tmp_path)
    (tmp_path / "operator.nk").unlink()
    assert safe.make(tmp_path).jwt("operator") == first.jwt("operator")


def test_each_user_may_what_the_contracts_list(tmp_path):
    made = safe.make(tmp_path)
    platform = claims.read(made.jwt("platform"))["nats"]
    roles = {role["key"]: role["template"] for role in platform["signing_keys"]}
    for user, may in SERVICES.items():
        token = claims.read(claims.token_in(made.credentials(user).read_text()))
        assert token["name"] == user
        assert roles[token["iss"]]["pub"]["allow"] == list(may.publish)
        assert roles[token["iss"]]["sub"]["allow"] == list(may.subscribe)
        assert ("resp" in roles[token["iss"]]) == may.answers


def test_the_services_alone_are_bound_to_a_network(tmp_path):
    (tmp_path / "networks").write_text("10.244.0.0/16\n")
    made = safe.make(tmp_path)
    roles = claims.read(made.jwt("platform"))["nats"]["signing_keys"]
    bound = {role["key"]: role["template"].get("src") for role in roles}
    for user in SERVICES:
        signer = claims.read(claims.token_in(made.credentials(user).read_text()))["iss"]
        inside = user in ("registry", "notifier", "reporting")
        assert bound[signer] == (["10.244.0.0/16"] if inside else None)


def test_a_line_that_is_no_network_is_refused(tmp_path):
    """Rather than credentials that hold from anywhere."""
    (tmp_path / "networks").write_text("10.244.0.0/16\n10.244.0.1/16\n")
    with pytest.raises(ValueError, match=r"10\.244\.0\.1/16"):
        safe.make(tmp_path)


def test_the_issuer_may_tell_servers_new_claims_and_nothing_else(tmp_path):
    made = safe.make(tmp_path)
    (role,) = claims.read(made.jwt("system"))["nats"]["signing_keys"]
    assert role["template"]["pub"] == {"allow": [PUSHED]}
    token = claims.read(claims.token_in(made.credentials(ISSUER).read_text()))
    assert token["iss"] == role["key"]


def test_a_server_is_told_no_key(tmp_path):
    """What it reads may lie where the servers run; the operator's keys never do."""
    made = safe.make(tmp_path)
    text = (tmp_path / "servers.conf").read_text()
    seeds = [path.read_text() for path in tmp_path.rglob("*.nk")]
    assert len(seeds) >= len(SERVICES)
    assert not [seed for seed in seeds if seed in text]
    assert made.platform() in text


def test_only_who_may_change_streams_has_credentials_that_end(tmp_path):
    """The topology Job's; each run makes them anew, and all others stay as they are."""
    first = {user: made(safe.make(tmp_path), user) for user in SERVICES}
    again = {user: made(safe.make(tmp_path), user) for user in SERVICES}
    assert {user for user in SERVICES if first[user] != again[user]} == {TOPOLOGY}
    assert [user for user, token in first.items() if "exp" in token] == [TOPOLOGY]
    assert again[TOPOLOGY]["exp"] - again[TOPOLOGY]["iat"] == JOB_SECONDS


def made(keys, user):
    return claims.read(claims.token_in(keys.credentials(user).read_text()))
