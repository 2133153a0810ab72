"""All that a trust decision needs to know besides the facts: weights, surroundings, rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from ipaddress import IPv4Network, IPv6Network, ip_network

from dharma_core.trust.context import Network, Surroundings
from dharma_core.trust.reading import Reader, open_reader
from dharma_core.trust.rule_file import known_words, read_rules
from dharma_core.trust.rules import AccessRules
from dharma_core.trust.score import KEYS
from dharma_core.trust.weights import Weights, read_weights

__all__ = ["TrustBook", "read_book"]

_PARTS = (
    "version", "source", "as_of", "weights", "networks", "hours", "countries",
    "resources", "actions", "rules", "ends_session",
)  # fmt: skip
_PLACED = (Network.TRUSTED, Network.KNOWN, Network.ANONYMISING)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LAST_HOUR = Decimal(24)
_ALL_DAY = {"from": 0, "until": 24}
_COUNTRY_LETTERS = 2


@dataclass(frozen=True, slots=True)
class TrustBook:
    """What is in force: Dharma's own, and a team's file over it.

    Parameters
    ----------
    ends_session : frozenset of str
        Keys of what lowers a score; a session that one of them lowers is ended.
    """

    weights: Weights
    surroundings: Surroundings
    rules: AccessRules
    ends_session: frozenset[str] = frozenset()


def read_book(texts: Mapping[str, str]) -> TrustBook:
    """Return the book of one file or several, each laid over those before it.

    Parameters
    ----------
    texts : mapping
        Name of a file to its YAML; the first ones are Dharma's own.

    Raises
    ------
    InputError
        If one is wrong; file, line and the nearest right word are named.
    """
    parts = [open_reader(text, file=file).fields(_PARTS) for file, text in texts.items()]
    weights: Weights | None = None
    surroundings = Surroundings()
    for said in parts:
        if "version" in said and said["version"].text() != "1":
            raise said["version"].refused("is not 1", "Write 'version: 1', or leave it out.")
        if "weights" in said:
            weights = read_weights(said["weights"], over=weights)
        surroundings = _surroundings(said, surroundings)
    if weights is None:
        raise ValueError("no file says the weights")
    ends = next((said["ends_session"] for said in parts[::-1] if "ends_session" in said), None)
    return TrustBook(
        weights, surroundings, _all_rules(parts), known_words(ends, KEYS) if ends else frozenset()
    )


def _all_rules(parts: list[Mapping[str, Reader]]) -> AccessRules:
    found: AccessRules | None = None
    for said in parts:
        if said.keys() & {"resources", "actions", "rules"}:
            found = read_rules(said, over=found) if found else read_rules(said)
    if found is None:
        raise ValueError("no file says the rules")
    return found


def _surroundings(said: Mapping[str, Reader], over: Surroundings) -> Surroundings:
    networks = over.networks
    if "networks" in said:
        networks = (*networks, *_networks(said["networks"]))
    hours, days = over.hours, over.days
    if "hours" in said:
        hours, days = _hours(said["hours"])
    countries = over.countries
    if "countries" in said:
        countries = frozenset(_country(element) for element in said["countries"].elements())
    return Surroundings(networks, hours, days, countries)


def _networks(part: Reader) -> list[tuple[IPv4Network | IPv6Network, Network]]:
    found = []
    for name, ranges in part.fields([kind.value for kind in _PLACED]).items():
        for element in ranges.elements():
            try:
                found.append((ip_network(element.text()), Network(name)))
            except ValueError as error:
                step = "Write a range as 203.0.113.0/24."
                raise element.refused(f"is no range of addresses ({error})", step) from error
    return found


def _hours(part: Reader) -> tuple[tuple[int, int], frozenset[int]]:
    said = part.fields(("from", "until", "days"))
    start, end = (_hour(said[name]) if name in said else usual for name, usual in _ALL_DAY.items())
    if start == end:
        raise part.refused("has no hour in it", "Write from and until as two hours, 0 to 24.")
    names = said["days"].elements() if "days" in said else ()
    days = frozenset(_day(element) for element in names) or frozenset(range(len(_DAYS)))
    return (start, end), days


def _hour(element: Reader) -> int:
    found = element.number(most=_LAST_HOUR)
    if found != int(found):
        raise element.refused(f"is {found}", "Write a whole hour, 0 to 24.")
    return int(found)


def _day(element: Reader) -> int:
    word = element.text().lower()[:3]
    if word not in _DAYS:
        raise element.refused(f"is {element.text()!r}", f"Write {', '.join(_DAYS)}.")
    return _DAYS.index(word)


def _country(element: Reader) -> str:
    code = element.text().upper()
    if len(code) != _COUNTRY_LETTERS or not code.isalpha() or not code.isascii():
        raise element.refused(f"is {code!r}", "Write the two letters of ISO 3166-1, such as DE.")
    return code
