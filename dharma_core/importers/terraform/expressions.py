"""Expressions out of tree-sitter nodes: one function a kind of node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from tree_sitter import Node

from dharma_core.importers.terraform.functions.values import (
    FunctionError,
    is_number,
    make_number,
    parse_number,
)
from dharma_core.importers.terraform.grammar import KIND, MAX_DEPTH, SyntaxProblem, inner
from dharma_core.importers.terraform.syntax import (
    Access,
    Binary,
    Call,
    Conditional,
    Expr,
    ForObject,
    ForTuple,
    Index,
    Literal,
    Name,
    ObjectExpr,
    Splat,
    Step,
    TupleExpr,
    Unary,
)
from dharma_core.importers.terraform.templates import TemplateReader, unescape

__all__ = ["ExpressionReader"]

_STEPS: Final = frozenset({KIND["get_attr"], KIND["index"], KIND["splat"]})
_COMMENT: Final = KIND["comment"]
_EXPRESSION: Final = KIND["expression"]
_IDENTIFIER: Final = KIND["identifier"]
_OPERATORS: Final = frozenset(
    {"+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "!"}
)


class ExpressionReader:
    """Reads the expressions of one source text.

    Raises
    ------
    SyntaxProblem
        From ``read``, if an expression is nested too deeply or makes no sense.
    """

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.depth = 0
        self.templates = TemplateReader(source, self.read)

    def read(self, node: Node) -> Expr:
        """Return the expression of an ``expression`` node."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _too_deep(node)
        try:
            return self._operand([c for c in node.children if c.kind_id != _COMMENT])
        finally:
            self.depth -= 1

    def text(self, node: Node) -> str:
        """Return the source text of a node."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def _operand(self, nodes: Sequence[Node]) -> Expr:
        """Return a value with the steps into it: ``( expr )`` or one term, then steps."""
        first = nodes[0]
        if first.kind_id in _TERMS:
            base, rest = _TERMS[first.kind_id](self, first), nodes[1:]
        elif len(nodes) >= 3 and first.type == "(":
            base, rest = self.read(nodes[1]), nodes[3:]
        elif first.kind_id == _EXPRESSION:
            base, rest = self.read(first), nodes[1:]
        else:
            raise _misplaced(first)
        return self._with_steps(base, rest) if rest else base

    def _with_steps(self, base: Expr, nodes: Sequence[Node]) -> Expr:
        steps: list[Step] = []
        for node in nodes:
            if node.kind_id not in _STEPS:
                raise _misplaced(node)
            steps.extend(self._steps(node))
        return Access(base, _gathered(steps))

    def _steps(self, node: Node) -> list[Step]:
        if node.kind_id == KIND["get_attr"]:
            return [self.text(node.named_children[-1])]
        if node.kind_id == KIND["index"]:
            return [self._index(node.named_children[0])]
        return self._splat(node.named_children[0])

    def _index(self, node: Node) -> Index:
        if node.kind_id == KIND["legacy_index"]:
            return Index(Literal(int(self.text(node).lstrip("."))))
        return Index(self.read(inner(node)[0]))

    def _splat(self, node: Node) -> list[Step]:
        """Return a splat; the attribute-only form ends at the first index."""
        steps = [s for child in inner(node) for s in self._steps(child)]
        if node.kind_id == KIND["full_splat"]:
            return [Splat(tuple(steps), full=True)]
        end = next((i for i, s in enumerate(steps) if not isinstance(s, str)), len(steps))
        return [Splat(tuple(steps[:end]), full=False), *steps[end:]]

    def _variable(self, node: Node) -> Expr:
        return Name(self.text(node))

    def _literal(self, node: Node) -> Expr:
        child = inner(node)[0]
        if child.kind_id == KIND["string_lit"]:
            return self._string(child)
        text = self.text(child)
        if child.kind_id == KIND["numeric_lit"]:
            return Literal(_number(text, child))
        return Literal(None if text == "null" else text == "true")

    def _string(self, node: Node) -> Literal:
        text = self.source[node.start_byte + 1 : node.end_byte - 1].decode("utf-8", "replace")
        return Literal(unescape(text, node.start_point.row + 1))

    def _collection(self, node: Node) -> Expr:
        (value,) = inner(node)
        members = inner(value)
        if value.kind_id == KIND["tuple"]:
            return TupleExpr(tuple(self.read(m) for m in members if m.kind_id == _EXPRESSION))
        elements = [m for m in members if m.kind_id == KIND["object_elem"]]
        return ObjectExpr(tuple(self._element(e) for e in elements))

    def _element(self, node: Node) -> tuple[Expr, Expr]:
        written, value = inner(node)
        key = self.read(written)
        in_parentheses = written.child_count and written.children[0].type == "("
        if isinstance(key, Name) and not in_parentheses:
            key = Literal(key.name)
        return key, self.read(value)

    def _call(self, node: Node) -> Expr:
        name, *rest = inner(node)
        arguments = inner(rest[0]) if rest else []
        expand = bool(arguments) and arguments[-1].kind_id == KIND["ellipsis"]
        values = tuple(self.read(a) for a in arguments if a.kind_id == _EXPRESSION)
        return Call(self.text(name), values, expand)

    def _conditional(self, node: Node) -> Expr:
        """Return a conditional; a chain binds to the right, where the grammar binds to the left."""
        test, yes, last = inner(node)
        answer, arms = self.read(last), 1
        while (nested := _bare_conditional(test)) is not None:
            arms += 1
            if arms > MAX_DEPTH:
                raise _too_deep(node)
            test, earlier, condition = inner(nested)
            answer = Conditional(self.read(condition), self.read(yes), answer)
            yes = earlier
        return Conditional(self.read(test), self.read(yes), answer)

    def _operation(self, node: Node) -> Expr:
        operation = node.named_children[0]
        nodes = [c for c in operation.children if c.kind_id != _COMMENT]
        if operation.kind_id == KIND["unary_operation"]:
            return self._unary(nodes)
        at = next(i for i, c in enumerate(nodes) if i and c.type in _OPERATORS)
        return Binary(nodes[at].type, self._deeper(nodes[:at]), self._deeper(nodes[at + 1 :]))

    def _unary(self, nodes: Sequence[Node]) -> Expr:
        operand = self._deeper(nodes[1:])
        if nodes[0].type == "-" and isinstance(operand, Literal) and is_number(operand.value):
            return Literal(make_number(-operand.value))
        return Unary(nodes[0].type, operand)

    def _deeper(self, nodes: Sequence[Node]) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _too_deep(nodes[0])
        try:
            return self._operand(nodes)
        finally:
            self.depth -= 1

    def _for(self, node: Node) -> Expr:
        loop = inner(node)[0]
        parts = inner(loop)
        intro = next(p for p in parts if p.kind_id == KIND["for_intro"])
        key, value, collection = self._intro(intro)
        results = [self.read(p) for p in parts if p.kind_id == _EXPRESSION]
        test = next((self.read(inner(p)[0]) for p in parts if p.kind_id == KIND["for_cond"]), None)
        if loop.kind_id == KIND["for_tuple_expr"]:
            return ForTuple(key, value, collection, results[0], test)
        group = any(p.kind_id == KIND["ellipsis"] for p in parts)
        return ForObject(key, value, collection, results[0], results[1], test, group)

    def _intro(self, node: Node) -> tuple[str, str, Expr]:
        parts = inner(node)
        names = [self.text(p) for p in parts if p.kind_id == _IDENTIFIER]
        collection = next(p for p in parts if p.kind_id == _EXPRESSION)
        return ("" if len(names) == 1 else names[0]), names[-1], self.read(collection)

    def _template(self, node: Node) -> Expr:
        return self.templates.read(inner(node)[0])


def _gathered(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Give a full splat everything that follows it: it is all taken in each member."""
    for at, step in enumerate(steps):
        if isinstance(step, Splat) and step.full:
            inside = _gathered((*step.steps, *steps[at + 1 :]))
            return (*steps[:at], Splat(inside, full=True))
    return tuple(steps)


