"""What people enter, read as a value; values as text."""

from __future__ import annotations

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.form_entries import read_entry, summary, written
from dharma_core.blueprints.form_fields import Entry, FormField, Sheet
from dharma_core.blueprints.form_levels import SheetForm
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_catalog, load_templates


@pytest.mark.parametrize(
    ("type_", "entry", "entered", "value"),
    [
        ("number", Entry.NUMBER, " 80 ", 80),
        ("number", Entry.NUMBER, "${var.port}", "${var.port}"),
        ("bool", Entry.SWITCH, "true", True),
        ("string", Entry.TEXT, "  ", None),
        ("any", Entry.TEXT, "80", 80),
        ("any", Entry.TEXT, "false", False),
        ("any", Entry.TEXT, "*", "*"),
        ("any", Entry.TEXT, "[s3:GetObject, s3:PutObject]", ("s3:GetObject", "s3:PutObject")),
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


def test_a_policy_pasted_as_json_becomes_a_document() -> None:
    field = FormField("assume_role_policy", "string", Entry.TEXT)
    assert read_entry(field, '{"Version": "2012-10-17"}') == {"Version": "2012-10-17"}
    with pytest.raises(InputError, match="not JSON"):
        read_entry(field, '{"Version": ')
    name = FormField("name", "string", Entry.TEXT)
    assert read_entry(name, '{"Version": ') == '{"Version":'


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({}, "nothing is set"),
        ({"from_port": 443, "description": "HTTPS"}, "HTTPS · 443"),
        ({"cidr_blocks": ("a", "b"), "self": True}, "a and 1 more · self"),
        ({"target": "${web.arn}", "weight": None, "on": False}, "web.arn"),
        ({"name": "x" * 50}, "x" * 39 + "…"),
    ],
)
def test_an_item_is_summed_up_by_what_names_it(item, words: str) -> None:
    assert summary(item) == words


@pytest.mark.parametrize("template", sorted(load_templates()))
def test_what_a_field_shows_reads_as_the_same_value(template: str) -> None:
    design = parse_blueprint(load_templates()[template], file=f"{template}.yaml")
    for spec in design.resources:
        for field in SheetForm(design, Sheet(spec.name), load_catalog()).level().fields:
            if field.value is None or field.is_structure or field.entry is Entry.REFERENCES:
                continue
            again = read_entry(field, written(field, field.value))
            assert written(field, again) == written(field, field.value)
