"""Where secrets stand in a blueprint document: what must be sealed before it is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from dharma_core.plan import Path
from dharma_core.plan.catalog import AttributeFact, ResourceType
from dharma_core.plan.vault_references import is_vault_reference
from dharma_core.policies.secrets.forms import SecretForms

__all__ = ["Types", "secret_places"]

_REFERENCE = re.compile(r"\$\{[^${}]*\}")


class Types(Protocol):
    """The catalogue, as far as it is asked here."""

    def find(self, name: str) -> ResourceType | None:
        """Return the type of a name or alias, None when not known."""


def secret_places(
    document: Mapping[str, Any], forms: SecretForms, types: Types
) -> Iterator[tuple[Path, Any]]:
    """Yield each secret of a blueprint document with its path.

    A secret is the default of a sensitive variable, a text in an attribute that its provider marks
    sensitive, a text whose name says secret, and a text of a known form. What only refers to
    something is none.

    Examples
    --------
    >>> from dharma_core.plan.catalog import Catalog
    >>> from dharma_core.storage.secret_forms import load_secret_forms
    >>> variables = {"key": {"default": "x", "sensitive": True}, "size": {"default": "x"}}
    >>> places = secret_places({"variables": variables}, load_secret_forms(), Catalog({}))
    >>> [path for path, _ in places]
    [('variables', 'key', 'default')]
    """
    finder = _Finder(forms)
    for name, spec in _mapping(document.get("variables")).items():
        default = _mapping(spec).get("default")
        marked = bool(_mapping(spec).get("sensitive"))
        yield from finder.under(("variables", name, "default"), default, marked=marked, name=name)
    for index, resource in enumerate(_sequence(document.get("resources"))):
        declared = _mapping(resource)
        kind = types.find(str(declared.get("type", "")))
        for part in ("properties", "overrides"):
            facts = kind.attributes if kind is not None else {}
            start: Path = ("resources", index, part)
            yield from finder.inside(start, _mapping(declared.get(part)), facts)
    for name, output in _mapping(document.get("outputs")).items():
        value = _mapping(output).get("value")
        yield from finder.under(("outputs", name, "value"), value, marked=False, name=name)


class _Finder:
    """Looks through values; knows how secrets look and what they are called."""

    def __init__(self, forms: SecretForms) -> None:
        self._forms = forms

    def inside(
        self, path: Path, value: Mapping[str, Any], facts: Mapping[str, AttributeFact]
    ) -> Iterator[tuple[Path, Any]]:
        """Yield the secrets of a block, by the facts of its attributes."""
        name, entry = value.get("name"), value.get("value")
        if isinstance(name, str) and isinstance(entry, str):  # of an environment
            yield from self.under((*path, "value"), entry, marked=False, name=name)
            value = {key: inner for key, inner in value.items() if key != "value"}
        for key, inner in value.items():
            fact = facts.get(key)
            if fact is not None and fact.members and not fact.sensitive:
                yield from self._blocks((*path, key), inner, fact.members)
            else:
                marked = fact is not None and fact.sensitive
                yield from self.under((*path, key), inner, marked=marked, name=key)

    def under(
        self, path: Path, value: Any, *, marked: bool, name: str
    ) -> Iterator[tuple[Path, Any]]:
        """Yield the secrets of a value of this name; ``marked`` makes every text in it one."""
        if isinstance(value, Mapping):
            if marked:
                for key, inner in value.items():
                    yield from self.under((*path, key), inner, marked=True, name=key)
            else:
                yield from self.inside(path, value, {})
        elif isinstance(value, (list, tuple)):
            for index, inner in enumerate(value):
                yield from self.under((*path, index), inner, marked=marked, name=name)
        elif self._is_secret(value, marked, name):
            yield path, value

    def _blocks(
        self, path: Path, value: Any, facts: Mapping[str, AttributeFact]
    ) -> Iterator[tuple[Path, Any]]:
        if isinstance(value, Mapping):
            yield from self.inside(path, value, facts)
        elif isinstance(value, (list, tuple)):
            for index, inner in enumerate(value):
                yield from self._blocks((*path, index), inner, facts)
        else:
            yield from self.under(path, value, marked=False, name=str(path[-1]))

    def _is_secret(self, value: Any, marked: bool, name: str) -> bool:
        if value is None or value == "" or isinstance(value, bool):
            return False
        if not isinstance(value, str):
            return marked
        if is_vault_reference(value) or not _REFERENCE.sub("", value).strip():
            return False
        if marked or (self._forms.says_secret(name) and self._forms.could_be(value)):
            return True
        return any(True for form in self._forms.forms for _ in form.found_in(value))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else ()
