"""Notifier, outbound: a mail as a reader of mail sees it."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.letter import Letter
from services.notifier.outbound.mail import mime

WORDS = st.lists(st.sampled_from(["báo", "cáo", "kết", "quả", "trong", "ngày", "17", "x" * 30]))
SENDER = "Nhắc việc Ngày số <nhacviec@ngayso.example>"
AT = datetime(2022, 10, 20, tzinfo=UTC)


@given(WORDS.map(" ".join).filter(bool))
def test_a_subject_of_any_length_arrives_with_every_space(subject: str) -> None:
    """The library's own folding lost the space between two encoded words: "trongngày"."""
    letter = Letter("m", "email", "nhac-han", subject, "Kính gửi")
    sent = mime(letter, "can-bo@xa.example", SENDER, AT).as_bytes()
    read = message_from_bytes(sent, policy=policy.default)
    assert read["Subject"] == subject
    assert (read["From"], read["To"]) == (SENDER, "can-bo@xa.example")
    assert all(len(line) <= 78 for line in sent.split(b"\r\n"))
