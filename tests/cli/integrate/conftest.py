"""A registry in this process, in September 2022, and a stranger's client beside it."""

from tests.registry.service.conftest import client, settings

__all__ = ["client", "settings"]
