"""Templates: quoted strings and heredocs with values, directives and strip markers in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tree_sitter import Node

from dharma_core.importers.terraform.grammar import KIND, SyntaxProblem, inner, unshielded
from dharma_core.importers.terraform.syntax import (
    Expr,
    Literal,
    Template,
    TemplateFor,
    TemplateIf,
)

__all__ = ["TemplateReader", "heredoc_source", "unescape"]

_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))|\$\$\{|%%\{", re.DOTALL)
_PLAIN_ESCAPE: Final = re.compile(r"\$\$\{|%%\{")
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_LITERAL, _STRIP = KIND["template_literal"], KIND["strip_marker"]
_NESTED: Final = frozenset({KIND["template_directive"], KIND["template_if"], KIND["template_for"]})
_MARKS: Final = {
    KIND["template_interpolation"]: "value",
    KIND["template_if_intro"]: "if",
    KIND["template_else_intro"]: "else",
    KIND["template_if_end"]: "endif",
    KIND["template_for_start"]: "for",
    KIND["template_for_end"]: "endfor",
}


def unescape(text: str, line: int) -> str:
    r"""Return a quoted string's text with its escapes resolved.

    Raises
    ------
    SyntaxProblem
        If it has an escape that HCL does not know.

    Examples
    --------
    >>> unescape(r"a\tb $${c} \u0041", 1)
    'a\tb ${c} A'
    """
    if "\\" not in text and "{" not in text:
        return text

    def one(found: re.Match[str]) -> str:
        short, long, letter = found.groups()
        if short or long:
            return _character(short or long, line)
        if letter is None:
            return found[0][1:]
        if letter not in _LETTERS:
            raise SyntaxProblem(f"The escape \\{letter} is not known in a string.", line)
        return _LETTERS[letter]

    return unshielded(_ESCAPE.sub(one, text))


def _character(code: str, line: int) -> str:
    number = int(code, 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise SyntaxProblem(f"There is no character U+{code}.", line)
    return chr(number)


def heredoc_source(text: str) -> tuple[bytes, int]:
    """Return ``x = <<WORD`` around a template's text, and how many characters it added at its end.

    The word is one that no line of the text consists of.
    """
    word = "TEMPLATE"
    while word in text:
        word += "_"
    added = "" if text.endswith("\n") else "\n"
    return f"x = <<{word}\n{text}{added}{word}\n".encode(), len(added)


@dataclass(slots=True)
class _Token:
    """A stretch of text, or what stands in ``${ }`` or ``%{ }``."""

    mark: str
    text: str = ""
    node: Node | None = None
    strip_before: bool = False
    strip_after: bool = False


class TemplateReader:
    """Reads templates of one source text; ``read_expression`` reads what they interpolate."""

    def __init__(self, source: bytes, read_expression: Callable[[Node], Expr]) -> None:
        self.source = source
        self.read_expression = read_expression

    def read(self, node: Node) -> Expr:
        """Return the expression of a ``quoted_template`` or ``heredoc_template`` node."""
        if node.kind_id == KIND["heredoc_template"]:
            return self._heredoc(node)
        first, last = node.children[0], node.children[-1]
        line = node.start_point.row + 1
        tokens = list(self._tokens(node, first.end_byte, last.start_byte))
        for token in tokens:
            if token.mark == "text":
                token.text = unescape(token.text, line)
        return self._build(tokens, line)

    def _heredoc(self, node: Node) -> Expr:
        words = [c for c in node.children if c.kind_id == KIND["heredoc_identifier"]]
        start = self.source.index(b"\n", words[0].end_byte) + 1
        end = self.source.rfind(b"\n", 0, words[-1].start_byte) + 1
        tokens = list(self._tokens(node, start, max(start, end)))
        tokens = _stripped(_lines(tokens))
        if self.source[node.start_byte : node.start_byte + 3] == b"<<-":
            _flush(tokens)
        for token in tokens:
            token.text = unshielded(_PLAIN_ESCAPE.sub(lambda found: found[0][1:], token.text))
        return self._structure(tokens, node.start_point.row + 1)

    def _tokens(self, node: Node, start: int, end: int) -> Iterator[_Token]:
        """Yield what stands between two places; text is whatever lies between the marks."""
        at = start
        for mark in _marks(node):
            if mark.start_byte > at:
                yield _Token("text", self._text(at, mark.start_byte))
            children = mark.children
            yield _Token(
                _MARKS[mark.kind_id],
                node=mark,
                strip_before=children[1].kind_id == _STRIP,
                strip_after=children[-2].kind_id == _STRIP,
            )
            at = mark.end_byte
        if end > at:
            yield _Token("text", self._text(at, end))

    def _text(self, start: int, end: int) -> str:
        return self.source[start:end].decode("utf-8", "replace").replace("\r\n", "\n")

    def _build(self, tokens: list[_Token], line: int) -> Expr:
        return self._structure(_stripped(tokens), line)

    def _structure(self, tokens: list[_Token], line: int) -> Expr:
        if len(tokens) == 1 and tokens[0].mark == "value":
            return self._expression(tokens[0])
        reader = iter(tokens)
        body, closing = self._body(reader, line)
        if closing is not None:
            raise SyntaxProblem(f"%{{ {closing.mark} }} closes nothing.", line)
        return body

    def _body(self, tokens: Iterator[_Token], line: int) -> tuple[Expr, _Token | None]:
        """Return what stands up to the next closing directive, and that directive."""
        parts: list[str | Expr] = []
        for token in tokens:
            if token.mark in ("else", "endif", "endfor"):
                return _template(parts), token
            if token.mark == "text":
                parts.append(token.text)
            elif token.mark == "value":
                parts.append(self._expression(token))
            elif token.mark == "if":
                parts.append(self._if(token, tokens, line))
            else:
                parts.append(self._for(token, tokens, line))
        return _template(parts), None

    def _if(self, start: _Token, tokens: Iterator[_Token], line: int) -> Expr:
        yes, closing = self._body(tokens, line)
        no: Expr = Literal("")
        if closing is not None and closing.mark == "else":
            no, closing = self._body(tokens, line)
        if closing is None or closing.mark != "endif":
            raise SyntaxProblem("%{ if } is not closed by %{ endif }.", line)
        return TemplateIf(self._expression(start), yes, no)

    def _for(self, start: _Token, tokens: Iterator[_Token], line: int) -> Expr:
        body, closing = self._body(tokens, line)
        if closing is None or closing.mark != "endfor" or start.node is None:
            raise SyntaxProblem("%{ for } is not closed by %{ endfor }.", line)
        named = inner(start.node)
        names = [self._text(n.start_byte, n.end_byte) for n in named if _is(n, "identifier")]
        collection = self._expression(start)
        return TemplateFor("" if len(names) == 1 else names[0], names[-1], collection, body)

    def _expression(self, token: _Token) -> Expr:
        if token.node is None:
            raise SyntaxProblem("A template holds no value here.", 1)
        found = next((c for c in inner(token.node) if _is(c, "expression")), None)
        if found is None:
            raise SyntaxProblem("A template holds no value.", token.node.start_point.row + 1)
        return self.read_expression(found)


def _is(node: Node, kind: str) -> bool:
    return node.kind_id == KIND[kind]


def _marks(node: Node) -> Iterator[Node]:
    for child in node.named_children:
        if child.kind_id in _MARKS:
            yield child
        elif child.kind_id in _NESTED:
            yield from _marks(child)


def _template(parts: list[str | Expr]) -> Expr:
    kept = tuple(p for p in parts if p != "")
    if all(isinstance(p, str) for p in kept):
        return Literal("".join(str(p) for p in kept))
    return Template(kept)


def _lines(tokens: list[_Token]) -> list[_Token]:
    """Cut text after each line's end, as the flush and the strip markers work by line."""
    result: list[_Token] = []
    for token in tokens:
        if token.mark == "text":
            result.extend(_Token("text", part) for part in token.text.splitlines(keepends=True))
        else:
            result.append(token)
    return result


def _stripped(tokens: list[_Token]) -> list[_Token]:
    """Take the space away that ``${~`` and ``~}`` eat from the text beside them."""
    for before, after in pairwise(tokens):
        if before.strip_after and after.mark == "text":
            after.text = after.text.lstrip()
        if after.strip_before and before.mark == "text":
            before.text = before.text.rstrip()
    return tokens


def _flush(tokens: list[_Token]) -> None:
    """Take the smallest indentation of all lines away from each (``<<-``)."""
    starts: list[_Token] = []
    smallest: int | None = None
    at_start = True
    for token in tokens:
        if at_start:
            at_start = False
            width = 0
            if token.mark == "text":
                if not token.text.strip() and token.text.endswith("\n"):
                    at_start = True
                    continue
                width = len(token.text) - len(token.text.lstrip())
                starts.append(token)
            smallest = width if smallest is None else min(smallest, width)
        at_start = token.mark == "text" and token.text.endswith("\n")
    for token in starts:
        token.text = token.text[smallest or 0 :]
