"""Tags as Google Cloud takes them: small letters, digits, ``-`` and ``_``."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any

__all__ = ["as_labels", "tag_attribute"]

_MAXIMUM = 63


def as_labels(tags: Mapping[str, Any]) -> dict[str, str]:
    """Return tags as labels; words keep apart where a capital or a mark stood.

    Examples
    --------
    >>> as_labels({"CostCenter": "CC-1001", "Owner": "Web Team", "9": "x"})
    {'cost_center': 'cc-1001', 'owner': 'web_team', 'l9': 'x'}
    """
    return {_key(name): _word(str(value)) for name, value in tags.items()}


def tag_attribute(attributes: Container[str], *, google: bool) -> str:
    """Return the attribute of a type that takes tags; Google's clusters name it apart.

    Examples
    --------
    >>> tag_attribute({"name", "resource_labels"}, google=True)
    'resource_labels'
    """
    if not google:
        return "tags"
    apart = "labels" not in attributes and "resource_labels" in attributes
    return "resource_labels" if apart else "labels"


def _key(name: str) -> str:
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    word = _word(apart)
    return word if word[:1].isalpha() else f"l{word}"[:_MAXIMUM]


def _word(text: str) -> str:
    """Return a text in small letters; references inside it stay."""
    parts = re.split(r"(\$\{[^}]*\})", text)
    if len(parts) > 1:
        return "".join(p if p.startswith("${") else _plain(p) for p in parts)
    return _plain(text)[:_MAXIMUM]


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9_-]", "_", text.lower())
