"""Read what the engine answers node by node: the JSON text it prints is sometimes broken.

A message formatted from a computed text (``sprintf("%s", [concat(", ", names)])``) holds stray
quotation marks, which make the engine's own JSON unreadable. In a node the text stands alone: a
quotation mark without a backslash is one of the strays.
"""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["error_text", "plain_text", "read_answer"]

_STRAY = re.compile(r'((?:^|[^\\])(?:\\\\)*)"')
_ERROR_TEXT = re.compile(r"\(errormsg \d+:([^\n]*)\)")


def read_answer(output: Any) -> Any:
    """Return the value of a query with one result; raises RegoError when it holds none."""
    from regopy.rego_shared import rego_node_get, rego_output_node

    result = rego_node_get(rego_output_node(output), 0)
    return _value(rego_node_get(rego_node_get(result, 0), 0))


def _value(node: Any) -> Any:
    from regopy.rego_shared import NodeKind, rego_node_type, rego_node_value

    kind = rego_node_type(node)
    if kind in (NodeKind.Array, NodeKind.Set):
        return [_value(child) for child in _children(node)]
    if kind is NodeKind.Object:
        pairs = ((_value(key), _value(value)) for key, value in map(_children, _children(node)))
        return {k if isinstance(k, str) else json.dumps(k): v for k, v in pairs}
    if kind is NodeKind.String:
        return plain_text(rego_node_value(node))
    if kind in (NodeKind.Term, NodeKind.Scalar):
        return _value(_children(node)[0])
    return None if kind is NodeKind.Null else json.loads(rego_node_value(node))


def _children(node: Any) -> list[Any]:
    from regopy.rego_shared import rego_node_get, rego_node_size

    return [rego_node_get(node, i) for i in range(rego_node_size(node))]


def plain_text(raw: str) -> str:
    r"""Return the text that the engine keeps with JSON escapes and stray quotation marks.

    Examples
    --------
    >>> plain_text(r'aws_vpc.a[\"x\"]: missing: "Owner, Team"')
    'aws_vpc.a["x"]: missing: Owner, Team'
    """
    clean = raw
    while clean != (clean := _STRAY.sub(r"\1", clean)):
        pass
    try:
        return str(json.loads(f'"{clean}"', strict=False))
    except ValueError:  # an escape that a string function has cut or changed
        return clean.replace('\\"', '"')


def error_text(output: Any) -> str:
    """Return the engine's own words for what went wrong in a query; empty when it has none."""
    from regopy.rego_shared import rego_node_json, rego_output_node, rego_output_string

    nodes = (rego_node_json(node) for node in _children(rego_output_node(output))[:1])
    found = (_ERROR_TEXT.search(text) for text in (rego_output_string(output), *nodes))
    return next((words[1] for words in found if words), "")
