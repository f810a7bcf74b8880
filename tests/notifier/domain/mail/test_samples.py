"""The mails by which templates are tried hold all that a mail can hold, and as little as it can."""

from typing import get_args

import pytest

from services.notifier.domain.mail.contents import Reader
from services.notifier.domain.mail.samples import samples


@pytest.mark.parametrize("reader", get_args(Reader))
def test_each_reader_is_tried_with_all_that_is_optional_and_with_none_of_it(reader):
    """Of what is late, and of what is still to come."""
    mails = [one for one in samples() if one.reader == reader]
    duties = [duty for mail in mails for duty in mail.duties]
    assert any(duty.unit and duty.how and duty.link and duty.asked for duty in duties)
    bare = [one for one in duties if not (one.unit or one.how or one.link or one.asked)]
    assert {one.overdue for one in bare} == {True, False}
    offered = [(one.help_line, one.help_phone, one.unsubscribe, one.workbook) for one in mails]
    assert any(all(words) for words in offered)
    assert any(not any(words) for words in offered)


def test_what_happened_is_tried_alone_and_beside_what_is_owed():
    news = [mail for mail in samples() if mail.news]
    assert {bool(mail.duties) for mail in news} == {True, False}
    assert {bool(one.points) for mail in news for one in mail.news} == {True, False}
