"""Texts of a design that name its region or a zone, in the words of another region of the cloud."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dharma_core.plan import FrozenMap

__all__ = ["Relocation", "pair_zones"]

# What is called so says where a thing stands, whichever type it belongs to.
_PLACE = re.compile(r"(?:[a-z][a-z0-9]*[_-])*(?:region|location|zone)|AWS_(?:DEFAULT_)?REGION")
_JSON_PLACE = r'("(?:(?:[a-z][a-z0-9]*[_-])*region|AWS_(?:DEFAULT_)?REGION)"\s*:\s*")'
_TIED = {
    "aws": re.compile(
        r"(?:ami|subnet|vpc|sg|vol|snap|eni|eipalloc|igw|nat|rtb|lt|i)-[0-9a-f]{8,17}"
        r"|[a-z]{3,4}\d+-az\d"
    ),
    "azure": re.compile(r"/subscriptions/.*", re.IGNORECASE),
    "gcp": re.compile(r"(?!)"),  # its ids name their region, which is looked for anyway
}
_ARN = r"(arn:aws[\w-]*:[\w-]*):{old}:(\d+|\$\{{[^}}]*\}}|[\w-]*)(:[^\s\"',]*)"


@dataclass(frozen=True)
class Relocation:
    """A way from a region to another of the same cloud.

    Parameters
    ----------
    cloud : str
        ``aws``, ``azure`` or ``gcp``.
    old, new : str
        Regions as the cloud calls them.
    zones : mapping
        Marks of zones (``a``, ``b``) to those that follow them; a mark that is left out stays.
    own : set of str
        Names of what moves along: an ARN of one of these follows.
    """

    cloud: str
    old: str
    new: str
    zones: Mapping[str, str] = field(default_factory=FrozenMap)
    own: frozenset[str] = frozenset()

    def text(self, name: str, text: str) -> tuple[str, str]:
        """Return a text as it is right in the new region, and why somebody has to look at it.

        Parameters
        ----------
        name : str
            What the text is the value of: ``location``, ``ami``.

        Returns
        -------
        (str, str)
            What is not certain stays as it is, with the reason; empty when nothing is left to do.

        Examples
        --------
        >>> move = Relocation("aws", "us-east-1", "us-west-2")
        >>> move.text("availability_zone", "us-east-1a")
        ('us-west-2a', '')
        >>> move.text("service_name", "com.amazonaws.us-east-1.s3")
        ('com.amazonaws.us-west-2.s3', '')
        >>> move.text("ami", "ami-0abcdef1234567890")
        ('ami-0abcdef1234567890', 'belongs to us-east-1 alone')
        """
        place = self._place(name, text)
        if place:
            return place, ""
        moved = self._inside(text) if self.cloud == "aws" and self.old in text else text
        if _TIED[self.cloud].fullmatch(moved):
            verb = "may belong" if self.cloud == "azure" else "belongs"  # an id names no place
            return moved, f"{verb} to {self.old} alone"
        return moved, f"names the region {self.old}" if self._is_named_in(moved) else ""

    def _place(self, name: str, text: str) -> str:
        """Return the new name of the region or zone that a text is; empty when it is neither."""
        word = text.replace(" ", "").lower() if self.cloud == "azure" else text.lower()
        if word == self.old and _PLACE.fullmatch(name):
            return self.new.upper() if text.isupper() else self.new
        mark = self.zone_of(word)
        return self._zone(self.zones.get(mark, mark)) if mark else ""

    def zone_of(self, text: str) -> str:
        """Return the mark of the zone of the old region that a text is, empty when it is none."""
        joint = {"aws": "", "gcp": "-"}.get(self.cloud)
        start = None if joint is None else f"{self.old}{joint}"
        rest = text.removeprefix(start) if start and text.startswith(start) else ""
        return rest if re.fullmatch(r"[a-z]", rest) else ""

    def _zone(self, mark: str) -> str:
        return f"{self.new}{'-' if self.cloud == 'gcp' else ''}{mark}"

    def _inside(self, text: str) -> str:
        """Return a text with those names of AWS that are alike in every region."""
        old = re.escape(self.old)
        text = re.sub(rf"\bcom\.amazonaws\.{old}\.", f"com.amazonaws.{self.new}.", text)
        host = rf"(?<![\w.-])([a-z0-9-]+)\.{old}\.(amazonaws\.com|api\.aws)"
        text = re.sub(host, rf"\g<1>.{self.new}.\g<2>", text)
        text = re.sub(rf'{_JSON_PLACE}{old}"', rf'\g<1>{self.new}"', text)
        return re.sub(_ARN.format(old=old), self._arn, text)

    def _arn(self, found: re.Match[str]) -> str:
        start, account, tail = found.groups()
        foreign = account[:1] == "$" or account.isdigit()  # else a service's own, in every region
        words = re.split(r"[:/]", tail)[1:]
        named = words[1:] or words  # of several, the first says the kind: table/orders
        if foreign and not self.own.intersection(named):
            return found[0]
        return f"{start}:{self.new}:{account}{tail}"

    def _is_named_in(self, text: str) -> bool:
        word = text.replace(" ", "") if self.cloud == "azure" else text
        end = r"(?!\d)" if self.cloud != "azure" else r"(?![a-z0-9])"
        start = r"(?<![a-z0-9])"
        return bool(re.search(f"{start}{re.escape(self.old)}{end}", word, re.IGNORECASE))


def pair_zones(used: Iterable[str], free: Iterable[str]) -> Mapping[str, str] | None:
    """Return a zone of the new region for each that is used; None when there are too few.

    Examples
    --------
    >>> pair_zones(["a", "d"], ["a", "b", "c"])
    {'a': 'a', 'd': 'b'}
    >>> pair_zones(["a", "b"], ["a"]) is None
    True
    """
    wanted, offered = sorted(set(used)), list(free)
    if len(wanted) > len(offered):
        return None
    kept = {mark: mark for mark in wanted if mark in offered}
    others: Iterator[str] = (mark for mark in offered if mark not in kept)
    return FrozenMap({mark: kept[mark] if mark in kept else next(others) for mark in wanted})
