"""Mails as templates write them: text and page say the same, and a broken template is told."""

import re
import time
from base64 import b64encode
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.local.campaign import EXAMPLES
from services.notifier.domain.mail.contents import Contents, Section, Told
from services.notifier.domain.mail.samples import FULL, LATE, samples
from services.notifier.domain.texts import wording
from services.notifier.main import build
from services.notifier.outbound.mail.written import OURS, BadTemplate, Templates
from services.notifier.settings import Settings

OURSELVES = Templates()
LINES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40)
DUTIES = st.builds(
    Told,
    place=st.integers(1, 9),
    title=LINES,
    unit=LINES,
    deadline=LINES,
    overdue=st.booleans(),
    missing=st.lists(LINES, min_size=1, max_size=3).map(tuple),
    request=LINES,
    how=LINES,
    asked=st.lists(LINES, max_size=2).map(tuple),
)
SECTIONS = st.builds(
    Section,
    document=LINES,
    title=LINES,
    duties=st.lists(DUTIES, min_size=1, max_size=3).map(tuple),
)
CONTENTS = st.builds(
    Contents,
    reader=st.sampled_from(["officer", "leader", "above"]),
    category=st.just("reminder"),
    subject=LINES,
    units=st.lists(LINES, min_size=1, max_size=2).map(tuple),
    office=LINES,
    sections=st.lists(SECTIONS, min_size=1, max_size=2).map(tuple),
    help_line=LINES,
    help_phone=st.just("0255 000 0000"),
)


@given(CONTENTS)
def test_text_and_page_carry_the_same_items(mail):
    """Whatever they are: nothing that stands in one is left out of the other, or is markup."""
    written = OURSELVES.write(mail)
    shown = unescape(re.sub("<[^>]*>", "", written.html))
    for wanted in mail.said():
        assert wanted in written.text
        assert wanted in shown


@pytest.mark.parametrize("mail", list(samples()))
def test_a_page_reads_in_outlook_gmail_and_a_screen_reader(mail):
    """Its style stands beside each element, its tables are no tables to who listens, and headings
    come in order.
    """
    page = OURSELVES.write(mail).html
    assert '<html lang="vi">' in page
    assert page.count("<table") == page.count('role="presentation"')
    assert [re.search("^.", level).group() for level in re.findall("<h([1-6])", page)][:3] == [
        *"123"
    ]
    for name in ("card", "head", *(["when"] if mail.duties else [])):
        assert re.search(f'<[^>]*class="{name}[^>]*style="', page)
    assert "prefers-color-scheme: dark" in page
    assert "flex" not in page
    assert "http" not in re.sub(r'href="[^"]*"', "", page)
    assert len(page) < 100_000  # Gmail cuts what is longer


def test_what_units_write_is_no_markup():
    mail = replace(FULL, office="Sở <b>Mẫu</b>")
    assert "Sở &lt;b&gt;Mẫu&lt;/b&gt;" in OURSELVES.write(mail).html
    assert "Sở <b>Mẫu</b>" in OURSELVES.write(mail).text


def test_a_leader_reads_less_than_an_officer_and_who_was_asked():
    mail = replace(FULL, reader="leader")
    officer, leader = OURSELVES.write(FULL).text, OURSELVES.write(mail).text
    assert "Đầu mối được nhắc: Ông (Bà) Nguyễn Văn Mẫu; Bà Trần Thị Mẫu, Chuyên viên" in leader
    assert "Kính gửi: Lãnh đạo UBND xã An Mẫu, UBND xã Bình Mẫu" in leader
    assert "chưa ghi nhận" not in leader
    assert "Nguyễn Văn Mẫu" not in officer
    assert len(leader) < len(officer)


@pytest.mark.parametrize("mail", list(samples()))
def test_nobody_is_given_an_order(mail):
    for text in OURSELVES.write(mail):
        said = wording.unaccented(text).casefold()
        assert "kinh de nghi" in said or not mail.duties
        for order in ("thuc hien ngay", "khan truong", "yeu cau"):
            assert order not in said


