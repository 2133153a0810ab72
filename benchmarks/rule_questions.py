"""Which rules ask the same question of different resource types: they count once in comparisons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dharma_core.policies.findings import Rule
from dharma_core.policies.projection import code_of

__all__ = ["questions"]

_TYPES = re.compile(r"\bin \[[T,\s]*\]|== T\b")
_SAID = re.compile(r"^\s*msg := .*$", re.MULTILINE)  # words for people


def questions(rules: Iterable[Rule], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the question of each rule, by rule id: the id of the first rule that asks it.

    Two rules ask the same when they share a Checkov id, or when their code differs in nothing but
    names of resource types and the words of the message.

    Parameters
    ----------
    texts : mapping of file to text
        The Rego source of each rule's ``file``.
    """
    asked: dict[str, str] = {}
    first: dict[str, str] = {}
    for rule in sorted(rules, key=lambda r: r.id):
        marks = [_asked_of_any_type(rule, texts[rule.file])]
        marks += [t for t in rule.twins if t.startswith("CKV")]
        known = sorted({first[m] for m in marks if m in first})
        question = known[0] if known else rule.id
        for other, its in asked.items():
            asked[other] = question if its in known else its
        first = {m: question if q in known else q for m, q in first.items()}
        first |= dict.fromkeys(marks, question)
        asked[rule.id] = question
    return asked


def _asked_of_any_type(rule: Rule, text: str) -> str:
    """Return the code of a rule without the names of its resource types and its message."""
    code = _SAID.sub("", code_of(text).partition("import rego.v1")[2])
    for type_ in rule.resource_types:
        code = code.replace(f'"{type_}"', "T")
    return " ".join(_TYPES.sub("is T", code).split())
