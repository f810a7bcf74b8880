"""Cli, backup: where backups lie: a folder, or a store that speaks S3."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, S3Store

from cli.console import Trouble
from cli.translate.system import os_vi

S3 = "s3://"
ENDPOINTS = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AWS_ENDPOINT_URL_S3")
PATIENCE = timedelta(seconds=30)
OWNER_ONLY = 0o700


class Taken(Exception):
    """Something of this name is there already."""


class Place:
    """Named bytes, each written once. Raises Trouble where the place cannot be used."""

    def __init__(self, name: str, store: LocalStore | MemoryStore | S3Store) -> None:
        self.name = name
        self._store = store

    def names(self, folder: str) -> list[str]:
        """What lies in a folder of the place, sorted."""
        with self._reached():
            return sorted(o["path"] for page in obstore.list(self._store, folder) for o in page)

    def occupied(self) -> bool:
        """Whether anything at all lies here."""
        with self._reached():
            top = obstore.list_with_delimiter(self._store)
            return bool(top["objects"] or top["common_prefixes"])

    def read(self, name: str) -> bytes | None:
        """The bytes of this name; None where there are none."""
        with self._reached():
            try:
                return bytes(obstore.get(self._store, name).bytes())
            except FileNotFoundError:
                return None

    def write(self, name: str, data: bytes) -> None:
        """Store bytes whole or not at all, on the disk before this returns; raises Taken."""
        with self._reached():
            try:
                obstore.put(self._store, name, data, mode="create")
            except AlreadyExistsError:
                if self.read(name) != data:
                    raise Taken(name) from None
            if isinstance(self._store, LocalStore) and self._store.prefix:
                _sync(Path(self._store.prefix), name)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            said = {"detail": _first(error), "detail_vi": _vi(error)}
            raise Trouble("backup-place", place=self.name, **said) from error


def open_place(name: str, *, make: bool) -> Place:
    """The place that was named; `make` makes a folder that is not there. Raises Trouble."""
    if name.startswith(S3):
        return Place(name, _bucket(name))
    folder = Path(name)
    try:
        if make:
            folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        if not folder.is_dir():
            raise Trouble("backup-none", place=name)
        return Place(name, LocalStore(prefix=folder.resolve()))
    except OSError as error:
        raise Trouble("backup-place", place=name, detail=error, detail_vi=os_vi(error)) from error


def _bucket(name: str) -> S3Store:
    """Address and credentials are the usual AWS_* variables."""
    plain = any(os.environ.get(key, "").startswith("http://") for key in ENDPOINTS)
    try:
        return S3Store.from_url(
            name,
            client_options={"allow_http": plain, "timeout": PATIENCE},
            retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
        )
    except (BaseError, ValueError) as error:
        said = {"detail": _first(error), "detail_vi": _vi(error)}
        raise Trouble("backup-place", place=name, **said) from error


def _sync(folder: Path, name: str) -> None:
    """Have the file, and its name, on the disk: what lists it is written after it."""
    path = folder / name
    for one in (path, path.parent, folder):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _first(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]


def _vi(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return os_vi(error)
    if number := re.search(r"\(os error (\d+)\)", str(error)):  # as the store's library words it
        return os_vi(OSError(int(number[1]), ""))
    if isinstance(error, PermissionError) or "Permission" in type(error).__name__:
        return "không có quyền"
    return "không kết nối được hoặc bị từ chối"
