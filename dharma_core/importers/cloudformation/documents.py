"""A template's text into plain values with their lines; short tags become long functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from dharma_core.blueprints.problems import SourceMap
from dharma_core.errors import InputError
from dharma_core.json_text import looks_like_json, read_json
from dharma_core.plan import Path, Problem
from dharma_core.provenance import Position
from dharma_core.yaml_text import not_yaml, outgrown

__all__ = ["TemplateText", "read_text"]

MAX_CHARACTERS = 8_000_000
MAX_DEPTH = 100
MAX_NODES = 500_000
_YAML_TAG = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})", re.ASCII)
_SIZE_STEP = "Split the template, or take the anchors and brackets out that blow it up."


class TemplateText:
    """The values of one template, where each stands, and what of it is not read."""

    def __init__(self, file: str) -> None:
        self.value: Any = None
        self.places: dict[Path, Position] = {}
        self.source = SourceMap(file, self.places)
        self.problems: list[Problem] = []

    def note(
        self, path: Path, message: str, next_step: str = "", *, severity: str = "error"
    ) -> None:
        """Add what could not be read at ``path``."""
        self.problems.append(Problem(message, self.source.at(path), next_step, severity))

    def warn(self, path: Path, message: str, next_step: str = "") -> None:
        """Add what is right in itself and not read here."""
        self.note(path, message, next_step, severity="warning")


def read_text(text: str, *, file: str) -> TemplateText:
    r"""Return the values of a template; ``!Sub x`` is read as ``{"Fn::Sub": "x"}``.

    Numbers with a fraction stay text (``1.10`` is a version as often as a number).

    Raises
    ------
    InputError
        If the text is neither YAML nor JSON, too large, too deep, or grows by its aliases.

    Examples
    --------
    >>> read = read_text("Resources:\n  Q: {Name: !Sub 'a-${B}'}\n", file="t.yaml")
    >>> read.value, str(read.source.at(("Resources", "Q", "Name")))
    ({'Resources': {'Q': {'Name': {'Fn::Sub': 'a-${B}'}}}}, 't.yaml:2')
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"{file} has {len(text):,} characters; {MAX_CHARACTERS:,} are read at most.",
            next_step="Split the template.",
        )
    found = TemplateText(file)
    is_json = looks_like_json(text)
    json_value = _read_json(text, file) if is_json else None
    try:
        _check_size(text, file)
        loader = yaml.CSafeLoader(text)
        try:
            node = loader.get_node() if loader.check_node() else None
            found.value = _Builder(found).build(node, ()) if node is not None else None
            more = loader.get_node() if loader.check_node() else None
            if more is not None:
                _note_more(found, more)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        if not is_json:
            raise not_yaml(error, file) from None
        found.places.clear()  # JSON that libyaml cannot place (tabs): values without lines
        found.value = json_value
    return found


def _note_more(found: TemplateText, node: yaml.Node) -> None:
    found.problems.append(
        Problem(
            "Another document begins here; CloudFormation takes one, and only the first is read.",
            Position(found.source.file, node.start_mark.line + 1),
            "Write each template into a file of its own.",
        )
    )


def _read_json(text: str, file: str) -> Any:
    step = "Check the commas, brackets and quotes at that line."
    return read_json(text, file=file, next_step=step, fraction=str)


def _too_big(file: str) -> InputError:
    return InputError(
        f"{file} is nested deeper than {MAX_DEPTH} levels or holds over {MAX_NODES:,} values.",
        next_step=_SIZE_STEP,
        details={"file": file},
    )


def _check_size(text: str, file: str) -> None:
    if outgrown(text, depth=MAX_DEPTH, values=MAX_NODES):
        raise _too_big(file)


class _Builder:
    """Turns composed nodes into plain values; an alias is written out each time it is named."""

    def __init__(self, text: TemplateText) -> None:
        self._text = text
        self._count = 0

    def build(self, node: yaml.Node, path: Path) -> Any:
        self._count += 1
        if self._count > MAX_NODES or len(path) > MAX_DEPTH:
            raise _too_big(self._text.source.file)
        self._text.places.setdefault(path, self._place(node))
        if node.tag.startswith("!") and node.tag != "!":
            return self._function(node, path)
        return self._plain(node, path)

    def _plain(self, node: yaml.Node, path: Path) -> Any:
        if isinstance(node, yaml.MappingNode):
            return dict(self._members(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(inner, (*path, i)) for i, inner in enumerate(node.value)]
        return _scalar(node)

    def _function(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        """Return ``!Name value`` in its long form."""
        word = node.tag[1:]
        name = word if word in ("Ref", "Condition") else f"Fn::{word}"
        value = node.value if isinstance(node, yaml.ScalarNode) else self._plain(node, path)
        return {name: value}

    def _place(self, node: yaml.Node, end: yaml.Node | None = None) -> Position:
        last = _last(end or node).end_mark
        end_line = last.line + 1 if last.column else last.line
        first = node.start_mark.line + 1
        return Position(self._text.source.file, first, max(first, end_line))

    def _members(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        found: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            if key_node.tag == f"{_YAML_TAG}merge":
                merged |= self._merged(value_node, path)
                continue
            inner = (*path, key)
            self._text.places[inner] = self._place(key_node, value_node)
            if key in found:
                self._text.note(inner, f"The key {key!r} stands twice; the last one counts.")
            found[key] = self.build(value_node, inner)
        yield from (merged | found).items()

    def _merged(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        """Return what ``<<`` lays below a mapping's own keys; of several, the first one counts."""
        several = isinstance(node, yaml.SequenceNode)
        found: dict[str, Any] = {}
        for inner in reversed(node.value) if several else (node,):
            value = self.build(inner, path)
            if isinstance(value, dict):
                found |= value
            else:
                self._text.note(path, "What << names here is no mapping; it is left out.")
        return found


def _last(node: yaml.Node) -> yaml.Node:
    """Return the node that a block ends with: the block's own end is where the next one starts."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        key, value = last if isinstance(node, yaml.MappingNode) else (node, last)
        if value.start_mark.index < node.start_mark.index:  # an alias: it stands elsewhere
            return key if key is not node else value
        node = value
    return node


def _scalar(node: yaml.Node) -> Any:
    """Return null, a flag or a whole number; everything else is its own text."""
    if node.tag == f"{_YAML_TAG}null":
        return None
    if node.tag == f"{_YAML_TAG}bool":
        return str(node.value).lower() in ("true", "yes", "on")
    if node.tag == f"{_YAML_TAG}int" and _WHOLE.fullmatch(node.value):
        return int(node.value)
    return str(node.value)
