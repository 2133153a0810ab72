"""Write the catalogue files from the provider's schema, keeping the sections of other contexts.

Run ``python data/catalog/build.py SCHEMAS_FOLDER``. Three sources are merged: the schema
(``aws.csv.gz``: names, types, blocks), ``aws.facts.yaml`` (titles, aliases, written by hand) and
``aws.measured.yaml`` (defaults and replacements, written by ``measure.py`` from real plans).
Every top-level key this script does not own is kept as it stands, byte for byte.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
OWNED = ("type", "provider", "title", "service", "aliases", "source", "attributes")

Row = dict[str, str]
Facts = dict[str, Any]


def main(schemas: Path, provider: str = "aws") -> None:
    facts = _read_yaml(HERE / f"{provider}.facts.yaml")
    measured = _read_yaml(HERE / f"{provider}.measured.yaml")
    rows = rows_by_type(schemas / f"{provider}.csv.gz", set(facts["types"]))
    folder = HERE / provider
    folder.mkdir(exist_ok=True)
    for name, entry in facts["types"].items():
        attributes = attribute_tree(rows[name])
        _merge(attributes, measured.get(name, {}), name)
        head = _head(name, {**entry, "source": facts["source"]}, provider)
        path = folder / f"{name}.yaml"
        _replace(path, head + _render(attributes) + "".join(_foreign_sections(path)))
    print(f"{len(facts['types'])} files in {folder.name}/")


def _read_yaml(path: Path) -> Facts:
    return yaml.load(path.read_text(), yaml.CSafeLoader) if path.exists() else {}


def rows_by_type(path: Path, wanted: set[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {name: [] for name in wanted}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["terraform_type"] in wanted:
                found[row["terraform_type"]].append(row)
    if missing := sorted(name for name, rows in found.items() if not rows):
        raise SystemExit(f"not in the schema: {missing}")
    return found


def attribute_tree(rows: list[Row]) -> Facts:
    top: Facts = {}
    levels: dict[str, Facts] = {"": top}
    for row in rows:
        parent, _, name = row["path"].rpartition(".")
        fact = _fact(row, name if not parent else "")
        levels.setdefault(parent, top)[name] = fact
        levels[row["path"]] = fact.setdefault("members", {}) if _nests(row) else {}
    return top


def _nests(row: Row) -> bool:
    return row["type"].endswith(("object", "(object)"))


def _fact(row: Row, top_name: str) -> Facts:
    fact: Facts = {"type": row["type"]}
    if row["kind"] == "block":
        fact["block"] = True
    if row["nesting"] == "single" or row["max_items"] == "1":
        fact["max_items"] = 1
    elif row["max_items"]:
        fact["max_items"] = int(row["max_items"])
    for key in ("required", "computed", "sensitive"):
        if row[key] == "1":
            fact[key] = True
    if top_name == "id" or (fact.get("computed") and row["optional"] == "0"):
        fact["read_only"] = True
    return fact


def _merge(attributes: Facts, measured: Facts, type_: str) -> None:
    for path, found in measured.items():
        fact = _at(attributes, path)
        if fact is None:
            raise SystemExit(f"{type_}: measured path {path!r} is not in the schema")
        fact.update(found)


def _at(attributes: Facts, path: str) -> Facts | None:
    level, fact = attributes, None
    for step in path.split("."):
        fact = level.get(step)
        if fact is None:
            return None
        level = fact.get("members", {})
    return fact


def _head(name: str, entry: Facts, provider: str) -> str:
    values = {"type": name, "provider": provider, **entry}
    return "".join(f"{key}: {_flow(values[key])}\n" for key in OWNED[:-1])


def _flow(value: Any) -> str:
    """Return a value as YAML on one line: JSON, with quotes dropped where they are not needed."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(v) for v in value) + "]"
    if isinstance(value, str) and _is_plain(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9_/.() -]*", text)) and (
        yaml.load(text, yaml.CSafeLoader) == text
    )


def _render(attributes: Facts) -> str:
    return "attributes:\n" + "".join(_attribute_lines(attributes, 1))


def _attribute_lines(attributes: Facts, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for name, fact in sorted(attributes.items()):
        members = fact.get("members")
        plain = {k: v for k, v in fact.items() if k != "members"}
        if not members:
            yield f"{indent}{name}: {_flow(plain)}\n"
            continue
        yield f"{indent}{name}:\n"
        for key, value in plain.items():
            yield f"{indent}  {key}: {_flow(value)}\n"
        yield f"{indent}  members:\n"
        yield from _attribute_lines(members, depth + 2)


def _foreign_sections(path: Path) -> Iterator[str]:
    """Yield the text of each top-level key that another context owns."""
    if not path.exists():
        return
    keep = False
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("#"):
            keep = True
        elif not line[0].isspace():
            keep = line.split(":", 1)[0] not in OWNED
        if keep:
            yield line


def _replace(path: Path, text: str) -> None:
    draft = path.with_suffix(".tmp")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
