"""Grows a plan that terraform wrote to any size, keeping its shares of types and its references."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["grow"]


def grow(source: Path, resources: int) -> dict[str, Any]:
    """Return a plan document of ``resources`` resources made of renamed copies of ``source``.

    Only root-module resources are copied. Each copy refers to its own siblings.
    """
    seed = json.loads(source.read_text("utf-8"))
    changes = [c for c in seed["resource_changes"] if "module_address" not in c]
    blocks = seed["configuration"]["root_module"]["resources"]
    grown = copy.deepcopy(seed)
    grown["resource_changes"], grown["planned_values"] = [], {"root_module": {"resources": []}}
    grown["configuration"]["root_module"] = {"resources": []}
    grown.pop("prior_state", None)
    for number in range(-(-resources // len(changes))):
        renamed = _renamed({"changes": changes, "blocks": blocks}, blocks, number)
        grown["resource_changes"] += renamed["changes"]
        grown["configuration"]["root_module"]["resources"] += renamed["blocks"]
    grown["resource_changes"] = grown["resource_changes"][:resources]
    grown["planned_values"]["root_module"]["resources"] = list(_values(grown["resource_changes"]))
    return grown


def _renamed(part: dict[str, Any], blocks: list[dict[str, Any]], number: int) -> Any:
    names = sorted({f"{b['type']}.{b['name']}" for b in blocks}, key=len, reverse=True)
    pattern = re.compile(r"\b(" + "|".join(re.escape(n) for n in names) + r")\b")
    text = pattern.sub(rf"\1_{number}", json.dumps(part))
    result = json.loads(text)
    for item in (*result["changes"], *result["blocks"]):
        item["name"] = f"{item['name']}_{number}"
    return result


def _values(changes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for change in changes:
        yield {
            "address": change["address"],
            "mode": change["mode"],
            "type": change["type"],
            "name": change["name"],
            "provider_name": change["provider_name"],
            "values": change["change"]["after"] or {},
        }
