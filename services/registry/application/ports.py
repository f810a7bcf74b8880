"""Registry, application: what it needs beside the ports of runtime."""

from typing import Protocol

from contracts.verdicts import Verdict


class Verdicts(Protocol):
    """Where answers go."""

    async def publish(self, verdict: Verdict, name: str) -> None:
        """Store a verdict; the same name again within the stream's window is stored once."""
