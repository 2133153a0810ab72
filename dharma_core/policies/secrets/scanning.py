"""Looks for secrets in every text of a Plan; what is found is never shown whole."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from typing import Any

from dharma_core.plan import Path, Plan, Resource
from dharma_core.plan.frozen import get_path
from dharma_core.plan.masking import MASKED, marked_paths
from dharma_core.policies.attributes import path_text
from dharma_core.policies.findings import Finding, Rule
from dharma_core.policies.secrets.forms import SecretForms

__all__ = ["scan", "shortened"]

_LONGEST_TEXT = 256 * 1024  # user data ends at 16 KB, a function's environment at 4 KB
_SHORTEST = 8
_SHOWN = 4
_READERS_OF_LITERALS = frozenset(
    {"blueprint", "terraform", "terraform-plan", "cloudformation", "arm"}
)


def scan(plan: Plan, forms: SecretForms) -> Iterator[Finding]:
    """Yield a finding for each secret that stands in a plan's resources.

    Looked at are all attributes, texts in base64 (user data), documents and maps as JSON text
    (container definitions), and the literal parts of texts that mention variables. A secret of
    one kind in one attribute is told once.

    Parameters
    ----------
    forms : SecretForms
        What secrets look like.
    """
    scanner = _Scanner(forms, literals=_tells_literals(plan))
    for resource in plan.managed:
        told: set[tuple[str, str]] = set()
        for path, value, rule in scanner.found(resource):
            place = (rule.id, path_text(path))
            if place not in told:
                told.add(place)
                yield _finding(resource, rule, path, value)


def shortened(secret: str) -> str:
    """Return how a secret is shown: its first four characters and its length.

    Examples
    --------
    >>> shortened("AKIAIOSFODNN7EXAMPLE")
    'AKIA... (20 characters)'
    """
    if secret == MASKED:
        return MASKED
    return f"{secret[: min(_SHOWN, len(secret) // 4)]}... ({len(secret)} characters)"


def _tells_literals(plan: Plan) -> bool:
    """Whether the plan's source tells a literal from a variable: a state does not."""
    if plan.kind == "terraform-plan":
        return any(r.expressions for r in plan.managed)
    return plan.kind in _READERS_OF_LITERALS


_Found = tuple[Path, str, Rule]


class _Scanner:
    """Looks through resources; each text is looked at once, however often it stands there.

    Parameters
    ----------
    literals : bool
        Whether a sensitive attribute without a reference was written out.
    """

    def __init__(self, forms: SecretForms, *, literals: bool) -> None:
        self._forms = forms
        self._literals = literals
        self._inside: dict[str, tuple[_Found, ...]] = {}

    def found(self, resource: Resource) -> Iterator[_Found]:
        """Yield each secret with its place and rule."""
        for path, text in _texts(resource.attributes, ()):
            yield from self._in_text(path, text)
        for expression in resource.expressions:
            for part in expression.parts:
                if isinstance(part, str):
                    yield from self._in_text(expression.path, part)
        if self._literals:
            yield from self._written_out(resource)

    def _written_out(self, resource: Resource) -> Iterator[_Found]:
        for path in marked_paths(resource.sensitive):
            value = get_path(resource.attributes, path)
            if not isinstance(value, str) or not value or _mentions(resource, path):
                continue
            if value == MASKED or self._forms.could_be(value):
                yield path, value, self._forms.written

    def _in_text(self, path: Path, text: str) -> Iterator[_Found]:
        if text == MASKED or not _SHORTEST <= len(text) <= _LONGEST_TEXT:
            return
        if text not in self._inside:
            self._inside[text] = tuple(self._look(text))
        for inner, secret, rule in self._inside[text]:
            yield (*path, *inner), secret, rule
        named = path and self._forms.says_secret(str(path[-1]))
        if named and not self._inside[text] and self._forms.could_be(text):
            yield path, text, self._forms.named

    def _look(self, text: str) -> Iterator[_Found]:
        """Yield the secrets inside a text, whatever it is called."""
        for form in self._forms.forms:
            for secret in form.found_in(text):
                if not self._forms.references.search(secret):
                    yield (), secret, form.rule
        for inner, value in _inside(text):
            yield from self._in_text(inner, value)


def _mentions(resource: Resource, path: Path) -> bool:
    """Whether the attribute, or what it is in, is filled by something else than a literal."""
    return any(
        e.mentions and e.path[: len(path)] == path[: len(e.path)] for e in resource.expressions
    )


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text of a value; an entry ``{name: N, value: V}`` as ``N: V``."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        name, inner = value.get("name"), value.get("value")
        if isinstance(name, str) and isinstance(inner, str):
            yield (*path, name), inner
            return
        yield from _texts_of(value.items(), path)
    elif isinstance(value, (list, tuple)):
        yield from _texts_of(enumerate(value), path)


def _texts_of(items: Iterable[tuple[str | int, Any]], path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the texts of a value's parts; most are numbers and flags."""
    for step, item in items:
        if isinstance(item, str):
            yield (*path, step), item
        elif isinstance(item, (dict, list, tuple)):
            yield from _texts(item, (*path, step))


def _inside(text: str) -> Iterator[tuple[Path, str]]:
    """Yield the texts inside a JSON document or a text in base64."""
    start = text.lstrip()[:1]
    if start in ("{", "["):
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return
        yield from _texts(document, ())
    elif len(text) >= 24 and len(text) % 4 == 0 and " " not in text:
        try:
            inner = base64.b64decode(text, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return
        if inner.isprintable() or "\n" in inner:
            yield (), inner


def _finding(resource: Resource, rule: Rule, path: Path, secret: str) -> Finding:
    place, seen = path_text(path), shortened(secret)
    return Finding(
        rule_id=rule.id,
        severity=rule.severity,
        effect=rule.effect,
        group=rule.group,
        address=str(resource.address),
        message=f"{resource.address}: {rule.title} ({place} is {seen}).",
        title=rule.title,
        remediation=rule.remediation,
        position=resource.position,
        evidence={"attribute": place, "value": seen},
        twins=rule.twins,
    )
