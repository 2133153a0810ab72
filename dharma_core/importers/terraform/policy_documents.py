"""The ``aws_iam_policy_document`` data source: its blocks into the JSON the provider makes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from dharma_core.importers.terraform.functions.conversion import to_text
from dharma_core.importers.terraform.functions.values import make_set
from dharma_core.plan import FrozenMap

__all__ = ["policy_document"]

_LISTS: Final = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_ORDER: Final = (
    "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal",
    "NotPrincipal", "Condition",
)  # fmt: skip
_TEMPLATE_VARIABLE: Final = "&{"

Json = dict[str, Any]


def policy_document(written: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the data source's attributes; None when a document it builds on is no JSON."""
    try:
        document = _merged(written)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    text = _go_text(document, indent=2)
    found = {name: value for name, value in written.items() if name != "statement"}
    if written.get("statement"):
        found["statement"] = tuple(_statement_state(s) for s in written["statement"])
    return {
        **found,
        "version": document["Version"],
        "id": str(_hashcode(text)),
        "json": text,
        "minified_json": _go_text(document, indent=None),
    }


def _merged(written: Mapping[str, Any]) -> Json:
    sources = [*written.get("source_policy_documents", ())]
    overrides = [*written.get("override_policy_documents", ())]
    merged: Json = {"Version": "", "Statement": []}
    own: Json = {
        "Version": written.get("version", "2012-10-17"),
        "Id": written.get("policy_id", ""),
        "Statement": [_statement(s) for s in written.get("statement", ())],
    }
    for document in (*map(_parsed, filter(None, sources)), own):
        _lay_over(merged, document)
    for document in map(_parsed, filter(None, overrides)):
        _lay_over(merged, document)
    found: Json = {"Version": merged["Version"]}
    if merged.get("Id"):
        found["Id"] = merged["Id"]
    if merged["Statement"]:
        found["Statement"] = merged["Statement"]
    return found


def _parsed(text: str) -> Json:
    document = json.loads(text)
    statements = document.get("Statement") or []
    statements = [statements] if isinstance(statements, dict) else statements
    return {**document, "Statement": [_ordered(_normal(s)) for s in statements]}


def _lay_over(merged: Json, document: Json) -> None:
    """Add a document's statements; one with the ``Sid`` of an earlier one takes its place."""
    if document.get("Id"):
        merged["Id"] = document["Id"]
    if document.get("Version"):
        merged["Version"] = document["Version"]
    for statement in document["Statement"]:
        sid = statement.get("Sid")
        at = next(
            (i for i, s in enumerate(merged["Statement"]) if sid and s.get("Sid") == sid), None
        )
        if at is None:
            merged["Statement"].append(statement)
        else:
            merged["Statement"][at] = statement


def _statement(block: Mapping[str, Any]) -> Json:
    found: Json = {"Effect": block.get("effect", "Allow")}
    if block.get("sid"):
        found["Sid"] = block["sid"]
    for name, key in _LISTS.items():
        if block.get(name):
            found[key] = _one_or_many(sorted(set(map(_variables, block[name])), reverse=True))
    for name, key in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        if block.get(name):
            found[key] = _principals(block[name])
    if block.get("condition"):
        found["Condition"] = _conditions(block["condition"])
    return _ordered(found)


def _principals(blocks: Iterable[Mapping[str, Any]]) -> Any:
    found: dict[str, list[str]] = {}
    for block in blocks:
        names = found.setdefault(block["type"], [])
        names.extend(sorted(set(map(_variables, block["identifiers"])), reverse=True))
    if found.get("*") == ["*"] and len(found) == 1:
        return "*"
    return {type_: _one_or_many(names) for type_, names in sorted(found.items())}


def _conditions(blocks: Iterable[Mapping[str, Any]]) -> Json:
    found: dict[str, dict[str, Any]] = {}
    for block in blocks:
        values = [_variables(to_text(v)) for v in block["values"]]
        found.setdefault(block["test"], {})[_variables(block["variable"])] = _one_or_many(values)
    return {test: dict(sorted(inner.items())) for test, inner in sorted(found.items())}


def _variables(text: str) -> str:
    """Return a text with policy variables, written ``&{ }`` since ``${ }`` is Terraform's own."""
    return text.replace(_TEMPLATE_VARIABLE, "${")


def _one_or_many(values: list[str]) -> Any:
    return values[0] if len(values) == 1 else values


def _normal(statement: Json) -> Json:
    """Return a statement of a parsed document as the provider reads it back."""
    found = dict(statement)
    for key in ("Principal", "NotPrincipal"):
        value = found.get(key)
        if isinstance(value, dict):
            found[key] = {k: _reversed(v) for k, v in sorted(value.items())}
    if isinstance(found.get("Condition"), dict):
        conditions = found["Condition"].items()
        found["Condition"] = {t: dict(sorted(inner.items())) for t, inner in sorted(conditions)}
    return found


def _reversed(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return _one_or_many(sorted(value, reverse=True))


def _ordered(statement: Json) -> Json:
    return {key: statement[key] for key in _ORDER if statement.get(key)}


def _go_text(document: Json, *, indent: int | None) -> str:
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(document, indent=indent, separators=separators, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hashcode(text: str) -> int:
    return zlib.crc32(text.encode())


def _statement_state(block: Mapping[str, Any]) -> FrozenMap:
    """Return a statement block as the provider keeps it."""
    filled = {
        "sid": block.get("sid", ""),
        "effect": block.get("effect", "Allow"),
        **{name: tuple(sorted(set(block.get(name, ())))) for name in _LISTS},
    }
    for name in ("principals", "not_principals"):
        principals = (
            FrozenMap(type=p["type"], identifiers=tuple(sorted(set(p["identifiers"]))))
            for p in block.get(name, ())
        )
        filled[name] = tuple(make_set(principals))
    conditions = (
        FrozenMap({**c, "values": tuple(map(to_text, c["values"]))})
        for c in block.get("condition", ())
    )
    return FrozenMap({**filled, "condition": tuple(make_set(conditions))})
