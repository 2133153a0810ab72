"""Changes one resource block in the text of a ``.tf`` file; all else stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tree_sitter import Node

from dharma_core.generation.hcl import Attribute, Block, expression, write
from dharma_core.importers.terraform.aligning import aligned
from dharma_core.importers.terraform.block_nodes import (
    PatchRefused,
    attribute_of,
    attributes_of,
    blocks_of,
    element_of,
    is_literal,
    line_end,
    members_of,
    object_of,
    resource_block,
    short,
    text_of,
)
from dharma_core.importers.terraform.grammar import KIND, inner
from dharma_core.plan import Path, ResourceType, thaw

__all__ = ["add_after", "block_of", "body_of", "remove_at", "set_at"]

_CHOOSES: Final = re.compile(r"\b(?:var|local|each|count)\.|\?")
_INDENT: Final = "  "


def set_at(text: str, type_: ResourceType, name: str, path: Path, value: Any) -> str:
    r"""Return the text with an attribute of a resource set; missing blocks are made.

    Parameters
    ----------
    path : Path
        Attribute names; a number stands for every block of the name before it.

    Raises
    ------
    PatchRefused
        If an expression stands there, a dynamic block, or nothing that could be changed.
    """
    edits = _Edits(text, type_, name)
    for block, rest, above in _places(edits, path):
        edits.set(block, rest, above, thaw(value))
    return edits.done()


def remove_at(text: str, type_: ResourceType, name: str, path: Path) -> str:
    """Return the text without an attribute or the blocks of a name; the same if none is there.

    Raises
    ------
    PatchRefused
        If what stands there is chosen by a variable or made by a dynamic block.
    """
    edits = _Edits(text, type_, name)
    for block, rest, _ in _places(edits, path):
        edits.remove(block, rest)
    return edits.done()


def _places(edits: _Edits, path: Path) -> Iterator[tuple[Node, Path, Path]]:
    """Yield each block that a path reaches, the rest of the path, and what leads to the block."""
    yield from _within(edits, edits.block, path, ())


def _within(
    edits: _Edits, block: Node, path: Path, above: Path
) -> Iterator[tuple[Node, Path, Path]]:
    if len(path) < 3 or not isinstance(path[1], int):
        yield block, path, above
        return
    name = str(path[0])
    edits.refuse_dynamic(block, name)
    found = blocks_of(block, name)
    if not found:
        yield block, path, above
    for each in found:
        yield from _within(edits, each, path[2:], (*above, name))


def add_after(text: str, type_: str, name: str, added: Block) -> str:
    """Return the text with another block after a resource's own.

    Raises
    ------
    PatchRefused
        If there is no such resource.
    """
    source = text.encode()
    end = line_end(source, resource_block(source, type_, name).end_byte)
    return (source[:end] + b"\n\n" + write([added]).rstrip("\n").encode() + source[end:]).decode()


@dataclass(frozen=True, slots=True)
class _Cut:
    """Bytes from start to end are replaced."""

    start: int
    end: int
    text: str


class _Edits:
    """What is to be changed in one resource block, kept until all of it is known."""

    def __init__(self, text: str, type_: ResourceType, name: str) -> None:
        self.source = text.encode()
        self.type = type_
        self.block = resource_block(self.source, type_.name, name)
        self.name = name
        self._cuts: list[_Cut] = []

    def done(self) -> str:
        """Return the changed text."""
        source, columns = self.source, aligned(self.source, self.block) == self.source
        for cut in sorted(self._cuts, key=lambda c: -c.start):
            source = source[: cut.start] + cut.text.encode() + source[cut.end :]
        if columns:
            source = aligned(source, resource_block(source, self.type.name, self.name))
        return source.decode()

    def refuse_dynamic(self, block: Node, name: str) -> None:
        """Refuse what a dynamic block or an expression makes in place of blocks."""
        for node in blocks_of(block, "dynamic"):
            if any(text_of(c).strip('"') == name for c in inner(node)[1:2]):
                raise PatchRefused(f"{name} is made by a dynamic block")
        if attribute_of(block, name) is not None and not _is_map(self.type, name):
            raise PatchRefused(f"{name} is written as an expression, not as a block")

    def set(self, block: Node, rest: Path, above: Path, value: Any) -> None:
        """Set what the rest of a path names in a block."""
        name = str(rest[0])
        present = attribute_of(block, name)
        if len(rest) > 1 and isinstance(rest[1], str):
            if present is not None:
                self._set_key(present, rest[1:], value)
                return
            self._insert(block, name, expression(_nested(rest[1:], value)))
        elif len(rest) > 1 or self._is_block(above, name):
            self._add_blocks(block, rest, above, value)
        elif present is None:
            self._insert(block, name, expression(value))
        else:
            self._replace(present, name, value)

    def remove(self, block: Node, rest: Path) -> None:
        """Take away what the rest of a path names in a block."""
        name = str(rest[0])
        present = attribute_of(block, name)
        if len(rest) > 1:
            if present is not None and len(rest) == 2 and isinstance(rest[1], str):
                element = element_of(present, rest[1])
                self._drop([] if element is None else [element])
            return
        for node in blocks_of(block, "dynamic"):
            if any(text_of(c).strip('"') == name for c in inner(node)[1:2]):
                raise PatchRefused(f"{name} is made by a dynamic block")
        if present is not None and _CHOOSES.search(text_of(inner(present)[1])):
            raise PatchRefused(f"{name} is an expression: {short(inner(present)[1])}")
        self._drop([*([present] if present is not None else []), *blocks_of(block, name)])

    def _is_block(self, above: Path, name: str) -> bool:
        fact = self.type.attribute((*above, name))
        return fact is not None and fact.block

    def _replace(self, node: Node, name: str, value: Any) -> None:
        old = inner(node)[1]
        if not is_literal(old):
            raise PatchRefused(f"{name} is an expression: {short(old)}")
        lead = self._indent_of(node)
        self._cuts.append(_Cut(old.start_byte, old.end_byte, _shifted(expression(value), lead)))

    def _set_key(self, node: Node, keys: Path, value: Any) -> None:
        name, key = text_of(inner(node)[0]), str(keys[0])
        whole = object_of(node)
        if len(keys) > 1 or whole is None:
            raise PatchRefused(f"{name} is an expression: {short(inner(node)[1])}")
        element = element_of(node, key)
        if element is not None:
            self._replace(element, f"{name}.{key}", value)
            return
        text = expression({key: value}).split("\n")[1].strip()
        self._insert_line(
            whole, [c for c in inner(whole) if c.kind_id == KIND["object_elem"]], text
        )

    def _insert(self, block: Node, name: str, text: str) -> None:
        if blocks_of(block, name):
            raise PatchRefused(f"{name} is written as a block")
        first = next((n for n in members_of(block) if n.kind_id == KIND["block"]), None)
        before = [a for a in attributes_of(block) if first is None or a.end_byte < first.start_byte]
        self._insert_line(block, before, f"{name} = {text}")

    def _insert_line(self, around: Node, beside: list[Node], text: str) -> None:
        """Write a line after the last neighbour, in columns where the neighbours have them."""
        opening = next(c for c in around.children if c.kind_id in _OPENINGS)
        if around.start_point.row == around.end_point.row:
            self._open_up(around, opening, text)
            return
        indent = self._indent_of(beside[-1]) if beside else self._indent_of(around) + _INDENT
        last = beside[-1] if beside else opening
        at = line_end(self.source, last.end_byte)
        self._cuts.append(_Cut(at, at, "\n" + indent + _shifted(text, indent)))

    def _open_up(self, around: Node, opening: Node, text: str) -> None:
        """Spread a block that stands on one line."""
        indent = self._indent_of(around)
        held = self.source[opening.end_byte : around.end_byte - 1].decode().strip()
        lines = [held, text] if held else [text]
        inside = "".join(f"\n{indent}{_INDENT}{_shifted(x, indent + _INDENT)}" for x in lines)
        self._cuts.append(_Cut(opening.end_byte, around.end_byte - 1, f"{inside}\n{indent}"))

    def _add_blocks(self, block: Node, rest: Path, above: Path, value: Any) -> None:
        name = str(rest[0])
        fact = self.type.attribute((*above, name))
        self.refuse_dynamic(block, name)
        if fact is not None and not fact.block:
            self._insert(block, name, expression(_nested(rest[1:], value)))
            return
        if blocks_of(block, name):
            raise PatchRefused(f"{name} stands there as a block already")
        whole = _nested(rest[1:], value)
        items = whole if isinstance(whole, list) else [whole]
        made = [block_of(self.type, (*above, name), item) for item in items]
        text = "\n".join(write([one]) for one in made).rstrip("\n")
        self._add_text(block, text)

    def _add_text(self, block: Node, text: str) -> None:
        """Write a nested block last in its block, after an empty line."""
        indent = self._indent_of(block)
        inside = indent + _INDENT
        body = "\n".join(f"{inside}{line}" if line else "" for line in text.split("\n"))
        end = block.end_byte - 1
        opening = next(c for c in block.children if c.kind_id in _OPENINGS)
        held = self.source[opening.end_byte : end].decode().strip()
        if block.start_point.row == block.end_point.row:
            first = f"\n{inside}{held}\n" if held else ""
            self._cuts.append(_Cut(opening.end_byte, end, f"{first}\n{body}\n{indent}"))
            return
        at = self.source.rfind(b"\n", 0, end)
        gap = "\n\n" if held else "\n"
        before = _Cut(at, at, f"{gap}{body}")
        same = next((i for i, c in enumerate(self._cuts) if c.start == c.end == at), None)
        if same is None:
            self._cuts.append(before)
        else:
            self._cuts[same] = _Cut(at, at, self._cuts[same].text + before.text)

    def _drop(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            start = self.source.rfind(b"\n", 0, node.start_byte) + 1
            end = line_end(self.source, node.end_byte)
            rest = self.source[start : node.start_byte] + self.source[node.end_byte : end]
            if rest.strip() and not rest.strip().startswith((b"#", b"//", b",")):
                raise PatchRefused("it shares its line with others")
            end = min(end + 1, len(self.source))
            if self.source[:start].endswith(b"\n\n") and self._ends_group(end):
                start -= 1
            self._cuts.append(_Cut(start, end, ""))

    def _ends_group(self, at: int) -> bool:
        line = self.source[at : line_end(self.source, at + 1) if at < len(self.source) else at]
        return line.strip() in (b"", b"}")

    def _indent_of(self, node: Node) -> str:
        start = self.source.rfind(b"\n", 0, node.start_byte) + 1
        line = self.source[start : node.start_byte].decode()
        return line[: len(line) - len(line.lstrip())]


_OPENINGS: Final = (KIND["block_start"], KIND["object_start"])


def block_of(type_: ResourceType, path: Path, value: Mapping[str, Any]) -> Block:
    """Return a nested block, its attributes before its blocks."""
    name = str(path[-1]) if path else type_.name
    return Block(name, (), body_of(type_, path, value))


def body_of(
    type_: ResourceType, path: Path, value: Mapping[str, Any]
) -> tuple[Attribute | Block, ...]:
    """Return what stands between the braces of a block at a path of a type."""
    plain: list[Attribute | Block] = []
    blocks: list[Attribute | Block] = []
    for name, held in value.items():
        fact = type_.attribute((*path, name))
        if fact is not None and fact.block and isinstance(held, list) and held:
            blocks.extend(block_of(type_, (*path, name), item) for item in held)
        else:
            plain.append(Attribute(name, held))
    return (*plain, *blocks)


def _nested(path: Path, value: Any) -> Any:
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value


def _is_map(type_: ResourceType, name: str) -> bool:
    fact = type_.attribute((name,))
    return fact is not None and fact.type.startswith("map(")


def _shifted(text: str, indent: str) -> str:
    return text.replace("\n", "\n" + indent)
