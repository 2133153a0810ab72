"""References inside values: taken out when their target goes, rewritten when it is renamed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from dharma_core.blueprints.references import mentions_in
from dharma_core.plan import FrozenMap

__all__ = ["GONE", "renamed_in", "without_mentions"]


class _Gone:
    """Stands for a value that is to be left out."""


GONE = _Gone()


def without_mentions(value: Any, name: str) -> Any:
    """Return a value without every part that mentions a resource, ``GONE`` when nothing is left.

    A text that mentions it among other words goes as a whole: half a text would say nothing.

    Examples
    --------
    >>> without_mentions({"ids": ("${a.id}", "${b.id}"), "url": "http://${a.dns}/"}, "a")
    {'ids': ('${b.id}',)}
    """
    if isinstance(value, str):
        return GONE if any(m.name == name for _, m in mentions_in(value)) else value
    if isinstance(value, Mapping):
        inside = {k: without_mentions(v, name) for k, v in value.items()}
        kept = {k: v for k, v in inside.items() if v is not GONE}
        return GONE if inside and not kept else FrozenMap(kept)
    if isinstance(value, (list, tuple)):
        items = [without_mentions(v, name) for v in value]
        left = tuple(v for v in items if v is not GONE)
        return GONE if items and not left else left
    return value


def renamed_in(value: Any, old: str, new: str) -> Any:
    """Return a value in which references to ``old`` read ``new``.

    Examples
    --------
    >>> renamed_in(("${web.id}", "${web_2.id}", "$${web.id}"), "web", "shop")
    ('${shop.id}', '${web_2.id}', '$${web.id}')
    """
    pattern = re.compile(r"\$\$\{|(\$\{\s*)" + re.escape(old) + r"(?=[.\[}\s])")
    return _mapped(value, lambda text: pattern.sub(lambda m: m[1] + new if m[1] else m[0], text))


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return FrozenMap({k: _mapped(v, change) for k, v in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(_mapped(v, change) for v in value)
    return value
