"""Tests: an OpenID Connect issuer on the loopback, which says and signs whatever a test wants."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeySet, RSAKey

AUDIENCE = "ngayso"


@dataclass
class Issuer:
    """`asked`: paths, in the order of the questions. `away`: it answers nothing but 500."""

    url: str = ""
    key: Key = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "k1"}))
    asked: list[str] = field(default_factory=list)
    away: bool = False
    given: dict[str, Any] = field(default_factory=dict)
    """What the token endpoint answers."""

    @property
    def env(self) -> dict[str, str]:
        """What a reporting process is told of it."""
        return {"NGAYSO_OIDC_ISSUER": self.url, "NGAYSO_OIDC_AUDIENCE": AUDIENCE}

    def rotate(self, kid: str | None = "k2") -> None:
        """Sign with another key, and give that alone."""
        self.key = RSAKey.generate_key(2048, {"kid": kid} if kid else None)

    def claims(self, *roles: str, unit: str | None = None, **changed: Any) -> dict[str, Any]:
        """Those of a good token; a changed claim that is None is left out."""
        said = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "nguoi-dung",
            "exp": int(time.time()) + 600,
            "roles": list(roles),
            "unit": unit,
            **changed,
        }
        return {name: value for name, value in said.items() if value is not None}

    def token(self, *roles: str, unit: str | None = None, **changed: Any) -> str:
        return self.sign(self.claims(*roles, unit=unit, **changed))

    def sign(self, claims: dict[str, Any], key: Key | None = None, **header: Any) -> str:
        signing = key or self.key
        alg = "RS256" if isinstance(signing, RSAKey) else "ES256"
        said = {"alg": alg, "kid": self.key.kid, **header}
        if said["kid"] is None:
            del said["kid"]
        return jwt.encode(said, claims, signing, algorithms=[said["alg"]])

    def headers(self, *roles: str, unit: str | None = None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(*roles, unit=unit)}"}

    def answer(self, path: str) -> dict[str, Any] | None:
        """What is said at an address of ours."""
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            names = {
                "authorization_endpoint": "page",
                "token_endpoint": "token",
                "jwks_uri": "keys",
            }
            return {"issuer": self.url, **{name: f"{self.url}/{at}" for name, at in names.items()}}
        if path == "/keys":
            return KeySet([self.key]).as_dict(private=False)
        return self.given if path == "/token" else None


@contextmanager
def running_issuer() -> Iterator[Issuer]:
    """The issuer, listening until the end."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = issuer.answer(self.path)
            self.send_response(500 if issuer.away else 200 if said is not None else 404)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
