"""The AWS files of the catalogue: sections name what exists, every type is written and checked."""

import json
import re
from pathlib import Path

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.costs.estimate import estimate
from dharma_core.costs.estimates import CostState
from dharma_core.generation import render
from dharma_core.generation.cloudformation.naming import FOLDED
from dharma_core.generation.cloudformation.section import parse_section
from dharma_core.generation.cloudformation.special import SPECIAL
from dharma_core.generation.drafting import draft_plan
from dharma_core.runners.format_checks import run_checks
from dharma_core.runners.terraform import find_terraform
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.output_files import write_files
from dharma_core.storage.price_books import open_price_book

CATALOG = load_catalog()
TYPES = sorted(name for name in CATALOG.types if name.startswith("aws_"))
DESIGNS = sorted((Path(__file__).parent / "aws_types").glob("*.yaml"))


def section_of(name):
    return parse_section(CATALOG.types[name].sections["cloudformation"], type_=name)


SECTIONS = {name: section_of(name) for name in TYPES}
WRITTEN = [name for name, section in SECTIONS.items() if not section.none]
TABLE = CATALOG.tables["cloudformation"]
SECTIONS |= {name: parse_section(TABLE[name], type_=name) for name in TABLE}


def planned(path):
    return lower(parse_blueprint(path.read_text(encoding="utf-8"), file=path.name), CATALOG)


def test_every_type_that_cloudformation_has_stands_in_a_design():
    found = {resource.type for path in DESIGNS for resource in planned(path).resources}
    assert sorted(set(WRITTEN) - found) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", DESIGNS, ids=lambda path: path.stem)
def test_every_type_is_written_whole_and_cfn_lint_finds_no_error(path):
    generation = render(planned(path), "cloudformation", CATALOG)
    assert generation.untranslated == ()
    assert [note for note in generation.notes if "no tags" in note] == []
    (result,) = run_checks(generation)
    assert result.status == "passed", result.detail


@pytest.mark.terraform
@pytest.mark.slow
def test_terraform_validates_every_type(tmp_path):
    """Terraform starts once: each design is a module of one root."""
    tool, calls = find_terraform(), {}
    for path in DESIGNS:
        generation = render(planned(path), "terraform", CATALOG)
        write_files(generation.files, tmp_path / path.stem)
        inputs = draft_plan(planned(path), CATALOG).inputs
        secrets = {v.name: "placeholder" for v in inputs if v.default is None}
        calls[path.stem] = {"source": f"./{path.stem}", **secrets}
    assert tool.fmt_check(tmp_path).stdout == ""
    (tmp_path / "main.tf.json").write_text(json.dumps({"module": calls}))
    tool.init(tmp_path, backend=False)
    assert [d for d in tool.validate(tmp_path) if d.severity == "error"] == []


@pytest.mark.parametrize("path", DESIGNS, ids=lambda path: path.stem)
def test_a_type_that_nobody_prices_is_not_found_and_never_free(path):
    found = estimate(planned(path), open_price_book(), catalog=CATALOG)
    assert len(found.resources) == len(planned(path).managed)
    for resource in found.resources:
        metered = resource.type in CATALOG.costs
        if not metered and resource.state is not CostState.FREE:
            assert resource.state is CostState.NOT_FOUND, resource.address
            assert resource.monthly_cost is None


@pytest.mark.parametrize("name", TYPES)
def test_relations_name_known_attributes_of_known_types(name):
    type_ = CATALOG.types[name]
    assert "relations" in type_.sections
    for path, targets in type_.relations.items():
        fact = type_.attribute(tuple(path.split(".")))
        assert fact is not None, path
        assert not fact.read_only, path
        for target in targets:
            other, _, attribute = target.partition(".")
            assert CATALOG.types[other].attribute((attribute,)) is not None, target


@pytest.mark.parametrize("name", TYPES)
def test_a_relation_names_a_value_of_the_same_kind(name):
    type_ = CATALOG.types[name]
    for path, targets in type_.relations.items():
        fact = type_.attribute(tuple(path.split(".")))
        for target in targets:
            other, _, attribute = target.partition(".")
            given = CATALOG.types[other].attributes[attribute]
            assert given.type in fact.type, f"{path} <- {target}"


def cloudformation_schema(name):
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    return PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", name).schema


def followed(schema, part):
    while isinstance(part, dict) and "$ref" in part:
        found = schema
        for step in part["$ref"].lstrip("#/").split("/"):
            found = found[step]
        part = found
    return part


def inside(schema, part):
    """Return the properties of an object, or of a list's items; None when anything may stand."""
    part = followed(schema, part)
    if "items" in part:
        return inside(schema, part["items"])
    found = dict(part.get("properties", {}))
    for key in ("anyOf", "oneOf", "allOf"):
        for choice in part.get(key, ()):
            found |= inside(schema, choice) or {}
    return found or None


