"""Names as each service takes them: what does not fit is spelt anew, or cut with a digest.

The limits stand in the section ``names`` of the catalogue's files, with source and date.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dharma_core.blueprints.kinds.settled import has_mention
from dharma_core.errors import FactError
from dharma_core.plan import ResourceType

__all__ = ["NameRule", "fit_names", "fit_text", "name_rules"]

_DIGEST_LENGTH = 6
_MENTION = re.compile(r"\$\{[^}]*\}")
_NUMBER = "000"  # what stands for a number of a count while a name is measured
_TOLD_BESIDE = ("source", "as_of")


@dataclass(frozen=True, slots=True)
class NameRule:
    """Which names a service takes.

    Parameters
    ----------
    most, least : int
        Characters.
    marks : str
        What may stand beside letters and digits.
    lower : bool
        Whether capital letters are refused.
    first : str
        ``letter``, ``alnum`` (a letter or a digit) or ``any``.
    last : str
        ``alnum`` or ``any``.
    world : bool
        Whether no other customer of the cloud may have the name already.

    Examples
    --------
    >>> rule = NameRule(24, least=3, marks="", lower=True)
    >>> rule.fits("shopassets"), rule.fits("shop-assets"), rule.fit("Shop-Assets")
    (True, False, 'shopassets')
    """

    most: int
    least: int = 1
    marks: str = "-"
    lower: bool = False
    first: str = "alnum"
    last: str = "alnum"
    world: bool = False

    def fits(self, text: str) -> bool:
        """Whether the service takes a name as it is."""
        return self.least <= len(text) <= self.most and self._is_spelt_well(text)

    def spelt(self, text: str) -> str:
        """Return a name in the letters and marks the service takes, as long as it was."""
        text = text.lower() if self.lower else text
        between = "-" if "-" in self.marks else "_" if "_" in self.marks else ""
        text = re.sub(rf"[^A-Za-z0-9{re.escape(self.marks)}]+", between, text)
        text = text if self.first == "any" else text.lstrip(self.marks)
        return text if self.last == "any" else text.rstrip(self.marks or None)

    def fit(self, text: str) -> str:
        """Return a name the service takes: the same for the same text, another for another."""
        found = self.spelt(text)
        if self.first == "letter" and not found[:1].isalpha():
            found = f"n{found}"
        if self.least <= len(found) <= self.most:
            return found
        between = "-" if "-" in self.marks else "_" if "_" in self.marks else ""
        digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]
        kept = max(0, self.most - len(between) - _DIGEST_LENGTH)
        return f"{found[:kept].rstrip(self.marks or None)}{between}{digest}"[: self.most]

    def words(self) -> str:
        """Return the rule for people."""
        letters = "small letters" if self.lower else "letters"
        marks = "".join(f", {mark!r}" for mark in self.marks)
        start = "; it starts with a letter" if self.first == "letter" else ""
        return f"{self.least} to {self.most} {letters}, digits{marks}{start}"

    def _is_spelt_well(self, text: str) -> bool:
        start = {"letter": text[:1].isalpha(), "alnum": text[:1].isalnum()}.get(self.first, True)
        end = self.last == "any" or text[-1:].isalnum()
        small = not self.lower or text == text.lower()
        known = re.fullmatch(rf"[A-Za-z0-9{re.escape(self.marks)}]*", text) is not None
        return start and end and small and known


def name_rules(type_: ResourceType) -> Mapping[str, NameRule]:
    """Return the rules of a type's names by attribute, from its section ``names``.

    Raises
    ------
    FactError
        If the section says something a rule does not have.
    """
    found: dict[str, NameRule] = {}
    for attribute, raw in type_.sections.get("names", {}).items():
        if attribute in _TOLD_BESIDE:
            continue
        if attribute not in type_.attributes:
            raise FactError(f"{type_.name}: section 'names' speaks of {attribute!r}.")
        try:
            found[attribute] = NameRule(**raw)
        except TypeError as error:
            raise FactError(f"{type_.name}: section 'names', {attribute}: {error}") from error
    return found


def fit_names(
    type_: ResourceType, given: Mapping[str, Any], settle: Callable[[Any], Any]
) -> dict[str, Any]:
    """Return attributes with every name as its service takes it.

    Parameters
    ----------
    settle : callable
        Puts known variables in.
    """
    fitted = dict(given)
    for attribute, rule in name_rules(type_).items():
        value = given.get(attribute)
        if isinstance(value, str):
            fitted[attribute] = fit_text(value, rule, settle)
        elif isinstance(value, (list, tuple)):
            fitted[attribute] = [
                fit_text(item, rule, settle) if isinstance(item, str) else item for item in value
            ]
    return fitted


def fit_text(text: str, rule: NameRule, settle: Callable[[Any], Any]) -> str:
    """Return one name as its service takes it; a name that fits stays as it was written.

    What is not known yet counts as a number of a count. A name that starts with something not
    known is left alone: nobody can tell how long it will be.

    Examples
    --------
    >>> fit_text("Web_1-${count.index}", NameRule(63, lower=True), lambda text: text)
    'web-1-${count.index}'
    """
    settled = str(settle(text))
    if rule.fits(_MENTION.sub(_NUMBER, settled)):
        return text
    if not has_mention(settled):
        return rule.fit(settled)
    start = _MENTION.search(settled)
    whole = settled[: start.start()] if start else settled
    head = re.sub(r"[^A-Za-z0-9]+$", "", whole)
    tail = rule.spelt(f"0{whole[len(head) :]}0")[1:-1] + settled[len(whole) :]
    if not head:
        return text
    room = max(1, rule.most - len(_MENTION.sub(_NUMBER, tail)))
    return replace(rule, most=room, least=0).fit(head) + tail
