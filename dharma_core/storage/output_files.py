"""Put generated files into a folder: all of them or none, and never over somebody else's."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from dharma_core.errors import AdapterError, ConflictError, InputError
from dharma_core.generation.output import GeneratedFile

__all__ = ["write_files"]

LIST_NAME = ".dharma-files"
"""Names what Dharma wrote into a folder, one a line: only these are ever removed again."""


def write_files(
    files: Iterable[GeneratedFile], folder: Path, *, overwrite: bool = False
) -> tuple[Path, ...]:
    """Write ``files`` under ``folder`` and return their paths.

    Every file is written beside its place first; only then are they moved, one rename each.
    What an earlier call wrote there and this one does not is removed; all else stays.

    Parameters
    ----------
    overwrite : bool
        Whether a folder that Dharma did not write before may hold files of other names; files
        of the same names are replaced in any case.

    Raises
    ------
    InputError
        If a path leaves the folder.
    ConflictError
        If Dharma never wrote this folder, it holds other files and ``overwrite`` is false.
    AdapterError
        If the disk refuses; nothing new is left behind.
    """
    wanted = {_inside(folder, file.path): file.text for file in files}
    listing = folder / LIST_NAME
    if not (overwrite or listing.is_file()):
        _refuse_strangers(folder, wanted)
    stale = _written_before(folder, listing) - set(wanted)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".dharma-", dir=folder) as staging:
            _replace_all(wanted | {listing: _listed(folder, wanted)}, Path(staging))
        for path in stale:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise AdapterError(
            f"Files cannot be written to {folder}: {error.strerror or error}.",
            next_step="Choose a folder you may write to.",
        ) from error
    return tuple(wanted)


def _inside(folder: Path, name: str) -> Path:
    relative = PurePosixPath(name)
    leaves = relative.is_absolute() or ".." in relative.parts or "\\" in name or ":" in name
    if leaves or not relative.parts:
        raise InputError(
            f"The file name {name!r} leads out of the output folder.",
            next_step="Use a relative name without '..'.",
        )
    path = folder.joinpath(*relative.parts)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise InputError(
            f"The file name {name!r} leads out of {folder} through a link.",
            next_step="Remove the link or choose another folder.",
        )
    return path


def _refuse_strangers(folder: Path, wanted: Iterable[Path]) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ConflictError(
            f"{folder} is a file, not a folder.", next_step="Choose another output folder."
        )
    expected = {path.relative_to(folder).parts[0] for path in wanted}
    strangers = sorted(p.name for p in folder.iterdir() if p.name not in expected)
    if strangers:
        raise ConflictError(
            f"{folder} holds other files ({', '.join(strangers[:3])}); nothing was written.",
            next_step="Choose an empty folder, or say that it may be overwritten.",
            details={"files": strangers},
        )


def _written_before(folder: Path, listing: Path) -> set[Path]:
    if not listing.is_file():
        return set()
    names = listing.read_text(encoding="utf-8").splitlines()
    return {_inside(folder, name) for name in names if name}


def _listed(folder: Path, wanted: Iterable[Path]) -> str:
    return "".join(f"{path.relative_to(folder).as_posix()}\n" for path in wanted)


def _replace_all(wanted: dict[Path, str], staging: Path) -> None:
    staged = []
    for number, (path, text) in enumerate(wanted.items()):
        beside = staging / str(number)
        beside.write_text(text, encoding="utf-8", newline="\n")
        staged.append((beside, path))
    for beside, path in staged:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.replace(path)
