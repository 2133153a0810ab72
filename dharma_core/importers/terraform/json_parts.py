"""``jsonencode`` of a value with references in it, as text and references in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from dharma_core.importers.terraform.functions import FUNCTIONS, FunctionError
from dharma_core.plan import UNKNOWN, Expression, FrozenMap, Path, Ref
from dharma_core.plan.text_parts import merged_texts

__all__ = ["json_parts"]

_MARK: Final = "\ue000{}\ue001"
_MARKS: Final = re.compile("\ue000(\\d+)\ue001")


def json_parts(value: Any, expressions: Iterable[Expression]) -> tuple[str | Ref, ...] | None:
    """Return the JSON of ``value`` with each expression's parts in its place.

    None when something unknown has no exact form: nobody could write it.

    Examples
    --------
    >>> arn = Expression.of(("r",), Ref("aws_s3_bucket.b", "arn"), "/*")
    >>> json_parts(FrozenMap(r=UNKNOWN, v=1), [arn])
    ('{"r":"', Ref(target='aws_s3_bucket.b', attribute='arn'), '/*","v":1}')
    """
    forms = {e.path: e.parts for e in expressions}
    kept: list[tuple[str | Ref, ...]] = []
    marked = _marked(value, (), forms, kept)
    try:
        text = FUNCTIONS["jsonencode"](marked)
    except (FunctionError, TypeError, ValueError):
        return None
    result: list[str | Ref] = []
    for index, piece in enumerate(_MARKS.split(text)):
        if index % 2:
            result.extend(_escaped(kept[int(piece)]))
        elif piece:
            result.append(piece)
    return tuple(merged_texts(result))


def _marked(value: Any, path: Path, forms: Mapping[Path, Any], kept: list[Any]) -> Any:
    parts = forms.get(path)
    if parts and (value is UNKNOWN or isinstance(value, str)):
        kept.append(parts)
        return _MARK.format(len(kept) - 1)
    if isinstance(value, FrozenMap):
        return FrozenMap({k: _marked(v, (*path, k), forms, kept) for k, v in value.items()})
    if isinstance(value, tuple):
        return tuple(_marked(v, (*path, i), forms, kept) for i, v in enumerate(value))
    return value


def _escaped(parts: tuple[str | Ref, ...]) -> list[str | Ref]:
    return [p if isinstance(p, Ref) else FUNCTIONS["jsonencode"](p)[1:-1] for p in parts]
