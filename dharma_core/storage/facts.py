"""The bundled facts, read once: where they lie, the catalogue of types, the design templates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dharma_core.errors import FactError
from dharma_core.plan import Catalog, ResourceType, freeze, parse_resource_type
from dharma_core.storage.earlier_names import EarlierNames
from dharma_core.storage.resource_types import LazyFiles, NameTable, PackedSchemas

__all__ = ["data_root", "load_catalog", "load_templates"]


@cache
def data_root() -> Path:
    """Return the folder of facts: ``data/`` of a checkout, or the copy inside the wheel.

    Raises
    ------
    FactError
        If neither is there.

    Examples
    --------
    >>> (data_root() / "catalog" / "aws" / "aws_vpc.yaml").is_file()
    True
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent / "data", package / "_data"):
        if (folder / "catalog").is_dir():
            return folder
    raise FactError(
        "Dharma's bundled facts (data/catalog) are missing from this installation.",
        next_step="Install the package again, or run from a full checkout.",
    )


@cache
def load_catalog() -> Catalog:
    """Return every resource type: curated ones by file, the others by the providers' schemas.

    A type is read at its first use; a process that needs ten of them reads ten.

    Raises
    ------
    FactError
        If a file is not a catalogue entry; raised when the type is first asked for.

    Examples
    --------
    >>> load_catalog().get("vpc").name
    'aws_vpc'
    >>> load_catalog().get("aws_glue_job").curated
    False
    """
    root = data_root()
    files = sorted((root / "catalog").glob("*/*.yaml"))
    aliases = json.loads((root / "catalog" / "aliases.json").read_bytes())
    schemas = PackedSchemas(sorted((root / "schemas").glob("*.zip")))
    types = LazyFiles({path.stem: path for path in files}, _read_type)
    names = ("cdk", "choices", "cloudformation", "pulumi", "sam")
    tables = {name: NameTable(root / "catalog" / f"{name}.json") for name in names}
    earlier = EarlierNames(root / "catalog" / "earlier_names.yaml")
    metered = sorted((root / "costs").glob("*/*.yaml"))
    costs = LazyFiles({path.stem: path for path in metered}, _read_costs)
    return Catalog(types, aliases, schemas, tables, earlier, costs)


@cache
def load_templates() -> Mapping[str, str]:
    """Return the text of each bundled design by its name (the file's stem), sorted.

    Examples
    --------
    >>> "three-tier-web" in load_templates()
    True
    """
    files = sorted((data_root() / "templates").glob("*.yaml"))
    return {path.stem: path.read_text(encoding="utf-8") for path in files}


def _read_type(path: Path) -> ResourceType:
    file = f"catalog/{path.parent.name}/{path.name}"
    return parse_resource_type(_mapping(path, file), file=file)


def _read_costs(path: Path) -> Mapping[str, Any]:
    facts: Mapping[str, Any] = freeze(_mapping(path, f"costs/{path.parent.name}/{path.name}"))
    return facts


def _mapping(path: Path, file: str) -> Mapping[str, Any]:
    try:
        raw: Any = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise FactError(f"{file} is not YAML: {error}") from error
    if not isinstance(raw, Mapping):
        raise FactError(f"{file} does not hold a mapping.")
    if raw.get("type") != path.stem:
        raise FactError(f"{file}: the key 'type' must say {path.stem!r}, as the file is called.")
    return raw
