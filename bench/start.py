"""Bench, start: a registry that starts over a whole campaign's activities, and its memory.

On one server. Every unit's activities are put into the log, ten to a message. In each round a
registry is started while a command about one unit waits, and answers it; then it is asked about
every other unit. Beside that stand Python with the registry's modules and nothing else, and the
plain client's reading of one unit's messages, undecoded.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.campaign.given import NAMES, Size, declaration, history, of_another
from bench.campaign.replicas import registry_of
from bench.campaign.streams import Campaign
from bench.figures import Figure, figure
from bench.history import read
from deploy.local.process import Process

TOGETHER = 10
KIBIBYTES = 1024
USER, SYSTEM = 11, 12
"""Which words of /proc/<pid>/stat, behind the name."""
IMPORTS = "import services.registry.main"
SAY_STATUS = "print(open('/proc/self/status').read())"


@dataclass(frozen=True)
class Round:
    """Seconds, of one unit milliseconds, and MiB at most."""

    python: float
    imports: float
    first: float
    further: float
    read: float
    imports_peak: float
    first_peak: float
    all_peak: float


def ran(program: str) -> tuple[float, float]:
    """Seconds that Python takes for a program, and the most memory that it held, in MiB."""
    started = time.perf_counter()
    command = [sys.executable, "-c", f"{program}\n{SAY_STATUS}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return time.perf_counter() - started, _most(said)


def peak(registry: Process) -> float:
    """The most memory that a registry has held so far, in MiB."""
    return _most(Path(f"/proc/{registry.process.pid}/status").read_text())


def cpu(process: Process) -> float:
    """The seconds of a core that a process has taken so far."""
    said = Path(f"/proc/{process.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(said[USER]) + int(said[SYSTEM])) / os.sysconf("SC_CLK_TCK")


def _most(status: str) -> float:
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / KIBIBYTES


async def one_round(campaign: Campaign) -> Round:
    python, _ = ran("")
    imports, imports_peak = ran(IMPORTS)
    reading = await read(campaign, NAMES[0])
    registry, before = registry_of(campaign), await campaign.answers()
    one, *others = [declaration(name, 0, f"{time.time()}") for name in NAMES]
    await campaign.send([one])
    started = time.perf_counter()
    with registry.launch():
        await campaign.answered(before + 1, [registry])
        first, first_peak = time.perf_counter() - started, peak(registry)
        started = time.perf_counter()
        await campaign.send(others)
        await campaign.answered(before + len(NAMES), [registry])
        further = (time.perf_counter() - started) * 1_000 / len(others)
        all_peak = peak(registry)
    return Round(python, imports, first, further, reading, imports_peak, first_peak, all_peak)


async def measure(campaign: Campaign, size: Size) -> list[Figure]:
    await campaign.begin()
    messages = list(history(NAMES[0], size.declared, TOGETHER))
    await campaign.send(messages)
    for name in NAMES[1:]:
        await campaign.send(of_another(name, messages, NAMES[0]))
    rounds = [await one_round(campaign) for _ in range(size.rounds)]
    await campaign.accepted()
    return list(_figures(len(NAMES) * size.declared, rounds))


def _figures(activities: int, rounds: Sequence[Round]) -> Iterator[Figure]:
    def of(name: str) -> list[float]:
        return [getattr(one, name) for one in rounds]

    whole = f"of {activities:,} activities"
    imports, reading = "its modules alone", "reading it one by one"
    yield figure("start, modules alone", 1, "s", of("imports"), "Python alone", of("python"))
    yield figure(f"start, first verdict {whole}", 1, "s", of("first"), imports, of("imports"))
    yield figure("each further unit, cold", 1, "ms", of("further"), reading, of("read"))
    for name, word in (("first_peak", "first verdict"), ("all_peak", "every unit asked")):
        yield figure(f"peak memory, {word}", 1, "MiB", of(name), imports, of("imports_peak"))
