"""A folder that every machine of a run reaches: a path, or a URL of object storage that fsspec knows."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import KGError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


class Place:
    """A folder by its path or URL; it travels to other processes as that."""

    def __init__(self, url: str) -> None:
        self.url = url if "://" in url else str(Path(url).absolute())

    def __reduce__(self) -> tuple[type[Place], tuple[str]]:
        return type(self), (self.url,)

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write a file, whole or not at all: on a disk under another name first; object storage does so by itself."""
        with self._told(name):
            path, part = self._path(name), self._path(name)
            if self._on_disk:
                self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
                part = f"{path}.{secrets.token_hex(4)}.part"
            with self._files.open(part, "wb") as file:
                for chunk in chunks:
                    file.write(chunk)
            if part != path:
                self._files.mv(part, path)

    def read(self, name: str) -> bytes:
        """Give what is in a file."""
        with self._told(name):
            return bytes(self._files.cat_file(self._path(name)))

    def cut(self, name: str, start: int, end: int) -> bytes:
        """Give the bytes of a file from `start` to before `end`."""
        with self._told(name):
            return bytes(self._files.cat_file(self._path(name), start=start, end=end)) if start < end else b""

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file to read it bit by bit."""
        with self._told(name), self._files.open(self._path(name), "rb") as file:
            yield file

    def names(self) -> list[str]:
        """Name the files and folders in it, sorted; none where it is not there."""
        with self._told(""):
            self._files.invalidate_cache()
            if not self._files.exists(self._root):
                return []
            return sorted(str(path).rstrip("/").rpartition("/")[2] for path in self._files.ls(self._root, detail=False))

    def remove(self, name: str = "") -> None:
        """Take out a file or folder, or with no name the whole place; nothing happens where it is not there."""
        with self._told(name):
            self._files.invalidate_cache()
            path = self._path(name) if name else self._root
            if self._files.exists(path):
                self._files.rm(path, recursive=True)

    @cached_property
    def _opened(self) -> tuple[AbstractFileSystem, str]:
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise KGError(
                "files on shared folders and object storage need fsspec: pip install 'newskg[ray]'"
            ) from error
        try:
            return url_to_fs(self.url)  # type: ignore[no-any-return]
        except (ImportError, ValueError, OSError) as error:
            raise KGError(f"{self.url}: cannot be used as a folder ({error})") from error

    @property
    def _files(self) -> AbstractFileSystem:
        return self._opened[0]

    @property
    def _root(self) -> str:
        return self._opened[1].rstrip("/")

    @property
    def _on_disk(self) -> bool:
        return "file" in self._files.protocol

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            what = error.strerror or str(error) or type(error).__name__
            raise KGError(f"{self.url}/{name}: cannot be read or written ({what})") from error
