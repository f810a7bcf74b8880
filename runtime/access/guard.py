"""Runtime, access: the lines of a nats-server's configuration that say who may connect, and how."""

from dataclasses import dataclass
from pathlib import Path

from runtime.access.safe import Safe, server_config

_TLS = """\
tls {{
  cert_file: "{0}/server.pem"
  key_file: "{0}/server.key"
  ca_file: "{0}/ca.pem"
  verify: {1}
  timeout: 5
}}
"""


@dataclass(frozen=True)
class Guard:
    """Operator mode by the keys of a folder; TLS by `server.pem`, `server.key` and `ca.pem` of
    another. `mutual`: a client must show a certificate too, as members of a cluster always do.
    """

    keys: Safe
    tls: Path | None = None
    mutual: bool = False

    def config(self, folder: Path) -> str:
        """A server's lines; it keeps accounts in `folder`."""
        secured = _TLS.format(self.tls, str(self.mutual).lower()) if self.tls else ""
        return server_config(self.keys, str(folder / "accounts")) + secured

    def between(self) -> str:
        """The lines inside `cluster`."""
        return _TLS.format(self.tls, "true") if self.tls else ""
