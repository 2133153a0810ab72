"""What earlier versions of the providers called things: ``data/catalog/earlier_names.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from dharma_core.errors import FactError
from dharma_core.plan.earlier_names import EarlierName

__all__ = ["EarlierNames"]

_KEYS = {"now", "values", "listed", "unless_false"}


class EarlierNames(Mapping[str, tuple[EarlierName, ...]]):
    """The earlier names of each type, the oldest change first; read when the first is asked for.

    Raises
    ------
    FactError
        If the file is missing or an entry is not one; raised when a type is asked for.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __getitem__(self, type_: str) -> tuple[EarlierName, ...]:
        return self._types[type_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)

    @cached_property
    def _types(self) -> Mapping[str, tuple[EarlierName, ...]]:
        try:
            providers = yaml.load(self._path.read_bytes(), yaml.CSafeLoader)["providers"]
            entries = list(_entries(providers))
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise FactError(f"catalog/{self._path.name} cannot be read: {error}.") from error
        found: dict[str, list[EarlierName]] = {}
        for type_, name in entries:
            found.setdefault(type_, []).append(name)
        return {type_: tuple(names) for type_, names in found.items()}


def _entries(providers: Mapping[str, Any]) -> Iterator[tuple[str, EarlierName]]:
    for provider, versions in providers.items():
        for version, types in versions.items():
            for type_, names in types.items():
                for was, now in names.items():
                    yield type_, _entry(was, now, f"{provider} {version}")


def _entry(was: str, now: Any, since: str) -> EarlierName:
    if now is None or isinstance(now, str):
        now = {"now": now or ""}
    if extra := set(now) - _KEYS:
        raise FactError(f"catalog/earlier_names.yaml: {was} has unknown keys {sorted(extra)}.")
    return EarlierName(
        was=tuple(was.split(".")),
        now=tuple(now["now"].split(".")) if now["now"] else (),
        since=since,
        values=now.get("values", {}),
        listed=bool(now.get("listed")),
        unless_false=now.get("unless_false", ""),
    )
