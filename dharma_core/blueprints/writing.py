"""A Blueprint back into text, in the order a person would write it."""

from __future__ import annotations

import json
from typing import Any

import yaml

from dharma_core.blueprints.model import Blueprint, OutputSpec, ResourceSpec, Spot
from dharma_core.errors import InputError
from dharma_core.plan import thaw

__all__ = ["dump_blueprint"]

SYNTAXES = ("yaml", "json")
WIDTH = 100


def dump_blueprint(blueprint: Blueprint, *, syntax: str = "yaml") -> str:
    r"""Return a blueprint as YAML or JSON; what equals its default is left out.

    Raises
    ------
    InputError
        If ``syntax`` is neither ``yaml`` nor ``json``.

    Examples
    --------
    >>> from dharma_core.blueprints import parse_blueprint
    >>> head = "name: net\nversion: 1.0.0\nprovider: aws\nregion: us-east-1\n"
    >>> text = head + "resources:\n- name: v\n  type: vpc\n"
    >>> dump_blueprint(parse_blueprint(text, file="net.yaml"), syntax="yaml") == text
    True
    """
    if syntax not in SYNTAXES:
        raise InputError(
            f"A blueprint is written as yaml or json, not {syntax!r}.",
            next_step="Choose one of: yaml, json.",
        )
    document = _document(blueprint)
    if syntax == "json":
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, width=WIDTH, allow_unicode=True)


class _Dumper(yaml.CSafeDumper):
    """Writes ``2.0`` as ``2``: text like ``2.0`` is read as the text it is."""


def _number(dumper: _Dumper, value: float) -> yaml.Node:
    if value.is_integer():
        return dumper.represent_int(int(value))
    return dumper.represent_float(value)


_Dumper.add_representer(float, _number)


def _document(blueprint: Blueprint) -> dict[str, Any]:
    outputs = {name: _output(spec) for name, spec in blueprint.outputs.items()}
    variables = {
        name: {"type": spec.type, **spec.model_dump(exclude_defaults=True)}
        for name, spec in blueprint.variables.items()
    }
    whole = {
        "name": blueprint.name,
        "version": blueprint.version,
        "provider": blueprint.provider,
        "region": blueprint.region,
        "description": blueprint.description,
        "author": blueprint.author,
        "variables": thaw(variables),
        "tags": dict(blueprint.tags),
        "resources": [_resource(spec) for spec in blueprint.resources],
        "outputs": outputs,
        "layout": {name: _spot(spot) for name, spot in blueprint.layout.items()},
    }
    return {key: value for key, value in whole.items() if value not in ("", {})}


def _resource(spec: ResourceSpec) -> dict[str, Any]:
    written: dict[str, Any] = {"name": spec.name, "type": spec.type}
    if spec.count is not None:
        written["count"] = spec.count
    if spec.region:
        written["region"] = spec.region
    if spec.native:
        written["native"] = True
    if spec.properties:
        written["properties"] = thaw(spec.properties)
    if spec.depends_on:
        written["depends_on"] = list(spec.depends_on)
    if spec.overrides:
        written["overrides"] = thaw(spec.overrides)
    return written


def _spot(spot: Spot) -> dict[str, float]:
    """Return whole pixels: a place needs no more, and text stays short."""
    return {"x": round(spot.x), "y": round(spot.y)}


def _output(spec: OutputSpec) -> Any:
    value = thaw(spec.value)
    if not (spec.sensitive or spec.description) and isinstance(value, str):
        return value
    written: dict[str, Any] = {"value": value}
    if spec.sensitive:
        written["sensitive"] = True
    if spec.description:
        written["description"] = spec.description
    return written
