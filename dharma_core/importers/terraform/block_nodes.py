"""Finds what stands in the block of a resource, as nodes of the syntax tree with positions."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from dharma_core.importers.terraform.grammar import KIND, inner, parse_tree

__all__ = [
    "PatchRefused",
    "attribute_of",
    "attributes_of",
    "blocks_of",
    "element_of",
    "is_literal",
    "line_end",
    "members_of",
    "object_of",
    "resource_block",
    "short",
    "text_of",
]


class PatchRefused(Exception):  # noqa: N818 - it becomes a reason beside a finding
    """A change that the text cannot take with certainty; the message says why."""


def resource_block(source: bytes, type_: str, name: str) -> Node:
    """Return the block of a resource.

    Raises
    ------
    PatchRefused
        If the file does not parse, or has no such block.
    """
    tree, same = parse_tree(source)
    if same != source or tree.root_node.has_error:
        raise PatchRefused("the file does not parse as plain HCL")
    top = inner(tree.root_node)
    for block in inner(top[0]) if top else ():
        words = [text_of(c).strip('"') for c in inner(block) if c.kind_id in _WORDS]
        if words == ["resource", type_, name]:
            return block
    raise PatchRefused(f"the file has no block of {type_}.{name}")


_WORDS: Final = (KIND["identifier"], KIND["string_lit"])


def text_of(node: Node) -> str:
    """Return the text of a node."""
    return (node.text or b"").decode()


def line_end(source: bytes, at: int) -> int:
    """Return where the line that a node ends on ends."""
    if source[at - 1 : at] == b"\n":
        at -= 1
    found = source.find(b"\n", at)
    return len(source) if found < 0 else found


def members_of(block: Node) -> list[Node]:
    """Return the attributes and blocks in a block."""
    body = next((c for c in block.children if c.kind_id == KIND["body"]), None)
    return inner(body) if body is not None else []


def attributes_of(block: Node) -> list[Node]:
    """Return the attributes in a block."""
    return [n for n in members_of(block) if n.kind_id == KIND["attribute"]]


def attribute_of(block: Node, name: str) -> Node | None:
    """Return an attribute of a block by its name."""
    return next((n for n in attributes_of(block) if text_of(inner(n)[0]) == name), None)


def blocks_of(block: Node, name: str) -> list[Node]:
    """Return the blocks of a type in a block."""
    nodes = (n for n in members_of(block) if n.kind_id == KIND["block"])
    return [n for n in nodes if text_of(inner(n)[0]) == name]


def object_of(node: Node) -> Node | None:
    """Return the braces of an attribute that is written as an object."""
    value = node.named_children[-1]
    whole = value.named_children[0] if value.named_children else value
    if whole.kind_id == KIND["collection_value"]:
        whole = inner(whole)[0]
    return whole if whole.kind_id == KIND["object"] else None


def element_of(node: Node, key: str) -> Node | None:
    """Return the element of an attribute's object that has a key, quoted or not."""
    whole = object_of(node)
    elements = inner(whole) if whole is not None else []
    wanted = (e for e in elements if e.kind_id == KIND["object_elem"])
    return next((e for e in wanted if text_of(e.children[0]).strip('"') == key), None)


def is_literal(node: Node) -> bool:
    """Whether a value is written out: no variable, function, template or choice in it."""
    stack = [node]
    while stack:
        found = stack.pop()
        if found.kind_id in _LIVING:
            return False
        if found.kind_id == KIND["object_elem"]:
            stack.append(inner(found)[1])
        else:
            stack.extend(inner(found))
    return True


_LIVING: Final = tuple(
    KIND[name]
    for name in ("variable_expr", "function_call", "conditional", "for_expr", "operation",
                 "template_interpolation", "template_directive")
)  # fmt: skip


def short(node: Node) -> str:
    """Return what is written, for a message."""
    first = text_of(node).split("\n", 1)[0]
    return first if len(first) <= _SHOWN else first[: _SHOWN - 1] + "…"


_SHOWN: Final = 60
