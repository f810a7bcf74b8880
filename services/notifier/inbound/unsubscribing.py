"""Notifier, inbound: the page behind the link by which a person stops getting mails (RFC 8058).

Mail filters open every link of a mail, so opening it changes nothing: what is posted there does. A
mail program posts by itself when its reader asks it to, which means all mails; a browser does by
the page's button, which may mean one kind of them.
"""

from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from contracts.plan import Channel
from contracts.words import TOPICS, Topic
from services.notifier.application.contacts.stopping import Stopping

Whose = Callable[[str], tuple[Channel, str] | None]
"""Whose a link's word is, where we signed it."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
}
PAGE = """\
<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>body {{ max-width: 36rem; margin: 3rem auto; padding: 0 1rem; font: 1.1rem/1.5 sans-serif }}
button {{ font: inherit; padding: .5rem 1rem }}</style>
</head>
<body>
<h1>{title}</h1>
<p>{said}</p>
{form}
</body>
</html>
"""
KIND = '<p><label><input type="radio" name="topic" value="{topic}"{first}> {name}</label></p>'
FORM = """\
<form method="post">
{kinds}
<button>{stop}</button>
</form>
"""
AGAIN = """\
<form method="post"><input type="hidden" name="topic" value="{topic}">
<button name="again" value="1">{back}</button></form>
"""
STOP, WANT_AGAIN = "Ngừng nhận tại địa chỉ này", "Nhận lại"
NAMES: dict[Topic | None, str] = {
    None: "Mọi thư",
    "reminders": "Thư nhắc việc theo thời hạn",
    "notices": "Thư báo việc của đơn vị (bổ sung, gia hạn, tiếp nhận …)",
    "lists": "Danh sách đơn vị quá hạn",
}
ASK = "Ngừng nhận thư"
ASKED = (
    "Khi mở trang này chưa có gì thay đổi. Chọn loại thư không muốn nhận tại địa chỉ này nữa rồi"
    " bấm nút dưới đây."
)
DONE = "Đã ngừng gửi thư"
DONE_SAID = "Từ nay không gửi đến địa chỉ này nữa: {what}."
BACK = "Đã nhận lại thư"
BACK_SAID = "Từ nay lại gửi đến địa chỉ này: {what}."
KEPT = "Chưa thể ngừng gửi thư"
KEPT_SAID = (
    "Địa chỉ này là nơi duy nhất mà một đơn vị còn nhận được thư đó. Cơ quan gửi thư đã được báo để"
    " đề nghị cử đầu mối khác; khi có đầu mối khác, thư sẽ được ngừng."
)
MOST_BYTES = 1024
"""Of what a form or a mail program posts."""


def unsubscribing(stopping: Stopping, whose: Whose) -> Starlette:
    """One address per person and channel; what we did not sign is not found."""

    async def shown(request: Request) -> Response:
        if whose(request.path_params["word"]) is None:
            return Response(status_code=404)
        return _page(ASK, ASKED, _form())

    async def posted(request: Request) -> Response:
        found = whose(request.path_params["word"])
        if found is None:
            return Response(status_code=404)
        said = parse_qs((await request.body())[:MOST_BYTES].decode("ascii", "replace"))
        topic, out = _topic(said.get("topic", [""])[0]), "again" not in said
        if not await stopping.stop(*found, topic, out=out):
            return _page(KEPT, KEPT_SAID, status=409)
        what = NAMES[topic].lower()
        if out:
            return _page(
                DONE, DONE_SAID.format(what=what), AGAIN.format(topic=topic or "", back=WANT_AGAIN)
            )
        return _page(BACK, BACK_SAID.format(what=what))

    path = "/{word}"
    return Starlette(
        routes=[Route(path, shown, methods=["GET"]), Route(path, posted, methods=["POST"])]
    )


def _form() -> str:
    kinds = (
        KIND.format(topic=topic or "", first=" checked" if topic is None else "", name=name)
        for topic, name in NAMES.items()
    )
    return FORM.format(kinds="\n".join(kinds), stop=STOP)


def _topic(word: str) -> Topic | None:
    """None: everything, as a mail program means that posts by itself."""
    return next((one for one in TOPICS if one == word), None)


def _page(title: str, said: str, form: str = "", status: int = 200) -> Response:
    text = PAGE.format(title=escape(title), said=escape(said), form=form)
    return HTMLResponse(text, status, HEADERS)