def test_what_is_overdue_is_not_asked_for_in_time():
    late = replace(FULL, sections=(replace(FULL.sections[0], duties=(LATE,)),))
    text = OURSELVES.write(late).text
    assert "xin thông báo quý đơn vị còn nội dung sau đã quá thời hạn:" in text
    assert "đúng thời hạn" not in text


def test_an_office_replaces_one_template_and_keeps_the_others(tmp_path):
    ours = (OURS / "foot.txt").read_text("utf-8")
    (tmp_path / "foot.txt").write_text("Kính thư.\n" + ours, "utf-8")
    written = Templates(tmp_path).write(FULL)
    assert "\nKính thư.\n" in written.text
    assert written.html == OURSELVES.write(FULL).html


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("foot.txt", lambda text: text + "{{ mail.helpline }}", "helpline"),
        ("foot.txt", lambda text: text + "{% if %}", "foot.txt, line"),
        ("reminder.html", lambda text: text.replace("{{ duty.deadline }}", ""), "leaves out"),
        ("leader.txt", lambda text: text.replace("{{ duty.deadline }}", ""), "leader.txt: leaves"),
        ("remainder.html", lambda text: text, "no template is called so; there are foot.txt"),
        ("foot.txt", lambda text: text + "\n{{ mail.count + mail.office }}", "foot.txt, line"),
        ("foot.txt", lambda text: text + "{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_before_any_mail_is_sent(
    name, change, told, tmp_path
):
    ours = OURS / name
    text = ours.read_text("utf-8") if ours.exists() else ""
    (tmp_path / name).write_text(change(text), "utf-8")
    with pytest.raises(BadTemplate, match=told) as error:
        Templates(tmp_path)
    assert name in str(error.value)


def test_a_template_is_read_as_editors_and_clusters_leave_it(tmp_path):
    """With a mark of its coding before it; behind links to a folder that begins with a dot."""
    kept = tmp_path / "..2026_11_27"
    kept.mkdir()
    ours = (OURS / "reminder.txt").read_text("utf-8")
    (kept / "reminder.txt").write_text(ours, "utf-8-sig")
    (tmp_path / "..data").symlink_to(kept.name)
    (tmp_path / "reminder.txt").symlink_to("..data/reminder.txt")
    assert Templates(tmp_path).write(FULL) == OURSELVES.write(FULL)


def test_a_template_in_another_coding_is_told(tmp_path):
    (tmp_path / "foot.txt").write_text("Kính thư", "utf-16")
    with pytest.raises(BadTemplate, match=r"foot\.txt: is not UTF-8; save it as UTF-8"):
        Templates(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadTemplate, match="no such folder"):
        Templates(tmp_path / "none")


def test_the_notifier_does_not_start_with_a_template_that_cannot_be_used(tmp_path):
    """And says which file, and where in it."""
    office, master = tmp_path / "templates", tmp_path / "master"
    office.mkdir()
    (office / "foot.txt").write_text("Kính thư.\n{{ mail.helpline }}\n", "utf-8")
    master.write_text(b64encode(bytes(32)).decode())
    settings = Settings(
        templates=office,
        gateways_file=EXAMPLES / "gateways.yaml",
        contacts_master_file=master,
        contacts_ring=tmp_path / "ring",
    )
    with pytest.raises(SystemExit, match=r"NGAYSO_TEMPLATES: .*foot\.txt, line 2: .*helpline"):
        build(settings)


def test_a_mail_is_written_in_less_than_a_millisecond():
    """Ten thousand in ten seconds of one core, with its style put beside each element."""
    count, started = 300, time.process_time()
    for _ in range(count):
        OURSELVES.write(FULL)
    spent = (time.process_time() - started) / count * 1000
    print(f"{spent:.2f} ms a mail, text and page")
    assert spent < 1
