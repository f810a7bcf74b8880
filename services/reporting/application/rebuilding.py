"""Reporting, application: drops the views and has the whole log projected into them again."""

from services.reporting.application.ports import Replay, Views


class Rebuilding:
    """`views rebuild`, safe while any number of replicas project.

    The views are shut first: a batch under way then conflicts with that and is put back. They are
    emptied, the log is delivered from its first fact, and the views are opened. Interrupted
    anywhere, it is run again: until it has finished, /readyz and the API say so. What is delivered
    is projected as ever, so nothing waits for this process.
    """

    def __init__(self, views: Views, replay: Replay) -> None:
        self._views = views
        self._replay = replay

    async def rebuild(self) -> None:
        await self._views.empty()
        await self._replay.start_over()
        await self._views.reopen()
