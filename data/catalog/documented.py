"""Report where our facts of Azure and Google contradict the providers' documentation.

Run ``python data/catalog/documented.py`` where pulumi_azure and pulumi_gcp are installed: they
carry the documentation of the providers they bridge ("Defaults to", "Changing this forces a new
resource"). Sentences with a condition are passed over. A fact the documentation has and we lack
is no contradiction: it is told with ``--missing``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))
sys.path.insert(0, str(HERE))

from pulumi_packages import Package, ResourceClass, read_package  # noqa: E402

from dharma_core.blueprints.scalars import TypeMismatchError, coerce  # noqa: E402
from dharma_core.generation.pulumi.naming import PACKAGES, argument_name, is_many  # noqa: E402
from dharma_core.plan import AttributeFact  # noqa: E402
from dharma_core.storage.facts import load_catalog  # noqa: E402

PROVIDERS = ("azurerm", "google")

CLASS = re.compile(r"^class (\w+)[(:]", re.M)
GETTER = re.compile(
    r"    def (\w+)\(self\) -> [^\n]+:\n        \"\"\"\n(.*?)\n        \"\"\"", re.S
)
DEFAULT = re.compile(
    r"\b(?:[Dd]efaults? (?:to|is)|[Dd]efault value(?: is|:)|by default(?: is)?)\s*:?\s*"
    r"(?:`\"?([^`\"]*)\"?`|\"([^\"]*)\"|(true|false|\d+(?:\.\d+)?)\b"
    r"(?! *(?:day|hour|minute|second)))"
)
FORCES = re.compile(r"(?i)changing (?:this|the|it)[^.]*\b(?:forces?|will force) a?\s*new\b")
CONDITION = re.compile(r"(?i)\b(if|when|unless|otherwise|for new|once|except|only for)\b")


@dataclass(frozen=True, slots=True)
class Said:
    """What the documentation says of one attribute; None where it is silent."""

    default: str | None
    forces: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One attribute where the documentation and we differ."""

    type: str
    path: str
    what: str
    ours: Any
    documented: Any

    @property
    def is_missing(self) -> bool:
        """Whether we say nothing."""
        return self.ours is None


def findings(provider: str) -> Iterator[Finding]:
    """Yield every difference of a provider's curated types, by type and path."""
    catalog = load_catalog()
    package = read_package(PACKAGES[provider])
    classes = {(c.module, c.name): c for c in package.resources}
    for name in sorted(n for n in catalog.types if n.startswith(f"{provider}_")):
        module, class_name, *_ = catalog.tables["pulumi"][name]
        found = classes.get((module, class_name))
        if found is not None:
            yield from _resource(name, catalog.get(name).attributes, found, package)


def said_of(text: str) -> Said:
    """Return what a docstring says.

    Examples
    --------
    >>> said_of("The size. Defaults to `30`. Changing this forces a new resource to be created.")
    Said(default='30', forces=True)
    >>> said_of("Defaults to `true` when the kind is `x`.").default is None
    True
    """
    default = None
    for sentence in re.split(r"(?<=[.!])\s+|\n", text):
        match = DEFAULT.search(sentence)
        if match and not CONDITION.search(sentence):
            default = next(group for group in match.groups() if group is not None).rstrip(".")
    forces = any(
        FORCES.search(s) and not CONDITION.search(s) for s in re.split(r"(?<=[.!])\s+", text)
    )
    return Said(default, forces)


def _resource(
    name: str, facts: Mapping[str, AttributeFact], class_: ResourceClass, package: Package
) -> Iterator[Finding]:
    text = _source(package.folder, class_)
    docs = _docs(text).get(f"{class_.name}Args", {})
    yield from _level(_Place(name, class_, package), facts, docs, class_.arguments, "")


@dataclass(frozen=True, slots=True)
class _Place:
    type: str
    class_: ResourceClass
    package: Package


def _level(
    place: _Place,
    facts: Mapping[str, AttributeFact],
    docs: Mapping[str, str],
    members: Mapping[str, Any],
    prefix: str,
) -> Iterator[Finding]:
    for fact in facts.values():
        argument = _argument(fact, members)
        if fact.read_only or argument is None or fact.name == "timeouts":
            continue
        path = f"{prefix}{fact.name}"
        yield from _compare(place.type, path, fact, said_of(docs.get(argument, "")))
        inside = members[argument].class_
        if fact.members and inside:
            module = place.class_.module
            inner = _docs(_inputs(place.package.folder / module)).get(inside, {})
            nested = place.package.nested(module, inside)
            yield from _level(place, fact.members, inner, nested, f"{path}.")


def _argument(fact: AttributeFact, members: Mapping[str, Any]) -> str | None:
    many = is_many(fact)
    usual = (argument_name(fact.name, many=many), argument_name(fact.name, many=not many))
    return next((n for n in (*usual, fact.name, f"{fact.name}_") if n in members), None)


def _compare(type_: str, path: str, fact: AttributeFact, said: Said) -> Iterator[Finding]:
    if said.default is not None and not fact.required and "object" not in fact.type:
        documented = _typed(fact, said.default)
        ours = fact.default if fact.has_default else None
        if documented is not None and ours != documented:
            yield Finding(type_, path, "default", ours, documented)
    if said.forces and not fact.forces_replace:
        yield Finding(type_, path, "forces_replace", fact.forces_replace, True)


def _typed(fact: AttributeFact, text: str) -> Any:
    try:
        return coerce(fact.type, text) if fact.type in ("string", "number", "bool") else None
    except TypeMismatchError:
        return None


@cache
def _docs(text: str) -> Mapping[str, Mapping[str, str]]:
    """Return the text of each argument of each class."""
    starts = [*CLASS.finditer(text)]
    ends = [m.start() for m in starts[1:]] + [len(text)]
    return {
        m[1]: {g[1]: g[2] for g in GETTER.finditer(text[m.start() : end])}
        for m, end in zip(starts, ends, strict=True)
    }


@cache
def _inputs(folder: Path) -> str:
    path = folder / "_inputs.py"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _source(folder: Path, class_: ResourceClass) -> str:
    marker = f"class {class_.name}(pulumi.CustomResource):"
    for path in sorted((folder / class_.module).glob("*.py")):
        text = path.read_text(encoding="utf-8") if not path.name.startswith("_") else ""
        if marker in text:
            return text
    return ""


def main() -> None:
    for provider in PROVIDERS:
        if find_spec(PACKAGES[provider]) is None:
            raise SystemExit(f"{PACKAGES[provider]} is not installed.")
        for found in findings(provider):
            if not found.is_missing or "--missing" in sys.argv:
                told = f"{found.what} {found.ours!r}, documented {found.documented!r}"
                print(f"{found.type} {found.path}: {told}")


if __name__ == "__main__":
    main()
