"""The PDF: pages made in a process of its own, with fonts that hold every Vietnamese letter."""

import asyncio
import itertools
import re
import shutil
import subprocess
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from services.reporting.application.frozen.ports import Unprinted
from services.reporting.documents.render import ours, render
from services.reporting.outbound.papers.printing import LibreOffice
from tests.reporting.documents.book.books import every_kind
from tests.reporting.printing.processes import gone

DOCKERFILE = Path("deploy/Dockerfile")
FONT_PACKAGE = "fonts-liberation"
FAMILY = "Liberation Serif"
"""As wide as Times New Roman, letter by letter, which may not be shipped."""
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def vietnamese() -> set[str]:
    """The letters that are not those of English: 67, small and large."""
    small = {
        unicodedata.normalize("NFC", vowel + tone)
        for vowel, tone in itertools.product("aăâeêioôơuưy", TONES)
    }
    small = {one for one in small if not one.isascii()} | {"đ"}
    return small | {one.upper() for one in small}


def test_there_are_134_letters() -> None:
    assert len(vietnamese()) == 134


@pytest.mark.skipif(not shutil.which("fc-list"), reason="needs fontconfig")
@pytest.mark.parametrize("style", ["Regular", "Bold", "Italic", "Bold Italic"])
def test_the_font_has_a_glyph_for_every_one(style: str) -> None:
    """And for the dong sign."""
    letters = " ".join(f"{ord(letter):x}" for letter in sorted(vietnamese() | {"₫"}))
    pattern = f"{FAMILY}:style={style}:charset={letters}"
    found = subprocess.run(["fc-list", pattern, "family"], capture_output=True, check=True)
    assert FAMILY.encode() in found.stdout


def test_image_and_ci_name_the_font_and_what_makes_the_pages() -> None:
    stage = DOCKERFILE.read_text().split("AS documents")[1].split("\nFROM ")[0]
    for package in (FONT_PACKAGE, "libreoffice-writer-nogui"):
        assert package in stage
        assert package in Path(".ci/run").read_text()


class Program:
    """A program in place of LibreOffice, written as a shell script."""

    def __init__(self, folder: Path, script: str) -> None:
        self.path = folder / "soffice"
        self.path.write_text(f"#!/bin/sh\n{script}\n")
        self.path.chmod(0o755)


def with_child(folder: Path) -> tuple[Program, Path]:
    """One that waits for a process that it started, and where it writes whose number that has."""
    child = folder / "child"
    script = f"sleep 600 & echo $! > {child}.new; mv {child}.new {child}; wait"
    return Program(folder, script), child


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others print on this machine too."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def left_behind() -> list[Path]:
    return [*Path(tempfile.gettempdir()).glob("ngayso-pdf-*")]


async def test_a_program_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    program, child = with_child(tmp_path)
    with pytest.raises(Unprinted, match="took longer than"):
        await LibreOffice(str(program.path), seconds=0.5).pdf(b"")
    await gone(int(child.read_text()))
    assert left_behind() == []


async def test_who_does_not_wait_any_more_ends_it(tmp_path: Path) -> None:
    program, child = with_child(tmp_path)
    asked = asyncio.create_task(LibreOffice(str(program.path)).pdf(b""))
    while not child.exists():  # until it has begun
        await asyncio.sleep(0.01)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    await gone(int(child.read_text()))
    assert left_behind() == []


async def test_who_leaves_while_it_starts_ends_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program has children already, and the loop has not opened its pipes yet."""
    program, child = with_child(tmp_path)
    loop = asyncio.get_running_loop()
    opened = loop.connect_read_pipe

    async def late(*given: Any) -> Any:
        while not child.exists():
            await asyncio.sleep(0.01)
        if not asked.cancelling():
            asked.cancel()
            await asyncio.sleep(0.01)  # it has learned so
        return await opened(*given)

    monkeypatch.setattr(loop, "connect_read_pipe", late)
    asked = asyncio.create_task(LibreOffice(str(program.path)).pdf(b""))
    with pytest.raises(asyncio.CancelledError):
        await asked
    await gone(int(child.read_text()))
    assert left_behind() == []


async def test_a_program_that_wants_too_much_memory_makes_nothing(tmp_path: Path) -> None:
    program = Program(tmp_path, "head -c 200000000 /dev/zero | tail -c 1 > /dev/null && exit 0")
    assert shutil.which("head")
    with pytest.raises(Unprinted, match="made no PDF"):
        await LibreOffice(str(program.path), kilobytes=50_000).pdf(b"")


async def test_without_the_program_the_answer_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unprinted, match="made no PDF"):
        await LibreOffice(str(tmp_path / "nothing")).pdf(b"")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
async def test_two_reports_at_once_become_pages_in_the_font() -> None:
    document = render(every_kind(), "docx", "NS-1", ours())
    printer = LibreOffice()
    pdfs = await asyncio.gather(printer.pdf(document), printer.pdf(document))
    assert len({*pdfs}) == 1, "the same bytes whenever it is printed"
    for pdf in pdfs:
        assert pdf.startswith(b"%PDF-")
        fonts = set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+(\w+)", pdf))
        assert {one for one in fonts if not one.startswith(b"LiberationSerif")} == set()
        assert fonts
