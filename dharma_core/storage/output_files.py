"""Put generated files into a folder: all of them or none, and never over somebody else's."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from dharma_core.errors import AdapterError, ConflictError, InputError
from dharma_core.generation.output import GeneratedFile

__all__ = ["write_files"]

LIST_NAME = ".dharma-files"
"""Holds the label of what Dharma wrote into a folder, then its names, one a line."""

_EMPTY_FOLDER = "Choose an empty folder, or let files be replaced with --overwrite."


def write_files(
    files: Iterable[GeneratedFile], folder: Path, *, label: str = "", overwrite: bool = False
) -> tuple[Path, ...]:
    """Write ``files`` under ``folder`` and return their paths.

    Every file is written beside its place first; only then are they moved, one rename each.

    Parameters
    ----------
    label : str
        What the files are together, such as ``terraform``. It is kept in the folder: a later
        call with the same label may write its files there again, whatever else has come to lie
        there, and removes the files of that label that it does not write any more.
    overwrite : bool
        Whether the folder may hold other files, and those of the same names may be replaced.

    Raises
    ------
    InputError
        If a path leaves the folder.
    ConflictError
        If the folder holds other files and neither ``overwrite`` nor its label allows that, or
        somebody else's text stands where a file is to be written.
    AdapterError
        If the disk refuses; nothing new is left behind.
    """
    wanted = {_inside(folder, file.path): file.text for file in files}
    listing = folder / LIST_NAME
    before = _written_before(folder, listing, label)
    _refuse_folders(wanted)
    if not overwrite:
        if not before:
            _refuse_strangers(folder, wanted)
        _refuse_to_replace(folder, {p: t for p, t in wanted.items() if p not in before})
    if label:
        names = [path.relative_to(folder).as_posix() for path in wanted]
        wanted[listing] = "\n".join((label, *names)) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".dharma-", dir=folder) as staging:
            _replace_all(wanted, Path(staging))
        for path in before - set(wanted):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise AdapterError(
            f"Files cannot be written to {folder}: {error.strerror or error}.",
            next_step="Choose a folder you may write to.",
        ) from error
    return tuple(path for path in wanted if path != listing)


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
            next_step=_EMPTY_FOLDER,
            details={"files": strangers},
        )


def _refuse_to_replace(folder: Path, wanted: Mapping[Path, str]) -> None:
    taken = sorted(
        path.relative_to(folder).as_posix()
        for path, text in wanted.items()
        if path.exists() and path.read_bytes() != text.encode()
    )
    if taken:
        raise ConflictError(
            f"{folder} holds {', '.join(taken[:3])} with another text; nothing was written.",
            next_step=_EMPTY_FOLDER,
            details={"files": taken},
        )


def _refuse_folders(wanted: Iterable[Path]) -> None:
    for path in wanted:
        if path.is_dir():
            raise ConflictError(
                f"{path} is a folder where a file is to be written.",
                next_step="Remove it or choose another output folder.",
            )


def _written_before(folder: Path, listing: Path, label: str) -> set[Path]:
    """Return what an earlier call with the same label wrote; empty when there was none."""
    if not label or not listing.is_file():
        return set()
    known, *names = listing.read_text(encoding="utf-8").splitlines() or [""]
    return {_inside(folder, name) for name in names if name} if known == label else set()


def _replace_all(wanted: dict[Path, str], staging: Path) -> None:
    staged = []
    for number, (path, text) in enumerate(wanted.items()):
        beside = staging / str(number)
        beside.write_text(text, encoding="utf-8", newline="\n")
        staged.append((beside, path))
    for beside, path in staged:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.replace(path)
