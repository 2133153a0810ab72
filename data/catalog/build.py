"""Write the catalogue files and the packed schemas, keeping the sections of other contexts.

Run ``python data/catalog/build.py SCHEMAS_FOLDER [PROVIDER]`` (aws, azurerm, google; all of them
when left out). Sources of a curated type: the provider's schema (``<provider>.csv.gz``: names,
types, blocks), ``<provider>.facts.yaml`` (titles, aliases, written by hand), and what the
provider does by itself (defaults, replacements): ``<provider>.planned.json``, written by
``ask_provider.py`` for every type, ``<provider>.measured.yaml``, written by ``measure.py`` from
real plans, then ``<provider>.documented.yaml``, written by hand from the provider's documentation,
with its source; a later one wins. Every top-level key this script does not own is kept
as it stands, byte for byte. ``aliases.json`` gathers the aliases of all providers;
``../schemas/<provider>.zip`` holds every type of the schema, one small member each.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
PROVIDERS = ("aws", "azurerm", "google")
CUT_AT = 3
"""Levels that the schema of the types below is cut to: anything may stand deeper."""
CUT_TYPES = frozenset(
    {
        "aws_lexv2models_intent",
        "aws_quicksight_analysis",
        "aws_quicksight_dashboard",
        "aws_quicksight_template",
        "aws_wafv2_rule_group",
        "aws_wafv2_web_acl",
    }
)
OWNED = ("type", "provider", "title", "service", "aliases", "source", "attributes")

Row = dict[str, str]
Facts = dict[str, Any]


def main(schemas: Path, provider: str) -> None:
    rows = rows_by_type(schemas / f"{provider}.csv.gz")
    planned = _read_planned(provider)
    _pack(provider, rows, planned)
    facts = _read_yaml(HERE / f"{provider}.facts.yaml") or {"types": {}}
    if missing := sorted(set(facts["types"]) - set(rows)):
        raise SystemExit(f"not in the schema: {missing}")
    known = [_read_yaml(HERE / f"{provider}.{kind}.yaml") for kind in ("measured", "documented")]
    folder = HERE / provider
    folder.mkdir(exist_ok=True)
    for name, entry in facts["types"].items():
        attributes = _planned_tree(name, rows[name], planned)
        for found in known:
            _merge(attributes, found.get(name, {}), name)
        head = _head(name, {**entry, "source": facts["source"]}, provider)
        path = folder / f"{name}.yaml"
        _replace(path, head + _render(attributes) + "".join(_foreign_sections(path)))
    print(f"{len(facts['types'])} files in {folder.name}/, {len(rows)} types packed")


def _read_planned(provider: str) -> Facts:
    path = HERE / f"{provider}.planned.json"
    return json.loads(path.read_bytes()) if path.exists() else {"framework": [], "types": {}}


def _planned_tree(name: str, rows: list[Row], planned: Facts) -> Facts:
    """Return a type's attributes with what its provider plans by itself.

    What the schema was cut before is left out.
    """
    attributes = attribute_tree(rows)
    for path, found in planned["types"].get(name, {}).items():
        fact = _at(attributes, path)
        if fact is not None:
            fact.update(found)
    if name in planned["framework"]:
        _mark_partly_unknown(attributes)
    return attributes


def _mark_partly_unknown(attributes: Facts) -> None:
    """Mark collections whose known members stay known beside one that is not.

    Providers written with the older SDK plan the whole of such a collection as unknown.
    """
    for fact in attributes.values():
        members = fact.get("members")
        if members:
            _mark_partly_unknown(members)
        elif fact["type"].startswith(("list(", "set(", "map(")):
            fact["partly_unknown"] = True


def _pack(provider: str, rows: dict[str, list[Row]], planned: Facts) -> None:
    """Write every type of a provider's schema into one zip file, the same bytes every time."""
    path = HERE.parent / "schemas" / f"{provider}.zip"
    path.parent.mkdir(exist_ok=True)
    draft = path.with_suffix(".tmp")
    with zipfile.ZipFile(draft, "w") as archive:
        archive.comment = provider.encode("ascii")
        for name in sorted(rows):
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            tree = _planned_tree(name, rows[name], planned)
            text = json.dumps(tree, separators=(",", ":"))
            archive.writestr(member, text, compresslevel=9)
    draft.replace(path)


def _write_aliases() -> None:
    aliases: dict[str, str] = {}
    for provider in PROVIDERS:
        facts = _read_yaml(HERE / f"{provider}.facts.yaml") or {"types": {}}
        for name, entry in facts["types"].items():
            for alias in entry.get("aliases", ()):
                if alias in aliases:
                    raise SystemExit(f"{name} and {aliases[alias]} both claim {alias!r}")
                aliases[alias] = name
    _replace(HERE / "aliases.json", json.dumps(aliases, indent=1, sort_keys=True) + "\n")


def _read_yaml(path: Path) -> Facts:
    return yaml.load(path.read_text(), yaml.CSafeLoader) if path.exists() else {}


def rows_by_type(path: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["terraform_type"], []).append(row)
    return found


def attribute_tree(rows: list[Row]) -> Facts:
    top: Facts = {}
    levels: dict[str, Facts] = {"": top}
    for row in rows:
        parent, _, name = row["path"].rpartition(".")
        fact = _fact(row, name if not parent else "")
        levels.setdefault(parent, top)[name] = fact
        levels[row["path"]] = fact.setdefault("members", {}) if _nests(row) else {}
        if row["terraform_type"] in CUT_TYPES and _is_cut(row):
            fact["open"] = True
    return top


def _is_cut(row: Row) -> bool:
    return _nests(row) and row["path"].count(".") + 1 == CUT_AT


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
    for wanted in sys.argv[2:] or PROVIDERS:
        main(Path(sys.argv[1]), wanted)
    _write_aliases()
