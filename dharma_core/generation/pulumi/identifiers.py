"""Python names for resources and inputs: valid, unique, and like the names they had."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Iterable, Mapping

__all__ = ["Identifiers", "resource_names", "words_of"]

_TAKEN = frozenset(
    {"pulumi", "json", "config", "aws", "azure", "gcp"}
    | {"all", "any", "bool", "bytes", "dict", "filter", "float", "format", "hash", "help", "id"}
    | {"input", "int", "iter", "len", "license", "list", "map", "max", "min", "next", "object"}
    | {"open", "print", "property", "range", "repr", "round", "set", "slice", "sorted", "str"}
    | {"sum", "super", "tuple", "type", "vars", "zip"}
)
"""What a program imports, and the builtins it would hide."""


class Identifiers:
    """Hands out names, each once.

    Examples
    --------
    >>> names = Identifiers()
    >>> names.take("web"), names.take("web"), names.take("class"), names.take("2nd-zone")
    ('web', 'web_2', 'class_', '_2nd_zone')
    """

    def __init__(self) -> None:
        self._taken = set(_TAKEN)

    def take(self, wanted: str) -> str:
        """Return ``wanted`` as a name that nobody has yet."""
        name = words_of(wanted) or "unnamed"
        if keyword.iskeyword(name) or name in _TAKEN:
            name = f"{name}_"
        if name[0].isdigit():
            name = f"_{name}"
        candidate, number = name, 2
        while candidate in self._taken:
            candidate, number = f"{name}_{number}", number + 1
        self._taken.add(candidate)
        return candidate


def words_of(text: str) -> str:
    """Return a text as lower-case words joined by ``_``.

    Examples
    --------
    >>> words_of("SecurityGroup"), words_of("my-web.1")
    ('security_group', 'my_web_1')
    """
    apart = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    return re.sub(r"[^A-Za-z0-9]+", "_", apart).strip("_").lower()


def resource_names(
    resources: Iterable[tuple[str, str, str]], names: Identifiers
) -> Mapping[str, str]:
    """Return a Python name for each address.

    Parameters
    ----------
    resources : iterable of (address, name, class)
        Of those that share a name, each takes its class's name behind it.

    Examples
    --------
    >>> web = [("aws_vpc.web", "web", "Vpc"), ("aws_subnet.web", "web", "Subnet")]
    >>> dict(resource_names(web, Identifiers()))
    {'aws_vpc.web': 'web_vpc', 'aws_subnet.web': 'web_subnet'}
    """
    wanted = [(address, words_of(name), class_) for address, name, class_ in resources]
    count = Counter(name for _, name, _ in wanted)
    return {
        address: names.take(name if count[name] == 1 else f"{name}_{words_of(class_)}")
        for address, name, class_ in wanted
    }
