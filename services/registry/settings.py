"""Registry, settings: what it reads from its environment beside the runtime's own."""

from pydantic import Field

from runtime.settings import RuntimeSettings


class RegistrySettings(RuntimeSettings):
    """Environment variables, prefix NGAYSO_."""

    registry_cached_records: int = Field(
        20_000,
        ge=1,
        description="Activities and report versions kept in memory, about 5 KB each.",
    )
