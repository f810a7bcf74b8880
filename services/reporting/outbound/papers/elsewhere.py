"""Reporting, outbound: work that takes much memory, done in a process of its own that ends."""

import asyncio
import os
import pickle
import sys
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar, cast

import structlog

from services.reporting.application.frozen.ports import Unmade
from services.reporting.outbound.papers.limited import KILOBYTES, SECONDS, limited

log = structlog.get_logger()
P = ParamSpec("P")
T = TypeVar("T")

WORKER = "services.reporting.outbound.papers.worker"


class Elsewhere:
    """As application.ports.Elsewhere; one piece of work at a time, so that their memory never adds
    up, and none of it stays in the service.
    """

    def __init__(self, seconds: float = SECONDS, kilobytes: int = KILOBYTES) -> None:
        self._seconds, self._kilobytes = seconds, kilobytes
        self._one = asyncio.Semaphore()

    async def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._one:
            given = await asyncio.to_thread(pickle.dumps, partial(work, *args, **kwargs))
            command = (sys.executable, "-m", WORKER)
            try:
                ended = await limited(command, os.environ, self._seconds, self._kilobytes, given)
            except TimeoutError:
                raise Unmade(f"the document took longer than {self._seconds:g} s") from None
        if ended.code:
            log.error("document-failed", said=ended.said)
            raise Unmade("the document could not be made; see document-failed in the log")
        return cast(T, await asyncio.to_thread(pickle.loads, ended.out))
