"""Reporting, settings: where the views are kept, read once in build()."""

from pathlib import Path

from pydantic import Field

from runtime.settings import RuntimeSettings


class Settings(RuntimeSettings):
    """Environment variables, prefix NGAYSO_; secrets are read from files."""

    mongodb_uri: str = Field(
        "mongodb://127.0.0.1:27017/?directConnection=true",
        description="MongoDB (a replica set: the views need transactions), without a password.",
    )
    mongodb_uri_file: Path | None = Field(
        None, description="File with the MongoDB URI and its password; goes before the URI."
    )
    mongodb_database: str = Field(
        "ngayso",
        pattern=r"^[A-Za-z0-9_-]{1,38}$",
        description="Database of the views; everything in it can be rebuilt from the log.",
    )

    public_url: str = Field(
        "http://127.0.0.1:8000",
        pattern=r"^https?://[^/?#]+$",
        description="Address by which people's browsers reach the pages; /signed-in below it is "
        "the redirect address to register at the issuer.",
    )
    oidc_issuer: str = Field(
        "http://127.0.0.1:9400",
        pattern=r"^https?://",
        description="OpenID Connect issuer of the tokens, exactly as their `iss` says it.",
    )
    oidc_audience: str = Field(
        "ngayso",
        min_length=1,
        description="What the tokens' `aud` must name; also the client id of the pages.",
    )
    oidc_client_secret_file: Path | None = Field(
        None, description="File with the pages' client secret; none: a public client (PKCE alone)."
    )
    oidc_jwks_url: str | None = Field(
        None, description="Address of the issuer's keys; none: as its discovery says."
    )

    document_templates: Path | None = Field(
        None,
        description="Folder of the office's own .docx templates, each in place of ours of the same"
        " name; none: ours.",
    )

    def mongodb(self) -> str:
        """The URI to use."""
        return self.mongodb_uri_file.read_text().strip() if self.mongodb_uri_file else (
            self.mongodb_uri
        )  # fmt: skip

    def oidc_client_secret(self) -> str | None:
        file = self.oidc_client_secret_file
        return None if file is None else file.read_text().strip()
