"""Read the resource classes of a bridged Pulumi package from its source, without importing it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

SIGNATURE = re.compile(
    r"^class (?P<name>\w+):\n    def __init__\(__self__(?:, \*)?,?(?P<body>.*?)\):\n", re.M | re.S
)
PARAMETER = re.compile(r"^\s+(\w+): (.*?)(?P<optional> = None)?,?$", re.M)
RESOURCE = re.compile(r"^class (\w+)\(pulumi\.CustomResource\):", re.M)
TOKEN = re.compile(r"super\((\w+), __self__\)\.__init__\(\s*'([^']+)'")
PROPERTY = re.compile(
    r"@pulumi\.getter(?:\(name=\"\w+\"\))?\n(?:    @[^\n]*\n)*    def (\w+)\(self\) -> ([^\n]+):\n"
)
DEPRECATED = re.compile(r"warnings\.warn\(\"\"\"[\w.]+ has been deprecated in favor of")
OUTPUT = re.compile(r"^class (\w+)\(dict\):(.*?)(?=^@pulumi\.output_type|\Z)", re.M | re.S)
SCALAR = re.compile(r"\b_?builtins\.(str|int|float|bool)\b|\b(?<!')(str|int|float|bool)\b")


@dataclass(frozen=True, slots=True)
class Member:
    """One argument or property.

    Parameters
    ----------
    many : bool
        Whether it is a sequence.
    class_ : str
        The class of the object inside, if any.
    scalars : frozenset of str
        The plain types it takes; ``archive`` and ``asset`` for files.
    """

    many: bool
    class_: str
    scalars: frozenset[str]
    required: bool = False


@dataclass(frozen=True, slots=True)
class ResourceClass:
    """A resource class: where it stands, its token, what it takes and what it returns."""

    module: str
    name: str
    token: str
    arguments: Mapping[str, Member] = field(default_factory=dict)
    properties: Mapping[str, Member] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Package:
    """All resource classes of one package, and its nested classes by module."""

    folder: Path
    resources: tuple[ResourceClass, ...]

    def nested(self, module: str, name: str) -> Mapping[str, Member]:
        """Return the members of a nested class, empty when there is no such class."""
        return _nested(self.folder / module).get(name, {})


def read_package(name: str) -> Package:
    """Return the package's classes; those it calls deprecated are left out."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed.")
    folder = Path(spec.origin).parent
    found = (c for path in sorted(folder.rglob("*.py")) for c in _resources(folder, path))
    return Package(folder, tuple(found))


def snake(name: str) -> str:
    """Return CamelCase as snake_case."""
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def _resources(folder: Path, path: Path) -> Iterator[ResourceClass]:
    if path.name.startswith("_") or path.name == "outputs.py" or path.parent == folder:
        return
    text = path.read_text(encoding="utf-8")
    head = RESOURCE.search(text)
    token = TOKEN.search(text)
    if head is None or token is None or DEPRECATED.search(text):
        return
    module = ".".join(path.parent.relative_to(folder).parts)
    yield ResourceClass(
        module,
        head[1],
        token[2],
        _arguments(text[: head.start()], head[1]),
        dict(_properties(text[head.start() :])),
    )


def _arguments(text: str, class_: str) -> dict[str, Member]:
    """Return what a resource takes; what its constructor keeps for itself cannot be said."""
    found = _signatures(text)
    arguments = found.get(f"{class_}Args") or found.get(f"{class_}InitArgs", {})
    return {name: a for name, a in arguments.items() if name not in ("resource_name", "opts")}


def _signatures(text: str) -> dict[str, dict[str, Member]]:
    return {
        match["name"]: {
            p[1]: _member(p[2], required=p["optional"] is None)
            for p in PARAMETER.finditer(match["body"])
        }
        for match in SIGNATURE.finditer(text)
    }


def _properties(text: str) -> Iterator[tuple[str, Member]]:
    for match in PROPERTY.finditer(text):
        yield match[1], _member(match[2])


def _member(annotation: str, *, required: bool = False) -> Member:
    class_ = re.search(r"'(?:outputs\.|_\w+\.)?(\w+)'", annotation)
    scalars = {one or other for one, other in SCALAR.findall(annotation)}
    scalars |= {word.lower() for word in re.findall(r"pulumi\.(Archive|Asset)\b", annotation)}
    inside = class_[1] if class_ and not (scalars and "Mapping" not in annotation) else ""
    many = bool(re.match(r"(?:Optional\[|pulumi\.(?:Input|Output)\[)*Sequence\[", annotation))
    return Member(many, inside, frozenset(scalars), required)


@cache
def _nested(module: Path) -> dict[str, dict[str, Member]]:
    found: dict[str, dict[str, Member]] = {}
    inputs, outputs = module / "_inputs.py", module / "outputs.py"
    if inputs.exists():
        found |= _signatures(inputs.read_text(encoding="utf-8"))
    if outputs.exists():
        for match in OUTPUT.finditer(outputs.read_text(encoding="utf-8")):
            found[match[1]] = dict(_properties(match[2]))
    return found
