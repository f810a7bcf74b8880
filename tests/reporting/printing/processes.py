"""Tests, printing: whether a process that was started elsewhere has ended."""

import asyncio
from pathlib import Path


async def gone(pid: int) -> None:
    """It was killed with the program, which alone is waited for, so it may take a moment to end."""
    async with asyncio.timeout(5):
        while alive(pid):
            await asyncio.sleep(0.01)


def alive(pid: int) -> bool:
    """Whether it runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
