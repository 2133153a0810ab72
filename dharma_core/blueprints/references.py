"""The small language inside strings: ``${name.attribute}``, ``${var.name}`` and ``$${``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dharma_core.plan import Path

__all__ = ["Mention", "TemplateError", "mentions_in", "parse_template", "template_of"]

_OPEN = re.compile(r"\$\$\{|\$\{")
_MENTION = re.compile(
    r"([A-Za-z_][\w-]*)(?:\[(\d+|\*|count\.index)\])?"
    r"((?:\.[A-Za-z_][\w-]*|\.\d+|\[\d+\]|\[\"[^\"\]]*\"\])*)"
)
_LITERAL = re.compile(r'"([^"{}\\]*)"')
_STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]|\[\"([^\"]*)\"\]")


class TemplateError(ValueError):
    """A ``${`` that is no reference; the text says why."""


@dataclass(frozen=True, slots=True)
class Mention:
    """``${web[0].id}``: name ``web``, index ``0``, attribute ``id``.

    The index ``*`` means all of them, ``count.index`` the one with the reader's own number.
    """

    name: str
    attribute: str = ""
    index: int | str | None = None

    @property
    def is_variable(self) -> bool:
        """Whether it reads a variable instead of a resource."""
        return self.name == "var"

    @property
    def is_count_index(self) -> bool:
        """Whether it reads which of several this one is."""
        return self.name == "count" and self.attribute == "index"

    @property
    def is_own_number(self) -> bool:
        """Whether it reads the one of several that has the reader's own number."""
        return self.index == "count.index"

    @property
    def variable(self) -> str:
        """The name of the variable it reads."""
        return self.attribute.split(".", 1)[0]

    def __str__(self) -> str:
        index = "" if self.index is None else f"[{self.index}]"
        return f"{self.name}{index}.{self.attribute}" if self.attribute else f"{self.name}{index}"


def parse_template(text: str) -> tuple[str | Mention, ...]:
    """Return the literal texts and mentions of a string, in order.

    Raises
    ------
    TemplateError
        If a ``${`` is not closed, or holds something else than a reference.

    Examples
    --------
    >>> parse_template("${assets.arn}/*")
    (Mention(name='assets', attribute='arn', index=None), '/*')
    >>> parse_template("$${aws:username}")
    ('${aws:username}',)

    A dollar right before a reference is written as Terraform writes it.

    >>> parse_template('${"$"}${var.price}')
    ('$', Mention(name='var', attribute='price', index=None))
    """
    parts: list[str | Mention] = []
    position = 0
    while found := _OPEN.search(text, position):
        _add_text(parts, text[position : found.start()])
        if found[0] == "$${":
            _add_text(parts, "${")
            position = found.end()
            continue
        end = text.find("}", found.end())
        if end < 0:
            raise TemplateError(f"'${{' is not closed in {text!r}")
        inside = text[found.end() : end].strip()
        literal = _LITERAL.fullmatch(inside)
        if literal:
            _add_text(parts, literal[1])
        else:
            parts.append(_mention(inside))
        position = end + 1
    _add_text(parts, text[position:])
    return tuple(parts)


def template_of(parts: Iterable[str | Mention]) -> str:
    """Return the string that :func:`parse_template` reads as these texts and mentions.

    Examples
    --------
    >>> template_of((Mention("assets", "arn"), "/*"))
    '${assets.arn}/*'
    >>> parse_template(template_of(("${a}$", Mention("var", "price"))))
    ('${a}$', Mention(name='var', attribute='price', index=None))
    """
    written = ""
    for is_text, group in groupby(parts, key=lambda part: isinstance(part, str)):
        if is_text:
            written += "".join(map(str, group)).replace("${", "$${")
            continue
        stem = written.rstrip("$")  # "$" before "${" would read as an escape
        dollars = written[len(stem) :]
        written = f'{stem}${{"{dollars}"}}' if dollars else stem
        written += "".join(f"${{{mention}}}" for mention in group)
    return written


def _add_text(parts: list[str | Mention], text: str) -> None:
    if not text:
        return
    if parts and isinstance(parts[-1], str):
        parts[-1] += text
    else:
        parts.append(text)


def _mention(inside: str) -> Mention:
    match = _MENTION.fullmatch(inside)
    if match is None:
        raise TemplateError(f"${{{inside}}} is no reference")
    steps = (word or number or key for word, number, key in _STEP.findall(match[3]))
    index = int(match[2]) if match[2] and match[2].isdigit() else match[2]
    return Mention(match[1], ".".join(steps), index)


def mentions_in(value: Any, path: Path = ()) -> Iterator[tuple[Path, Mention]]:
    """Yield every mention inside a nested value with its path; broken templates are passed over.

    Examples
    --------
    >>> [str(m) for _, m in mentions_in({"ids": ["${a.id}", "${b.id}"]})]
    ['a.id', 'b.id']
    """
    if isinstance(value, str) and "${" in value:
        try:
            parts = parse_template(value)
        except TemplateError:
            return
        yield from ((path, part) for part in parts if isinstance(part, Mention))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from mentions_in(inner, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from mentions_in(inner, (*path, index))
