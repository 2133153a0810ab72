"""What a user wants otherwise on one cloud: native attributes laid over what a kind makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.pieces import Piece
from dharma_core.errors import nearest
from dharma_core.plan import Path

__all__ = ["lay_over"]

PROVIDERS = ("aws", "azure", "gcp")


def lay_over(draft: Draft) -> list[tuple[Piece, dict[Path, Path]]]:
    """Return the draft's pieces with the overrides of its cloud, and where those were written.

    A plain key is an attribute of the primary resource; a key that is a native type, a
    satellite's name or its suffix holds a mapping for that satellite.
    """
    targets = _targets(draft)
    over: dict[str, dict[str, tuple[Any, Path]]] = {piece.name: {} for piece in draft.pieces}
    for key, value, path in _overrides(draft):
        names = targets.get(key) if isinstance(value, Mapping) else None
        if names is not None and not _is_attribute(draft, key):
            for attribute, inner in value.items():
                for name in names:
                    over[name][attribute] = (inner, (*path, attribute))
        elif key in _attributes(draft):
            over[draft.spec.name][key] = (value, path)
        else:
            _refuse(draft, key, path, (*_attributes(draft), *targets))
    return [_laid(piece, over[piece.name]) for piece in draft.pieces]


def _overrides(draft: Draft) -> Iterable[tuple[str, Any, Path]]:
    start: Path = ("resources", draft.index, "overrides")
    problems = draft.scene.problems
    for provider in draft.spec.overrides:
        if provider not in PROVIDERS:
            message = f"{provider!r} is no provider to override for."
            problems.add((*start, provider), message, nearest(provider, PROVIDERS))
    path = (*start, draft.scene.provider)
    given = draft.spec.overrides.get(draft.scene.provider) or {}
    if not isinstance(given, Mapping):
        problems.add(path, "overrides must hold 'property: value' lines.")
        return ()
    return [(key, draft.scene.rewrite(value), (*path, key)) for key, value in given.items()]


def _targets(draft: Draft) -> dict[str, list[str]]:
    """Return which pieces a key may mean: a type, a full name, a suffix."""
    found: dict[str, list[str]] = {}
    for piece in draft.pieces:
        suffix = piece.name.removeprefix(f"{draft.spec.name}_")
        for word in dict.fromkeys((piece.type, piece.name, suffix)):
            found.setdefault(word, []).append(piece.name)
    return found


def _attributes(draft: Draft) -> tuple[str, ...]:
    primary = next((p for p in draft.pieces if p.name == draft.spec.name), None)
    known = draft.scene.catalog.find(primary.type) if primary else None
    if known is None:
        return ()
    return tuple(name for name, fact in known.attributes.items() if not fact.read_only)


def _is_attribute(draft: Draft, key: str) -> bool:
    """Whether a word that is a satellite's suffix means the primary's attribute instead."""
    types_and_names = {word for p in draft.pieces for word in (p.type, p.name)}
    return key not in types_and_names and key in _attributes(draft)


def _refuse(draft: Draft, key: str, path: Path, allowed: Iterable[str]) -> None:
    message = f"resource {draft.spec.name!r} ({draft.kind.name}) has nothing called {key!r} "
    message += f"to override on {draft.scene.provider}."
    draft.scene.problems.add(path, message, nearest(key, allowed))


def _laid(piece: Piece, over: Mapping[str, tuple[Any, Path]]) -> tuple[Piece, dict[Path, Path]]:
    values = {name: value for name, (value, _) in over.items()}
    places: dict[Path, Path] = {("properties", name): path for name, (_, path) in over.items()}
    return replace(piece, properties={**piece.properties, **values}), places
