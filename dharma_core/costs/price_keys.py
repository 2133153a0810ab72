"""Price keys as people write them: read back from a line of an estimate, or with wildcards."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dharma_core.costs.ports import PriceKey
from dharma_core.errors import InputError

__all__ = ["PricePattern", "attributes_of", "is_like", "parse_price_key", "parse_price_pattern"]

_FORM = re.compile(
    r"(?P<provider>[^/\s]+)/(?P<service>[^/\s]+)(?:/(?P<product>\S+))?"
    r"(?P<attributes> (?!in )[^()]*?)?(?: in (?P<region>\S+))?(?: \((?P<option>[^()\s]+)\))?"
)
_LONGEST = 1000
_EXAMPLE = "aws/ec2/ebs_storage volume_type=gp3 in us-east-1"


@dataclass(frozen=True)
class PricePattern:
    """Which keys are meant: each part a word or a wildcard, attributes only those that are named.

    Parameters
    ----------
    attributes : tuple of (name, pattern)
        Sorted by name; what is not named may be anything.

    Examples
    --------
    >>> from dharma_core.costs.ports import price_key
    >>> gp3 = price_key(("aws", "us-east-1"), "ec2/ebs_storage", volume_type="gp3")
    >>> PricePattern(provider="aws", region="us-*").matches(gp3)
    True
    >>> PricePattern(attributes=(("volume_type", "io*"),)).matches(gp3)
    False
    """

    provider: str = "*"
    service: str = "*"
    product: str = "*"
    region: str = "*"
    option: str = "*"
    attributes: tuple[tuple[str, str], ...] = ()

    def matches(self, key: PriceKey) -> bool:
        """Whether a key is meant."""
        parts = zip(self._parts, _parts_of(key), strict=True)
        if not all(is_like(value, pattern) for pattern, value in parts):
            return False
        if not self.attributes:
            return True
        held = attributes_of(key.attributes)
        return all(
            name in held and is_like(held[name], pattern) for name, pattern in self.attributes
        )

    @cached_property
    def specificity(self) -> int:
        """How narrow it is: two for each word, one for each wildcard that is not a lone star."""
        patterns = (*self._parts, *(pattern for _, pattern in self.attributes))
        return sum(0 if p == "*" else 1 if set(p) & set("*?[") else 2 for p in patterns)

    @property
    def _parts(self) -> tuple[str, str, str, str, str]:
        return (self.provider, self.service, self.product, self.region, self.option)

    def __str__(self) -> str:
        attributes = ",".join(f"{name}={pattern}" for name, pattern in self.attributes)
        option = "on_demand" if self.option == "*" else self.option
        parts = (self.provider, self.service, self.product, self.region)
        return str(PriceKey(*parts, attributes, option))


def _parts_of(key: PriceKey) -> tuple[str, str, str, str, str]:
    return (key.provider, key.service, key.product, key.region, key.option)


def is_like(value: str, pattern: str) -> bool:
    """Whether a value fits a word or a wildcard pattern; upper and lower case differ."""
    return pattern in ("*", value) or fnmatch.fnmatchcase(value, pattern)


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes of a key by name.

    Examples
    --------
    >>> attributes_of("instance_type=m5.large,os=linux")
    {'instance_type': 'm5.large', 'os': 'linux'}
    """
    return dict(part.split("=", 1) for part in text.split(",") if "=" in part)


def parse_price_key(text: str) -> PriceKey:
    """Return the key that a line of an estimate prints.

    Raises
    ------
    InputError
        If it is not of that form, or holds a wildcard.

    Examples
    --------
    >>> parse_price_key("aws/ec2/instance instance_type=m5.large,os=linux in eu-west-1 (spot)")
    ... # doctest: +NORMALIZE_WHITESPACE
    PriceKey(provider='aws', service='ec2', product='instance', region='eu-west-1',
             attributes='instance_type=m5.large,os=linux', option='spot')
    """
    found = _FORM.fullmatch(_cleaned(text))
    if found is None or not found["product"] or not found["region"] or set(text) & set("*?["):
        raise _malformed(text)
    attributes = _attributes(found["attributes"], text)
    joined = ",".join(f"{name}={value}" for name, value in attributes)
    return PriceKey(
        found["provider"],
        found["service"],
        found["product"],
        found["region"],
        joined,
        found["option"] or "on_demand",
    )


def parse_price_pattern(text: str) -> PricePattern:
    """Return what a search means; parts may be wildcards, and those at the end left out.

    Raises
    ------
    InputError
        If it is not of the form of a key.

    Examples
    --------
    >>> parse_price_pattern("aws/ec2/instance instance_type=m5.* in eu-*").region
    'eu-*'
    >>> parse_price_pattern("gcp/compute").product
    '*'
    """
    found = _FORM.fullmatch(_cleaned(text))
    if found is None:
        raise _malformed(text)
    return PricePattern(
        provider=found["provider"],
        service=found["service"],
        product=found["product"] or "*",
        region=found["region"] or "*",
        option=found["option"] or "*",
        attributes=_attributes(found["attributes"], text),
    )


def sorted_attributes(given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return attributes in the order that keys carry them."""
    return tuple(sorted(given.items()))


def _cleaned(text: str) -> str:
    if len(text) > _LONGEST:
        raise _malformed(f"{text[:60]}...")
    return " ".join(text.split())


def _attributes(text: str | None, whole: str) -> tuple[tuple[str, str], ...]:
    parts = [part.strip() for part in (text or "").split(",") if part.strip()]
    if not all(part.partition("=")[0] and part.partition("=")[2] for part in parts):
        raise _malformed(whole)
    return sorted_attributes(dict(part.split("=", 1) for part in parts))


def _malformed(text: str) -> InputError:
    return InputError(
        f"{text!r} is not a price key.",
        next_step=f"Write it as an estimate prints it: {_EXAMPLE!r}; * stands for anything.",
    )
