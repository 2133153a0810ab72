"""Quantities that a preset fills in where nobody gave any, and all of them under a load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dharma_core.costs.assumptions import Size
from dharma_core.costs.components import Component, CostState
from dharma_core.costs.metering import Subject
from dharma_core.costs.terms import Terms
from dharma_core.costs.usage import UsageValue, any_index
from dharma_core.plan import FrozenMap

__all__ = ["beside", "is_fillable", "loaded", "preset_values", "sayable", "with_preset"]


def loaded(
    given: Mapping[str, UsageValue], facts: Mapping[str, Any], terms: Terms
) -> Mapping[str, UsageValue]:
    """Return the quantities under the load that is asked for."""
    if terms.load == 1 or not given:
        return given
    known = facts.get("usage", FrozenMap())
    return FrozenMap(
        {
            key: terms.assumptions.end(key, known.get(any_index(key)), value, terms.load)
            for key, value in given.items()
        }
    )


def sayable(keys: set[str], subject: Subject, terms: Terms) -> frozenset[str]:
    """Return those of some keys that nobody gave and the preset has a value for."""
    assumptions, known = terms.assumptions, subject.facts.get("usage", FrozenMap())
    said = {any_index(key) for key in subject.values}
    size = assumptions.size or Size.MEDIUM
    return frozenset(
        key
        for key in (keys & set(known)) - said
        if assumptions.value_of(key, known[key], size) is not None
    )


def with_preset(
    subject: Subject, keys: frozenset[str], terms: Terms, size: Size | None = None
) -> Subject:
    """Return a subject with the preset's values in the place of what nobody gave."""
    filled = preset_values(subject, keys, terms, size)
    return replace(subject, values=FrozenMap({**filled, **subject.values}))


def preset_values(
    subject: Subject, keys: frozenset[str], terms: Terms, size: Size | None = None
) -> dict[str, Decimal]:
    """Return what the preset says of some keys, under the load that is asked for."""
    assumptions, known = terms.assumptions, subject.facts.get("usage", FrozenMap())
    chosen = size or assumptions.size or Size.MEDIUM
    values = {key: assumptions.value_of(key, known[key], chosen) for key in sorted(keys)}
    load = terms.load
    return {
        key: value if load == 1 else assumptions.end(key, known[key], value, load)
        for key, value in values.items()
        if value is not None
    }


def is_fillable(part: Component) -> bool:
    """Return whether a component waits for a quantity that a preset may give."""
    return bool(part.usage_key) and part.state is CostState.USAGE and not part.price_from_usage


def beside(key: str, other: str) -> bool:
    """Return whether two keys stand in the same block."""
    return key.rpartition(".")[0] == other.rpartition(".")[0]
