"""How an attribute was written when the source says only whom it mentions, or that none knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dharma_core.blueprints.scalars import as_text
from dharma_core.plan import (
    UNKNOWN,
    AttributeFact,
    Catalog,
    Expression,
    Path,
    Plan,
    Ref,
    Resource,
    freeze,
)
from dharma_core.plan import get_path as value_at
from dharma_core.plan.masking import MASKED

__all__ = ["infer", "is_deferred", "is_list_ref", "narrowed", "parts_agree", "resolved"]

_DOCUMENT = re.compile(
    r"(^|_)(policy|definitions?|json|document|body|user_data|user_data_base64)\Z"
)
_DOCUMENT_SOURCES = ("json", "policy", "rendered", "assume_role_policy")
_LOOP_WORDS = ("count.", "each.", "path.", "terraform.", "self.")


def is_deferred(resource: Resource) -> bool:
    """Whether it is a data source that waits for apply, so that the files have to read it."""
    return resource.address.mode == "data" and bool(resource.unknown_paths)


def resolved(plan: Plan, resource: Resource, ref: Ref) -> tuple[Ref, ...]:
    """Return the exact references one mention can mean: none, one, or every instance of a block.

    A counted block mentioned by a counted resource means the instance with the same index.
    """
    if ref.target.startswith("var."):
        name = ref.target.removeprefix("var.")
        return (ref,) if any(v.name == name for v in plan.variables) else ()
    found = [r for r in plan.resolve(ref) if r.address.mode == "managed" or is_deferred(r)]
    same = [r for r in found if r.index is not None and r.index == resource.index]
    chosen = same if len(found) > 1 and same else found
    return tuple(Ref(str(r.address), ref.attribute) for r in chosen)


def narrowed(plan: Plan, resource: Resource, around: Expression, path: Path) -> Expression:
    """Return the expression of one unknown part of a value whose expression is known as a whole.

    Only what is itself unknown can have made it unknown; of several, those whose type the
    part's name speaks of (``nat_gateway_id``, ``security_groups``).
    """
    mentions = [m for m in _most_specific(around.mentions) if _may_be_unknown(plan, resource, m)]
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    akin = [m for m in mentions if _is_akin(name, m)]
    return Expression(path, (), tuple(akin if len(mentions) > 1 and akin else mentions))


def _may_be_unknown(plan: Plan, resource: Resource, mention: Ref) -> bool:
    for ref in resolved(plan, resource, mention):
        target = plan.by_address.get(ref.target)
        if target is None or not ref.attribute:
            return True
        return _value(target, ref.attribute) is UNKNOWN
    return True


def _is_akin(name: str, mention: Ref) -> bool:
    stem = re.sub(r"(_ids?|_arns?|_name|s)\Z", "", name)
    return bool(stem) and f".{mention.target}".find(stem) > 0


def infer(
    plan: Plan, resource: Resource, expression: Expression, catalog: Catalog, *, value: Any
) -> Ref | tuple[Ref, ...] | None:
    """Return the reference (or the list of them) that ``expression`` most likely was.

    Parameters
    ----------
    value : Any
        What the Plan knows of the attribute it fills.

    Returns
    -------
    Ref, tuple of Ref or None
        None: keep the known literal, or ask for an input where nothing is known.
    """
    refs = _known_refs(plan, resource, expression.mentions)
    if not refs:
        return None
    refs = tuple(_with_attribute(ref, expression.path) for ref in refs)
    if value is not UNKNOWN and not _all_unknown(value):
        return refs[0] if len(refs) == 1 and _equals(plan, refs[0], value) else None
    kind = catalog.find(resource.type)
    fact = kind.attribute(expression.path) if kind else None
    if _is_list(fact, value, expression.path):
        return refs[0] if len(refs) == 1 and is_list_ref(plan, refs[0], catalog) else refs
    return refs[0] if len(refs) == 1 and _suits(refs[0], expression.path) else None


def parts_agree(plan: Plan, parts: tuple[str | Ref, ...], value: Any) -> bool:
    """Whether an expression of variables alone comes to the value that the Plan knows.

    A source that loops over a variable names the variable; only its value tells which part.
    """
    variables = {v.name: v for v in plan.variables}
    texts: list[Any] = []
    for part in parts:
        known: Any = part
        if isinstance(part, Ref):
            variable = variables.get(part.target.removeprefix("var."))
            if variable is None:
                return True
            whole = variable.default if variable.value in (None, UNKNOWN) else variable.value
            steps = (int(s) if s.isdigit() else s for s in part.attribute.split(".") if s)
            known = value_at(whole, tuple(steps))
        texts.append(known)
    if value is UNKNOWN or UNKNOWN in texts or MASKED in (value, *texts):
        return True
    return bool(freeze(texts[0]) == freeze(value)) if len(texts) == 1 else _joined(texts) == value


def is_list_ref(plan: Plan, ref: Ref, catalog: Catalog) -> bool:
    """Whether a reference stands for a list: of a resource's attribute, or of an input."""
    if ref.target.startswith("var.") and not ref.attribute:
        name = ref.target.removeprefix("var.")
        types = (v.type for v in plan.variables if v.name == name)
        return next(types, "").startswith(("list(", "set("))
    target = plan.by_address.get(ref.target)
    kind = catalog.find(target.type) if target else None
    fact = kind.attribute(tuple(ref.attribute.split("."))) if kind and ref.attribute else None
    last_is_number = ref.attribute.rsplit(".", 1)[-1].isdigit()
    return fact is not None and not last_is_number and fact.type.startswith(("list(", "set("))


