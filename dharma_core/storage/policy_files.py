"""Find Rego files: Dharma's own packs, and a user's folder, which is hostile until checked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from dharma_core.errors import FactError, InputError
from dharma_core.policies.ports import BUILTIN, PolicySource
from dharma_core.storage.facts import data_root

__all__ = ["load_builtin_policies", "load_policy_folder", "load_policy_tests", "pack_of"]

_FILE_BYTES = 512 * 1024  # one policy file; real ones have a few kilobytes
_FILES = 500  # in one folder


@lru_cache(maxsize=1)
def load_builtin_policies() -> tuple[PolicySource, ...]:
    """Return Dharma's own rules and their library, sorted by path.

    Raises
    ------
    FactError
        If a file is missing or not UTF-8: the installation is damaged.
    """
    folder = data_root() / "policy_packs"
    sources = tuple(_taken(folder, path, BUILTIN) for path in _rego_files(folder))
    bad = [s for s in sources if s.problem]
    if bad or not sources:
        what = f"{bad[0].file} {bad[0].problem}" if bad else "no policy file was found"
        raise FactError(f"The policy packs of this installation are damaged: {what}.")
    return sources


def load_policy_folder(path: str | Path) -> tuple[PolicySource, ...]:
    """Return every ``.rego`` file below a folder, or the one file named; ``*_test.rego`` left out.

    A file that cannot be taken (not UTF-8, larger than 512 KB, a link that leads out of the
    folder) is returned with its ``problem``, so that a check reports it and runs the others.

    Raises
    ------
    InputError
        If there is no such folder, no Rego file in it, or more than 500.
    """
    folder = Path(path)
    if not folder.exists():
        raise InputError(
            f"There is no policy folder {str(path)!r}.",
            next_step="Check the path given with --policy.",
        )
    root = folder if folder.is_dir() else folder.parent
    files = _rego_files(folder) if folder.is_dir() else [folder]
    if not files:
        raise InputError(
            f"The policy folder {str(path)!r} holds no .rego file.",
            next_step="Put Rego files (deny, warn or violation rules) into it, or name another.",
        )
    if len(files) > _FILES:
        raise InputError(
            f"The policy folder {str(path)!r} holds {len(files)} Rego files; at most {_FILES} "
            "are taken.",
            next_step="Name a smaller folder.",
        )
    return tuple(_read(root, file, pack_of(folder)) for file in files)


def load_policy_tests(path: str | Path) -> tuple[PolicySource, ...]:
    """Return every ``*_test.rego`` below a folder.

    Raises
    ------
    InputError
        If there is none.
    """
    folder = Path(path)
    files = _rego_files(folder, tests=True) if folder.is_dir() else []
    if not files:
        raise InputError(
            f"{str(path)!r} holds no *_test.rego file.",
            next_step="Write one, or let 'dharma policy new' write a policy with its test.",
        )
    return tuple(_read(folder, file, pack_of(folder)) for file in files)


def pack_of(path: Path) -> str:
    """Return the name under which the policies of a folder, or of one file's folder, go."""
    return (path if path.is_dir() else path.parent).resolve().name


def _rego_files(folder: Path, *, tests: bool = False) -> list[Path]:
    found: Iterator[Path] = folder.rglob("*.rego")
    return sorted(f for f in found if f.name.endswith("_test.rego") is tests and not f.is_dir())


def _read(root: Path, file: Path, pack: str) -> PolicySource:
    problem = _obstacle(root, file)
    if problem:
        return PolicySource(file.relative_to(root).as_posix(), "", pack, problem)
    return _taken(root, file, pack)


def _taken(root: Path, file: Path, pack: str) -> PolicySource:
    name = file.relative_to(root).as_posix()
    try:
        return PolicySource(name, file.read_bytes().decode("utf-8-sig"), pack)
    except UnicodeDecodeError as error:
        return PolicySource(name, "", pack, f"is not UTF-8 text (byte {error.start})")
    except OSError as error:
        return PolicySource(name, "", pack, f"cannot be read: {error.strerror}")


def _obstacle(root: Path, file: Path) -> str:
    if not file.resolve().is_relative_to(root.resolve()):
        return "is a link that leads out of its folder"
    if not file.is_file():
        return "is not a regular file"
    size = file.stat().st_size
    if size > _FILE_BYTES:
        return f"is {size / 1024:.0f} KB; at most {_FILE_BYTES // 1024} KB are taken"
    return ""
