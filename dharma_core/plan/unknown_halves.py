"""A value in two halves, as Terraform's plan shape keeps it: what is known, and what is not."""

from __future__ import annotations

from typing import Any

from dharma_core.plan.frozen import LEAVES, UNKNOWN, FrozenMap, freeze

__all__ = ["freeze_whole", "join_unknown", "split_unknown"]


def split_unknown(value: Any) -> tuple[Any, Any]:
    """Return what is known and, in the same shape, true where it is not.

    Examples
    --------
    >>> split_unknown({"id": UNKNOWN, "size": 8})
    ({'size': 8}, {'id': True})
    """
    if value is UNKNOWN:
        return None, True
    if isinstance(value, dict):
        halves = {key: split_unknown(inner) for key, inner in value.items()}
        known = {key: after for key, (after, unknown) in halves.items() if unknown is not True}
        return known, {key: u for key, (_, u) in halves.items() if u not in (False, {}, [])}
    if isinstance(value, (list, tuple)):
        pairs = [split_unknown(inner) for inner in value]
        unknown = [u for _, u in pairs]
        return [a for a, _ in pairs], unknown if any(unknown) else []
    return value, False


def join_unknown(value: Any, unknown: Any) -> Any:
    """Return the whole of two halves.

    Examples
    --------
    >>> join_unknown({"size": 8}, {"id": True})
    {'size': 8, 'id': UNKNOWN}
    """
    if unknown is True:
        return UNKNOWN
    if not unknown:
        return value
    if isinstance(unknown, dict) and isinstance(value, dict):
        merged = dict(value)
        for key, inner in unknown.items():
            if inner is True:
                merged[key] = UNKNOWN
            elif inner and key in merged:
                merged[key] = join_unknown(merged[key], inner)
        return merged
    if isinstance(unknown, (list, tuple)) and isinstance(value, (list, tuple)):
        padded = [*unknown, *[None] * (len(value) - len(unknown))]
        return [join_unknown(v, u) for v, u in zip(value, padded, strict=False)]
    return value


def freeze_whole(value: Any, unknown: Any) -> Any:
    """Return the whole of two halves, frozen: what a plan of 100 MB does to every attribute.

    Examples
    --------
    >>> freeze_whole({"size": 8, "zones": ["a"]}, {"id": True})
    {'size': 8, 'zones': ('a',), 'id': UNKNOWN}
    """
    if unknown is True:
        return UNKNOWN
    if not unknown:
        return freeze(value)
    if not (isinstance(unknown, dict) and isinstance(value, dict)):
        return freeze(join_unknown(value, unknown))
    whole = {
        key: inner if type(inner) in LEAVES else freeze_whole(inner, unknown.get(key))
        for key, inner in value.items()
    }
    for key, inner in unknown.items():
        if inner is True:
            whole[key] = UNKNOWN
    return FrozenMap(whole)
