"""A blueprint file into a Blueprint; everything wrong with it is told at once, with its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from dharma_core.blueprints.checking import check_references
from dharma_core.blueprints.documents import Document, read_document
from dharma_core.blueprints.lowering import check_types
from dharma_core.blueprints.model import Blueprint, OutputSpec, ResourceSpec, VariableSpec
from dharma_core.blueprints.ports import SizeCatalogue
from dharma_core.errors import InputError, nearest
from dharma_core.plan import Catalog, Path

__all__ = ["parse_blueprint"]

_PLACEHOLDERS: Mapping[str, Any] = {
    "name": "unnamed",
    "version": "0.0.0",
    "provider": "aws",
    "region": "us-east-1",
    "resources": [{"name": "unreadable", "type": "unreadable", "native": True}],
}
_REASONS = {
    "string_type": "must be text: write it in quotes",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "tuple_type": "must be a list",
    "dict_type": "must hold 'name: value' lines",
    "model_type": "must hold 'name: value' lines",
}
_MODELS: Mapping[str, type[BaseModel]] = {
    "resources": ResourceSpec,
    "variables": VariableSpec,
    "outputs": OutputSpec,
}


def parse_blueprint(
    text: str,
    *,
    file: str,
    catalog: Catalog | None = None,
    sizes: SizeCatalogue | None = None,
) -> Blueprint:
    """Return the blueprint that a YAML or JSON text describes.

    Parameters
    ----------
    text : str
    file : str
        The name to use in messages and positions.
    catalog : Catalog, optional
        When given, types and properties are checked too, so that every error of the file comes in
        one report; otherwise ``lower`` checks them.
    sizes : SizeCatalogue, optional
        Beside ``catalog``: for resources that say what they need.

    Raises
    ------
    InputError
        If anything is wrong: ``details["errors"]`` has file, line, path, message, hint of each.
    """
    document = read_document(text, file=file)
    problems = document.problems
    if not isinstance(document.value, Mapping):
        raise InputError(
            f"{file} is no blueprint: it does not hold 'name: value' lines.",
            next_step="Start from a template: dharma init.",
        )
    blueprint = _validate(document.value, document)
    if blueprint is not None:
        names = _names(document.value)
        check_references(blueprint, names, problems)
        if catalog is not None:
            check_types(blueprint, catalog, problems, sizes=sizes)
    problems.raise_any()
    if blueprint is None:
        raise InputError(f"{file} is no blueprint.", next_step="Start from a template.")
    return blueprint


def _validate(raw: Mapping[str, Any], document: Document) -> Blueprint | None:
    """Return the blueprint; where parts are wrong, note them and return the rest of it."""
    value = dict(raw)
    for _attempt in range(3):
        try:
            return Blueprint(**{**value, "source": document.source})
        except ValidationError as error:
            found = [(_real_path(e["loc"]), e) for e in error.errors(include_url=False)]
            for path, entry in found:
                if entry["type"] != "too_short" or not raw.get("resources"):
                    document.problems.add(path, *_message(path, entry, raw))
            value = _without(value, [path for path, _ in found])
    return None


def _real_path(loc: Iterable[str | int]) -> Path:
    """Drop what pydantic adds for dictionary keys."""
    return tuple(step for step in loc if step != "[key]")


def _message(path: Path, entry: Any, raw: Any) -> tuple[str, str]:
    name = str(path[-1]) if path else ""
    kind = entry["type"]
    if kind == "extra_forbidden":
        return f"unknown key {name!r}{_of(path, raw)}.", nearest(name, _allowed(path))
    if kind == "missing":
        return f"the key {name!r} is missing{_of(path, raw)}.", ""
    if kind == "too_short":
        return "a blueprint needs one resource or more.", "Add one under 'resources'."
    if kind == "literal_error":
        allowed = entry["ctx"]["expected"]
        hint = nearest(str(entry["input"]), re.findall(r"'([^']*)'", allowed))
        return f"{_subject(path, raw)}: must be {allowed}.", hint if hint[:3] == "Did" else ""
    reason = _REASONS.get(kind) or entry["msg"].removeprefix("Value error, ").rstrip(".")
    reason = reason[:1].lower() + reason[1:]
    return f"{_subject(path, raw)}: {reason}.", ""


def _subject(path: Path, raw: Any) -> str:
    """Return what a message speaks of: a key, of whom, or an entry as a whole."""
    owner = _of(path, raw)
    keys = [step for step in path[2 if owner else 0 :] if isinstance(step, str)]
    return f"{keys[-1]}{owner}" if keys else owner.removeprefix(" of ")


def _of(path: Path, raw: Any) -> str:
    if len(path) < 2 or path[0] not in _MODELS:
        return ""
    noun = str(path[0]).removesuffix("s")
    if path[0] != "resources":
        return f" of {noun} {path[1]!r}" if len(path) > 2 else ""
    try:
        name = raw["resources"][path[1]]["name"]
    except (KeyError, IndexError, TypeError):
        return f" of resource number {int(path[1]) + 1}" if isinstance(path[1], int) else ""
    return f" of resource {name!r}"


def _allowed(path: Path) -> list[str]:
    model = Blueprint if len(path) < 2 else _MODELS.get(str(path[0]), Blueprint)
    return [name for name in model.model_fields if name != "source"]


def _without(value: Mapping[str, Any], bad: list[Path]) -> dict[str, Any]:
    """Return the document without its wrong parts, so that the rest can be checked too."""
    result = dict(value)
    for path in bad:
        top = str(path[0]) if path else ""
        if len(path) == 1 or top not in _MODELS:
            result.pop(top, None)
    for top in _MODELS:
        if top in result:
            result[top] = _kept(result[top], {p[1] for p in bad if len(p) > 1 and p[0] == top})
    for key, placeholder in _PLACEHOLDERS.items():
        result.setdefault(key, placeholder)
    return result


def _kept(part: Any, bad: set[str | int]) -> Any:
    """Leave wrong entries out; resources keep their place in the list, so lines stay right."""
    if isinstance(part, Mapping):
        return {key: inner for key, inner in part.items() if key not in bad}
    if isinstance(part, list):
        return [_stand_in(i) if i in bad else inner for i, inner in enumerate(part)]
    return part


def _stand_in(index: int) -> dict[str, Any]:
    return {"name": f"unreadable_{index}", "type": "unreadable", "native": True}


def _names(raw: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return every resource and variable name written, whether the entry is right or not."""
    resources, variables = raw.get("resources"), raw.get("variables")
    return {
        "resources": {
            str(r["name"])
            for r in (resources if isinstance(resources, list) else ())
            if isinstance(r, Mapping) and "name" in r
        },
        "variables": set(variables) if isinstance(variables, Mapping) else set(),
    }
