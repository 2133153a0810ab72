"""The keys on the first level of a YAML text, found without reading what stands under them."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

__all__ = ["first_keys"]

MAX_EVENTS = 200_000
MAX_DEPTH = 100
_OPENS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSES = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def first_keys(text: str, *, until: frozenset[str] = frozenset()) -> frozenset[str]:
    r"""Return the keys of a YAML text's mapping, as far as it is YAML; none when it is no mapping.

    Parameters
    ----------
    until : frozenset of str
        Stop looking at the first of these.

    Examples
    --------
    >>> sorted(first_keys("# a note\nname: web\n'resources':\n- {type: vpc}\nbroken: ["))
    ['broken', 'name', 'resources']
    >>> first_keys('resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n')
    frozenset()
    """
    found: set[str] = set()
    try:
        for key in _keys(text):
            found.add(key)
            if key in until:
                break
    except yaml.YAMLError:
        return frozenset(found)
    return frozenset(found)


def _keys(text: str) -> Iterator[str]:
    depth, is_key = 0, True
    for count, event in enumerate(yaml.parse(text, yaml.CSafeLoader)):
        if count > MAX_EVENTS or depth > MAX_DEPTH or isinstance(event, yaml.DocumentEndEvent):
            return
        if depth == 0 and isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent)):
            return
        if depth == 1 and not isinstance(event, _CLOSES):
            if is_key and isinstance(event, yaml.ScalarEvent):
                yield str(event.value)
            is_key = not is_key
        depth += isinstance(event, _OPENS) - isinstance(event, _CLOSES)
