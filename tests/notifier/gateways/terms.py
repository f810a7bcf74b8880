"""Terms with gateways, and letters, for the tests beside this file."""

from services.notifier.domain.letter import Letter
from services.notifier.outbound.gateways.contract import Contract

PLAIN_KEY = "plain-key"


def esms(folder, url="http://127.0.0.1:9", name="esms", **more):
    """As the office's file has it; its keys are in `folder`."""
    for key in ("key", "secret"):
        (folder / key).write_text("any")
    return {
        "name": name,
        "kind": "esms",
        "url": url,
        "api_key_file": str(folder / "key"),
        "secret_key_file": str(folder / "secret"),
        "brand_name": "NGAYSO",
        **more,
    }


def plain(folder, url="http://127.0.0.1:9", name="plain", **more):
    """As deploy/local/sinks/plain.py wants it."""
    (folder / "plain").write_text(PLAIN_KEY)
    headers = {"Authorization": "Bearer {secret}"}
    answer = {"path": "state", "accepted": ["queued"]}
    return {
        "name": name,
        "kind": "http",
        "secret_file": str(folder / "plain"),
        "send": {
            "url": f"{url}/messages",
            "headers": headers,
            "json": {"to": "{phone}", "text": "{text}", "id": "{id}", "callback": "{callback}"},
        },
        "answer": answer | {"permanent": ["blocked"], "id_path": "message.ref"},
        "ask": {
            "request": {"method": "GET", "url": f"{url}/messages/{{id}}", "headers": headers},
            "answer": answer | {"absent": ["unknown"]},
        },
        "callback": {"field": "state", "delivered": ["arrived"], "bounced": ["failed"]},
        **more,
    }


def contract(*gateways, **more):
    return Contract.model_validate({"gateways": list(gateways), **more})


def letter(name="m-1", text="Kính đề nghị gửi báo cáo", **more):
    return Letter(name, "sms", "reminder", "", text, plan="kh-1", unit="ba-to", **more)
