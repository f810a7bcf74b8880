"""Notifier, outbound: a mail as a reader of mail sees it."""

from email import message_from_bytes, policy

from hypothesis import given
from hypothesis import strategies as st

from deploy.local.sinks.smtp import mails
from services.notifier.domain.letter import Attachment, Letter
from services.notifier.outbound.mail.mime import mime
from services.notifier.outbound.mail.relay import MailRelay
from tests.notifier.mail.relays import AT, SENDER, letter, listening, send

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = st.lists(st.sampled_from(["báo", "cáo", "kết", "quả", "trong", "ngày", "17", "x" * 30]))


@given(WORDS.map(" ".join).filter(bool))
def test_a_subject_of_any_length_arrives_with_every_space(subject: str) -> None:
    """The library's own folding lost the space between two encoded words: "trongngày"."""
    letter = Letter("m", "email", "reminder", subject, "Kính gửi")
    sent = mime(letter, "can-bo@xa.example", SENDER, AT)
    read = message_from_bytes(sent, policy=policy.default)
    assert read["Subject"] == subject
    assert (read["From"], read["To"]) == (SENDER, "can-bo@xa.example")
    assert all(len(line) <= 78 for line in sent.split(b"\r\n"))


async def kept(tmp_path, sent: Letter):
    """The mail as the relay got it."""
    async with listening(tmp_path) as seen:
        await send(MailRelay(seen.relay()), "can-bo@xa.example", sent)
    (path,) = mails(tmp_path)
    return message_from_bytes(path.read_bytes(), policy=policy.default)


async def test_what_a_mail_program_goes_by_is_on_the_wire(tmp_path) -> None:
    """The language was set before the text, which took it away again."""
    mail = await kept(tmp_path, letter("m-1", thread="binh-son.r1", unsubscribe="https://x.vn/u/1"))
    assert mail["Content-Language"] == "vi"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == "<m-1@ngayso.example>"
    assert mail["References"] == mail["In-Reply-To"] == "<binh-son.r1@ngayso.example>"
    assert mail["List-Unsubscribe"] == "<https://x.vn/u/1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


async def test_a_plain_mail_says_nothing_of_what_it_has_not(tmp_path) -> None:
    mail = await kept(tmp_path, letter("m-1", "Kính gửi"))
    assert (mail.get_content_type(), mail.get_content()) == ("text/plain", "Kính gửi\r\n")
    assert not {"References", "In-Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post"} & {*mail}


async def test_a_mail_carries_its_text_its_page_and_its_files(tmp_path) -> None:
    """Text and page are the same said twice, so a reader sees one of them; files come after."""
    files = (
        Attachment("lịch.ics", "text/calendar", "SUMMARY:Hạn nộp\r\n".encode(), "REQUEST"),
        Attachment("biểu.xlsx", XLSX, bytes(range(256)) * 300),
    )
    mail = await kept(tmp_path, letter("m-1", html="<p lang='vi'>Kính gửi</p>", attachments=files))
    assert mail["Content-Language"] == "vi"
    same, calendar, workbook = mail.iter_parts()
    assert [part.get_content_type() for part in same.iter_parts()] == ["text/plain", "text/html"]
    assert same.get_body(("html",)).get_content() == "<p lang='vi'>Kính gửi</p>\r\n"
    assert calendar.get_filename() == "lịch.ics"
    assert calendar.get_content_type() == "text/calendar"
    assert dict(calendar["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar.get_content() == "SUMMARY:Hạn nộp\r\n"
    assert (workbook.get_filename(), workbook.get_content_type()) == ("biểu.xlsx", XLSX)
    assert workbook.get_content() == bytes(range(256)) * 300


@given(st.text(st.sampled_from("a.ộ\r\n "), max_size=300))
def test_a_line_that_is_a_dot_ends_no_mail(text: str) -> None:
    """The text is encoded, so that no line of it begins with a dot."""
    sent = mime(letter("m", text), "can-bo@xa.example", SENDER, AT)
    assert not [line for line in sent.split(b"\r\n") if line.startswith(b".")]
    assert b"\n" not in sent.replace(b"\r\n", b"")
