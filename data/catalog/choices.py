"""Write ``choices.json``: the values that the services list for attributes of the AWS catalogue.

``python data/catalog/choices.py`` with cfn-lint installed: it ships the CloudFormation schemas,
whose ``enum`` is carried over by the names in the types' ``cloudformation`` sections. Only
attributes that CloudFormation takes as they are count; a value that is not listed may still be
right, so the designer offers them and takes others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

CATALOG = Path(__file__).parent
AS_IS = {"to", "members", "single"}
MOST, LEAST = 60, 2
DEEPEST_REF = 10


def main() -> None:
    """Write the file."""
    folder = files("cfnlint") / "data" / "schemas"
    schemas = {}
    for file in (folder / "resources").iterdir():
        if file.name.endswith(".json"):
            schema = json.loads(file.read_text(encoding="utf-8"))
            schemas[schema["typeName"]] = schema
    types = {}
    for path in sorted(CATALOG.glob("aws/*.yaml")):
        found = dict(sorted(_choices(yaml.load(path.read_text(), yaml.CSafeLoader), schemas)))
        if found:
            types[path.stem] = found
    date = json.loads((folder / "version.json").read_text(encoding="utf-8"))["schema_date"][:10]
    lines = [f"  {json.dumps(t)}: {json.dumps(c)}" for t, c in types.items()]
    source = f"CloudFormation resource schemas as of {date}, from cfn-lint"
    (CATALOG / "choices.json").write_text(
        f'{{"source": {json.dumps(source)}, "types": {{\n' + ",\n".join(lines) + "\n}}\n"
    )


def _choices(
    type_: Mapping[str, Any], schemas: Mapping[str, Any]
) -> Iterator[tuple[str, list[str]]]:
    section = type_.get("cloudformation") or {}
    schema = schemas.get(section.get("type"))
    if schema is not None:
        yield from _level(section.get("properties", {}), type_["attributes"], schema, schema, ())


def _level(
    names: Mapping[str, Any],
    facts: Mapping[str, Any],
    schema: Mapping[str, Any],
    root: Mapping[str, Any],
    path: tuple[str, ...],
) -> Iterator[tuple[str, list[str]]]:
    for name, to in names.items():
        fact = facts.get(name)
        target = to if isinstance(to, str) else to.get("to") if isinstance(to, Mapping) else None
        if fact is None or not target or (isinstance(to, Mapping) and set(to) - AS_IS):
            continue
        found = _at(schema, target, root)
        inside = (*path, name)
        if isinstance(to, Mapping) and "members" in to:
            yield from _level(to["members"], fact.get("members", {}), found, root, inside)
        elif fact.get("type", "string") == "string":
            values = [str(v) for v in found.get("enum", ()) if v != "None"]
            if LEAST <= len(values) <= MOST:
                yield ".".join(inside), values


def _at(schema: Mapping[str, Any], target: str, root: Mapping[str, Any]) -> Mapping[str, Any]:
    for step in target.split("."):
        schema = _plain(_plain(schema, root).get("properties", {}).get(step, {}), root)
    return schema


def _plain(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema with its references followed; of a list, the schema of its items."""
    for _ in range(DEEPEST_REF):
        if "$ref" in schema and str(schema["$ref"]).startswith("#/"):
            found: Any = root
            for step in str(schema["$ref"])[2:].split("/"):
                found = found.get(step, {})
            schema = found
        elif schema.get("type") == "array":
            schema = schema.get("items", {})
        else:
            break
    return schema


if __name__ == "__main__":
    main()
