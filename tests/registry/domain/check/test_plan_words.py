"""The rules of a plan say what they found in the words of the plan."""

import pytest

from services.registry.domain.check.plan.catalogue import SENTENCES

UNKNOWN = [code for code in SENTENCES if code.endswith("-unknown")]


@pytest.mark.parametrize("code", UNKNOWN)
def test_a_rule_about_what_is_unknown_lists_what_is_known(code: str) -> None:
    """Whoever writes the plan sees at once what the word should have been."""
    assert all("{known}" in sentence for sentence in SENTENCES[code])
