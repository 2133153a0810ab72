"""The bundled frameworks of auditors, read once."""

from __future__ import annotations

from functools import cache

import yaml

from dharma_core.errors import FactError
from dharma_core.policies.frameworks import Framework, parse_framework
from dharma_core.storage.facts import data_root

__all__ = ["load_frameworks"]


@cache
def load_frameworks() -> tuple[Framework, ...]:
    """Return every framework of data/frameworks, by name.

    Raises
    ------
    FactError
        If a file is wrong.

    Examples
    --------
    >>> [framework.name for framework in load_frameworks()][:3]
    ['CIS AWS 3.0', 'CIS Azure 2.1', 'CIS GCP 3.0']
    """
    folder = data_root() / "frameworks"
    found = []
    for path in sorted(folder.glob("*.yaml")):
        file = f"frameworks/{path.name}"
        try:
            raw = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        except yaml.YAMLError as error:
            raise FactError(f"{file} is not YAML: {error}") from error
        found.append(parse_framework(raw, file=file))
    return tuple(sorted(found, key=lambda framework: framework.name))
