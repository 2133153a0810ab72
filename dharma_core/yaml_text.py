"""What every reader of YAML asks before it builds values: whether it is YAML and stays small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import yaml

from dharma_core.errors import InputError, nearest
from dharma_core.provenance import Position

__all__ = [
    "YamlForm",
    "compose",
    "is_null",
    "not_yaml",
    "only_pairs",
    "outgrown",
    "pairs",
    "position_of",
]

_MAX_CHARACTERS = 1_000_000
_NULL_TAG = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class YamlForm:
    """What one kind of small file looks like, in the words that its messages need.

    Parameters
    ----------
    kind : str
        With its article, as in ``a usage file``.
    deepest : int
        How many lists and mappings may stand in one another.
    begin : str
        The next step when a text is something else.
    layout : str
        The next step when a part of it has another form.
    shorten : str
        The next step when it is too long.
    """

    kind: str
    deepest: int
    begin: str
    layout: str
    shorten: str = "Use wildcards (*) to say more in fewer lines."


def compose(text: str, form: YamlForm, *, file: str) -> yaml.MappingNode:
    r"""Return the nodes of a small file: at most 1 MB, no aliases, no deeper than its form.

    Raises
    ------
    InputError
        If it is larger, deeper, uses aliases, or is no mapping; the line is named where it has one.

    Examples
    --------
    >>> form = YamlForm("a list of names", 2, "Begin with 'names:'.", "Write one a line.")
    >>> root = compose("names:\n- web\n", form, file="names.yaml")
    >>> [(name, str(position_of(node, "names.yaml"))) for name, node in pairs(root, form, file="")]
    [('names', 'names.yaml:2')]
    """
    if len(text) > _MAX_CHARACTERS:
        raise InputError(
            f"{file} is larger than {form.kind} can be (1 MB).", next_step=form.shorten
        )
    try:
        _refuse_hostile(text, form, file)
        root = yaml.compose(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise not_yaml(error, file) from error
    if not isinstance(root, yaml.MappingNode):
        raise InputError(f"{file} is not {form.kind}.", next_step=form.begin)
    return root


def pairs(node: yaml.Node, form: YamlForm, *, file: str) -> Iterator[tuple[str, yaml.Node]]:
    """Yield the keys of a mapping with their nodes, in the order of the file.

    Raises
    ------
    InputError
        If the node is no mapping of words, or holds a key twice; file and line are named.
    """
    if not isinstance(node, yaml.MappingNode):
        raise _no_pairs(node, form, file)
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _no_pairs(key, form, file)
        if key.value in seen:
            raise InputError(
                f"{position_of(key, file)}: {key.value!r} stands here twice.",
                next_step="Keep one of the two.",
            )
        seen.add(key.value)
        yield str(key.value), value


def only_pairs(
    node: yaml.Node, form: YamlForm, allowed: tuple[str, ...], *, file: str, what: str
) -> dict[str, yaml.Node]:
    """Return the nodes of a mapping by their keys, none of which is another than these.

    Parameters
    ----------
    what : str
        What has the keys, with its article, for messages.

    Raises
    ------
    InputError
        If a key is none of them, besides what `pairs` refuses; the nearest one is named.
    """
    found = dict(pairs(node, form, file=file))
    for name, value in found.items():
        if name not in allowed:
            raise InputError(
                f"{position_of(value, file)}: {what} has no key {name!r}.",
                next_step=nearest(name, allowed),
            )
    return found


def is_null(node: yaml.Node | None) -> bool:
    """Whether nothing is said: a key that is missing, empty or null."""
    return node is None or node.tag == _NULL_TAG


def position_of(node: yaml.Node | yaml.Event, file: str) -> Position:
    """Return the line on which a node begins."""
    mark = node.start_mark
    return Position(file, mark.line + 1 if mark else None)


def outgrown(text: str, *, depth: int, values: int) -> Literal["", "depth", "values"]:
    """Return which limit a text breaks, read no further than that; aliases count once here.

    Raises
    ------
    yaml.YAMLError
        If it is no YAML; see `not_yaml`.

    Examples
    --------
    >>> outgrown("a: [[[1]]]", depth=3, values=10), outgrown("[1, 2, 3]", depth=9, values=2)
    ('depth', 'values')
    """
    for count, (_, level) in enumerate(_events(text)):
        if level > depth:
            return "depth"
        if count > 2 * values:  # a list or mapping has two events
            return "values"
    return ""


def not_yaml(error: yaml.YAMLError, file: str) -> InputError:
    """Return what to tell about a text that is no YAML, with its line where there is one."""
    mark = getattr(error, "problem_mark", None)
    place = Position(file, mark.line + 1 if mark else None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", "it cannot be read")
    return InputError(
        f"{place}: not valid YAML: {reason}.",
        next_step="Check the indentation and the quotes at that line.",
        details={"file": file, "line": place.line},
    )


def _no_pairs(node: yaml.Node, form: YamlForm, file: str) -> InputError:
    return InputError(
        f"{position_of(node, file)}: expected 'key: value' lines here.", next_step=form.layout
    )


def _refuse_hostile(text: str, form: YamlForm, file: str) -> None:
    """Refuse aliases and deep nesting before anything recurses into them."""
    for event, level in _events(text):
        if isinstance(event, yaml.AliasEvent):
            raise InputError(
                f"{position_of(event, file)}: YAML aliases (*name) are not read here.",
                next_step="Write the values out; put a wildcard that begins with * in quotes.",
            )
        if level > form.deepest:
            raise InputError(
                f"{position_of(event, file)}: nested more than {form.deepest} levels deep.",
                next_step=form.layout,
            )


def _events(text: str) -> Iterator[tuple[yaml.Event, int]]:
    """Yield what stands in a text, each with how many lists and mappings are open after it."""
    level = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        level += isinstance(event, yaml.CollectionStartEvent)
        level -= isinstance(event, yaml.CollectionEndEvent)
        yield event, level
