"""Data files beside policies, as OPA's bundles have them: ``data.json`` and ``data.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from dharma_core.errors import InputError
from dharma_core.json_text import read_json
from dharma_core.storage.text_files import read_small_text
from dharma_core.yaml_text import not_yaml, outgrown

__all__ = ["load_policy_data"]

_NAMES = ("data.json", "data.yaml", "data.yml")
_DEPTH, _VALUES = 50, 100_000
_NEXT_STEP = "Make it smaller, or keep what policies do not read elsewhere."


def load_policy_data(path: Path) -> Mapping[str, Any]:
    """Return what the data files below a folder say, each under the folders it lies in.

    ``teams/data.json`` with ``{"owners": [...]}`` is ``data.teams.owners`` to a policy.

    Raises
    ------
    InputError
        If a file is no JSON or YAML, no mapping, too large or too deep, leads out of the folder,
        or says a key that another one says.
    """
    found: dict[str, Any] = {}
    if not path.is_dir():
        return found
    for file in sorted(f for name in _NAMES for f in path.rglob(name)):
        if not file.resolve().is_relative_to(path.resolve()):
            raise InputError(
                f"{file} is a link that leads out of its folder.", next_step="Copy the file there."
            )
        level = found
        for step in file.relative_to(path).parent.parts:
            level = level.setdefault(step, {})
        _merge(level, _read(file), file)
    return found


def _read(file: Path) -> dict[str, Any]:
    text = read_small_text(file, what="data file", too_large=_NEXT_STEP)
    if file.suffix == ".json":
        value = read_json(text, file=str(file), next_step="Correct the file.")
    else:
        value = _yaml(text, file)
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise InputError(
            f"{file} is not a mapping of names to values.",
            next_step="Policies read it by names: put the values under one.",
        )
    return value


def _yaml(text: str, file: Path) -> Any:
    try:
        limit = outgrown(text, depth=_DEPTH, values=_VALUES)
        if limit or any(isinstance(t, yaml.AliasToken) for t in yaml.scan(text, yaml.CSafeLoader)):
            what = "uses aliases" if not limit else f"outgrows the limit of {limit}"
            raise InputError(f"{file} {what}.", next_step=_NEXT_STEP)
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise not_yaml(error, str(file)) from None


def _merge(level: dict[str, Any], values: Mapping[str, Any], file: Path) -> None:
    for key, value in values.items():
        before = level.get(key)
        if isinstance(before, dict) and isinstance(value, Mapping):
            _merge(before, value, file)
        elif key in level:
            raise InputError(
                f"{file} says {key!r}, which another data file says too.",
                next_step="Keep it in one of them.",
            )
        else:
            level[key] = value
