"""Reading ``dharma.toml`` and saying, with file and line, what is wrong in it."""

from __future__ import annotations

import re
import tomllib
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dharma_core.errors import InputError, nearest
from dharma_core.provenance import Position
from dharma_core.storage.text_files import read_small_text

__all__ = ["checked", "line_of", "merged", "read_toml"]

M = TypeVar("M", bound=BaseModel)
_HEADER = re.compile(r"\s*\[\[?\s*(?P<name>[^\]#]+?)\s*\]")
_KEY = re.compile(r"\s*(?P<name>[\w\"'.\- ]+?)\s*=")
_TOML_LINE = re.compile(r"at line (\d+)")


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """Return a file's text and values.

    Raises
    ------
    InputError
        If it cannot be read, is too big or is not TOML.
    """
    text = read_small_text(
        path, what="configuration file", too_large="Check that it is the right file."
    )
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        # Without a line the fault shows at the end of the document.
        where = Position(str(path), int(found[1]) if found else len(text.splitlines()))
        raise InputError(
            f"{where}: not valid TOML ({error}).",
            next_step='Write [section] lines and key = "value" lines.',
            details={"file": where.file, "line": where.line},
        ) from error


def checked(model: type[M], values: Mapping[str, Any], *, text: str, file: Path) -> M:
    """Return the values as ``model``.

    Raises
    ------
    InputError
        If they do not fit; the first fault is named with file, line and the nearest right word.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = tuple(str(step) for step in first["loc"])
        where = Position(str(file), line_of(text, path))
        unknown = first["type"] == "extra_forbidden"
        message = _unknown(path) if unknown else f"{'.'.join(path)}: {_words(first['msg'])}"
        hint = nearest(path[-1], _known(model, path[:-1])) if unknown else ""
        raise InputError(
            f"{where}: {message}",
            next_step=hint or "Correct that line; `dharma config validate` checks the file.",
            details={"file": where.file, "line": where.line, "field": ".".join(path)},
        ) from error


def merged(layers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one set of values, key by key within each section; the first layer wins.

    Examples
    --------
    >>> merged([{"a": {"x": 1}}, {"a": {"x": 2, "y": 3}, "b": {"z": 4}}])
    {'a': {'x': 1, 'y': 3}, 'b': {'z': 4}}
    """
    result: dict[str, Any] = {}
    for layer in layers:
        for section, values in layer.items():
            result[section] = {**values, **result.get(section, {})}
    return result


def line_of(text: str, path: tuple[str, ...]) -> int | None:
    r"""Return the line (from 1) that sets a key, or the nearest table above it; None if neither.

    Examples
    --------
    >>> line_of('[store]\n# where\nurl = "x"', ("store", "url"))
    3
    """
    best: tuple[int, int | None] = (0, None)
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = found = _parts(header["name"])
        elif key := _KEY.match(line):
            found = (*table, *_parts(key["name"]))
        else:
            continue
        if found == path[: len(found)] and len(found) > best[0]:
            best = (len(found), number)
    return best[1]


def _parts(name: str) -> tuple[str, ...]:
    pieces = re.findall(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)", name)
    return tuple(a or b or c for a, b, c in pieces)


def _unknown(path: tuple[str, ...]) -> str:
    *section, name = path
    place = f"[{'.'.join(section)}] has no key" if section else "there is no section"
    return f"{place} {name!r}."


def _words(message: str) -> str:
    text = message.removeprefix("Value error, ")
    return text if text.endswith(".") else f"{text}."


def _known(model: type[BaseModel], path: tuple[str, ...]) -> list[str]:
    """Return the keys that may stand at ``path``."""
    kind: Any = model
    for step in path:
        fields = getattr(kind, "model_fields", None)
        kind = fields[step].annotation if fields else typing.get_args(kind)[1]
    return sorted(getattr(kind, "model_fields", ()))
