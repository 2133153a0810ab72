"""The audit as an outsider gets it: a folder or a zip that can be verified without Dharma."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dharma_core.audit import GENESIS, ChainHead, Row, Unreadable, redact
from dharma_core.audit.checkpoints import KEY, key_id_of
from dharma_core.audit.rows import entry_of
from dharma_core.audit.searching import EventQuery
from dharma_core.audit.texts import content_of
from dharma_core.audit.walking import fault_in
from dharma_core.errors import AdapterError
from dharma_core.storage.checkpoints import CheckpointRepository
from dharma_core.storage.cold_events import ColdEvents
from dharma_core.storage.events import EventRepository
from dharma_core.storage.facts import data_root
from dharma_core.storage.redacting import names_of
from dharma_core.storage.scope import Scope

__all__ = ["Exported", "export_documents", "export_to"]

_SCRIPT = "verify_audit.py"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Parameters
    ----------
    path : Path
        The folder or zip.
    events, left_out : int
        Events told in full, and those that stand as hashes only.
    """

    path: Path
    events: int
    left_out: int


def export_documents(
    scope: Scope, cold: ColdEvents, query: EventQuery, *, redacted: bool
) -> Iterator[dict[str, Any]]:
    """Yield the chain oldest first as JSON values.

    What another tenant did and what the query leaves out stands as a hash, so that the chain can
    be verified all the same.
    """
    start, rows = _rows(scope, cold)
    names = names_of(scope) if redacted else None
    if start.seq:
        yield {"seq": start.seq, "hash": start.hash, "deleted": True}
    for row in rows:
        fault = fault_in(row)
        if fault:
            yield {"seq": row.seq, "unreadable": fault}
        elif row.tenant == scope.actor.tenant and query.matches(row):
            yield _told(row, names)
        else:
            yield _stub(row)


def export_to(
    path: Path, scope: Scope, cold: ColdEvents, query: EventQuery, *, redacted: bool
) -> Exported:
    """Write the audit to a folder, or to a zip when the path says so; whole or not at all.

    Raises
    ------
    AdapterError
        If the place cannot be written, or something else stands there.
    """
    if path.exists() and (path.is_file() != (path.suffix == ".zip") or _is_foreign(path)):
        raise AdapterError(
            f"{path} exists and is no earlier export.", next_step="Choose another place."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".dharma-") as name:
            draft = Path(name) / "audit"
            draft.mkdir()
            documents = export_documents(scope, cold, query, redacted=redacted)
            counts = _write(draft, documents, CheckpointRepository(scope))
            _put(draft, path)
    except OSError as error:
        raise AdapterError(
            f"The export {path} cannot be written: {error.strerror or error}.",
            next_step="Choose a folder you may write to.",
        ) from error
    return Exported(path, *counts)


def _rows(scope: Scope, cold: ColdEvents) -> tuple[ChainHead, Iterator[Row]]:
    archives = cold.archives(scope)
    gone = [archive.end for archive in archives if archive.deleted is not None]
    kept = [archive for archive in archives if archive.deleted is None]
    hot = archives[-1].last_seq + 1 if archives else 1

    def walk() -> Iterator[Row]:
        for archive in kept:
            yield from cold.rows(archive)
        yield from (Row(*row) for row in EventRepository(scope).rows(hot))

    return gone[-1] if gone else GENESIS, walk()


def _told(row: Row, names: tuple[str, ...] | None) -> dict[str, Any]:
    """Return an entry's exported form; without personal values where names are given."""
    entry = entry_of(row)
    if isinstance(entry, Unreadable):
        return {"seq": entry.seq, "unreadable": entry.reason}
    return (entry if names is None else redact(entry, names)).as_dict()


def _stub(row: Row) -> dict[str, Any]:
    stub = {"seq": row.seq, "format": row.format, "hash": row.hash, "left_out": True}
    if row.format == 1:
        return {**stub, "prev_hash": row.prev_hash}
    return {**stub, "content": content_of(row)}


def _write(
    folder: Path, documents: Iterable[dict[str, Any]], log: CheckpointRepository
) -> tuple[int, int]:
    told = left_out = 0
    with (folder / "events.jsonl").open("w", encoding="utf-8", newline="\n") as stream:
        for document in documents:
            stream.write(json.dumps(document, ensure_ascii=True) + "\n")
            left_out += "left_out" in document
            told += "personal" in document
    keys = []
    with (folder / "checkpoints.jsonl").open("w", encoding="utf-8", newline="\n") as stream:
        for record in log.after():
            stream.write(json.dumps(record.as_dict(), sort_keys=True) + "\n")
            if record.kind == KEY:
                keys.append(
                    {
                        "id": key_id_of(record.public_key),
                        "public_key": record.public_key,
                        "since": record.time,
                        "signed_by": record.key_id,
                        "checkpoint": record.number,
                    }
                )
    (folder / "keys.json").write_text(json.dumps(keys, indent=2) + "\n", encoding="utf-8")
    for name in (_SCRIPT, "README.md"):
        shutil.copyfile(data_root() / "audit" / name, folder / name)
    return told, left_out


def _put(draft: Path, path: Path) -> None:
    if path.suffix == ".zip":
        made = draft.with_suffix(".zip")
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(draft.iterdir()):
                archive.write(file, f"{path.stem}/{file.name}")
        made.replace(path)
        return
    if path.exists():
        shutil.rmtree(path)
    draft.replace(path)


def _is_foreign(path: Path) -> bool:
    """Return whether a folder holds something else than an export."""
    return path.is_dir() and any(path.iterdir()) and not (path / _SCRIPT).is_file()
