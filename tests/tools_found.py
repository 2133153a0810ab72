"""Says which optional tools this machine has, so that a skipped test surprises nobody."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

_TOOLS = {
    "terraform": ("Terraform tests", ("terraform",)),
    "chromium": ("browser tests", ("chromium", "chromium-browser", "google-chrome")),
    "postgresql": ("PostgreSQL tests", ("initdb", "pg_ctl")),
}


def _found(names: tuple[str, ...]) -> str | None:
    for name in names:
        if path := shutil.which(name):
            return path
        if matches := sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")):
            return str(matches[-1])
    return None


for tool, (tests, names) in _TOOLS.items():
    path = _found(names)
    state = f"found at {path}" if path else f"not found: the {tests} are skipped"
    sys.stdout.write(f"{tool}: {state}\n")
