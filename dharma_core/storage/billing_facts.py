"""The bundled facts of billing: the FOCUS specification and the mappings of providers' exports."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dharma_core.finops.focus import FocusSpec, parse_focus_spec
from dharma_core.finops.readers.mapping import ExportMapping, parse_mapping
from dharma_core.storage.facts import data_root

__all__ = ["load_focus", "load_mappings"]


@cache
def load_focus() -> FocusSpec:
    """Return FOCUS 1.0, 1.1 and 1.2.

    Raises
    ------
    FactError
        If a file of data/focus is wrong.

    Examples
    --------
    >>> spec = load_focus()
    >>> spec.words(spec.column("ChargeClass"))
    ('Correction',)
    """
    folder = data_root() / "focus"
    columns = (folder / "columns.csv").read_text("utf-8")
    currencies = (folder / "currencies.txt").read_text("utf-8")
    allowed, rules = _yaml(folder / "allowed.yaml"), _yaml(folder / "rules.yaml")
    return parse_focus_spec(columns, allowed, rules, currencies)


@cache
def load_mappings() -> Mapping[str, ExportMapping]:
    """Return how each provider's export becomes FOCUS, by the export's name.

    Examples
    --------
    >>> sorted(load_mappings())
    ['aws-cur', 'azure-cost', 'gcp-billing']
    """
    folder = data_root() / "focus"
    services = list(csv.DictReader((folder / "services.csv").read_text("utf-8").splitlines()))
    files = sorted((folder / "mappings").glob("*.yaml"))
    return {path.stem: parse_mapping(path.stem, _yaml(path), services) for path in files}


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_bytes(), yaml.CSafeLoader)
