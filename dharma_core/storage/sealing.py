"""Blueprint documents on their way into the store and out of it: secrets sealed, opened, masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.errors import InputError
from dharma_core.plan import Path
from dharma_core.plan.frozen import get_path
from dharma_core.plan.masking import MASKED
from dharma_core.policies.secrets.designs import secret_places
from dharma_core.storage.blueprint_drafts import content_digest
from dharma_core.storage.envelopes import SEALED, Envelopes, is_sealed
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.secret_forms import load_secret_forms

__all__ = ["DocumentSeals", "Place", "masked", "unmasked"]

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Which document: a sealed value opens nowhere else."""

    tenant: str
    blueprint: str
    version: str


class DocumentSeals:
    """Seals the secrets of documents inside one transaction, and opens them."""

    def __init__(self, envelopes: Envelopes) -> None:
        self._envelopes = envelopes

    def seal(self, document: Document, place: Place) -> Document:
        """Return a document with each of its secrets sealed.

        Raises
        ------
        InputError
            If it holds a sealed value of a store: nobody types one.
        """
        _refuse_sealed(document)
        secrets = dict(_secrets(document))
        return _replaced(
            document,
            {
                path: self._envelopes.seal(value, _where(place, document, path))
                for path, value in secrets.items()
            },
        )

    def open(self, document: Document, place: Place) -> Document:
        """Return a stored document as it was written; one without sealed values is itself."""
        sealed = {path: text for path, text in _leaves(document) if is_sealed(text)}
        return _replaced(
            document,
            {
                path: self._envelopes.open(text, _where(place, document, path))
                for path, text in sealed.items()
            },
        )

    def digest(self, document: Document) -> str:
        """Return the digest of a document: what is secret counts by its keyed fingerprint.

        A plain digest would let whoever reads the database try passwords against it.
        """
        marks = {path: self._envelopes.fingerprint(value) for path, value in _secrets(document)}
        return content_digest(_replaced(document, marks))


def masked(document: Document) -> Document:
    """Return a document for those who may not see its secrets; no key is needed.

    Examples
    --------
    >>> masked({"name": "web", "variables": {"key": {"default": "x", "sensitive": True}}})
    {'name': 'web', 'variables': {'key': {'default': '(sensitive value)', 'sensitive': True}}}
    """
    hidden = {path: MASKED for path, text in _leaves(document) if is_sealed(text)}
    hidden |= {path: MASKED for path, _ in _secrets(document)}
    return _replaced(document, hidden)


def unmasked(document: Document, kept: Document) -> Document:
    """Return a document in which each mask that stands for a kept secret is that secret again.

    Who reads a blueprint without its secrets and saves it again must not write masks over them.
    """
    known = {_name_path(kept, path): value for path, value in _secrets(kept)}
    back = {
        path: known[named]
        for path, text in _leaves(document)
        if text == MASKED and (named := _name_path(document, path)) in known
    }
    return _replaced(document, back)


def _secrets(document: Document) -> Iterator[tuple[Path, Any]]:
    if not any(document.get(part) for part in ("variables", "resources", "outputs")):
        return
    places = secret_places(document, load_secret_forms(), load_catalog())
    yield from ((path, value) for path, value in places if value != MASKED)


def _where(place: Place, document: Document, path: Path) -> tuple[str, ...]:
    return (place.tenant, place.blueprint, place.version, *_name_path(document, path))


def _name_path(document: Document, path: Path) -> tuple[str, ...]:
    """Return a path in which a resource goes by its name, not by its position."""
    if len(path) > 1 and path[0] == "resources":
        resource = get_path(document, path[:2])
        name = resource.get("name") if isinstance(resource, Mapping) else None
        path = (path[0], str(name), *path[2:])
    return tuple(str(step) for step in path)


def _refuse_sealed(document: Document) -> None:
    for path, value in _leaves(document):
        if is_sealed(value):
            raise InputError(
                f"{'.'.join(map(str, path))} begins with {SEALED!r}, as only this store writes it.",
                next_step="Write the secret itself; it is sealed when it is kept.",
            )


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path, value


def _replaced(document: Document, new: Mapping[Path, Any]) -> Document:
    """Return a document with the values at some paths replaced; the same one when there is none."""
    if not new:
        return document
    rebuilt: Document = _rebuilt(document, (), new.__contains__, new.__getitem__)
    return rebuilt


def _rebuilt(
    value: Any, path: Path, has: Callable[[Path], bool], new: Callable[[Path], Any]
) -> Any:
    if has(path):
        return new(path)
    if isinstance(value, Mapping):
        return {key: _rebuilt(inner, (*path, key), has, new) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rebuilt(inner, (*path, i), has, new) for i, inner in enumerate(value)]
    return value
