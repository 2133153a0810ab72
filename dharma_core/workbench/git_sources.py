"""What git has at a revision: ``HEAD~1:plan.json``, ``main:infra``."""

from __future__ import annotations

import subprocess
from pathlib import Path

from dharma_core.errors import AdapterError, NotFoundError
from dharma_core.workbench.decoding import decoded

__all__ = ["git_text", "is_git_folder", "looks_like_revision", "run_git"]

_TIMEOUT_S = 30


def looks_like_revision(source: str) -> bool:
    """Whether a SOURCE is of the form ``REVISION:PATH``; no path is the whole repository."""
    revision, colon, _ = source.partition(":")
    return bool(colon) and not revision.startswith("-") and len(revision) > 1


def is_git_folder(source: str, cwd: Path) -> bool:
    """Whether ``REVISION:PATH`` names a folder; raises as `git_text`."""
    return run_git(["cat-file", "-t", source], source, cwd).strip() == b"tree"


def git_text(source: str, cwd: Path) -> str:
    """Return a file as it was at a revision.

    Raises
    ------
    NotFoundError
        If git has no such revision or path.
    InputError
        If the file is not text.
    AdapterError
        If git is not here or does not answer.
    """
    return decoded(run_git(["show", "--end-of-options", source], source, cwd), source)


def run_git(words: list[str], source: str, cwd: Path) -> bytes:
    """Return what git answers about ``REVISION:PATH``; raises as `git_text`."""
    try:
        done = subprocess.run(
            ["git", *words],  # noqa: S607 - git from PATH, by design
            cwd=cwd,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except FileNotFoundError as error:
        raise AdapterError(
            "git is not on this machine.", next_step="Install git, or give a file."
        ) from error
    except subprocess.TimeoutExpired as error:
        raise AdapterError(
            f"git took longer than {_TIMEOUT_S} s for {source}.",
            next_step="Check the repository, or give a file.",
        ) from error
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NotFoundError(
            f"git has no {source!r}: {reason[-1] if reason else 'unknown reason'}.",
            next_step="Write it as REVISION:PATH, for example HEAD~1:plan.json.",
        )
    return done.stdout
