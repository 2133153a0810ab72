"""Answers of the API: JSON with its tag, and the one shape of every error."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dharma_core.errors import (
    AdapterError,
    ConflictError,
    DharmaError,
    InputError,
    NotFoundError,
    PermissionDenied,
    SignInRequired,
    TooManyRequests,
)

__all__ = [
    "MalformedRequestError",
    "RequestTooLargeError",
    "UnsupportedMediaError",
    "error_answer",
    "json_answer",
]

_LOG = logging.getLogger("dharma_core.api")


class MalformedRequestError(InputError):
    """The request itself cannot be read: a parameter, a header, JSON that is none."""


class RequestTooLargeError(InputError):
    """The body is larger than this server takes."""

    code = "request_too_large"


class UnsupportedMediaError(InputError):
    """The body is of a type that this route does not take."""

    code = "unsupported_media_type"


# The first class that fits gives the status: the narrow ones stand first.
_STATUSES: tuple[tuple[type[DharmaError], int], ...] = (
    (MalformedRequestError, 400),
    (RequestTooLargeError, 413),
    (UnsupportedMediaError, 415),
    (SignInRequired, 401),
    (PermissionDenied, 403),
    (NotFoundError, 404),
    (ConflictError, 409),
    (TooManyRequests, 429),
    (InputError, 422),
    (AdapterError, 503),
)


def json_answer(
    request: Request,
    document: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a document; a read carries its tag, and is 304 for who has it already."""
    body = json.dumps(document, ensure_ascii=False, sort_keys=True).encode()
    answer = Response(body, status, dict(headers or {}), "application/json")
    if request.method not in ("GET", "HEAD"):
        return answer
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if _matches(request.headers.get("if-none-match", ""), tag):
        answer = Response(status_code=304, headers=dict(headers or {}))
    answer.headers["ETag"] = tag
    # Private, and asked for again each time: another user of the same browser sees their own.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Authorization"
    return answer


def error_answer(error: Exception, correlation_id: str) -> Response:
    """Return any error as the one shape: code, message, next step, details, id, time."""
    if not isinstance(error, DharmaError):
        _LOG.error("A call failed.", exc_info=error)
        error = DharmaError(
            "Dharma itself failed; nothing of the call was kept.",
            next_step=f"Report it with the id {correlation_id}.",
        )
    status = next((code for kind, code in _STATUSES if isinstance(error, kind)), 500)
    shape = error.as_dict(correlation_id=correlation_id)
    shape["timestamp"] = datetime.now(UTC).isoformat()
    body = json.dumps({"error": shape}, ensure_ascii=False, default=str).encode()
    return Response(body, status, _error_headers(error, status), "application/json")


def _error_headers(error: DharmaError, status: int) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="dharma"'
    if isinstance(error, TooManyRequests):
        said = error.details
        headers["Retry-After"] = str(said["retry_after_s"])
        headers |= {
            "RateLimit-Limit": str(said["limit"]),
            "RateLimit-Remaining": "0",
            "RateLimit-Reset": str(said["reset_s"]),
        }
    return headers


def _matches(header: str, tag: str) -> bool:
    offered = {each.strip().removeprefix("W/") for each in header.split(",")}
    return tag in offered or "*" in offered
