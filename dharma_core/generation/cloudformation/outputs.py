"""Outputs of a template: always one text, so a list's items are joined with commas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.generation.cloudformation.values import Untranslatable, Values
from dharma_core.generation.drafts import Text
from dharma_core.generation.inference import is_list_ref
from dharma_core.generation.scalars import words_of
from dharma_core.plan import Catalog, Plan, Ref

__all__ = ["is_function", "output_text"]

Json = dict[str, Any]


def output_text(written: Any, values: Values, plan: Plan, catalog: Catalog) -> str | Json:
    """Return a draft's output as the text or function that CloudFormation takes.

    Raises
    ------
    Untranslatable
        If it is a mapping, a list of lists, or reads what CloudFormation does not return.
    """
    if isinstance(written, list):
        return _joined([_item(item, values, plan, catalog) for item in written])
    value = values.of(written, words=True)
    if isinstance(value, list):
        return _joined([_word(item) for item in value])
    if is_function(value) and _is_list(written, plan, catalog):
        return {"Fn::Join": [",", value]}
    text: str | Json = _word(value)
    return text


def is_function(value: Any) -> bool:
    """Whether a value is one intrinsic function.

    Examples
    --------
    >>> is_function({"Ref": "Queue"}), is_function({"Ref": "Queue", "a": 1}), is_function("x")
    (True, False, False)
    """
    return (
        isinstance(value, Mapping)
        and len(value) == 1
        and next(iter(value)).startswith(("Ref", "Fn::"))
    )


def _item(item: Any, values: Values, plan: Plan, catalog: Catalog) -> Any:
    if _is_list(item, plan, catalog):
        raise Untranslatable("a list inside a list")
    return _word(values.of(item, words=True))


def _word(value: Any) -> Any:
    if is_function(value):
        return value
    if isinstance(value, (list, Mapping)):
        raise Untranslatable("a list or a mapping inside an output")
    return words_of(value)


def _joined(items: list[Any]) -> str | Json:
    if all(isinstance(item, str) for item in items):
        return ",".join(items)
    return {"Fn::Join": [",", items]}


def _is_list(written: Any, plan: Plan, catalog: Catalog) -> bool:
    if not isinstance(written, Text) or len(written.parts) != 1:
        return False
    part = written.parts[0]
    return isinstance(part, Ref) and is_list_ref(plan, part, catalog)
