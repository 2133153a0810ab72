"""JSON documents inside attributes (IAM policies), opened so that formats write them readably."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from dharma_core.generation.drafts import Text
from dharma_core.plan import Ref

__all__ = ["encode", "open_document"]

_MARK = re.compile("\ue000(\\d+)\ue001")


def open_document(value: str | Text) -> Any:
    """Return the JSON value a text holds, its references as Text leaves; None when it holds none.

    Examples
    --------
    >>> bucket = Ref("aws_s3_bucket.b", "arn")
    >>> open_document(Text(('{"Resource":"', bucket, '/*"}')))["Resource"].parts[1]
    '/*'
    """
    parts = value.parts if isinstance(value, Text) else (value,)
    text = "".join(
        part if isinstance(part, str) else f"\ue000{number}\ue001"
        for number, part in enumerate(parts)
    )
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return _with_references(document, parts) or None


def encode(value: Any) -> str:
    r"""Return what Terraform's ``jsonencode`` makes: sorted keys, no spaces, HTML marks escaped.

    Examples
    --------
    >>> encode({"b": "<", "a": [1]})
    '{"a":[1],"b":"\\u003c"}'
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    for mark, escaped in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e")):
        text = text.replace(mark, escaped)
    return text


def _with_references(value: Any, parts: tuple[str | Ref, ...]) -> Any:
    if isinstance(value, Mapping):
        return {key: _with_references(inner, parts) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_references(inner, parts) for inner in value]
    return _leaf(value, parts) if isinstance(value, str) else value


def _leaf(text: str, parts: tuple[str | Ref, ...]) -> str | Text:
    pieces = _MARK.split(text)
    if len(pieces) == 1:
        return text
    found = [parts[int(p)] if i % 2 else p for i, p in enumerate(pieces)]
    return Text(tuple(part for part in found if part != ""))
