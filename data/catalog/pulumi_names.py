"""Write ``pulumi.json``: how the bridged Pulumi packages name each Terraform resource type.

Run ``python data/catalog/pulumi_names.py`` where pulumi_aws, pulumi_azure and pulumi_gcp are
installed and ``data/schemas`` is built. A class is found by what it takes and returns and by its
name; of its names only those are written that differ from the rule of
``dharma_core/generation/pulumi/naming.py``. Keys of a type's third entry, left out when empty:

- ``token``: the engine's name of the class, where it does not follow from module and class
- ``names``: attribute path to argument (or property of the resource)
- ``one`` and ``many``: paths whose single item is, or is not, written without its list
- ``classes``: path of a block to the class of its arguments
- ``types``: path to ``str``, ``int``, ``bool``, ``archive``, ``asset``, where Terraform differs
- ``computed``: paths that can be set in Terraform and only be read here
- ``absent``: paths that the package does not have
- ``deeper``: path of a block whose members the schema leaves out to its class
- ``shapes``: those classes and what they take by Terraform's names: a type as Terraform writes
  it, or ``one`` or ``many`` and the class of the block
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from pulumi_packages import Member, Package, ResourceClass, read_package, snake  # noqa: E402

from dharma_core.generation.pulumi.naming import (  # noqa: E402
    PACKAGES,
    args_class,
    argument_name,
    is_many,
    plural,
    singular,
    token_of,
)
from dharma_core.plan import AttributeFact, Catalog, ResourceType  # noqa: E402
from dharma_core.storage.facts import load_catalog  # noqa: E402

Entry = dict[str, Any]

ALIKE = 0.55
"""How alike a class and a type have to be, of 1 for their attributes and 1 for their names."""

# What neither names nor attributes tell. A type to the class it is; a path to its argument.
KNOWN_CLASSES: Mapping[str, tuple[str, str]] = {}
KNOWN_NAMES = {
    ("aws_api_gateway_base_path_mapping", "api_id"): "rest_api",
    ("aws_lambda_function", "filename"): "code",
    ("aws_lambda_layer_version", "filename"): "code",
    ("aws_s3_bucket_website_configuration", "routing_rules"): "routing_rule_details",
}
# Curated types whose schema ends at the third level; blocks that Terraform names in the plural.
CUT_TYPES = ("aws_wafv2_web_acl",)
PLURAL_BLOCKS = ("headers", "managed_rule_group_configs")
SCALARS = {"string": ("str",), "number": ("int", "float"), "bool": ("bool",)}


def main() -> None:
    catalog = load_catalog()
    types: Entry = {}
    for provider, package_name in PACKAGES.items():
        package = read_package(package_name)
        wanted = {n: catalog.schemas[n] for n in catalog.schemas if n.startswith(f"{provider}_")}
        found = matched(wanted, package.resources)
        for name, class_ in found.items():
            types[name] = entry(catalog, name, class_, package)
        report(catalog, provider, found, types)
    sources = {name: version(name) for name in PACKAGES.values()}
    write({"source": sources, "types": dict(sorted(types.items()))})


def matched(
    wanted: Mapping[str, ResourceType], classes: tuple[ResourceClass, ...]
) -> dict[str, ResourceClass]:
    """Return the class of each type, the surest pairs first, each class once."""
    by_name = {(c.module, c.name): c for c in classes}
    result = {n: by_name[KNOWN_CLASSES[n]] for n in wanted if n in KNOWN_CLASSES}
    taken = {id(c) for c in result.values()}
    for _, name, class_ in sorted(_pairs(wanted, classes), key=lambda p: (-p[0], p[1], p[2].token)):
        if name not in result and id(class_) not in taken:
            result[name] = class_
            taken.add(id(class_))
    return result


def _pairs(
    wanted: Mapping[str, ResourceType], classes: tuple[ResourceClass, ...]
) -> Iterator[tuple[float, str, ResourceClass]]:
    sets = [(c, frozenset(_stem(p) for p in c.properties)) for c in classes]
    for name, type_ in wanted.items():
        own = frozenset(_stem(a) for a in type_.attributes) - {"id", "timeout"}
        for class_, theirs in sets:
            shared = len(own & theirs)
            if shared * 2 < len(own):
                continue
            alike = (shared / len(own | theirs) + _named_alike(name, class_)) / 2
            if alike >= ALIKE:
                yield alike, name, class_


def _stem(name: str) -> str:
    return plural(name.rstrip("_"))


def _named_alike(type_: str, class_: ResourceClass) -> float:
    plain = type_.partition("_")[2]
    short = snake(class_.name).removesuffix("_v2")
    full = f"{class_.module.rstrip('_')}_{short}"
    return max(_ratio(plain, short), _ratio(plain, full))


def _ratio(one: str, other: str) -> float:
    one, other = one.replace("_", ""), other.replace("_", "")
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def entry(catalog: Catalog, name: str, class_: ResourceClass, package: Package) -> list[Any]:
    """Return module, class and what differs from the rule."""
    provider = name.partition("_")[0]
    notes = Notes()
    if class_.token != token_of(provider, class_.module, class_.name):
        notes.token = class_.token
    Walk(name, class_, package, notes).resource(catalog.schemas[name].attributes)
    differing = notes.as_json()
    return [class_.module, class_.name, *([differing] if differing else [])]


@dataclass(slots=True)
class Notes:
    """What differs from the rule, by attribute path."""

    token: str = ""
    names: dict[str, str] = field(default_factory=dict)
    one: list[str] = field(default_factory=list)
    many: list[str] = field(default_factory=list)
    classes: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    computed: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    deeper: dict[str, str] = field(default_factory=dict)
    shapes: dict[str, Entry] = field(default_factory=dict)

    def as_json(self) -> Entry:
        """Return what there is to say."""
        return {key: value for key in self.__slots__ if (value := getattr(self, key))}


@dataclass(frozen=True, slots=True)
class Walk:
    """One resource type compared with its class."""

    type_name: str
    class_: ResourceClass
    package: Package
    notes: Notes

    def resource(self, attributes: Mapping[str, AttributeFact]) -> None:
        """Compare every attribute but those no design sets nor reads."""
        settable = {n: f for n, f in attributes.items() if not f.read_only and n != "timeouts"}
        computed = {n: f for n, f in attributes.items() if f.read_only and n != "id"}
        self._level(settable, self.class_.arguments, (), self.class_.name)
        self._level(computed, self.class_.properties, (), self.class_.name)

    def _level(
        self,
        facts: Mapping[str, AttributeFact],
        members: Mapping[str, Member],
        path: tuple[str, ...],
        stem: str,
    ) -> None:
        free = set(members)
        for name, fact in facts.items():
            here = (*path, name)
            argument = self._argument(fact, free, here)
            if argument is None:
                readable = not path and name in self.class_.properties
                (self.notes.computed if readable else self.notes.absent).append(".".join(here))
                continue
            free.discard(argument)
            self._compare(fact, members[argument], (*here, argument), stem)

    def _argument(self, fact: AttributeFact, free: set[str], path: tuple[str, ...]) -> str | None:
        name = fact.name
        known = KNOWN_NAMES.get((self.type_name, ".".join(path)))
        usual = argument_name(name, many=is_many(fact))
        other = argument_name(name, many=not is_many(fact))
        for candidate in (known, usual, name, other, f"{name}_", name.removesuffix("s")):
            if candidate in free:
                return candidate
        return next(
            (c for c in sorted(free) if _letters(c) == _letters(name) or _is_part(c, fact)), None
        )

    def _compare(
        self, fact: AttributeFact, member: Member, place: tuple[str, ...], stem: str
    ) -> None:
        """Note what differs; ``place`` is the attribute's path and then its argument."""
        *path, argument = place
        dotted = ".".join(path)
        listed = fact.type.startswith(("list(", "set("))
        if listed and member.many != is_many(fact):
            (self.notes.many if member.many else self.notes.one).append(dotted)
        if argument != argument_name(fact.name, many=listed and member.many):
            self.notes.names[dotted] = argument
        if member.class_ and (fact.members or fact.block):
            usual = args_class(stem, fact.name, many=member.many)
            self._nested(fact, member, tuple(path), usual)
        elif (kind := _kind(fact, member)) is not None:
            self.notes.types[dotted] = kind

    def _nested(
        self, fact: AttributeFact, member: Member, path: tuple[str, ...], usual: str
    ) -> None:
        settable = member.class_.endswith("Args")
        if settable and member.class_ != usual:
            self.notes.classes[".".join(path)] = member.class_
        stem = member.class_.removesuffix("Args")
        if settable and not fact.members and self.type_name in CUT_TYPES:
            self.notes.deeper[".".join(path)] = member.class_
            self._shape(member.class_)
            return
        inside = self.package.nested(self.class_.module, member.class_)
        output = self.package.nested(self.class_.module, stem)
        writable = {n: f for n, f in fact.members.items() if not f.read_only}
        computed = {n: f for n, f in fact.members.items() if f.read_only}
        self._level(writable if settable else {}, inside, path, stem)
        self._level(computed if settable else fact.members, output, path, stem)

    def _shape(self, class_: str) -> None:
        """Note what a nested class takes, and the classes inside it."""
        if class_ in self.notes.shapes:
            return
        shape = self.notes.shapes[class_] = {}
        for argument, member in self.package.nested(self.class_.module, class_).items():
            is_block = bool(member.class_)
            name = singular(argument) if is_block and member.many else argument
            name = argument if argument in PLURAL_BLOCKS else name
            if argument_name(name, many=member.many) != argument:
                raise SystemExit(f"{class_}.{argument}: the rule does not lead there")
            count = "many" if member.many else "one"
            shape[name] = [count, member.class_] if is_block else _type(member)
            if is_block:
                self._shape(member.class_)


