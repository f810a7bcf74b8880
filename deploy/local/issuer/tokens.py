"""Deployment, local: a token of the development issuer, got the way a browser gets one."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

AUDIENCE, SECRET = "ngayso", "local-secret"
"""The client whose tokens these are; the issuer takes any secret, but wants one."""
TOKEN = "operator.token"  # noqa: S105 (a file's name)
NOWHERE = "http://127.0.0.1/"
"""Where the issuer would send a browser back; nobody goes there."""


def token(issuer: str, name: str) -> str:
    """A token of one of its people; raises httpx.HTTPError where it is away."""
    asked = {"response_type": "code", "client_id": AUDIENCE, "scope": "openid"}
    with httpx.Client(base_url=issuer, auth=(AUDIENCE, SECRET), timeout=10) as client:
        page = client.post(
            "/oauth2/authorize", params={**asked, "redirect_uri": NOWHERE}, data={"sub": name}
        )
        [code] = parse_qs(urlsplit(page.headers["location"]).query)["code"]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": NOWHERE}
        given = client.post("/oauth2/token", data=form)
    return str(given.raise_for_status().json()["id_token"])


def bearer(issuer: str, name: str) -> dict[str, str]:
    """The header that goes with each question to reporting."""
    return {"Authorization": f"Bearer {token(issuer, name)}"}


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, and for nobody else on this machine."""
    partial = path.with_suffix(".partial")
    partial.touch(mode=0o600)
    partial.write_text(text)
    partial.replace(path)
