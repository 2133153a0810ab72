"""Which attributes a policy can see: what it never names is left out of its input.

The engine parses about 1.5 MB a second, and resources that look the same to a policy need to be
asked about once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dharma_core.policies.metadata import Policy
from dharma_core.policies.ports import BUILTIN

__all__ = ["Projection", "code_of", "project"]

_WORD = re.compile(r"\w+")
_WHOLE_AFTER = re.compile(r"\bafter(?:_unknown)?\b(?!\s*(?:\.\s*\w|\[\s*\"))")
# A rule of Dharma's own names what it looks for also in values that it hands on whole, unless it
# goes through them, or a library does (that of companions is handed resources, not values).
_ELSEWHERE = re.compile(
    r"\bin\s+[\w.]*\bafter(?:_unknown)?\b(?!\s*[.\[])|\b(?:walk|object\.keys)\("
    r"|^import data\.dharma\.lib\.(?!related\b)",
    re.MULTILINE,
)
_SAID = re.compile(r"^\s*msg := .*$", re.MULTILINE)  # words for people


@dataclass(frozen=True, slots=True)
class Projection:
    """What policies see of a resource.

    Parameters
    ----------
    words : set of str or None
        Every word of their code; None when they may look at any attribute.
    keys : mapping of attribute to keys
        The keys of a map that matter, where METADATA says so.
    set_is_enough : tuple of str
        Attribute paths that count as null where nobody set them.
    companions : set of str or None
        The types of companions that are looked at; None for any.
    """

    words: frozenset[str] | None = None
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    set_is_enough: tuple[str, ...] = ()
    companions: frozenset[str] | None = None

    def names(self, attribute: str) -> bool:
        """Whether an attribute may be looked at."""
        return self.words is None or attribute in self.words

    def of(self, attributes: Mapping[str, Any]) -> dict[str, Any]:
        """Return the attributes that may be looked at."""
        words = self.words
        seen = {k: v for k, v in attributes.items() if words is None or k in words}
        for name, keys in self.keys.items():
            if isinstance(seen.get(name), Mapping):
                seen[name] = {k: v for k, v in seen[name].items() if k in keys}
        return seen

    def told_apart(self, after: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what tells known values apart: of the keys that matter, whether each is empty."""
        named = [n for n in self.keys if isinstance(after.get(n), Mapping)]
        return {**after, **{n: {k: v != "" for k, v in after[n].items()} for n in named}}


def project(policies: Iterable[Policy], parameters: Mapping[str, Any] | None = None) -> Projection:
    """Return what these policies can see.

    METADATA ``custom.keys: {tags: required_tags}`` says that of the map ``tags`` only the keys
    listed by that parameter matter, and whether each is empty.
    """
    group = tuple(policies)
    codes = [code_of(p.source.text) for p in group]
    asked = tuple(pattern for p in group for pattern in p.set_is_enough)
    own = all(p.source.pack == BUILTIN for p in group)
    companions = frozenset(kind for p in group for kind in p.related) if own else None
    if any(_WHOLE_AFTER.search(c) and not (own and not _ELSEWHERE.search(c)) for c in codes):
        return Projection(set_is_enough=asked, companions=companions)
    texts = [_SAID.sub("", code) for code in codes]
    texts += [pattern for p in group for pattern in (*p.attributes, *p.defaults)]
    words = frozenset(word for text in texts for word in _WORD.findall(text))
    given = parameters or {}
    keys = {
        name: frozenset(map(str, given[parameter]))
        for p in group
        for name, parameter in p.keys.items()
        if parameter in given and len(group) == 1
    }
    return Projection(words, keys, asked, companions)


def code_of(text: str) -> str:
    """Return a policy's text without its comments."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
