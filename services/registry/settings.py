"""Registry, settings: what it reads from its environment beside the runtime's own."""

from pydantic import Field

from runtime.settings import RuntimeSettings


class RegistrySettings(RuntimeSettings):
    """Environment variables, prefix NGAYSO_."""

    registry_cache_megabytes: int = Field(
        100,
        ge=1,
        description="Memory for units' parts in plans, about: 100,000 activities take 150.",
    )
