"""A resource's properties as form fields."""

from __future__ import annotations

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.form_entries import read_entry, written
from dharma_core.blueprints.form_fields import Entry, FormField, Sheet
from dharma_core.blueprints.form_levels import SheetForm
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_catalog, load_templates

HEAD = "name: net\nversion: 1.0.0\nprovider: aws\nregion: eu-west-1\nresources:\n"


def fields_of(*resources: str, name: str):
    text = HEAD + "".join(f"- {{{r}}}\n" for r in resources)
    found = SheetForm(parse_blueprint(text, file="net.yaml"), Sheet(name), load_catalog()).level()
    return {f.name: f for f in found.fields}


def test_what_is_needed_comes_first_then_what_is_set() -> None:
    found = list(fields_of("name: a, type: subnet, properties: {tags: {A: b}}", name="a").values())
    assert [f.name for f in found][:2] == ["vpc_id", "tags"]
    assert found[0].missing


def test_a_native_type_is_typed_by_the_catalogue() -> None:
    found = fields_of("name: net, type: vpc", "name: a, type: subnet", name="a")
    assert found["vpc_id"].entry is Entry.REFERENCE
    assert found["vpc_id"].allowed == ("${net.id}",)
    assert found["map_public_ip_on_launch"].entry is Entry.SWITCH
    assert found["tags"].entry is Entry.MAP
    assert "id" not in found  # the provider fills it in
    assert "tags_all" not in found


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_property_of_a_portable_kind_is_a_field_with_its_meaning(kind: str) -> None:
    found = fields_of(f"name: a, type: {kind}", name="a")
    assert set(found) == set(KINDS[kind].by_name)
    assert all(f.meaning for f in found.values())
    for fact in KINDS[kind].properties:
        if fact.allowed and not fact.is_reference:
            assert found[fact.name].entry is Entry.CHOICE


def test_a_property_nobody_knows_can_be_taken_away() -> None:
    found = fields_of("name: a, type: subnet, properties: {cidr: x}", name="a")
    assert found["cidr"].value == "x"


@pytest.mark.parametrize(
    ("type_", "entry", "entered", "value"),
    [
        ("number", Entry.NUMBER, " 80 ", 80),
        ("number", Entry.NUMBER, "${var.port}", "${var.port}"),
        ("bool", Entry.SWITCH, "true", True),
        ("string", Entry.TEXT, "  ", None),
        ("list(string)", Entry.LIST, ["a", "${b.id}"], ("a", "${b.id}")),
        ("list(string)", Entry.LIST, [], None),
        ("map(string)", Entry.YAML, "Owner: ann", {"Owner": "ann"}),
        ("list(object)", Entry.YAML, "- {port: 80}", ({"port": 80},)),
        ("object", Entry.YAML, "", None),
    ],
)
def test_an_entry_becomes_its_value(type_: str, entry: Entry, entered, value) -> None:
    assert read_entry(FormField("p", type_, entry), entered) == value


@pytest.mark.parametrize(
    ("type_", "entry", "entered", "reason"),
    [
        ("number", Entry.NUMBER, "many", "must be a number"),
        ("map(string)", Entry.YAML, "just words", "must hold 'name: value' lines"),
        ("object", Entry.YAML, "a: [", "not YAML"),
        ("object", Entry.YAML, "!!python/object/apply:os.system [x]", "not YAML"),
        ("object", Entry.YAML, "a: &x [1]\nb: [*x, *x]", "alias"),
        ("string", Entry.TEXT, "${open", "not closed"),
        ("object", Entry.YAML, "x" * 100_001, "too long"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_reason(type_, entry, entered, reason) -> None:
    with pytest.raises(InputError, match=reason):
        read_entry(FormField("p", type_, entry), entered)


@pytest.mark.parametrize("template", sorted(load_templates()))
def test_what_a_field_shows_reads_as_the_same_value(template: str) -> None:
    design = parse_blueprint(load_templates()[template], file=f"{template}.yaml")
    for spec in design.resources:
        for field in SheetForm(design, Sheet(spec.name), load_catalog()).level().fields:
            if field.value is None or field.entry in (Entry.LIST, Entry.REFERENCES):
                continue
            again = read_entry(field, written(field, field.value))
            assert written(field, again) == written(field, field.value)
