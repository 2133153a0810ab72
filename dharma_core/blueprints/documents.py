"""YAML and JSON text into plain values, each with its line; hostile text is refused early."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml

from dharma_core.blueprints.problems import Problems, SourceMap
from dharma_core.blueprints.scalars import as_text
from dharma_core.errors import InputError
from dharma_core.json_text import MAX_DIGITS, looks_like_json, read_json
from dharma_core.plan import Path
from dharma_core.provenance import Position
from dharma_core.yaml_text import not_yaml, outgrown

__all__ = ["Document", "read_document"]

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 60
MAX_NODES = 200_000
_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {_TAG + word for word in ("str", "timestamp", "value")}
_WHOLE = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)


class Document:
    """The values of one file, where each stands, and what is wrong with its form."""

    def __init__(self, file: str) -> None:
        self.value: Any = None
        self.places: dict[Path, Position] = {}
        self.source = SourceMap(file, self.places)
        self.problems = Problems(self.source)


def read_document(text: str, *, file: str) -> Document:
    r"""Return the values of a YAML or JSON text, told apart by the first character.

    Raises
    ------
    InputError
        If the text is neither, is too large or too deeply nested.

    Examples
    --------
    >>> read = read_document("name: web\ntags: {Owner: me}\n", file="web.yaml")
    >>> read.value, str(read.source.at(("tags", "Owner")))
    ({'name': 'web', 'tags': {'Owner': 'me'}}, 'web.yaml:2')
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"{file} has {len(text):,} characters; a blueprint has {MAX_CHARACTERS:,} at most.",
            next_step="Split it into several blueprints.",
        )
    document = Document(file)
    is_json = looks_like_json(text)
    if is_json:
        document.value = _read_json(text, document)
    try:
        _check_size(text, file)
        loader = yaml.CSafeLoader(text)
        try:
            node = loader.get_single_node()
            value = _Builder(loader, document).build(node, ()) if node is not None else None
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        if not is_json:
            raise not_yaml(error, file) from None
        return document  # JSON that libyaml cannot place: values without lines
    if not is_json:
        document.value = value
    return document


def _read_json(text: str, document: Document) -> Any:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(found)
        if len(result) != len(found):
            names = [name for name, _ in found]
            twice = next(n for n in names if names.count(n) > 1)
            document.problems.add((), f"the key {twice!r} stands twice in one object.")
        return result

    step = "Check the commas, brackets and quotes at that line."
    return read_json(text, file=document.source.file, next_step=step, pairs=pairs)


def _too_deep(file: str) -> InputError:
    return InputError(
        f"{file} is nested deeper than {MAX_DEPTH} levels.",
        next_step="A blueprint needs about ten: check the brackets and the indentation.",
    )


def _too_many(file: str) -> InputError:
    return InputError(
        f"{file} holds over {MAX_NODES:,} values, with those that its aliases repeat.",
        next_step="Split it into several blueprints, or take the anchors (&) and aliases (*) out.",
    )


def _check_size(text: str, file: str) -> None:
    broken = outgrown(text, depth=MAX_DEPTH, values=MAX_NODES)
    if broken:
        raise _too_deep(file) if broken == "depth" else _too_many(file)


class _Builder:
    """Turns composed nodes into plain values; keys are always text, dates stay text."""

    def __init__(self, loader: yaml.CSafeLoader, document: Document) -> None:
        self._loader = loader
        self._document = document
        self._count = 0

    def build(self, node: yaml.Node, path: Path) -> Any:
        self._count += 1
        if len(path) > MAX_DEPTH:
            raise _too_deep(self._document.source.file)
        if self._count > MAX_NODES:
            raise _too_many(self._document.source.file)
        places = self._document.places
        places.setdefault(path, self._place(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._members(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(inner, (*path, i)) for i, inner in enumerate(node.value)]
        return self._scalar(node, path)

    def _place(self, node: yaml.Node, end: yaml.Node | None = None) -> Position:
        last = (end or node).end_mark
        end_line = last.line + 1 if last.column else last.line
        first = node.start_mark.line + 1
        return Position(self._document.source.file, first, max(first, end_line))

    def _members(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            inner = (*path, key)
            self._document.places[inner] = self._place(key_node, value_node)
            if key in seen:
                self._document.problems.add(inner, f"the key {key!r} stands twice.")
            if key == "<<":
                hint = "Write the properties out."
                self._document.problems.add(inner, "merge keys (<<) are not read.", hint)
                continue
            seen.add(key)
            yield key, self.build(value_node, inner)

    def _scalar(self, node: yaml.Node, path: Path) -> Any:
        if node.tag in _PLAIN_TAGS:
            return node.value
        if node.tag in _TYPED:
            value = _TYPED[node.tag](node.value)
            if isinstance(value, float) and not math.isfinite(value):
                self._document.problems.add(path, f"{node.value} is no number a design can hold.")
            return value
        hint = "Write a plain value; references look like ${name.attribute}."
        self._document.problems.add(path, f"the YAML tag {node.tag} is not read.", hint)
        return None


def _null(_text: str) -> None:
    return None


def _flag(text: str) -> bool | str:
    """Return true or false; ``yes`` and ``off`` stay text until a flag is wanted there."""
    word = text.lower()
    return word == "true" if word in ("true", "false") else text


def _number(text: str) -> int | float | str:
    """Return a number that reads the same when written again, else the text as it stands.

    ``1.10`` is a version and ``010`` an account as often as a number; what wants one converts it.
    """
    if _WHOLE.fullmatch(text):
        return int(text) if len(text) <= MAX_DIGITS else text
    try:
        value = float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
    is_plain = "e" in text.lower() or as_text(value) == text
    return value if is_plain or not math.isfinite(value) else text


_TYPED: Mapping[str, Callable[[str], Any]] = {
    f"{_TAG}null": _null,
    f"{_TAG}bool": _flag,
    f"{_TAG}int": _number,
    f"{_TAG}float": _number,
}
