"""docs/messages.md shows the messages as they are sent now."""

import pytest

from tests.messages.page import PAGE, PICTURES, VIEWS, page, shown

pytestmark = pytest.mark.slow


def test_the_page_shows_messages_as_they_are_sent() -> None:
    """And names what its pictures were made of, so that these are made anew with it."""
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.messages.page to write it"


def test_every_mail_is_pictured_in_every_view() -> None:
    """The files that are there are those that the page shows."""
    wanted = {f"{name}-{view.name}.png" for name in shown() for view in VIEWS}
    assert {path.name for path in PICTURES.iterdir()} == wanted
