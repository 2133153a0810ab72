"""What the files of one module say: variables, locals, blocks and calls, overrides laid over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from dharma_core.errors import InputError, nearest
from dharma_core.importers.folders import SourceFolder
from dharma_core.importers.terraform.json_form import parse_tf_json
from dharma_core.importers.terraform.parsing import ParsedFile, parse_hcl
from dharma_core.importers.terraform.syntax import Attribute, Block
from dharma_core.plan import Problem
from dharma_core.provenance import Position

__all__ = ["ModuleSource", "read_module"]

_IGNORED: Final = frozenset({"moved", "import", "removed", "check", "ephemeral"})
_LABELS: Final = {
    "variable": 1, "output": 1, "module": 1, "provider": 1, "resource": 2, "data": 2,
    "locals": 0, "terraform": 0,
}  # fmt: skip

Key = tuple[str, ...]


@dataclass(slots=True)
class ModuleSource:
    """The configuration of one folder, by what its expressions call things.

    Parameters
    ----------
    path : str
        The folder, from the root of the source.
    resources : mapping of (mode, type, name) to Block
    """

    path: str
    variables: dict[str, Block] = field(default_factory=dict)
    locals: dict[str, Attribute] = field(default_factory=dict)
    resources: dict[tuple[str, str, str], Block] = field(default_factory=dict)
    calls: dict[str, Block] = field(default_factory=dict)
    outputs: dict[str, Block] = field(default_factory=dict)
    providers: list[Block] = field(default_factory=list)
    settings: list[Block] = field(default_factory=list)
    order: list[tuple[str, Key]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: tuple[str, ...] = ()

    def add(self, block: Block) -> None:
        """Add a top-level block; what does not belong there becomes a Problem."""
        if block.type in _IGNORED:
            return
        wanted = _LABELS.get(block.type)
        if wanted is None:
            hint = nearest(block.type, (*_LABELS, *_IGNORED))
            self._tell(f"Unknown block {block.type!r}.", block, hint)
        elif len(block.labels) != wanted:
            self._tell(f"A {block.type} block needs {wanted} labels.", block, "")
        else:
            _ADD[block.type](self, block)

    def _tell(self, message: str, block: Block, next_step: str) -> None:
        self.problems.append(Problem(message, block.position, next_step))

    def _once(self, kept: dict[str, Block], block: Block) -> None:
        name = block.labels[0]
        if name in kept:
            self._tell(f"The {block.type} {name!r} is declared twice.", block, "Rename one.")
            return
        kept[name] = block
        if block.type == "module":
            self.order.append(("module", (name,)))

    def _locals(self, block: Block) -> None:
        for name, attribute in block.body.attributes.items():
            if name in self.locals:
                self._tell(f"The local {name!r} is declared twice.", block, "Rename one.")
            self.locals.setdefault(name, attribute)

    def _resource(self, block: Block) -> None:
        mode = "data" if block.type == "data" else "managed"
        key = (mode, *block.labels)
        if key in self.resources:
            address = ".".join(block.labels)
            self._tell(f"Two blocks are called {address}.", block, "Rename one.")
            return
        self.resources[mode, block.labels[0], block.labels[1]] = block
        self.order.append(("resource", key))

    def override(self, block: Block) -> None:
        """Lay a block of an override file over the one it names."""
        if block.type == "locals":
            self.locals.update(block.body.attributes)
            return
        kept = self._kept(block)
        if kept is None:
            self.add(block)
            return
        table, key = kept
        table[key] = _merged(table[key], block)

    def _kept(self, block: Block) -> tuple[dict[str, Block], str] | None:
        tables = {"variable": self.variables, "output": self.outputs, "module": self.calls}
        if block.type in tables and len(block.labels) == 1:
            name = block.labels[0]
            return (tables[block.type], name) if name in tables[block.type] else None
        if block.type in ("resource", "data") and len(block.labels) == 2:
            mode = "data" if block.type == "data" else "managed"
            key = (mode, block.labels[0], block.labels[1])
            return (self.resources, key) if key in self.resources else None  # type: ignore[return-value]
        return None


def _merged(base: Block, over: Block) -> Block:
    """Return a block with an override's attributes, and its blocks in place of their kind."""
    replaced = {b.type for b in over.body.blocks} | {
        b.labels[0] for b in over.body.blocks if b.type == "dynamic" and b.labels
    }
    kept = tuple(b for b in base.body.blocks if _kind(b) not in replaced)
    attributes = {**base.body.attributes, **over.body.attributes}
    body = replace(base.body, attributes=attributes, blocks=(*kept, *over.body.blocks))
    return replace(base, body=body, remarks=(*base.remarks, *over.remarks))


def _kind(block: Block) -> str:
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


_ADD: Final[Mapping[str, Callable[[ModuleSource, Block], None]]] = {
    "variable": lambda m, b: m._once(m.variables, b),
    "output": lambda m, b: m._once(m.outputs, b),
    "module": lambda m, b: m._once(m.calls, b),
    "locals": ModuleSource._locals,
    "resource": ModuleSource._resource,
    "data": ModuleSource._resource,
    "provider": lambda m, b: m.providers.append(b),
    "terraform": lambda m, b: m.settings.append(b),
}


def read_module(folder: SourceFolder, path: str) -> ModuleSource:
    """Return what the files of a folder say; files that do not read become Problems."""
    source = ModuleSource(path)
    names = [n for n in folder.names(path) if _is_configuration(n)]
    overrides = [n for n in names if _is_override(n)]
    for name in [n for n in names if n not in overrides]:
        for block in _blocks(folder, path, name, source):
            source.add(block)
    for name in overrides:
        for block in _blocks(folder, path, name, source):
            source.override(block)
    source.files = tuple(names)
    return source


def _blocks(folder: SourceFolder, path: str, name: str, source: ModuleSource) -> Iterator[Block]:
    file = f"{path}/{name}" if path else name
    try:
        text = folder.read(file)
    except InputError as error:
        source.problems.append(Problem(error.message, Position(file), error.next_step))
        return
    parsed = parse_file(text, file=file)
    source.problems.extend(parsed.problems)
    for attribute in parsed.body.attributes.values():
        message = f"{attribute.name!r} stands outside of any block."
        source.problems.append(Problem(message, attribute.position))
    yield from parsed.body.blocks


def parse_file(text: str, *, file: str) -> ParsedFile:
    """Return what a configuration file holds, HCL or JSON by its name."""
    if file.endswith(".json"):
        return parse_tf_json(text, file=file)
    return parse_hcl(text, file=file)


def _is_configuration(name: str) -> bool:
    if name.startswith(("#", ".")) or name.endswith("~"):
        return False
    return name.endswith((".tf", ".tf.json"))


def _is_override(name: str) -> bool:
    stem = name.removesuffix(".json").removesuffix(".tf")
    return stem == "override" or stem.endswith("_override")
