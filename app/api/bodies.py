"""Reading the body of a call: so large, of these types, UTF-8, and not nested without end."""

from __future__ import annotations

import re

from starlette.requests import Request

from app.api.answers import MalformedRequestError, RequestTooLargeError, UnsupportedMediaError
from dharma_core.storage.settings import ServerSettings

__all__ = ["JSON", "YAML", "read_body"]

JSON = "application/json"
YAML = "application/yaml"
_YAML_NAMES = frozenset({YAML, "application/x-yaml", "text/yaml", "text/x-yaml"})
# A string that never ends takes the rest: each character is looked at once.
_PARTS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


async def read_body(request: Request, server: ServerSettings) -> tuple[str, str]:
    """Return the type of the body (``JSON`` or ``YAML``) and its text.

    Raises
    ------
    UnsupportedMediaError
        If it is of another type, encoded, or not in UTF-8.
    RequestTooLargeError
        If it is larger than allowed: read no further than that.
    MalformedRequestError
        If it is empty, no UTF-8 or nested too deeply.
    """
    kind = _media_type(request)
    text = _decoded(await _limited(request, server.request_bytes))
    if kind == JSON:
        _refuse_deep(text, server.json_depth)
    return kind, text


def _media_type(request: Request) -> str:
    said = request.headers.get("content-type", "")
    kind, _, rest = said.partition(";")
    name = kind.strip().lower()
    charset = rest.strip().lower().removeprefix("charset=").strip('"')
    encoded = request.headers.get("content-encoding", "identity").strip().lower()
    if name not in (JSON, *_YAML_NAMES) or charset not in ("", "utf-8") or encoded != "identity":
        raise UnsupportedMediaError(
            f"A body of the type {said!r:.100} is not taken here.",
            next_step=f"Send UTF-8 as {JSON} or {YAML}, not compressed.",
        )
    return JSON if name == JSON else YAML


async def _limited(request: Request, allowed: int) -> bytes:
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said[:20]) > allowed:
        raise _too_large(allowed)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > allowed:
            raise _too_large(allowed)
        parts.append(part)
    return b"".join(parts)


def _too_large(allowed: int) -> RequestTooLargeError:
    return RequestTooLargeError(
        f"The body is larger than {allowed} bytes.",
        next_step="Send less, or raise request_bytes in [server] of dharma.toml.",
        details={"allowed_bytes": allowed},
    )


def _decoded(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedRequestError(
            f"The body is no UTF-8: byte {error.start + 1} cannot be read.",
            next_step="Send UTF-8.",
        ) from None
    if not text.strip():
        raise MalformedRequestError("The body is empty.", next_step="Send a blueprint.")
    return text


def _refuse_deep(text: str, allowed: int) -> None:
    """Count brackets outside strings, before a parser climbs down into them."""
    depth = deepest = 0
    for part in _PARTS.finditer(text):
        mark = text[part.start()]
        if mark != '"':
            depth += 1 if mark in "[{" else -1
            deepest = max(deepest, depth)
    if deepest > allowed:
        raise MalformedRequestError(
            f"The JSON is nested {deepest} deep; {allowed} is allowed.",
            next_step="Send a flatter document.",
            details={"allowed_depth": allowed},
        )
