"""Generated CDK programs are synthesised, and their template is compared with our own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dharma_core.errors import AdapterError, MissingToolError
from dharma_core.generation.cdk.comparison import differences
from dharma_core.generation.output import CheckResult, Generation

__all__ = ["check_cdk", "missing_for_cdk", "synthesised_template"]

NAME = "cdk synth"
SAME_NAME = "cdk template"
SECONDS = 180.0
NODE_MEGABYTES = 2_048
DETAIL_LIMIT = 2_000
PACKAGE_CACHE = "JSII_RUNTIME_PACKAGE_CACHE_ROOT"  # where jsii keeps the unpacked library


def check_cdk(generation: Generation) -> tuple[CheckResult, ...]:
    """Return whether the program synthesises, and whether its template means what ours means.

    Both are skipped where ``aws-cdk-lib`` or Node is not on this machine. A mistake is told with
    file and line, a difference with both sides.
    """
    absent = missing_for_cdk()
    if absent:
        return (CheckResult(NAME, "skipped", absent),)
    try:
        template = synthesised_template(generation)
    except AdapterError as error:
        return (CheckResult(NAME, "failed", error.message[:DETAIL_LIMIT]),)
    done = CheckResult(NAME, "passed")
    if not generation.expected:
        return (done,)
    found = differences(json.loads(generation.expected), template)
    detail = "\n".join(found)[:DETAIL_LIMIT]
    return (done, CheckResult(SAME_NAME, "failed" if found else "passed", detail))


def missing_for_cdk() -> str:
    """Return which of the needed tools is not here, and what to do; empty when all are."""
    if find_spec("aws_cdk") is None:
        return "aws-cdk-lib is not installed; install dharma[cdk]"
    if shutil.which("node") is None:
        return "Node is not on this machine; the CDK needs it"
    return ""


def synthesised_template(generation: Generation) -> Mapping[str, Any]:
    """Return the template that the program makes.

    Raises
    ------
    MissingToolError
        If the library or Node is not on this machine.
    AdapterError
        If the program fails, or does not finish in time; the message names file and line.
    """
    absent = missing_for_cdk()
    if absent:
        raise MissingToolError(absent)
    with tempfile.TemporaryDirectory(prefix="dharma-cdk-") as name:
        folder = Path(name)
        for file in generation.files:
            (folder / file.path).write_text(file.text, encoding="utf-8")
        _run(folder)
        found = sorted((folder / "cdk.out").glob("*.template.json"))
        if len(found) != 1:
            raise AdapterError(f"The CDK program made {len(found)} templates instead of one.")
        template: Mapping[str, Any] = json.loads(found[0].read_bytes())
        return template


def _run(folder: Path) -> None:
    """Run ``app.py`` in a process group of its own; raise AdapterError when it fails."""
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        _, errors = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise AdapterError(f"The CDK program did not finish within {SECONDS:.0f} s.") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode != 0:
        raise AdapterError(_reason(errors.decode(errors="replace"), folder))


def _environment(folder: Path) -> Mapping[str, str]:
    cache = os.environ.get(PACKAGE_CACHE)
    return ({PACKAGE_CACHE: cache} if cache else {}) | {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "CDK_OUTDIR": str(folder / "cdk.out"),
        "CDK_DISABLE_VERSION_CHECK": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NODE_OPTIONS": f"--max-old-space-size={NODE_MEGABYTES}",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
        "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1",
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
    }


def _reason(words: str, folder: Path) -> str:
    """Return the last of the program's own lines in a traceback, and what was wrong there."""
    places = re.findall(r'File "([^"\n]+)", line (\d+)', words)
    own = [(p, n) for p, n in places if Path(p).parent == folder or "/" not in p]
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    error = next(
        (x for x in reversed(lines) if re.match(r"[\w.]*(Error|Exception)\b", x)),
        lines[-1] if lines else "it ended without a word",
    )
    where = f"{Path(own[-1][0]).name} line {own[-1][1]}: " if own else ""
    return f"{where}{error}"
