"""Providers' exports for tests: rows of the columns that a publisher documents, as files."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["csv_of", "packed", "read_file"]


def csv_of(rows: Sequence[dict[str, str]]) -> str:
    """Return rows as CSV; a cell that a row lacks is empty."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def packed(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    """Write rows as packed CSV, as AWS and Azure deliver it."""
    path.write_bytes(gzip.compress(csv_of(rows).encode()))
    return path


def read_file(path: Path) -> Any:
    """Return a file as Dharma reads it: its format, and the billing frame of its rows."""
    from dharma_core.finops.focus_frame import billing_frame
    from dharma_core.storage.billing_facts import load_focus
    from dharma_core.storage.billing_files import open_file
    from dharma_core.storage.billing_loading import open_bill

    spool = path.parent / "spool"
    spool.mkdir(exist_ok=True)
    bill = open_bill(open_file(path.name, path, spool))
    return bill.format, billing_frame(bill.frame, load_focus()).collect()