def paths(specs, prefix=()):
    for spec in specs.values():
        here = (*prefix, *(spec.to.split(".") if spec.to else ()))
        if spec.flat:
            yield from paths(spec.flat, prefix)
        elif spec.members and not spec.by:
            yield here
            yield from paths(spec.members, here)
        else:
            yield here


def exists(schema, path):
    level = schema["properties"]
    for step in path:
        if level is None:
            return True
        if step not in level:
            return False
        level = inside(schema, level[step])
    return True


MOVED_BY_CODE = [("LogDeliveryConfigurations", "Destination")]
OWN = [name for name, section in SECTIONS.items() if section.type]


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_every_property_at_any_depth_is_one_that_cloudformation_has(name):
    schema = cloudformation_schema(SECTIONS[name].type)
    wanted = list(paths(SECTIONS[name].properties))
    wrong = [path for path in wanted if not exists(schema, path)]
    assert [path for path in wrong if path not in MOVED_BY_CODE] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_every_property_that_cloudformation_requires_can_be_reached(name):
    section, schema = SECTIONS[name], cloudformation_schema(SECTIONS[name].type)
    said = {path[0] for path in paths(section.properties)} | set(section.fill)
    if name in SPECIAL:  # code writes them; the designs above prove that it does
        return
    assert set(schema.get("required", ())) - said - {"Tags"} == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_tags_are_written_wherever_cloudformation_has_them(name):
    schema, section = cloudformation_schema(SECTIONS[name].type), SECTIONS[name]
    by_code = name in SPECIAL and "tags" in SPECIAL[name].handles
    if "tags" not in CATALOG.find(name).attributes or "tags" in section.properties or by_code:
        return
    if section.tags == "none":
        assert [p for p in schema["properties"] if p.endswith("Tags")] == []
        return
    is_map = "object" in followed(schema, schema["properties"][section.tags_to])["type"]
    assert section.tags == ("map" if is_map else "list")


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_every_returned_attribute_is_one_that_getatt_gives(name):
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    given = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", SECTIONS[name].type).get_atts
    written = SECTIONS[name].attributes.values()
    asked = [w for w in written if "${" not in w]
    asked += [n for w in written for n in re.findall(r"\$\{self\.([^}]+)\}", w)]
    assert [one for one in asked if one not in given] == []


SCALARS = {"string", "integer", "number", "boolean"}


def kinds(schema, part):
    """Return what may stand in a place: scalar, array, object; nothing when anything may."""
    part = followed(schema, part)
    said = part.get("type", [])
    found = {"scalar" if k in SCALARS else k for k in ([said] if isinstance(said, str) else said)}
    for key in ("anyOf", "oneOf", "allOf"):
        for choice in part.get(key, ()):
            found |= kinds(schema, choice)
    return found or (
        {"object"} if "properties" in part else {"scalar"} if "enum" in part else set()
    )


def kind_of(spec, fact):
    """Return what a line of a section writes; CloudFormation reads any scalar as any other."""
    if spec.form == "document":
        return {"scalar", "array", "object"}
    if spec.members:
        return {"object"} if spec.single or spec.by else {"array"}
    if spec.form in ("pairs", "named") or spec.key or spec.append is not None:
        return {"array"}
    if spec.form or spec.values:
        return {"scalar"}
    if spec.by or fact.type.startswith("map("):
        return {"object"}
    return {"array"} if fact.type.startswith(("list(", "set(")) else {"scalar"}


def lines(specs, facts, prefix=()):
    """Yield each line's property path and what it writes there."""
    for name, spec in specs.items():
        fact = facts.get(name)
        assert fact is not None, name
        here = (*prefix, *(spec.to.split(".") if spec.to else ()))
        if spec.flat:
            yield from lines(spec.flat, fact.members, prefix)
            continue
        yield here, kind_of(spec, fact)
        if spec.members and not spec.by:
            yield from lines(spec.members, fact.members, here)


def place(schema, path):
    level, part = schema["properties"], None
    for step in path:
        part = (level or {}).get(step)
        level = inside(schema, part) if part is not None else None
    return part


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_every_property_holds_the_kind_of_value_that_is_written(name):
    schema = cloudformation_schema(SECTIONS[name].type)
    wrong = []
    for path, written in lines(SECTIONS[name].properties, CATALOG.find(name).attributes):
        part = place(schema, path)
        wanted = kinds(schema, part) if part is not None else set()
        if wanted and not wanted & written:
            wrong.append((".".join(path), written, wanted))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(TABLE))
def test_table_of_sections_is_for_types_without_a_file_and_names_their_attributes(name):
    assert name not in CATALOG.types
    facts, section = CATALOG.find(name).attributes, SECTIONS[name]
    said = {*section.properties, *section.ignored, *section.implied, *section.attributes}
    assert said - set(facts) == set()
    assert section.type or name in FOLDED
