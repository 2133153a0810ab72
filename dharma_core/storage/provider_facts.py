"""Where the known outside providers answer, from data/identity/providers.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from dharma_core.errors import FactError
from dharma_core.storage.facts import data_root

__all__ = ["ProviderFacts", "load_provider_facts"]

_FILE = "identity/providers.yaml"


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """One kind of provider.

    Parameters
    ----------
    title : str
        What its button says; empty where the configuration has to say it.
    metadata_url : str
        Of OpenID Connect; empty where each has its own.
    issuer : str
        What its tokens say; empty where the metadata say it.
    scopes, scopes_of_groups : tuple of str
        What is asked for, and what more when organisations or teams are read.
    url, api_url : str
        Of GitHub: its pages and its API.
    anybody : bool
        Whether everybody in the world can have an account there.
    """

    title: str
    metadata_url: str
    issuer: str
    scopes: tuple[str, ...]
    scopes_of_groups: tuple[str, ...]
    url: str
    api_url: str
    anybody: bool


@cache
def load_provider_facts() -> Mapping[str, ProviderFacts]:
    """Return what is known of each kind.

    Raises
    ------
    FactError
        If the file is wrong.

    Examples
    --------
    >>> load_provider_facts()["github"].api_url
    'https://api.github.com'
    """
    try:
        raw = yaml.load((data_root() / _FILE).read_bytes(), yaml.CSafeLoader)
        return {kind: _facts(said) for kind, said in raw.items()}
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise FactError(f"{_FILE} is wrong: {error!r}.") from error


def _facts(said: Mapping[str, Any]) -> ProviderFacts:
    return ProviderFacts(
        title=said["title"],
        metadata_url=said.get("metadata_url", ""),
        issuer=said["issuer"],
        scopes=tuple(said["scopes"]),
        scopes_of_groups=tuple(said.get("scopes_of_groups", ())),
        url=said.get("url", ""),
        api_url=said.get("api_url", ""),
        anybody=said["anybody"],
    )
