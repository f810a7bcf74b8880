"""Cli, dossier: every file of a campaign's file, by its name; the same log gives the same bytes."""

import hashlib
from collections.abc import Callable, Iterator
from html import escape

import yaml

from cli.console import Trouble
from cli.dossier import activities, tables
from cli.dossier.gather import Campaign, UnitPart
from cli.exchange import wanted_id
from cli.integrate.known import Known
from cli.integrate.timeline import timeline
from contracts.frozen import FrozenFile

CONTENTS, SUMS = "muc-luc.html", "SHA256SUMS"
Fetch = Callable[[FrozenFile], bytes]
TABLES: tuple[tuple[str, str, Callable[[Campaign], bytes]], ...] = (
    ("ke-hoach/cac-lan.csv", "Kế hoạch và các lần sửa đổi", tables.revisions),
    ("nghia-vu.csv", "Nội dung phải thực hiện của từng đơn vị, hạn, kết quả", tables.duties),
    ("bao-cao/phien-ban.csv", "Từng bản báo cáo của từng đơn vị", tables.versions),
    ("bao-cao/van-ban.csv", "Số, ngày văn bản đã ký và số đến", tables.papers),
    ("bao-cao/so-lieu.csv", "Từng số liệu của từng bản báo cáo", tables.figures),
    ("hoat-dong/hoat-dong.csv", "Hoạt động của từng đơn vị", activities.activities),
    ("hoat-dong/so-lieu.csv", "Số liệu của từng hoạt động", activities.activity_figures),
    ("kinh-phi.csv", "Kinh phí theo nguồn", activities.money),
    ("quyet-dinh.csv", "Quyết định của cơ quan tổng hợp và đơn vị xác nhận", tables.decisions),
    ("bao-cao-phat-hanh/cac-lan.csv", "Các lần chốt, phát hành, ký", tables.snapshots),
    ("tin-nhan.csv", "Số lượng lời nhắc và tin đã gửi; không có người nhận", tables.messages),
)


def files_of(campaign: Campaign, fetch: Fetch) -> dict[str, bytes]:
    """Name to content, the list of contents and the hashes last; `fetch` gives the bytes of a
    published report. Raises Trouble where they are not those that were published.
    """
    files: dict[str, bytes] = {}
    said: dict[str, str] = {}
    for name, content, what in _parts(campaign, fetch):
        files[name], said[name] = content, what
    files[CONTENTS] = _contents(campaign, files, said)
    files[SUMS] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    ).encode()
    return files


def _parts(campaign: Campaign, fetch: Fetch) -> Iterator[tuple[str, bytes, str]]:
    for fact in campaign.revisions:
        text = yaml.safe_dump(
            fact.plan.model_dump(mode="json", exclude_none=True),
            allow_unicode=True,
            sort_keys=False,
            width=100,
        )
        name = f"ke-hoach/lan-{fact.revision:02d}.yaml"
        yield name, text.encode(), f"Kế hoạch, lần {fact.revision}"
    for name, what, made in TABLES:
        yield name, made(campaign), what
    for part in campaign.units:
        what = f"Diễn biến của {part.name}"
        yield f"don-vi/{wanted_id(part.unit)}.txt", _history(campaign, part), what
    yield from _published(campaign, fetch)


def _published(campaign: Campaign, fetch: Fetch) -> Iterator[tuple[str, bytes, str]]:
    for number, one in sorted(campaign.snapshots.items()):
        for file in one.made.files if one.published_at else ():
            content = fetch(file)
            if hashlib.sha256(content).hexdigest() != file.sha256:
                raise Trouble("dossier-other-bytes", number=number, form=file.form)
            name = f"bao-cao-phat-hanh/lan-{number:02d}.{file.form}"
            yield name, content, f"Báo cáo phát hành lần {number} ({one.code})"


def _history(campaign: Campaign, part: UnitPart) -> bytes:
    """What happened to a unit, in the order of receipt; without its messages."""
    known = Known(
        part.unit,
        plans={campaign.plan.id: campaign.plan},
        decisions=[tuple(facts) for facts in part.decisions],
    )
    lines = [f"{part.name} ({part.unit})", f"Kế hoạch {campaign.plan.number}", ""]
    for entry in timeline(known):
        at = entry.at.astimezone(campaign.plan.zone)
        lines.append(f"{at:%d/%m/%Y %H:%M:%S}  {entry.sender}")
        lines += [f"    {line}" for line in entry.lines]
    return ("\n".join(lines) + "\n").encode()


def _contents(campaign: Campaign, files: dict[str, bytes], said: dict[str, str]) -> bytes:
    """The list of contents, which a browser opens and a person reads."""
    plan = campaign.plan
    rows = "\n".join(
        f'<tr><td><a href="{escape(name)}">{escape(name)}</a></td>'
        f"<td>{escape(said[name])}</td><td>{len(content)}</td></tr>"
        for name, content in sorted(files.items())
    )
    aside = "".join(
        f"<li>Bản ghi số {one.sequence}: {escape(one.reason)}</li>" for one in campaign.set_aside
    )
    missing = f"<h2>Bản ghi không đọc được, đã để riêng</h2><ul>{aside}</ul>" if aside else ""
    return PAGE.format(
        title=escape(f"Hồ sơ kế hoạch {plan.number}"),
        plan=escape(plan.title),
        number=escape(plan.number),
        day=f"{plan.issued_on:%d/%m/%Y}",
        units=len(campaign.units),
        position=campaign.position,
        rows=rows,
        missing=missing,
    ).encode()


PAGE = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:serif;margin:2em}} table{{border-collapse:collapse}}
td,th{{border:1px solid;padding:.2em .5em;text-align:left}}</style></head>
<body>
<h1>{title}</h1>
<p>{plan}, số {number} ngày {day}. {units} đơn vị.
Lập từ nhật ký gốc, đến bản ghi số {position}.</p>
<p>Tệp .csv, .txt, .yaml mã UTF-8. Kiểm tra toàn vẹn: <code>sha256sum -c SHA256SUMS</code>.</p>
<table><caption>Mục lục</caption>
<thead><tr><th scope="col">Tệp</th><th scope="col">Nội dung</th>
<th scope="col">Byte</th></tr></thead>
<tbody>
{rows}
</tbody></table>
{missing}
</body></html>
"""
