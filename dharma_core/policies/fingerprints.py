"""Names for findings that survive a move of lines, so that two runs can be compared."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from dharma_core.policies.findings import Finding

__all__ = ["fingerprints"]

_FORM = "1"  # a change of what goes in makes every baseline forget: raise it then
_INDEX = re.compile(r"\[\d+\]")
_LENGTH = 32


def fingerprints(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return one name a finding, in their order and never twice the same.

    It is made of the rule, the resource and the attribute, and not of file, line, severity or
    wording. The place in a list is left out, so that a new rule above an old one changes nothing;
    findings that are alike in all of this are counted.

    Examples
    --------
    >>> from dharma_core.policies.findings import Effect, Severity
    >>> one = Finding("X_1", Severity.LOW, Effect.WARN, "cost", "aws_vpc.a", "")
    >>> first, second = fingerprints([one, one])
    >>> first == fingerprints([one])[0], second == f"{first}-2"
    (True, True)
    """
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        name = _digest(finding)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return tuple(names)


def _digest(finding: Finding) -> str:
    attribute = _INDEX.sub("[]", str(finding.evidence.get("attribute", "")))
    about = finding.message if not finding.address else ""
    kind = "unknown" if finding.is_unknown else "broken"
    parts = (_FORM, finding.rule_id, finding.address, kind, attribute, about)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:_LENGTH]
