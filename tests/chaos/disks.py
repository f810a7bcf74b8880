"""Chaos: a store's disk of its own, that can run full, and lose what was not synced.

Each is a file with an ext4 on it, mounted through a loop device; that takes root.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024
DISK = 6 * 1024 * MEBIBYTE
"""More than what the streams set aside; of the file only what was written takes room."""


@dataclass
class Disk:
    """`image` holds what reached the disk; `mount` is where a server sees it."""

    image: Path
    mount: Path

    def attach(self) -> None:
        _run("mount", "-o", "loop", self.image, self.mount)

    def detach(self) -> None:
        _run("umount", "--lazy", self.mount)

    def fill(self) -> None:
        """Leave no room."""
        with (self.mount / "ballast").open("wb") as ballast:
            for step in (MEBIBYTE, 4096):  # what the rounding of the first leaves
                with suppress(OSError):
                    while True:
                        size = ballast.seek(0, os.SEEK_END)
                        free = shutil.disk_usage(self.mount).free // step * step
                        os.posix_fallocate(ballast.fileno(), size, free or step)

    def make_room(self) -> None:
        """What the operator does with a full disk; here it was the ballast that filled it."""
        (self.mount / "ballast").unlink()

    def cut(self) -> None:
        """The power goes: only what had reached the disk is there again. Stop who writes first,
        and end it before the copy is attached.
        """
        copy = self.image.with_suffix(".copy")
        _run("cp", "--sparse=always", self.image, copy)
        self.image = copy


@contextmanager
def disks(folder: Path, mounts: Sequence[Path]) -> Iterator[list[Disk]]:
    """An empty disk under each of the mounts; gone at the end."""
    made: list[Disk] = []
    try:
        for number, mount in enumerate(mounts):
            disk = Disk(folder / f"disk-{number}.img", mount)
            mount.mkdir(parents=True)
            with disk.image.open("wb") as image:
                image.truncate(DISK)
            _run("mkfs.ext4", "-q", disk.image)
            disk.attach()
            made.append(disk)
        yield made
    finally:
        for disk in made:
            disk.detach()


def _run(*command: str | Path) -> str:
    done = subprocess.run([*map(str, command)], check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    return done.stdout
