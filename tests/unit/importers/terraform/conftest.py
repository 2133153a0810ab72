"""Short ways to read a few lines of configuration."""

import pytest

from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform import read_folder
from dharma_core.plan import AttributeFact, Catalog, ResourceType
from dharma_core.storage.facts import load_catalog


def _facts(**types):
    return {name: AttributeFact(name, **options) for name, options in types.items()}


@pytest.fixture(scope="session")
def box_catalog():
    """Return a catalogue of one type, ``x_box``, with an attribute of each kind."""
    rule = _facts(port={"type": "number"}, cidrs={"type": "set(string)"})
    attributes = _facts(
        id={"computed": True, "read_only": True},
        name={},
        size={"type": "number", "has_default": True, "default": 8},
        on={"type": "bool"},
        zones={"type": "list(string)"},
        groups={"type": "set(string)"},
        tags={"type": "map(string)"},
        tags_all={"type": "map(string)", "computed": True},
        key={"sensitive": True},
        owner={"computed": True},
        rule={"type": "list(object)", "block": True, "members": rule},
        entry={"type": "set(object)", "members": rule},
        timeouts={"type": "object", "block": True, "members": _facts(create={})},
    )
    return Catalog({"x_box": ResourceType("x_box", "x", "Box", "X", attributes=attributes)})


@pytest.fixture
def read(box_catalog):
    """Return a reader of files by name, or of the text of one main.tf."""

    def reader(files, **options):
        files = {"main.tf": files} if isinstance(files, str) else files
        options = {"catalog": box_catalog, **options}
        return read_folder(MemoryFolder(files), **options)

    return reader


@pytest.fixture
def value(read):
    """Return the value of one expression, with whatever stands before it."""

    def evaluate(expression, before=""):
        plan = read(f'{before}\noutput "it" {{\n  value = {expression}\n}}\n')
        assert plan.problems == (), plan.problems
        return plan.outputs[0].value

    return evaluate


@pytest.fixture(scope="session")
def catalog():
    """Return the catalogue that ships."""
    return load_catalog()
