"""Whether a value that is not known yet could be one that a rule looks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Any

from dharma_core.plan import UNKNOWN, Ref, Resource
from dharma_core.plan.frozen import Path

__all__ = ["cannot_be", "is_known_to_be_none_of"]


def cannot_be(resource: Resource, path: Path, wanted: Iterable[str]) -> bool:
    """Whether the text around the references rules out every value that is looked for.

    Parameters
    ----------
    wanted : iterable of str
        Texts, in which ``*`` is any text.

    Examples
    --------
    >>> from dharma_core.plan import Address, Expression, make_resource
    >>> by = Expression.of(("member",), "serviceAccount:", Ref("google_service_account.a", "email"))
    >>> right = make_resource(Address("x", "y"), {"member": UNKNOWN}, expressions=(by,))
    >>> cannot_be(right, ("member",), ["allUsers"]), cannot_be(right, ("member",), ["*.com"])
    (True, False)
    """
    written = next((e.parts for e in resource.expressions if e.path == path), ())
    return bool(written) and not any(_could_be(written, pattern) for pattern in wanted)


def _could_be(parts: Sequence[str | Ref], pattern: str) -> bool:
    if "*" not in pattern:
        form = "".join(".*" if isinstance(p, Ref) else re.escape(p) for p in parts)
        return re.fullmatch(form, pattern, re.DOTALL) is not None
    head, tail = pattern.split("*", 1)[0], pattern.rsplit("*", 1)[1]
    start = parts[0] if isinstance(parts[0], str) else ""
    end = parts[-1] if isinstance(parts[-1], str) else ""
    starts = start.startswith(head) or head.startswith(start)
    ends = end.endswith(tail) or tail.endswith(end)
    return starts and ends


def is_known_to_be_none_of(values: Iterable[Any], wanted: Iterable[str]) -> bool:
    """Whether all values are known, and none is what is looked for.

    Examples
    --------
    >>> is_known_to_be_none_of(["roles/viewer"], ["*admin*"])
    True
    >>> is_known_to_be_none_of([UNKNOWN], ["*admin*"]), is_known_to_be_none_of([], ["*admin*"])
    (False, False)
    """
    found = tuple(values)
    known = bool(found) and UNKNOWN not in found
    texts = [str(v).lower() if isinstance(v, bool) else str(v) for v in found]
    return known and not any(fnmatchcase(text, pattern) for text in texts for pattern in wanted)