def _joined(texts: list[Any]) -> str | None:
    if any(text is None or isinstance(text, (Mapping, tuple)) for text in texts):
        return None
    return "".join(as_text(text) for text in texts)


def _known_refs(plan: Plan, resource: Resource, mentions: Iterable[Ref]) -> tuple[Ref, ...] | None:
    """Return the exact references of all mentions, None when one of them cannot be followed."""
    result: dict[Ref, None] = {}
    for ref in _most_specific(mentions):
        found = resolved(plan, resource, ref)
        if not found:
            return None
        result.update(dict.fromkeys(found))
    return tuple(result)


def _most_specific(mentions: Iterable[Ref]) -> list[Ref]:
    """Leave out loop words and mentions that only lead to a longer one."""
    refs = [m for m in mentions if not str(m).startswith(_LOOP_WORDS)]
    texts = [str(r) for r in refs]
    return [r for r in refs if not any(t != str(r) and t.startswith(f"{r}.") for t in texts)]


def _all_unknown(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(item is UNKNOWN for item in value)


def _equals(plan: Plan, ref: Ref, value: Any) -> bool:
    """Whether the mention is known to yield exactly this text."""
    if not isinstance(value, str):
        return False
    if ref.target.startswith("var."):
        names = {v.name: v for v in plan.variables}
        variable = names[ref.target.removeprefix("var.")]
        return bool(variable.value == value and not ref.attribute)
    target = plan.by_address[ref.target]
    return bool(_value(target, ref.attribute) == value)


def _value(target: Resource, attribute: str) -> Any:
    path = tuple(int(s) if s.isdigit() else s for s in attribute.split("."))
    return value_at(target.attributes, path)


def _is_list(fact: AttributeFact | None, value: Any, path: Path) -> bool:
    if isinstance(path[-1], int):
        return False
    if fact is None:
        return isinstance(value, tuple)
    return fact.type.startswith(("list(string", "set(string"))


def _suits(ref: Ref, path: Path) -> bool:
    """Whether a plain reference can fill the attribute; a document is never just an ARN."""
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    if not _DOCUMENT.search(name):
        return True
    return ref.target.startswith("var.") or ref.attribute.rsplit(".", 1)[-1] in _DOCUMENT_SOURCES


def _with_attribute(ref: Ref, path: Sequence[str | int]) -> Ref:
    """Complete ``aws_subnet.public[*]``: Terraform leaves the attribute after an index unsaid."""
    if ref.attribute or ref.target.startswith("var."):
        return ref
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    return Ref(ref.target, "arn" if name.endswith(("arn", "arns")) else "id")
