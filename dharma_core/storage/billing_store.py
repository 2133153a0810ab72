"""The bills of one tenant: partitioned Parquet and a manifest that says which parts are in force.

``DHARMA_HOME/billing/<tenant>/month=2026-03/source=<provider and account>/<digest>.parquet``. A
part is written aside and renamed; nothing counts before the manifest names it. What a restatement
replaced stays until the next one, so that a reader of the old manifest is not disturbed.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.errors import AdapterError, ConflictError
from dharma_core.finops.focus_frame import billing_schema
from dharma_core.storage.atomic_file import replacing
from dharma_core.storage.billing_facts import load_focus

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BillingStore", "CurrencyCost", "Delivery", "Manifest", "Part"]

FOLDER = "billing"
_FORMAT = 1
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class CurrencyCost:
    """What a part holds in one currency."""

    billed: Decimal
    effective: Decimal
    rows: int


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file in force: a month of one account of one provider, from one delivery.

    Parameters
    ----------
    month : str
        ``2026-03``, of the billing period.
    provider, account : str
    source : str
        Both as one word that may be a folder's name.
    file : str
        Relative to the tenant's folder.
    delivery : str
        Digest of the file it came from.
    rows : int
    costs : mapping
        By currency.
    first, last : str
        When the first charge begins and the last one begins, ISO 8601.
    own : tuple of str
        The provider's own columns, ``x_...``.
    """

    month: str
    provider: str
    account: str
    source: str
    file: str
    delivery: str
    rows: int
    costs: Mapping[str, CurrencyCost]
    first: str
    last: str
    own: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What a restatement replaces: a month of a source."""
        return self.month, self.source


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file that was loaded."""

    digest: str
    name: str
    format: str
    focus_version: str
    rows: int
    rejected: int
    loaded_at: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in force.

    Parameters
    ----------
    generation : int
        Counts the changes.
    deliveries : tuple of Delivery
        The files with a part in force.
    parts : tuple of Part
        By month, source and file.
    retired : tuple of str
        Files that the last change took out of force.
    """

    generation: int = 0
    deliveries: tuple[Delivery, ...] = ()
    parts: tuple[Part, ...] = ()
    retired: tuple[str, ...] = ()

    def holds(self, digest: str) -> bool:
        """Return whether every row of a file is in force already."""
        known = [d.rows for d in self.deliveries if d.digest == digest]
        in_force = sum(part.rows for part in self.parts if part.delivery == digest)
        return bool(known) and in_force == known[0]

    def of(self, key: tuple[str, str]) -> tuple[Part, ...]:
        """Return the parts of a month of a source."""
        return tuple(part for part in self.parts if part.key == key)

    def changed(self, deliveries: Iterable[Delivery], parts: Sequence[Part]) -> Manifest:
        """Return a manifest in which these parts replace those of the same months and sources."""
        keys = {part.key for part in parts}
        new = {part.file for part in parts}
        gone = tuple(p.file for p in self.parts if p.key in keys and p.file not in new)
        kept = [part for part in self.parts if part.key not in keys]
        ordered = tuple(sorted([*kept, *parts], key=lambda p: (*p.key, p.file)))
        alive = {part.delivery for part in ordered}
        told = {d.digest: d for d in (*self.deliveries, *deliveries) if d.digest in alive}
        return Manifest(self.generation + 1, tuple(told.values()), ordered, gone)


@dataclass(frozen=True, slots=True)
class BillingStore:
    """The bills of one tenant in one folder.

    Parameters
    ----------
    home : Path
        DHARMA_HOME.
    tenant : str
    """

    home: Path
    tenant: str
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folder", self.home / FOLDER / self.tenant)

    def manifest(self) -> Manifest:
        """Return what is in force; nothing where nothing was ever loaded.

        Raises
        ------
        AdapterError
            If the manifest cannot be read.
        """
        path = self.folder / _MANIFEST
        if not path.is_file():
            return Manifest()
        try:
            return _parsed(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AdapterError(
                f"The manifest of the bills, {path}, cannot be read: {error}.",
                next_step="Restore DHARMA_HOME/billing from a backup, or move it away and import.",
            ) from error

    def frame(self, *, months: Iterable[str] = ()) -> pl.LazyFrame:
        """Return what is in force as a billing frame; only files of ``months`` are looked at."""
        import polars as pl

        wanted = set(months)
        parts = [p for p in self.manifest().parts if not wanted or p.month in wanted]
        own = dict.fromkeys(name for part in parts for name in part.own)
        schema = {**billing_schema(load_focus()), **dict.fromkeys(own, pl.String())}
        if not parts:
            return pl.LazyFrame(schema=schema)
        files = [self.folder / part.file for part in parts]
        return pl.scan_parquet(
            files, schema=schema, missing_columns="insert", glob=False, hive_partitioning=False
        )

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Give a folder beside the parts, for what is not in force yet; it is gone afterwards."""
        aside = self.folder / f".staging-{uuid.uuid4().hex[:12]}"
        try:
            aside.mkdir(parents=True)
            yield aside
        except OSError as error:
            raise AdapterError(
                f"The bills cannot be written below {self.folder}: {error.strerror or error}.",
                next_step="Free some space, or choose another DHARMA_HOME.",
            ) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def commit(
        self,
        staged: Mapping[str, Path],
        deliveries: Sequence[Delivery],
        parts: Sequence[Part],
        *,
        generation: int,
    ) -> None:
        """Put staged files in force, all or none.

        Parameters
        ----------
        staged : mapping
            Where each part's file is now, by the name it gets.
        generation : int
            Of the manifest that the decision was made by.

        Raises
        ------
        ConflictError
            If somebody else changed the bills meanwhile.
        """
        with self._alone():
            before = self.manifest()
            if before.generation != generation:
                raise ConflictError(
                    "Another import changed the bills meanwhile; nothing was loaded.",
                    next_step="Import once more.",
                )
            after = before.changed(deliveries, parts)
            for name, path in staged.items():
                target = self.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
            with replacing(self.folder / _MANIFEST) as stream:
                json.dump(_document(after), stream, indent=1)
            in_force = {part.file for part in after.parts}
            for name in set(before.retired) - in_force:
                (self.folder / name).unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        import fcntl

        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _document(manifest: Manifest) -> dict[str, Any]:
    parts = [
        asdict(part)
        | {
            "costs": {
                name: {"billed": str(c.billed), "effective": str(c.effective), "rows": c.rows}
                for name, c in part.costs.items()
            },
            "own": list(part.own),
        }
        for part in manifest.parts
    ]
    return {
        "format": _FORMAT,
        "generation": manifest.generation,
        "deliveries": [asdict(delivery) for delivery in manifest.deliveries],
        "parts": parts,
        "retired": list(manifest.retired),
    }


def _parsed(raw: Mapping[str, Any]) -> Manifest:
    if raw["format"] != _FORMAT:
        raise ValueError(f"its format is {raw['format']}, this Dharma reads {_FORMAT}")
    parts = tuple(
        Part(**{**part, "costs": _costs(part["costs"]), "own": tuple(part["own"])})
        for part in raw["parts"]
    )
    deliveries = tuple(Delivery(**delivery) for delivery in raw["deliveries"])
    return Manifest(raw["generation"], deliveries, parts, tuple(raw["retired"]))


def _costs(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, CurrencyCost]:
    return {
        name: CurrencyCost(Decimal(said["billed"]), Decimal(said["effective"]), said["rows"])
        for name, said in raw.items()
    }
