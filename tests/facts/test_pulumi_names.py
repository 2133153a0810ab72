"""The table of Pulumi's names says what the installed packages say."""

import importlib.util
import json
import re
import sys
from importlib.metadata import version

import pytest

from dharma_core.errors import FactError
from dharma_core.generation.pulumi.naming import PACKAGES
from dharma_core.generation.pulumi.table import read_names
from dharma_core.plan import Catalog
from dharma_core.storage.facts import data_root, load_catalog
from dharma_core.storage.resource_types import NameTable

PATH = data_root() / "catalog" / "pulumi.json"
TABLE = json.loads(PATH.read_bytes())


def test_every_curated_type_has_a_class():
    assert [n for n in load_catalog().types if n not in TABLE["types"]] == []


def test_nearly_every_type_of_the_schemas_has_a_class():
    known = load_catalog().schemas
    assert set(TABLE["types"]) <= set(known)
    assert len(TABLE["types"]) >= 0.99 * len(known)


def test_no_two_types_share_a_class():
    names = [(n.partition("_")[0], *row[:2]) for n, row in TABLE["types"].items()]
    assert len(set(names)) == len(names)


def test_paths_of_the_table_are_attributes():
    catalog = load_catalog()
    for name in catalog.types:
        differing = (TABLE["types"][name][2:] or [{}])[0]
        for key, paths in differing.items():
            for path in paths if key not in ("token", "shapes") else ():
                assert catalog.schemas[name].attribute(tuple(path.split("."))), (name, path)


def test_a_damaged_table_is_named(tmp_path):
    path = tmp_path / "pulumi.json"
    path.write_text("{}")
    with pytest.raises(FactError, match=r"catalog/pulumi\.json cannot be read"):
        NameTable(path)["aws_vpc"]


def test_a_row_with_an_unknown_key_is_refused():
    catalog = load_catalog()
    tables = {"pulumi": {"aws_vpc": ["ec2", "Vpc", {"nmaes": {}}]}}
    wrong = Catalog(catalog.types, catalog.aliases, catalog.schemas, tables)
    with pytest.raises(FactError, match=r"aws_vpc has unknown keys \['nmaes'\]"):
        read_names(wrong, "aws_vpc")


def script(name):
    folder = data_root() / "catalog"
    if str(folder) not in sys.path:
        sys.path.append(str(folder))  # the script imports its neighbour
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.pulumi
@pytest.mark.slow
@pytest.mark.parametrize("provider", PACKAGES)
def test_the_table_says_what_the_installed_package_says(provider):
    package_name = PACKAGES[provider]
    if TABLE["source"][package_name] != version(package_name):
        pytest.skip(f"{package_name} {TABLE['source'][package_name]} is not the one installed")
    names, catalog = script("pulumi_names"), load_catalog()
    package = names.read_package(package_name)
    classes = {(c.module, c.name): c for c in package.resources}
    for type_, row in TABLE["types"].items():
        if not re.match(f"{provider}_", type_):
            continue
        assert tuple(row[:2]) in classes, type_
        if type_ in catalog.types:
            found = names.entry(catalog, type_, classes[tuple(row[:2])], package)
            assert found == row, type_
