"""Takes secrets out of lines of a source before anybody is shown them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from functools import cache

from dharma_core.observability.redaction import HIDDEN, hiding, redact_text
from dharma_core.plan import Plan, Resource
from dharma_core.plan.frozen import get_path, walk
from dharma_core.plan.masking import MASKED, marked_paths
from dharma_core.policies.secrets import SecretForms

__all__ = ["SourceMasks"]

Mask = Callable[[str], str]

_SHORTEST = 4
_PLAIN = re.compile(r"^[^=:]*[=:]\s*(?:true|false|null)\s*,?\s*$", re.IGNORECASE)
_ASSIGNED = re.compile(r"""^\s*(?:-\s+|export\s+)?["']?([\w.-]{1,80})["']?\s*[=:]\s*(.+?),?\s*$""")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")


class SourceMasks:
    """What takes secrets out of lines: by their look, their name, and what the Plan marks.

    Lines are remembered: findings share resources, and resources share lines.
    """

    def __init__(self, plan: Plan, forms: SecretForms) -> None:
        self._plan = plan
        self._by_look = _by_look(forms)
        self._made: dict[tuple[frozenset[str], tuple[str, ...]], Mask] = {}
        self._of: dict[str, Mask] = {}

    def of(self, address: str) -> Mask:
        """Return the mask for the lines of a resource."""
        if address not in self._of:
            marks = _marked(self._plan.by_address.get(address))
            self._made[marks] = self._made.get(marks) or _mask(*marks, self._by_look)
            self._of[address] = self._made[marks]
        return self._of[address]


def _marked(resource: Resource | None) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the names of a resource's sensitive attributes, and each line of their values."""
    if resource is None:
        return frozenset(), ()
    paths = list(marked_paths(resource.sensitive))
    names = frozenset(str(path[-1]) for path in paths if path and isinstance(path[-1], str))
    texts = (
        leaf
        for path in paths
        for _, leaf in walk(get_path(resource.attributes, path))
        if isinstance(leaf, str) and leaf != MASKED
    )
    lines = {line.strip() for text in texts for line in text.splitlines()}
    long = (line for line in lines if len(line) >= _SHORTEST)
    return names, tuple(sorted(long, key=lambda line: (-len(line), line)))


def _mask(names: frozenset[str], secrets: tuple[str, ...], by_look: Mask) -> Mask:
    @cache
    def mask(line: str) -> str:
        if _PLAIN.search(line):
            return line
        for secret in secrets:
            line = line.replace(secret, HIDDEN)
        with hiding(names):
            return redact_text(by_look(line))

    return mask


def _by_look(forms: SecretForms) -> Mask:
    """Return what hides every form of key, values whose name says secret, and both in base64."""

    @cache
    def mask(line: str) -> str:
        for form in forms.forms:
            for secret in form.found_in(line):
                line = line.replace(secret, HIDDEN)
        assigned = _ASSIGNED.match(line)
        if assigned and forms.says_secret(assigned[1]):
            value = assigned[2].strip("\"'")
            line = line.replace(value, HIDDEN) if forms.could_be(value) else line
        return _BASE64.sub(lambda found: HIDDEN if _hides(found[0], mask) else found[0], line)

    return mask


def _hides(text: str, mask: Mask) -> bool:
    """Whether a text in base64 holds something that a mask would hide."""
    try:
        inside = base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return any(redact_text(mask(line)) != line for line in inside.splitlines())
