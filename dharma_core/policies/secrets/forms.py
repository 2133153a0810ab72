"""What secrets look like: the parsed file ``data/secret_forms.yaml``."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dharma_core.errors import FactError
from dharma_core.policies.findings import Effect, Rule, Severity

__all__ = ["SecretForm", "SecretForms", "bits_per_character", "parse_forms"]

FILE = "secret_forms.yaml"
_DESCRIPTION = (
    "Whoever reads the design, its history or the state can use it, and it cannot be taken back."
)
_REMEDIATION = (
    "Take it back at its issuer, keep the new one in a secret manager, and let the design refer "
    "to it there or take it as a variable without a default."
)
_FRAMEWORKS = {
    "NIST 800-53 r5": ("IA-5",),
    "SOC 2": ("CC6.1",),
    "PCI DSS 4.0.1": ("8.6.2",),
    "HIPAA": ("164.312(d)",),
}


@dataclass(frozen=True, slots=True)
class SecretForm:
    """One form that tells a secret by its look.

    Parameters
    ----------
    rule : Rule
    pattern : re.Pattern
        Its group ``secret``, or all of it, is what must be hidden.
    """

    rule: Rule
    pattern: re.Pattern[str]

    def found_in(self, text: str) -> Iterator[str]:
        """Yield each secret of this form in a text."""
        for match in self.pattern.finditer(text):
            yield match.groupdict().get("secret") or match[0]


@dataclass(frozen=True)
class SecretForms:
    """The whole file.

    Parameters
    ----------
    forms : tuple of SecretForm
    named, written : Rule
        For a value whose name says secret, and for a sensitive attribute that is a literal.
    names, not_names : re.Pattern
        Names that say secret, and endings that take it back (``secret_arn``).
    references : re.Pattern
        Values that only say where the secret is kept.
    least_length : int
    least_bits : float
        Entropy a character, in bits.
    """

    forms: tuple[SecretForm, ...]
    named: Rule
    written: Rule
    names: re.Pattern[str]
    not_names: re.Pattern[str]
    references: re.Pattern[str]
    least_length: int
    least_bits: float

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that a scan runs."""
        return (*(f.rule for f in self.forms), self.named, self.written)

    def says_secret(self, name: str) -> bool:
        """Whether a name is that of a secret.

        Examples
        --------
        >>> from dharma_core.storage.secret_forms import load_secret_forms
        >>> forms = load_secret_forms()
        >>> forms.says_secret("DB_PASSWORD"), forms.says_secret("password_length")
        (True, False)
        """
        return bool(self.names.search(name)) and not self.not_names.search(name)

    def could_be(self, text: str) -> bool:
        """Whether a value is no reference, no placeholder and as mixed as a secret is."""
        text = text.strip()
        if len(text) < self.least_length or self.references.search(text):
            return False
        return bits_per_character(text) >= self.least_bits


def bits_per_character(text: str) -> float:
    """Return Shannon's entropy of a text's characters, in bits a character.

    Source: C. E. Shannon, A Mathematical Theory of Communication, 1948, section 6.

    Examples
    --------
    >>> bits_per_character("aaaa"), bits_per_character("abcd")
    (0.0, 2.0)
    """
    counts = Counter(text).values()
    return max(0.0, -sum(n / len(text) * math.log2(n / len(text)) for n in counts))


def parse_forms(raw: Mapping[str, Any]) -> SecretForms:
    """Return the parsed file.

    Raises
    ------
    FactError
        If a key is missing, a pattern is no regular expression or an id stands twice.
    """
    try:
        forms = tuple(SecretForm(_rule(f), re.compile(f["pattern"])) for f in raw["forms"])
        named = raw["named"]
        found = SecretForms(
            forms,
            _rule(named),
            _rule(raw["written"]),
            re.compile(named["names"]),
            re.compile(named["not_names"]),
            re.compile("|".join(f"(?:{p})" for p in _hoisted(raw["references"]))),
            int(named["least_length"]),
            float(named["least_bits"]),
        )
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise FactError(f"{FILE}: {error!r}.") from error
    twice = [id_ for id_, n in Counter(r.id for r in found.rules).items() if n > 1]
    if twice:
        raise FactError(f"{FILE}: {twice[0]} stands there twice.")
    return found


def _hoisted(patterns: list[str]) -> list[str]:
    """Turn a leading ``(?i)`` into a scoped one: several patterns become one."""
    return [f"(?i:{p.removeprefix('(?i)')})" if p.startswith("(?i)") else p for p in patterns]


def _rule(raw: Mapping[str, Any]) -> Rule:
    return Rule(
        id=raw["id"],
        title=raw["title"],
        severity=Severity(raw["severity"]),
        effect=Effect.DENY,
        group="security",
        provider="",
        resource_types=(),
        description=_DESCRIPTION,
        service="secrets",
        remediation=_REMEDIATION,
        references=(raw["source"],) if "source" in raw else (),
        frameworks=_FRAMEWORKS,
        twins=tuple(raw.get("twins", ())),
        file=FILE,
    )
