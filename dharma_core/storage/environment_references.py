"""Secrets of the configuration: it names the variable that holds one, never the value."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dharma_core.errors import InputError

__all__ = ["check_reference", "resolved"]

_FORM = re.compile(r"env:(?P<name>[A-Za-z_][A-Za-z0-9_]*)", re.ASCII)


def check_reference(text: str) -> str:
    """Return a reference; raise ValueError for anything else, which may be the secret itself.

    Examples
    --------
    >>> check_reference("env:DHARMA_GITHUB_SECRET")
    'env:DHARMA_GITHUB_SECRET'
    """
    if _FORM.fullmatch(text) is None:
        raise ValueError(
            "a secret is never written here; name the environment variable that holds it, such as "
            '"env:DHARMA_GITHUB_SECRET"'
        )
    return text


def resolved(reference: str, env: Mapping[str, str], *, what: str) -> str:
    """Return what a reference stands for.

    Raises
    ------
    InputError
        If it is none, or the variable is not set.
    """
    found = _FORM.fullmatch(reference)
    value = env.get(found["name"], "") if found else ""
    if not value:
        raise InputError(
            f"{what} is not known: {reference if found else 'no variable'} is not set.",
            next_step="Set the variable in the environment of `dharma serve`, and start it again.",
        )
    return value
