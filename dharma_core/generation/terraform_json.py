"""Terraform's blocks in its JSON syntax: the same configuration for programs to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dharma_core.generation.hcl import Attribute, Block, Call, Raw, expression

__all__ = ["write_json"]

_LITERAL = frozenset({"variable", "terraform", "moved"})
"""Blocks whose texts Terraform takes as they stand, without looking for ``${``."""

_ADDRESSES = frozenset({"depends_on", "ignore_changes", "replace_triggered_by"})
"""Arguments that list names, not values."""

Json = dict[str, Any]


def write_json(blocks: Iterable[Block]) -> str:
    r"""Return the text of a ``.tf.json`` file.

    Examples
    --------
    >>> body = (Attribute("name", "a ${b}"), Attribute("kms_key_id", Raw("var.key")))
    >>> print(write_json([Block("resource", ("aws_x", "y"), body)]), end="")
    {
      "resource": {
        "aws_x": {
          "y": {
            "name": "a $${b}",
            "kms_key_id": "${var.key}"
          }
        }
      }
    }
    """
    document: Json = {}
    for block in blocks:
        literal = block.type in _LITERAL
        if block.type == "provider":
            body = _body(block.body, literal=literal)
            document.setdefault(block.type, {}).setdefault(block.labels[0], []).append(body)
        elif block.labels:
            level = document.setdefault(block.type, {})
            for label in block.labels[:-1]:
                level = level.setdefault(label, {})
            level[block.labels[-1]] = _body(block.body, literal=literal)
        elif block.type == "moved":
            document.setdefault(block.type, []).append(_body(block.body, literal=literal))
        else:
            document.setdefault(block.type, {}).update(_body(block.body, literal=literal))
    providers = document.get("provider", {})
    document |= {"provider": {n: _one_or_all(b) for n, b in providers.items()}} if providers else {}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _one_or_all(bodies: list[Json]) -> Json | list[Json]:
    return bodies[0] if len(bodies) == 1 else bodies


def _body(items: Iterable[Attribute | Block], *, literal: bool) -> Json:
    result: Json = {}
    for item in items:
        if isinstance(item, Attribute):
            named = item.name in _ADDRESSES
            result[item.name] = _value(item.value, literal=literal or named)
        elif literal:
            result[item.type] = _labelled(item)
        else:
            inner = _body(item.body, literal=literal)
            result.setdefault(item.type, []).append(dict.fromkeys(item.members) | inner)
    return result


def _labelled(block: Block) -> Json:
    """Return a block inside ``terraform``: its labels are keys, it stands once."""
    body = _body(block.body, literal=True)
    for label in reversed(block.labels):
        body = {label: body}
    return body


def _value(value: Any, *, literal: bool) -> Any:
    if isinstance(value, Raw):
        return _raw(value.text, literal=literal or value.name)
    if isinstance(value, Call):
        return f"${{{expression(value)}}}"
    if isinstance(value, Mapping):
        return {
            _text(key, literal=literal): _value(inner, literal=literal)
            for key, inner in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_value(inner, literal=literal) for inner in value]
    return _text(value, literal=literal) if isinstance(value, str) else value


def _raw(text: str, *, literal: bool) -> str:
    if text.startswith('"'):
        return "".join(_unquoted(text[1:-1]))
    return text if literal else f"${{{text}}}"


_PIECE = re.compile(r"(?P<escape>\\(?:u[0-9a-fA-F]{4}|.))|(?P<open>(?<!\$)\$\{)", re.DOTALL)
_STRING_OR_END = re.compile(r'"(?:[^"\\]|\\.)*"|\}')


def _unquoted(text: str) -> Iterator[str]:
    """Yield an interpolated text without HCL's escapes; its expressions stay as they stand."""
    position = 0
    while found := _PIECE.search(text, position):
        yield text[position : found.start()]
        position = found.end()
        if found["escape"]:
            yield str(json.loads(f'"{found[0]}"'))
            continue
        end = next(m.end() for m in _STRING_OR_END.finditer(text, position) if m[0] == "}")
        yield text[found.start() : end]
        position = end
    yield text[position:]


def _text(text: str, *, literal: bool) -> str:
    """Return a text in which nothing is a template."""
    return text if literal else text.replace("${", "$${").replace("%{", "%%{")
