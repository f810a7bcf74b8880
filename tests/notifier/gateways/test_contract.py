"""The office's file of gateways is read whole, or the notifier says what to mend."""

import pytest
import yaml
from pydantic import ValidationError

from services.notifier.outbound.gateways.contract import read_contract
from tests.notifier.gateways.terms import contract, esms, plain


def test_a_file_is_understood(tmp_path):
    """Of both kinds."""
    file = tmp_path / "gateways.yaml"
    zalo = {"account": "579745863508352884", "templates": [{"id": "1", "text": "Gửi {unit}"}]}
    file.write_text(yaml.safe_dump({"gateways": [esms(tmp_path, zalo=zalo), plain(tmp_path)]}))
    assert [one.name for one in read_contract(file).gateways] == ["esms", "plain"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("gateways: []", "at least 1 item"),
        ("gateways: [", "expected"),
        ("gateways: [{name: a, kind: pigeon}]", "pigeon"),
        (None, "No such file"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_start(tmp_path, text, why):
    """With the setting's name, so that whoever reads it knows where to go."""
    file = tmp_path / "gateways.yaml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(SystemExit, match=rf"(?s)NGAYSO_GATEWAYS_FILE=.*{why}"):
        read_contract(file)


def test_a_gateway_that_could_send_twice_is_refused(tmp_path):
    """It neither takes an id once nor can be asked."""
    without = plain(tmp_path)
    del without["ask"]
    with pytest.raises(ValidationError, match="could go out twice"):
        contract(without)
    once = without | {"answer": without["answer"] | {"duplicate": ["again"]}}
    assert contract(once)
    once["send"] = once["send"] | {"json": {"to": "{phone}"}}
    with pytest.raises(ValidationError, match="could go out twice"):
        contract(once)


@pytest.mark.parametrize(
    "wrong",
    [
        {"send": {"url": "http://{phone}/x"}},
        {"send": {"url": "http://x/", "json": {"a": "{password}"}}},
        {"send": {"url": "http://x/", "json": {}, "form": {}}},
        {"registered": ["TT&TT {a}"]},
        {"answer": {"pattern": "no group", "accepted": ["1"]}},
        {"wieght": 3},
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path, wrong):
    """Before any message meets it."""
    with pytest.raises(ValidationError):
        contract(plain(tmp_path, **wrong))


def test_two_gateways_of_one_name_are_refused(tmp_path):
    """A fact could not tell them apart."""
    with pytest.raises(ValidationError, match="one name"):
        contract(esms(tmp_path), esms(tmp_path))