def _type(member: Member) -> str:
    names = {"str": "string", "bool": "bool", "int": "number", "float": "number"}
    kind = names[min(member.scalars)]
    return f"list({kind})" if member.many else kind


def _letters(name: str) -> str:
    return _stem(name).replace("_", "")


def _is_part(argument: str, fact: AttributeFact) -> bool:
    """Whether an argument is a short form of a name: ``topic`` of ``topic_arn``."""
    return not fact.read_only and f"_{argument}_" in f"_{fact.name}_"


def _kind(fact: AttributeFact, member: Member) -> str | None:
    """Return what the package takes instead of Terraform's scalar, None when it is the same."""
    for file in ("asset", "archive"):
        if file in member.scalars:
            return file
    kind = fact.type.removeprefix("list(").removeprefix("set(").removeprefix("map(").rstrip(")")
    if kind not in SCALARS or not member.scalars or member.scalars & set(SCALARS[kind]):
        return None
    return sorted(member.scalars)[0]


def report(
    catalog: Catalog, provider: str, found: Mapping[str, ResourceClass], types: Entry
) -> None:
    """Say how many types have a class, and what of the curated ones has no counterpart."""
    curated = [n for n in catalog.types if n.startswith(f"{provider}_")]
    known = sum(n.startswith(f"{provider}_") for n in catalog.schemas)
    print(f"{provider}: {len(found)} of {known} types, {len(curated)} curated")
    for name in curated:
        if name not in found:
            print(f"  {name}: no class")
            continue
        absent = (types[name][2:] or [{}])[0].get("absent")
        print(f"  {name}: {found[name].module}.{found[name].name}", absent or "")


def write(table: Entry) -> None:
    lines = ",\n".join(
        f" {json.dumps(name)}: {json.dumps(row, separators=(',', ':'))}"
        for name, row in table["types"].items()
    )
    text = f'{{"source": {json.dumps(table["source"])},\n"types": {{\n{lines}\n}}}}\n'
    path = HERE / "pulumi.json"
    draft = path.with_suffix(".tmp")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


if __name__ == "__main__":
    main()
