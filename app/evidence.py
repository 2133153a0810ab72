"""The evidence of the audit as one file that a browser or a program takes away."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench

__all__ = ["EVIDENCE_FILE", "evidence_zip"]

EVIDENCE_FILE = "dharma-audit.zip"


def evidence_zip(bench: Workbench, *, redacted: bool = True) -> bytes:
    """Return a zip of events, checkpoints, keys and the program that verifies them."""
    with tempfile.TemporaryDirectory(prefix="dharma-audit-") as folder:
        file = Path(folder) / EVIDENCE_FILE
        bench.export_evidence(file, redacted=redacted)
        return file.read_bytes()
