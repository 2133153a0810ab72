"""Every section speaks of attributes and properties that exist."""

import pytest

from dharma_core.errors import FactError
from dharma_core.generation.cloudformation.naming import FOLDED
from dharma_core.generation.cloudformation.section import parse_section, read_sections
from dharma_core.storage.facts import load_catalog

CATALOG = load_catalog()
AWS = [name for name in CATALOG.types if name.startswith("aws_")]
SECTIONS = read_sections(CATALOG)


def named(specs, path=()):
    for name, spec in specs.items():
        yield (*path, name)
        yield from named(spec.members, (*path, name))
        yield from named(spec.flat, (*path, name))


@pytest.mark.parametrize("type_", AWS)
def test_every_type_has_a_section_whose_attributes_the_catalogue_knows(type_):
    section, kind = SECTIONS[type_], CATALOG.types[type_]
    paths = [*named(section.properties), *((n,) for n in (*section.ignored, *section.companions))]
    for name, companion in section.companions.items():
        paths += named(companion.members, (name,))
    paths += [tuple(path.split(".")) for path in section.keep]
    paths += [tuple(s for s in path.split(".") if not s.isdigit()) for path in section.attributes]
    paths += [(name,) for name in section.ref]
    assert [path for path in paths if kind.attribute(path) is None] == []


@pytest.mark.parametrize("type_", AWS)
def test_a_type_is_either_a_resource_or_folded_into_one(type_):
    said = SECTIONS[type_]
    assert bool(said.type) + bool(said.none) + (type_ in FOLDED) == 1


def test_a_section_with_a_misspelt_key_is_refused():
    with pytest.raises(FactError, match="propertys"):
        parse_section({"type": "AWS::EC2::VPC", "propertys": {}}, type_="aws_vpc")


@pytest.mark.slow
@pytest.mark.parametrize("type_", [t for t, s in SECTIONS.items() if s.type])
def test_every_property_is_one_that_cloudformation_has(type_):
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    section = SECTIONS[type_]
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", section.type).schema
    wanted = {spec.to.split(".")[0] for spec in flat(section.properties)} | set(section.fill)
    assert wanted - set(schema["properties"]) - {""} == set()


def flat(specs):
    for spec in specs.values():
        yield spec
        yield from flat(spec.flat)
