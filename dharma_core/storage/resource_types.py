"""Resource types read at their first use, so that a process pays for the types it meets."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from dharma_core.errors import FactError
from dharma_core.plan import ResourceType, parse_resource_type

__all__ = ["LazyFiles", "NameTable", "PackedSchemas"]

Fact = TypeVar("Fact")


class LazyFiles(Mapping[str, Fact]):
    """Facts of types: one file each, parsed when asked for and kept.

    Parameters
    ----------
    paths : mapping of type name to file
    read : callable
        Returns what a file says; raises FactError when it says nothing of the kind.
    """

    def __init__(self, paths: Mapping[str, Path], read: Callable[[Path], Fact]) -> None:
        self._paths = paths
        self._read = read
        self._kept: dict[str, Fact] = {}

    def __getitem__(self, name: str) -> Fact:
        if name not in self._kept:
            self._kept[name] = self._read(self._paths[name])
        return self._kept[name]

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class NameTable(Mapping[str, Any]):
    """The names one format has for each type, read when the first is asked for.

    Parameters
    ----------
    path : Path
        A JSON file with the keys ``source`` and ``types``.

    Raises
    ------
    FactError
        If the file is missing or holds no such table.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __getitem__(self, name: str) -> Any:
        return self._types[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)

    @cached_property
    def _types(self) -> Mapping[str, Any]:
        try:
            types: Mapping[str, Any] = json.loads(self._path.read_bytes())["types"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FactError(f"catalog/{self._path.name} cannot be read: {error}.") from error
        return types


class PackedSchemas(Mapping[str, ResourceType]):
    """Every type of the providers' schemas, in one zip file a provider, a member each.

    Parameters
    ----------
    paths : iterable of Path
        ``aws.zip``, ``azurerm.zip``, ``google.zip``; an archive's comment is the provider.

    Raises
    ------
    FactError
        If an archive is damaged.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._kept: dict[str, ResourceType] = {}

    def __getitem__(self, name: str) -> ResourceType:
        if name not in self._kept:
            self._kept[name] = self._unpack(name)
        return self._kept[name]

    def __contains__(self, name: object) -> bool:
        return name in self._archive_of

    def __iter__(self) -> Iterator[str]:
        return iter(self._archive_of)

    def __len__(self) -> int:
        return len(self._archive_of)

    @cached_property
    def _archive_of(self) -> Mapping[str, zipfile.ZipFile]:
        """The archive of each type, held in memory (1.5 MB for three providers)."""
        found: dict[str, zipfile.ZipFile] = {}
        for path in self._paths:
            archive = _opened(path)
            found.update(dict.fromkeys(archive.namelist(), archive))
        return found

    def _unpack(self, name: str) -> ResourceType:
        provider = str(self._archive_of[name].comment, "ascii")
        file = f"schemas/{provider}.zip: {name}"
        try:
            attributes: Any = json.loads(self._archive_of[name].read(name))
        except (zipfile.BadZipFile, ValueError) as error:
            raise FactError(f"{file} cannot be read: {error}.") from error
        words = name.partition("_")[2].replace("_", " ")
        raw = {"type": name, "provider": provider, "title": words, "service": words}
        return parse_resource_type({**raw, "attributes": attributes}, file=file, curated=False)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(path.read_bytes()))
    except (OSError, zipfile.BadZipFile) as error:
        raise FactError(f"schemas/{path.name} cannot be read: {error}.") from error
