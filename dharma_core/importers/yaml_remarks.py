"""What the comments of a YAML text say to checking tools, by the resource they stand at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace

import yaml

from dharma_core.plan import Plan, Remark, Resource
from dharma_core.plan.remarks import MARK, Comment, attach, remarks_of

__all__ = ["with_yaml_remarks"]


def with_yaml_remarks(plan: Plan, text: str, *, file: str) -> Plan:
    r"""Return the Plan with the remarks that a YAML text holds at its resources.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> from dharma_core.provenance import Position
    >>> text = "resources:\n  # checkov:skip=CKV_1:why\n  - name: a\n  - name: b\n"
    >>> made = [
    ...     make_resource(Address("x_y", n), {}, position=Position("d.yaml", line, line))
    ...     for n, line in (("a", 3), ("b", 4))
    ... ]
    >>> [len(r.remarks) for r in with_yaml_remarks(Plan(tuple(made)), text, file="d.yaml")]
    [1, 0]
    """
    if not MARK.search(text) or text.lstrip().startswith(("{", "[")):
        return plan
    lines = text.splitlines()
    ranges = {
        r.position.line: r.position.end_line or r.position.line
        for r in plan.resources
        if r.position is not None and r.position.line is not None
    }
    blocks = [(line, ranges[line], _indentation(lines, line)) for line in sorted(ranges)]
    comments = _yaml_comments(text, lines)
    found = attach(comments, blocks, lambda n: _is_yaml_comment(lines, n), by_column=True)
    by_line = {
        blocks[place][0]: tuple(r for c in held for r in remarks_of(c, file))
        for place, held in found.items()
    }
    return plan.with_resources(_remarked(r, by_line) for r in plan.resources)


def _remarked(resource: Resource, by_line: Mapping[int, tuple[Remark, ...]]) -> Resource:
    line = resource.position.line if resource.position else None
    said = by_line.get(line, ()) if line is not None else ()
    return replace(resource, remarks=(*resource.remarks, *said)) if said else resource


def _yaml_comments(text: str, lines: list[str]) -> Iterator[Comment]:
    """Yield the comments that speak to a tool; a mark inside of a value is none."""
    values = _values(text)
    starts = [start for start, _ in values]
    for found in MARK.finditer(text):
        place = bisect_right(starts, found.start()) - 1
        if place >= 0 and found.start() < values[place][1]:
            continue
        begin = text.rfind("\n", 0, found.start()) + 1
        sign = re.search(r"(?:^|\s)#", text[begin : found.start()])
        if sign is None:
            continue
        line = text.count("\n", 0, begin) + 1
        column = sign.end() - 1
        before = lines[line - 1][:column]
        yield Comment(lines[line - 1][column:], line, line, column, not before.strip())


def _values(text: str) -> list[tuple[int, int]]:
    try:
        tokens = yaml.scan(text, Loader=yaml.CSafeLoader)
        return [
            (t.start_mark.index, t.end_mark.index)
            for t in tokens
            if isinstance(t, yaml.ScalarToken)
        ]
    except yaml.YAMLError:
        return [(0, len(text))]


def _indentation(lines: list[str], number: int) -> int:
    line = lines[number - 1] if number <= len(lines) else ""
    return len(line) - len(line.lstrip())


def _is_yaml_comment(lines: list[str], number: int) -> bool:
    return lines[number - 1].lstrip().startswith("#")
