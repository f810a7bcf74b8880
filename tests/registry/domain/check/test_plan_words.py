"""The rules of a plan say what they found in the words of the plan, and how to mend it."""

import pytest

from services.registry.domain.check.plan.catalogue import RULES, SENTENCES

UNKNOWN = [code for code in SENTENCES if code.endswith("-unknown")]


@pytest.mark.parametrize("code", UNKNOWN)
def test_a_rule_about_what_is_unknown_lists_what_is_known(code: str) -> None:
    """Whoever writes the plan sees at once what the word should have been."""
    assert all("{known}" in sentence for sentence in SENTENCES[code])


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_what_is_wrong_and_how_to_mend_it_in_both_languages(code: str) -> None:
    rule = RULES[code]
    for sentence in (rule.vi, rule.en, rule.mend_vi, rule.mend_en):
        assert sentence.strip()
