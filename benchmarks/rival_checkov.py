"""Checkov in a virtual environment of its own: it pins many packages that Dharma must not share."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Verdict", "find_checkov", "scan"]

VERSION = "3.3.30"
_HOME = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "dharma-rivals"
_ENV = {"PYTHONWARNINGS": "ignore", "LOG_LEVEL": "ERROR", "BC_SKIP_MAPPING": "TRUE"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Checkov says of one resource: ``passed`` or not."""

    check: str
    file: str
    address: str
    passed: bool


def find_checkov() -> str | None:
    """Return Checkov's command; install it once where none is found. None when that fails.

    ``DHARMA_CHECKOV`` names one that is there already.
    """
    given = os.environ.get("DHARMA_CHECKOV") or shutil.which("checkov")
    if given:
        return given
    command = _HOME / "checkov" / "bin" / "checkov"
    if command.exists():
        return str(command)
    print(f"Installing Checkov {VERSION} in an environment of its own (about a minute) ...")
    try:
        subprocess.run([sys.executable, "-m", "venv", str(_HOME / "checkov")], check=True)
        pip = [str(command.parent / "pip"), "install", "--quiet", f"checkov=={VERSION}"]
        subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    except (subprocess.CalledProcessError, OSError) as error:
        shutil.rmtree(_HOME / "checkov", ignore_errors=True)
        print(f"Skipped: Checkov could not be installed ({error}).")
        return None
    return str(command)


def scan(command: str, folder: Path, checks: Iterable[str] = ()) -> tuple[Verdict, ...]:
    """Run Checkov over a tree of Terraform folders; every verdict it reaches.

    Parameters
    ----------
    checks : iterable of str
        Ids such as ``CKV_AWS_16``; every one when empty.
    """
    words = [command, "-d", str(folder), "--framework", "terraform", "-o", "json", "--compact"]
    chosen = ",".join(sorted(checks))
    words += ["--skip-download", "--soft-fail", *(["-c", chosen] if chosen else [])]
    with tempfile.TemporaryFile("w+") as out:
        env = {**os.environ, **_ENV}
        subprocess.run(words, stdout=out, stderr=subprocess.DEVNULL, check=True, env=env)
        out.seek(0)
        return tuple(_verdicts(json.load(out)))


def _verdicts(document: Any) -> Iterator[Verdict]:
    for report in document if isinstance(document, list) else [document]:
        results = report.get("results") or {}
        for kind, passed in (("passed_checks", True), ("failed_checks", False)):
            for row in results.get(kind) or ():
                file = str(row["file_path"]).lstrip("/")
                yield Verdict(row["check_id"], file, row["resource"], passed)
