"""A resource's properties as form fields, level by level."""

from __future__ import annotations

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.form_fields import Entry, FormField, Sheet, item_field
from dharma_core.blueprints.form_levels import SheetForm
from dharma_core.blueprints.inner_values import items_of
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.storage.facts import load_catalog, load_templates

HEAD = "name: net\nversion: 1.0.0\nprovider: aws\nregion: eu-west-1\nresources:\n"


def fields_of(*resources: str, name: str, path=(), asked=(), variables: str = "{}"):
    text = HEAD + "".join(f"- {{{r}}}\n" for r in resources) + f"variables: {variables}\n"
    form = SheetForm(parse_blueprint(text, file="net.yaml"), Sheet(name), load_catalog())
    found = form.level(path, asked=asked)
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


RULE = "name: wall, type: security_group, properties: {ingress: [{protocol: tcp}]}"


def test_a_block_has_typed_fields_of_its_own() -> None:
    found = fields_of(RULE, name="wall")
    assert found["ingress"].entry is Entry.BLOCKS
    inner = fields_of(RULE, name="wall", path=("ingress", 0))
    assert inner["protocol"].value == "tcp"
    assert inner["protocol"].path == ("ingress", 0, "protocol")
    assert inner["from_port"].entry is Entry.NUMBER
    assert inner["cidr_blocks"].entry is Entry.LIST
    assert inner["self"].allowed[:2] == ("true", "false")


def test_a_block_inside_a_block_is_reached_to_any_depth() -> None:
    action = "default_action: {forward: {target_group: [{weight: 2}]}}"
    listener = f"name: front, type: lb_listener, properties: {{{action}}}"
    path = ("default_action", "forward")
    group = fields_of(listener, name="front", path=path)["target_group"]
    assert (group.entry, group.required, group.most) == (Entry.BLOCKS, True, 5)
    inner = fields_of(listener, name="front", path=(*path, "target_group", 0))
    assert inner["arn"].missing
    assert inner["weight"].value == 2


def test_a_block_that_may_stand_once_is_one_group() -> None:
    found = fields_of("name: front, type: lb_target_group", name="front")
    assert (found["health_check"].entry, found["health_check"].most) == (Entry.BLOCK, 1)


def test_references_are_offered_inside_blocks_without_those_that_close_a_circle() -> None:
    inner = fields_of(
        "name: wall, type: security_group, properties: {ingress: [{protocol: tcp}]}",
        "name: other, type: security_group",
        "name: user, type: security_group, properties: {ingress: [{security_groups: "
        "['${wall.id}']}]}",
        name="wall", path=("ingress", 0),
    )  # fmt: skip
    assert inner["security_groups"].entry is Entry.REFERENCES
    assert inner["security_groups"].allowed == ("${other.id}",)


def test_variables_of_the_fitting_type_are_offered() -> None:
    variables = "{zone: {}, on: {type: bool}, ids: {type: list(string)}}"
    found = fields_of("name: net, type: vpc", "name: a, type: subnet", name="a",
                      variables=variables)  # fmt: skip
    assert found["vpc_id"].allowed == ("${net.id}", "${var.zone}", "${var.on}")
    assert found["map_public_ip_on_launch"].allowed == ("true", "false", "${var.on}")


def test_a_policy_document_is_a_form_by_what_it_says() -> None:
    statement = "{Effect: Allow, Action: [a, b], Principal: {Service: ec2}, Times: 2}"
    policy = f"assume_role_policy: {{Version: x, Statement: [{statement}]}}"
    role = f"name: r, type: iam_role, properties: {{{policy}}}"
    assert fields_of(role, name="r")["assume_role_policy"].entry is Entry.BLOCK
    path = ("assume_role_policy", "Statement", 0)
    inner = fields_of(role, name="r", path=path, asked=("Sid",))
    assert {n: f.entry.value for n, f in inner.items()} == {
        "Action": "list", "Effect": "text", "Principal": "map", "Times": "number", "Sid": "text",
    }  # fmt: skip


def test_values_that_the_service_lists_are_suggested_at_any_depth() -> None:
    listener = "name: front, type: lb_listener, properties: {default_action: {type: forward}}"
    found = fields_of(listener, name="front", variables="{how: {}}")
    assert found["protocol"].entry is Entry.SUGGESTED
    assert "HTTPS" in found["protocol"].allowed
    assert found["protocol"].allowed[-1] == "${var.how}"
    assert "forward" in fields_of(listener, name="front", path=("default_action",))["type"].allowed


def test_members_of_a_portable_kind_are_typed() -> None:
    zone = "name: z, type: network.dns_zone, properties: {records: [{name: a}]}"
    inner = fields_of(zone, name="z", path=("records", 0))
    assert inner["type"].entry is Entry.CHOICE
    assert inner["values"].missing
    assert inner["ttl"].unit == "seconds"


@pytest.mark.parametrize(
    ("value", "entry"),
    [("'${var.rules}'", Entry.TEXT), ("[a, {b: c}]", Entry.YAML), ("{a: b}", Entry.BLOCKS)],
)
def test_a_value_of_another_shape_is_written_as_it_stands(value: str, entry: Entry) -> None:
    wall = f"name: wall, type: security_group, properties: {{ingress: {value}}}"
    assert fields_of(wall, name="wall", variables="{rules: {}}")["ingress"].entry is entry


def test_a_row_has_the_type_of_what_the_list_holds() -> None:
    ports = FormField("ports", "list(number)", Entry.LIST, (80,), path=("ports",))
    assert item_field(ports, 0).entry is Entry.NUMBER
    anything = FormField("rest", "map(any)", Entry.MAP, {"a": True}, path=("rest",))
    assert item_field(anything, "a").type == "bool"


def test_nothing_is_needed_of_what_is_only_overridden() -> None:
    text = HEAD + "- {name: files, type: storage.bucket}\n"
    sheet = Sheet("files", ("overrides", "aws"), "aws_lb_listener")
    form = SheetForm(parse_blueprint(text, file="net.yaml"), sheet, load_catalog())
    assert not any(f.required for f in form.level().fields)
    assert any(f.required for f in form.level(("default_action", 0)).fields)


@pytest.mark.parametrize("template", sorted(load_templates()))
def test_every_block_of_every_template_opens_as_a_level(template: str) -> None:
    design = parse_blueprint(load_templates()[template], file=f"{template}.yaml")
    for spec in design.resources:
        form = SheetForm(design, Sheet(spec.name), load_catalog())
        todo = [()]
        while todo:
            path = todo.pop()
            for field in form.level(path).fields:
                assert field.entry is not Entry.YAML or field.value is None
                todo += [at for at, _ in items_of(field.path, field.value) if field.is_block]
