"""The one place that knows the parser: HCL text in, tree-sitter nodes out."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import tree_sitter_hcl
from tree_sitter import Language, Node, Parser, Tree

__all__ = ["KIND", "MAX_DEPTH", "SyntaxProblem", "inner", "parse_tree", "unshielded"]

MAX_DEPTH: Final = 80
"""How deep expressions and blocks may be nested; what people write stays below 30."""

_LANGUAGE: Final = Language(tree_sitter_hcl.language())

KIND: Final[dict[str, int]] = {
    name: _LANGUAGE.id_for_node_kind(name, True) or 0
    for name in (
        "attribute", "block", "body", "comment", "conditional", "collection_value", "expression",
        "for_expr", "function_call", "get_attr", "heredoc_template", "identifier", "index",
        "literal_value", "operation", "quoted_template", "splat", "string_lit", "template_expr",
        "variable_expr", "new_index", "legacy_index", "attr_splat", "full_splat", "object", "tuple",
        "object_elem", "for_tuple_expr", "for_object_expr", "for_intro", "for_cond", "ellipsis",
        "function_arguments", "unary_operation", "binary_operation", "numeric_lit", "bool_lit",
        "null_lit", "template_interpolation", "template_directive", "template_literal",
        "strip_marker", "template_if", "template_for", "template_if_intro", "template_else_intro",
        "template_if_end", "template_for_start", "template_for_end", "heredoc_identifier",
        "quoted_template_start", "quoted_template_end", "block_start", "object_start",
    )
}  # fmt: skip

_CROWDED: Final = re.compile(rb"\$\$\$+\{|%%%+\{")
_ASIDE: Final = {b"$": "\U000fff24", b"%": "\U000fff25"}
"""What stands for a sign put aside: characters for private use that no keyboard writes."""

_EXPONENT: Final = re.compile(rb"(?<![\w.])(\d+)[eE][+-]?\d")


class SyntaxProblem(Exception):  # noqa: N818 - it becomes a plan.Problem
    """A construct that is no valid HCL; the line counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@cache
def _parser() -> Parser:
    return Parser(_LANGUAGE)


def parse_tree(source: bytes) -> tuple[Tree, bytes]:
    """Return the syntax tree of a file, with its errors marked, and the source it stands for.

    The grammar does not know ``1e3``; it is read as ``1.0e3``. It loses its way in ``$$${``, where
    a dollar stands before an escape; such a dollar is put aside until ``unshielded``.
    """
    if b"$$$" in source or b"%%%" in source:
        source = _CROWDED.sub(_shielded, source)
    tree = _parser().parse(source)
    if not tree.root_node.has_error or not _EXPONENT.search(source):
        return tree, source
    pieces, at = [], 0
    for found in _EXPONENT.finditer(source):
        node = tree.root_node.descendant_for_byte_range(found.start(), found.start() + 1)
        if node is not None and node.kind_id == KIND["numeric_lit"]:
            pieces += [source[at : found.end(1)], b".0"]
            at = found.end(1)
    changed = b"".join((*pieces, source[at:]))
    return _parser().parse(changed), changed


def _shielded(found: re.Match[bytes]) -> bytes:
    sign = found[0][:1]
    return _ASIDE[sign].encode() * (len(found[0]) - 3) + sign * 2 + b"{"


def unshielded(text: str) -> str:
    """Return a text of the tree with the signs that were put aside."""
    for sign, aside in _ASIDE.items():
        text = text.replace(aside, sign.decode())
    return text


def inner(node: Node) -> list[Node]:
    """Return the children that mean something: named ones, comments left out."""
    comment = KIND["comment"]
    return [c for c in node.named_children if c.kind_id != comment]
