"""Which files a policy needs beside it: each is compiled alone with only those.

So a broken file harms nobody else, and two files may use the same package and rule names without
mixing their findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dharma_core.policies.metadata import Policy, entry_heads
from dharma_core.policies.ports import PolicySource

__all__ = ["Library"]

_WORD = re.compile(r"\w+")
_DEFINED = re.compile(
    r"^(?:default[ \t]+)?([A-Za-z_]\w*)(?=[ \t]*[\[({:=]|[ \t]+(?:contains|if)\b)"
)


class Library:
    r"""Every readable file of a check, by package.

    Examples
    --------
    >>> from dharma_core.policies.metadata import parse_policy
    >>> def read(name, text):
    ...     return parse_policy(PolicySource(name, text))
    >>> main = read("a.rego", "package main\nimport data.lib.s3\ndeny[m] { s3.open[m] }")
    >>> library = Library([main, read("s3.rego", 'package lib.s3\nopen["x"] { true }')])
    >>> [source.file for source in library.needed_by(main)]
    ['s3.rego']
    """

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._policies = tuple(policies)

    def needed_by(self, policy: Policy, *, whole: bool = False) -> tuple[PolicySource, ...]:
        """Return the other files to compile with a policy, nearest first.

        Parameters
        ----------
        whole : bool
            Keep their deny, warn, ... rules: a test asks for them.
        """
        found: dict[str, PolicySource] = {}
        frontier = [policy]
        while frontier:
            reached = [p for p in self._next(frontier.pop(0)) if p.source.file not in found]
            others = [p for p in reached if p is not policy]
            found.update(
                {p.source.file: p.source if whole else _without_entries(p.source) for p in others}
            )
            frontier.extend(others)
        return tuple(found.values())

    def bundle(self, policies: Iterable[Policy]) -> tuple[PolicySource, ...]:
        """Return the files of several policies and what they need, each once.

        Only for policies that are known to compile, each in a package of its own.
        """
        group = tuple(policies)
        needed = {s.file: s for p in group for s in self.needed_by(p)}
        return (*(p.source for p in group), *needed.values())

    def unused(self) -> tuple[Policy, ...]:
        """Return files without a deny, warn or violation rule that no other file needs."""
        used = {source.file for p in self._policies if p.rules for source in self.needed_by(p)}
        return tuple(p for p in self._policies if not p.rules and p.source.file not in used)

    def _next(self, policy: Policy) -> Iterator[Policy]:
        words = set(_WORD.findall(policy.source.text)) - _defined(policy.source.text)
        for other in self._policies:
            if other.source.pack != policy.source.pack or other is policy:
                continue
            if other.path == policy.path:
                if words & _defined(other.source.text):
                    yield other
            elif f"data.{other.path.replace('/', '.')}" in policy.source.text:
                yield other


def _defined(text: str) -> set[str]:
    lines = (_DEFINED.match(line) for line in text.splitlines())
    return {m[1] for m in lines if m} - {"package", "import"}


def _without_entries(source: PolicySource) -> PolicySource:
    """Rename the file's own deny, warn, ... rules: only its helpers are wanted."""
    text = source.text
    for start in sorted(entry_heads(text), reverse=True):
        text = f"{text[:start]}other_{text[start:]}"
    return replace(source, text=text)
