"""Runtime, lines: all that a process says, the words of libraries, warnings and faults included, as
one JSON object a line on standard output.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import structlog

log = structlog.get_logger()

QUIET = ("faststream", "httpx", "httpcore")
"""Say at INFO what our own events say better."""
PROBES = ("/livez", "/readyz", "/metrics")
FIELDS = ("method", "path", "status")


def configure(service: str, level: str = "INFO") -> None:
    """`time` (UTC), `level`, `service`, `message` and, of a fault, `exception` with its traceback;
    then the event's own fields.
    """
    least = logging.getLevelNamesMapping()[level]

    def ours(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        return {**event, "service": service}  # not by context, which threads do not inherit

    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        ours,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            *shared,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(FIELDS),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.StackInfoRenderer(),
            _as_promised,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    logging.basicConfig(handlers=[_Lines(service, formatter)], level=least, force=True)
    logging.captureWarnings(True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(least),
        cache_logger_on_first_use=True,
    )
    _hear_of_faults()


def _as_promised(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """What every line has comes first."""
    first = {name: event.pop(name) for name in ("time", "level", "service")}
    return {**first, "message": event.pop("event"), **event}


class _Lines(logging.StreamHandler[Any]):
    """Writes what can be written of any line, and never anything else than a line."""

    def __init__(self, service: str, formatter: logging.Formatter) -> None:
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        super().__init__(sys.stdout)
        self.setFormatter(formatter)
        self._service = service

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        said = {
            "time": datetime.now(UTC).isoformat(),
            "level": "error",
            "service": self._service,
            "message": "a line could not be written",
            "logger": record.name,
            "exception": traceback.format_exc(),
        }
        self.stream.write(json.dumps(said) + "\n")


class Requests(logging.Filter):
    """Turns uvicorn's line of a request into fields. Probes are left out, queries are, and so is
    what stands below a mount: signed words of gateways and of people's mails.
    """

    def __init__(self, mounts: Sequence[str]) -> None:
        super().__init__()
        self._mounts = [f"{mount}/" for mount in mounts if mount != "/"]

    def filter(self, record: logging.LogRecord) -> bool:
        _, method, path, _, status = record.args  # type: ignore[misc]
        path = str(path).partition("?")[0]
        below = next((mount for mount in self._mounts if path.startswith(mount)), path)
        record.msg, record.args = "request", ()
        record.method, record.path, record.status = method, below, status
        return path not in PROBES


def _hear_of_faults() -> None:
    """Those that nobody handles: Python would write them as they are."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _told(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _told(args.exc_type, args.exc_value, args.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        _told(kind, error, place)


def _told(
    kind: type[BaseException], error: BaseException | None, place: TracebackType | None
) -> None:
    """A fault that nobody handled."""
    log.critical("uncaught", exc_info=(kind, error or kind(), place))
