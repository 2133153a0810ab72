"""Terraform's functions that read files: only those of the folder that is being read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from posixpath import basename, dirname, isabs, normpath
from typing import Any

from dharma_core.errors import DharmaError
from dharma_core.importers.terraform.functions.encoding import encode_base64
from dharma_core.importers.terraform.functions.hashes import DIGESTS, digest
from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.text_units import composed
from dharma_core.importers.terraform.functions.values import (
    MAX_ELEMENTS,
    FunctionContext,
    FunctionError,
    make_set,
)
from dharma_core.plan.frozen import UNKNOWN

__all__ = ["FILES", "WITH_CONTEXT"]

_MAX_ALTERNATIVES = 200


def _bytes(context: FunctionContext, path: str) -> bytes:
    if isabs(path) or path.startswith("~"):
        raise FunctionError(f'"{path}" lies outside the folder that is being read')
    try:
        return context.folder.read_bytes(normpath(path))
    except DharmaError as error:
        raise FunctionError(error.message) from None


def _text(context: FunctionContext, path: str) -> str:
    try:
        return composed(_bytes(context, path).decode())
    except UnicodeDecodeError:
        raise FunctionError(
            f'contents of "{path}" are not valid UTF-8; use the filebase64 function'
        ) from None


def _exists(context: FunctionContext, path: str) -> bool:
    try:
        _bytes(context, path)
    except FunctionError:
        return False
    return True


def _base64(context: FunctionContext, path: str) -> str:
    return encode_base64(_bytes(context, path))


def _digest_of_file(name: str) -> Callable[[FunctionContext, str], str]:
    return lambda context, path: digest(name, _bytes(context, path))


def _render_file(context: FunctionContext, path: str, variables: Any) -> Any:
    return _render(context, _text(context, path), (variables, path))


def _render_text(context: FunctionContext, template: str, variables: Any) -> Any:
    return _render(context, template, (variables, "the template"))


def _render(context: FunctionContext, template: str, rest: tuple[Any, str]) -> Any:
    variables, name = rest
    if UNKNOWN in (variables, template):
        return UNKNOWN
    if not isinstance(variables, Mapping):
        raise FunctionError('Invalid value for "vars" parameter: it must be a map.')
    return context.render_template(template, variables, name)


def _file_set(context: FunctionContext, path: str, pattern: str) -> Any:
    matchers = [_glob(choice) for choice in _choices(pattern)]
    names = context.folder.under(normpath(path))
    if len(names) > MAX_ELEMENTS:
        raise FunctionError(f"more than {MAX_ELEMENTS} files")
    return make_set(name for name in names if any(m.match(name) for m in matchers))


def _choices(pattern: str) -> Iterator[str]:
    """Yield a pattern once for each way through its ``{a,b}``."""
    pending, made = [pattern], 0
    while pending:
        made += 1
        if made > _MAX_ALTERNATIVES:
            raise FunctionError("the pattern has too many alternatives")
        text = pending.pop()
        match = re.search(r"\{([^{}]*)\}", text)
        if match is None:
            yield text
            continue
        head, tail = text[: match.start()], text[match.end() :]
        pending += [head + choice + tail for choice in match[1].split(",")]


_GLOB = re.compile(r"\*\*/|\*\*|\*|\?|\[[^\]]*\]|.", re.DOTALL)


def _glob(pattern: str) -> re.Pattern[str]:
    """Return a matcher of relative paths; runs of stars are one, so that none can explode."""
    if len(pattern) > 500 or pattern.count("*") > 20:
        raise FunctionError("the pattern is too long")
    pieces: list[str] = []
    for match in _GLOB.finditer(pattern):
        piece = _GLOB_PIECES.get(match[0]) or _literal_or_class(match[0])
        if match[0] == "**" and _is_last_level(pattern, match):
            piece = ".*"
        if not (pieces and pieces[-1] == piece == _GLOB_PIECES["*"]):
            pieces.append(piece)
    return re.compile("".join(pieces) + r"\Z")


def _is_last_level(pattern: str, match: re.Match[str]) -> bool:
    return match.end() == len(pattern) and pattern[: match.start()][-1:] in ("", "/")


_GLOB_PIECES = {"**/": "(?:[^/]+/)*+", "**": "[^/]*", "*": "[^/]*", "?": "[^/]"}


def _literal_or_class(token: str) -> str:
    if len(token) < 2:
        return re.escape(token)
    inside = token[1:-1]
    sign = "^" if inside[:1] in ("^", "!") else ""
    members = re.sub(r"([\\\[\]&|~^])", r"\\\1", inside[len(sign) :])
    return f"[{sign}{members}]"


def _absolute(_context: FunctionContext, path: str) -> Any:
    """Return a clean absolute path; where the folder lies is known to nobody but the user."""
    return normpath(path) if isabs(path) else UNKNOWN


def _expand(path: str) -> Any:
    return UNKNOWN if path.startswith("~") else path


def _base_name(path: str) -> str:
    if not path:
        return "."
    return basename(path.rstrip("/")) or "/"


def _directory(path: str) -> str:
    return normpath(dirname(path) or ".")


def _with_context(body: Body, *parameters: str) -> Body:
    return typed(body, "context: any", *parameters)


FILES: Mapping[str, Body] = {
    "basename": typed(_base_name, "path: string"),
    "dirname": typed(_directory, "path: string"),
    "pathexpand": typed(_expand, "path: string"),
}

WITH_CONTEXT: Mapping[str, Body] = {
    "abspath": _with_context(_absolute, "path: string"),
    "file": _with_context(_text, "path: string"),
    "filebase64": _with_context(_base64, "path: string"),
    "fileexists": _with_context(_exists, "path: string"),
    "fileset": _with_context(_file_set, "path: string", "pattern: string"),
    "templatefile": _with_context(_render_file, "path: string", "vars: any"),
    "templatestring": _with_context(_render_text, "template: string", "vars: any"),
    **{f"file{name}": _with_context(_digest_of_file(name), "path: string") for name in DIGESTS},
}
