"""The example's plan, published when all its dates are past: nobody is flooded."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.given import run
from tests.examples.tally import FOLDER

PUBLISHED = "2022-12-01"
pytestmark = pytest.mark.slow


def test_each_person_gets_one_mail_and_one_sms_of_a_plan_published_late(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three duties of each unit are past, and given until the next working day: the latest rung of
    each is told, in one message. Never more than three mails and two SMS come on any day.
    """
    files = [f"--{what}={FOLDER / what}.yaml" for what in ("units", "contacts")]
    asked = [FOLDER / "plan.yaml", *files, "--published", f"{PUBLISHED}T09:00", "--json"]

    code, out, _ = run(capsys, "rehearse", *asked)

    told = json.loads(out)
    days = Counter((o["address"], o["channel"], o["at"][:10]) for o in told["messages"])
    first = {key: count for key, count in days.items() if key[2] == PUBLISHED}
    assert code == 0
    assert set(first.values()) == {1}
    # One of the mails tells the office whom nobody can be written to.
    assert Counter(channel for _, channel, _ in first) == {"email": 68, "sms": 65}
    assert max(count for (_, channel, _), count in days.items() if channel == "email") <= 3
    assert max(count for (_, channel, _), count in days.items() if channel == "sms") <= 2
    assert told["rungs"]["lapsed"] == 136
