"""Every error Dharma raises on purpose, in one tree, so that each face can show it the same way.

::

    DharmaError
    ├── InputError            the caller can fix it: a file, an argument, a property
    │   └── NotFoundError     the thing named does not exist; nearest names are given
    ├── ConflictError         somebody else changed it first, or it exists already
    ├── FactError             our own data is wrong: file and row are named
    ├── AdapterError          a file, database, tool or service failed; wraps the cause
    │   └── MissingToolError  an optional tool is not on this machine
    ├── PermissionDenied      the actor may not do this
    │   └── StepUpRequired    ... yet: a second factor would do
    ├── SignInRequired        nobody is known, or the session has ended
    └── TooManyRequests       wait; the details say how long

A policy breach is a finding and a missing price is a result: neither is an error.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = [
    "AdapterError",
    "ConflictError",
    "DharmaError",
    "FactError",
    "InputError",
    "MissingToolError",
    "NotFoundError",
    "PermissionDenied",
    "SignInRequired",
    "StepUpRequired",
    "TooManyRequests",
    "nearest",
]


class DharmaError(Exception):
    """Base of all deliberate errors.

    Parameters
    ----------
    message : str
        What was wrong, where, and what was allowed, in plain words.
    next_step : str
        The one thing to do now. Shown after the message.
    details : mapping, optional
        Machine-readable facts (file, line, field, allowed). Never a secret.
    """

    code = "error"

    def __init__(
        self, message: str, *, next_step: str = "", details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.details: dict[str, Any] = dict(details or {})

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()

    def as_dict(self, *, correlation_id: str | None = None) -> dict[str, Any]:
        """Return the one error shape of every face: code, message, next step, details, id.

        Examples
        --------
        >>> InputError("No file plan.json.", next_step="Check the path.").as_dict()["code"]
        'input_error'
        """
        return {
            "code": self.code,
            "message": self.message,
            "next_step": self.next_step,
            "details": self.details,
            "correlation_id": correlation_id,
        }


class InputError(DharmaError):
    """The caller gave something Dharma cannot take, and can fix it."""

    code = "input_error"


class NotFoundError(InputError):
    """The thing named does not exist."""

    code = "not_found"


class ConflictError(DharmaError):
    """Somebody else changed the record first, or it exists already; nothing was written."""

    code = "conflict"


class FactError(DharmaError):
    """A file under ``data/`` is wrong: a defect of ours, named by file and row."""

    code = "fact_error"


class AdapterError(DharmaError):
    """A file, database, tool or service outside Dharma failed."""

    code = "adapter_error"


class MissingToolError(AdapterError):
    """An optional tool (terraform, Java, Chromium, PostgreSQL) is not on this machine."""

    code = "missing_tool"


class PermissionDenied(DharmaError):  # noqa: N818 - the domain's own word, as in HOUSE rules
    """The actor lacks the permission for this action; nothing was changed."""

    code = "permission_denied"


class StepUpRequired(PermissionDenied):
    """The actor may do this once a second factor is given; nothing was changed."""

    code = "step_up_required"


class SignInRequired(DharmaError):  # noqa: N818 - the domain's own word, as PermissionDenied
    """Nobody is known, or the session has ended; nothing was changed."""

    code = "sign_in_required"


class TooManyRequests(DharmaError):  # noqa: N818 - HTTP's own word for 429
    """Too much was asked for; the details say after how many seconds to come again."""

    code = "too_many_requests"


def nearest(word: str, allowed: Iterable[str], *, count: int = 1) -> str:
    """Return a hint sentence naming the allowed words closest to ``word``.

    Parameters
    ----------
    word : str
        What the user wrote.
    allowed : iterable of str
        Every word that would have been right.
    count : int
        How many suggestions to name at most.

    Returns
    -------
    str
        ``"Did you mean 'x'?"``, or the first few allowed words when nothing is close, or
        ``""`` when there is nothing to choose from.

    Examples
    --------
    >>> nearest("intance_type", ["instance_type", "ami"])
    "Did you mean 'instance_type'?"
    >>> nearest("zzz", ["ami", "tags"])
    "Allowed: 'ami', 'tags'."
    """
    choices = sorted(set(allowed))
    if not choices:
        return ""
    close = difflib.get_close_matches(word, choices, n=count, cutoff=0.6)
    if close:
        return "Did you mean " + " or ".join(f"'{c}'" for c in close) + "?"
    shown = ", ".join(f"'{c}'" for c in choices[:8])
    more = f" and {len(choices) - 8} more" if len(choices) > 8 else ""
    return f"Allowed: {shown}{more}."