def _bare_conditional(node: Node) -> Node | None:
    """Return the conditional that an expression is, when no parentheses stand around it."""
    children = [child for child in node.children if child.kind_id != _COMMENT]
    is_one = len(children) == 1 and children[0].kind_id == KIND["conditional"]
    return children[0] if is_one else None


def _number(text: str, node: Node) -> int | Decimal:
    try:
        found = parse_number(text)
    except FunctionError:
        found = None
    if found is None:
        raise SyntaxProblem(f"{text[:40]!r} is no number.", node.start_point.row + 1)
    return found


def _too_deep(node: Node) -> SyntaxProblem:
    return SyntaxProblem("An expression is nested too deeply.", node.start_point.row + 1)


def _misplaced(node: Node) -> SyntaxProblem:
    return SyntaxProblem(f"{node.type!r} does not belong here.", node.start_point.row + 1)


_TERMS: Final[dict[int, Callable[[ExpressionReader, Node], Expr]]] = {
    KIND["variable_expr"]: ExpressionReader._variable,
    KIND["literal_value"]: ExpressionReader._literal,
    KIND["template_expr"]: ExpressionReader._template,
    KIND["collection_value"]: ExpressionReader._collection,
    KIND["function_call"]: ExpressionReader._call,
    KIND["conditional"]: ExpressionReader._conditional,
    KIND["operation"]: ExpressionReader._operation,
    KIND["for_expr"]: ExpressionReader._for,
}
