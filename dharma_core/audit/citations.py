"""Citations: what a claim of a report stands on, as a reference that can be resolved again.

``dharma://KIND/ID@VERSION#PART``; what is not a letter, a digit or one of ``-._~:`` is written as
``%XX`` in each part. A claim without evidence is a value too: it says that it is unsupported.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any
from urllib.parse import quote, unquote

from dharma_core.audit.canonical import canonical_json
from dharma_core.errors import InputError, nearest
from dharma_core.provenance import Position

__all__ = [
    "KINDS",
    "Citation",
    "Reference",
    "Standing",
    "evidence_digest",
    "parse_reference",
    "unsupported",
]

KINDS: Mapping[str, str] = {
    "blueprint": "a stored design as it stands; #RESOURCE for one of its resources",
    "version": "a stored design at a version: ID@1.2.0#RESOURCE",
    "plan": "a resource of a stored design's plan: ID@1.2.0#ADDRESS",
    "finding": "a finding about a stored design: ID@1.2.0#FINGERPRINT; without #, the verdict",
    "estimate": "a cost of a stored design: ID@1.2.0#ADDRESS/COMPONENT; without #, the total",
    "price": "a price of the book, by its key",
    "deployment": "a deployment; #ADDRESS for one of its resources",
    "event": "an entry of the audit chain, by its id or number",
    "checkpoint": "a record of the signed log, by its number",
    "trust": "a trust decision",
    "waiver": "a waiver of the store",
}
_SCHEME = "dharma://"
_LONGEST = 2000
_PLAIN = "-._~:"
_FORM = re.compile(
    r"dharma://(?P<kind>[a-z]+)/(?P<id>[^/#@\s]+)(?:@(?P<version>[^/#@\s]+))?(?:#(?P<part>[^#\s]+))?"
)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Standing(StrEnum):
    """How a claim stands to its evidence."""

    RECORDED = "recorded"
    COMPUTED = "computed"
    CHANGED = "changed"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where the evidence of a claim is.

    Parameters
    ----------
    kind : str
        One of ``KINDS``.
    id : str
        Of the thing.
    version : str
        Of a design; empty for the present one.
    part : str
        Of the thing; empty for all of it.

    Examples
    --------
    >>> str(Reference("estimate", "bp_1", "1.0.0", "aws_instance.web[0]/Instance usage"))
    'dharma://estimate/bp_1@1.0.0#aws_instance.web%5B0%5D%2FInstance%20usage'
    """

    kind: str
    id: str
    version: str = ""
    part: str = ""

    def __str__(self) -> str:
        version = f"@{_written(self.version)}" if self.version else ""
        part = f"#{_written(self.part)}" if self.part else ""
        return f"{_SCHEME}{self.kind}/{_written(self.id)}{version}{part}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim and what it stands on.

    Parameters
    ----------
    claim : str
        One sentence.
    reference : Reference or None
        None where nothing can be resolved later: the design is not stored.
    evidence : mapping
        JSON values; empty when there is none.
    confidence : Decimal or None
        0 to 1, None where the claim is unsupported.
    source : Position or None
        File and line it comes from.
    standing : Standing
    note : str
        Why it stands so.
    """

    claim: str
    reference: Reference | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    confidence: Decimal | None = None
    source: Position | None = None
    standing: Standing = Standing.COMPUTED
    note: str = ""

    def recorded(self, *, same: bool, where: str) -> Citation:
        """Return it held against what the record says of the same thing."""
        if self.standing is not Standing.COMPUTED:
            return self
        if same:
            return replace(self, standing=Standing.RECORDED, note=f"as recorded in {where}")
        note = f"computed now; {where} recorded something else: facts, rules or usage differ"
        return replace(self, standing=Standing.CHANGED, note=note)

    def as_dict(self) -> dict[str, Any]:
        """Return its JSON form."""
        return {
            "claim": self.claim,
            "reference": str(self.reference) if self.reference else None,
            "standing": self.standing.value,
            "supported": self.standing is not Standing.UNSUPPORTED,
            "confidence": None if self.confidence is None else str(self.confidence),
            "evidence": dict(self.evidence),
            "file": self.source.file if self.source else None,
            "line": self.source.line if self.source else None,
            "note": self.note or None,
        }


def unsupported(
    claim: str,
    why: str,
    *,
    reference: Reference | None = None,
    source: Position | None = None,
) -> Citation:
    """Return a claim that nothing supports."""
    return Citation(claim, reference, source=source, standing=Standing.UNSUPPORTED, note=why)


def parse_reference(text: str) -> Reference:
    """Return the reference that a text is.

    Raises
    ------
    InputError
        If it is none, or of a kind that is not there; the nearest is named.

    Examples
    --------
    >>> parse_reference("dharma://plan/bp_1@1.0.0#module.web%2Fx").part
    'module.web/x'
    """
    shown = text.strip()[:100]
    found = _FORM.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None or _BAD_ESCAPE.search(text):
        raise InputError(
            f"{shown!r} is no reference.",
            next_step="Write dharma://KIND/ID or dharma://KIND/ID@VERSION#PART, such as "
            "dharma://estimate/bp_1@1.0.0#aws_instance.web; escape other signs as %XX.",
        )
    if found["kind"] not in KINDS:
        raise InputError(
            f"There is no kind {found['kind']!r} to cite.", next_step=nearest(found["kind"], KINDS)
        )
    try:
        parts = [unquote(found[name] or "", errors="strict") for name in ("id", "version", "part")]
    except UnicodeDecodeError as error:
        raise InputError(
            f"{shown!r} holds escapes that are no UTF-8.", next_step="Copy the reference again."
        ) from error
    return Reference(found["kind"], *parts)


def evidence_digest(value: Any) -> str:
    """Return what an event says of evidence too large to hold: SHA-256 of its canonical JSON."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def _written(text: str) -> str:
    return quote(text, safe=_PLAIN, errors="strict")
