"""Runtime, settings: what every service reads from its environment, once, in build()."""

import ssl
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from runtime.certificates import Certificates
from runtime.clock import Clock, ScaledClock, SystemClock

STORE_MIB = 4096
"""Of a server on a laptop."""


class RuntimeSettings(BaseSettings):
    """Environment variables, prefix NGAYSO_; secrets are read from files."""

    model_config = SettingsConfigDict(env_prefix="NGAYSO_", frozen=True, extra="ignore")

    nats_url: str = Field("nats://127.0.0.1:4222", description="NATS servers, comma-separated.")
    nats_user: str | None = Field(None, description="NATS user name.")
    nats_password_file: Path | None = Field(None, description="File with the NATS password.")
    nats_credentials_file: Path | None = Field(
        None, description="NATS credentials (.creds), in place of user and password."
    )
    nats_ca_file: Path | None = Field(
        None, description="Certificates that NATS's own must come from; connects by TLS alone."
    )
    nats_certificate_file: Path | None = Field(
        None, description="Our certificate, where the server asks for one (mutual TLS)."
    )
    nats_key_file: Path | None = Field(None, description="The key of our certificate.")
    nats_replicas: int = Field(1, ge=1, le=5, description="Copies of each stream: 1, or 3 (R3).")
    nats_store_mib: int = Field(
        STORE_MIB,
        ge=16,
        description="MiB of each NATS server's store that the streams share; what is full refuses.",
    )
    http_host: str = Field("127.0.0.1", description="Address the HTTP endpoints listen on.")
    http_port: int = Field(8000, ge=1, le=65535, description="Port of the HTTP endpoints.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severe log event that is written."
    )
    otlp_endpoint: str | None = Field(
        None, description="OTLP/HTTP traces endpoint; no tracing where absent."
    )
    clock_anchor: AwareDatetime | None = Field(
        None, description="Rehearsal only: the real moment at which the campaign clock started."
    )
    clock_start: AwareDatetime | None = Field(
        None, description="Rehearsal only: the campaign's moment at the anchor."
    )
    clock_scale: float = Field(
        1.0, gt=0, description="Rehearsal only: campaign seconds per real second."
    )

    @model_validator(mode="after")
    def _both_or_none(self) -> "RuntimeSettings":
        if (self.clock_anchor is None) != (self.clock_start is None):
            raise ValueError("set both NGAYSO_CLOCK_ANCHOR and NGAYSO_CLOCK_START, or neither")
        if (self.nats_certificate_file is None) != (self.nats_key_file is None):
            raise ValueError("set both NGAYSO_NATS_CERTIFICATE_FILE and its _KEY_FILE, or neither")
        if self.nats_certificate_file and not self.nats_ca_file:
            raise ValueError("NGAYSO_NATS_CERTIFICATE_FILE wants NGAYSO_NATS_CA_FILE beside it")
        return self

    def clock(self) -> Clock:
        """The system clock unless an anchor is set."""
        if self.clock_anchor is None or self.clock_start is None:
            return SystemClock()
        return ScaledClock(self.clock_anchor, self.clock_start, self.clock_scale)

    def nats_tls(self) -> ssl.SSLContext | None:
        """How a connection to NATS is secured, None: it is not; raises OSError."""
        return Certificates(self._nats_tls) if self.nats_ca_file else None

    def _nats_tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.nats_ca_file)
        if self.nats_certificate_file and self.nats_key_file:
            context.load_cert_chain(self.nats_certificate_file, self.nats_key_file)
        return context

    def nats_password(self) -> str | None:
        return self.nats_password_file.read_text().strip() if self.nats_password_file else None
