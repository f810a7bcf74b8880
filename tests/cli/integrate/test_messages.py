"""Whoever hands in a file names no sender: the verb says for whom it is."""

import json

import pytest

from cli.integrate.messages import read_messages
from contracts import topology
from services.registry.domain.verbs.table import PART_VERBS
from tests.registry.plans import BA_TO, OFFICE, plan

SENDERS = {"unit": BA_TO, "office": OFFICE, "office-or-through": OFFICE, "unit-or-office": BA_TO}
FROM_OUTSIDE = [row for row in PART_VERBS if row.said_by != "registry"]


@pytest.mark.parametrize("row", FROM_OUTSIDE, ids=lambda row: row.name)
def test_a_message_is_taken_as_sent_by_whom_its_verb_is_for(row, tmp_path) -> None:
    """Tried as the unit's, a decision of the office would be refused for the wrong reason."""
    file = tmp_path / "message.json"
    file.write_text(json.dumps({"type": row.command.wire, "data": {"unit": BA_TO}}))

    (sent,) = read_messages([file], plan(), None)

    assert sent.subject == topology.command(SENDERS[row.said_by], "system", row.name, BA_TO)
