"""Reads ``dharma-waivers.yaml``: each fault is named with file, line and nearest right word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import yaml

from dharma_core.errors import InputError
from dharma_core.policies.waivers import Form, Waiver
from dharma_core.provenance import Position
from dharma_core.yaml_text import YamlForm, compose, is_null, only_pairs, position_of

__all__ = ["FILE_NAME", "parse_day", "parse_waivers"]

FILE_NAME = "dharma-waivers.yaml"
_FORM = YamlForm(
    "a file of waivers",
    deepest=5,
    begin="Begin it with 'waivers:'.",
    layout="Write under 'waivers:' entries of rule, address, reason, until, owner, ticket.",
)
_KEYS = ("rule", "address", "reason", "until", "owner", "ticket", "design")
_Fields = Mapping[str, yaml.Node]


def parse_waivers(text: str, *, file: str) -> tuple[Waiver, ...]:
    r"""Read a file of waivers.

    Parameters
    ----------
    text : str
        The file's contents.
    file : str
        Its name, for messages.

    Raises
    ------
    InputError
        If it is not such a file; file and line are named, and the nearest right word.

    Examples
    --------
    >>> text = '''waivers:
    ... - rule: DH_AWS_S3_001
    ...   address: aws_s3_bucket.site
    ...   reason: a public web site
    ...   until: 2027-01-31
    ... '''
    >>> [(w.rule, w.where) for w in parse_waivers(text, file="dharma-waivers.yaml")]
    [('DH_AWS_S3_001', 'dharma-waivers.yaml:2')]
    """
    if not text.strip():
        return ()
    top = only_pairs(
        compose(text, _FORM, file=file), _FORM, ("version", "waivers"), file=file, what="the file"
    )
    if "version" in top and _text(top["version"], file) != "1":
        raise InputError(
            f"{position_of(top['version'], file)}: only version 1 is known.",
            next_step="Write 'version: 1', or leave it out.",
        )
    listed = top.get("waivers")
    if listed is None or is_null(listed):
        return ()
    if not isinstance(listed, yaml.SequenceNode):
        raise InputError(
            f"{position_of(listed, file)}: waivers is not a list.", next_step=_FORM.layout
        )
    return tuple(waiver for node in listed.value for waiver in _entry(node, file))


def parse_day(text: str, *, where: str) -> date:
    """Return a day written as 2027-01-31; raise InputError naming ``where``."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise InputError(
            f"{where}: {text!r} is no day.", next_step="Write the last day as 2027-01-31."
        )
    return found


def _entry(node: yaml.Node, file: str) -> Iterator[Waiver]:
    fields = only_pairs(node, _FORM, _KEYS, file=file, what="a waiver")
    place = position_of(node, file)
    for name in ("rule", "address"):
        if name not in fields:
            raise InputError(f"{place}: this waiver has no {name}.", next_step=_FORM.layout)
    words = {n: _text(fields[n], file) for n in _KEYS if n in fields and n != "rule"}
    until = words.pop("until", "")
    day = parse_day(until, where=str(position_of(fields["until"], file))) if until else None
    for rule in _rules(fields["rule"], place, file):
        yield Waiver(rule, str(place), Form.FILE, until=day, position=place, **words)  # type: ignore[arg-type]


def _rules(node: yaml.Node, place: Position, file: str) -> tuple[str, ...]:
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    rules = tuple(_text(n, file) for n in nodes)
    bad = next((r for r in rules if not r or "*" in r), None)
    if bad is not None or not rules:
        raise InputError(
            f"{place}: rule is {bad or ''!r}, which names no single rule.",
            next_step="Name each rule by its id: dharma policy list shows them.",
        )
    return rules


def _text(node: yaml.Node, file: str) -> str:
    if is_null(node):
        return ""
    if not isinstance(node, yaml.ScalarNode):
        raise InputError(f"{position_of(node, file)}: expected one text.", next_step=_FORM.layout)
    return " ".join(str(node.value).split())
