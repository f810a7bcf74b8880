"""Notifier, inbound: the page behind the link by which a person stops getting mails (RFC 8058).

Mail filters open every link of a mail, so opening it changes nothing: what is posted there does. A
mail program posts by itself when its reader asks it to; a browser does by the page's button.
"""

from collections.abc import Callable
from html import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from contracts.plan import Channel
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
FORM = '<form method="post"><button>Ngừng nhận thư tại địa chỉ này</button></form>'
ASK = "Ngừng nhận thư nhắc việc"
ASKED = (
    "Khi mở trang này chưa có gì thay đổi. Bấm nút dưới đây nếu không muốn nhận thư nhắc việc tại"
    " địa chỉ này nữa."
)
DONE = "Đã ngừng gửi thư"
DONE_SAID = "Từ nay thư nhắc việc không được gửi đến địa chỉ này nữa."
KEPT = "Chưa thể ngừng gửi thư"
KEPT_SAID = (
    "Địa chỉ này là nơi duy nhất mà một đơn vị còn nhận được thư nhắc việc. Kính đề nghị liên hệ cơ"
    " quan gửi thư để cử đầu mối khác, sau đó địa chỉ này sẽ được ngừng."
)


def unsubscribing(stopping: Stopping, whose: Whose) -> Starlette:
    """One address per person and channel; what we did not sign is not found."""

    async def shown(request: Request) -> Response:
        if whose(request.path_params["word"]) is None:
            return Response(status_code=404)
        return _page(ASK, ASKED, FORM)

    async def posted(request: Request) -> Response:
        found = whose(request.path_params["word"])
        if found is None:
            return Response(status_code=404)
        if await stopping.stop(*found):
            return _page(DONE, DONE_SAID)
        return _page(KEPT, KEPT_SAID, status=409)

    path = "/{word}"
    return Starlette(
        routes=[Route(path, shown, methods=["GET"]), Route(path, posted, methods=["POST"])]
    )


def _page(title: str, said: str, form: str = "", status: int = 200) -> Response:
    text = PAGE.format(title=escape(title), said=escape(said), form=form)
    return HTMLResponse(text, status, HEADERS)
