"""Variables and outputs of a design: added, renamed, edited, removed."""

from __future__ import annotations

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.design_parts import (
    add_output,
    add_variable,
    remove_output,
    remove_variable,
    rename_output,
    rename_variable,
    set_output,
    set_variable,
    uses_of,
)
from dharma_core.errors import InputError

TEXT = """
name: shop
version: 1.0.0
provider: aws
region: eu-west-1
variables:
  size: {default: t3.micro}
  size_gb: {type: number, default: 20}
  many: {type: number, default: 2}
tags: {Size: "${var.size}"}
resources:
- name: web
  type: ec2_instance
  count: ${var.many}
  properties: {instance_type: "${ var.size }", tags: {a: "${var.size}-${var.size_gb}"}}
- name: files
  type: storage.bucket
  overrides: {aws: {bucket: "${var.size}"}}
outputs: {size: "${var.size}", id: "${web[0].id}"}
"""


@pytest.fixture
def design():
    return parse_blueprint(TEXT, file="shop.yaml")


def test_every_place_that_reads_a_variable_is_found(design) -> None:
    assert uses_of(design, "size") == (
        "web.instance_type", "web.tags", "files (override on aws)", "output size", "tag Size",
    )  # fmt: skip
    assert uses_of(design, "many") == ("web (how many)",)


def test_everything_that_reads_a_variable_follows_its_new_name(design) -> None:
    renamed = rename_variable(design, "size", "kind").blueprint
    assert list(renamed.variables) == ["kind", "size_gb", "many"]
    assert renamed.resource("web").properties == {
        "instance_type": "${ var.kind }", "tags": {"a": "${var.kind}-${var.size_gb}"},
    }  # fmt: skip
    assert renamed.resource("files").overrides == {"aws": {"bucket": "${var.kind}"}}
    assert renamed.outputs["size"].value == "${var.kind}"
    assert renamed.tags == {"Size": "${var.kind}"}
    assert uses_of(renamed, "size") == ()


def test_a_count_follows_too(design) -> None:
    assert rename_variable(design, "many", "number").blueprint.resource("web").count == (
        "${var.number}"
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "needs a name"), ("size_gb", "already"), ("9x", "must start with a letter"),
        ("region", "reserved word"),
    ],
)  # fmt: skip
def test_a_variable_needs_a_free_and_proper_name(design, name: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        add_variable(design, name)
    with pytest.raises(InputError, match=reason):
        rename_variable(design, "size", name)


def test_a_variable_that_is_read_is_not_removed_and_its_readers_are_named(design) -> None:
    with pytest.raises(InputError, match=r"read by web.instance_type, web.tags, .*tag Size"):
        remove_variable(design, "size")
    spare = add_variable(design, "spare").blueprint
    assert "spare" not in remove_variable(spare, "spare").blueprint.variables


def test_a_default_follows_its_type_where_it_converts(design) -> None:
    text = set_variable(design, "size_gb", type="string").blueprint.variables["size_gb"]
    assert (text.type, text.default) == ("string", "20")
    with pytest.raises(InputError, match=r"must be a number, not t3.micro.*Empty the default"):
        set_variable(design, "size", type="number")
    with pytest.raises(InputError, match="The type is number"):
        set_variable(design, "size_gb", default="big")


def test_a_default_reads_nothing(design) -> None:
    with pytest.raises(InputError, match="cannot read anything"):
        set_variable(design, "size", default="${web[0].id}")


def test_an_output_is_added_renamed_changed_and_removed(design) -> None:
    added = add_output(design, "arn", "${files.arn}").blueprint
    renamed = rename_output(added, "arn", "bucket_arn").blueprint
    assert list(renamed.outputs) == ["size", "id", "bucket_arn"]
    changed = set_output(renamed, "bucket_arn", description="Where", sensitive=True).blueprint
    assert changed.outputs["bucket_arn"].sensitive
    assert list(remove_output(changed, "bucket_arn").blueprint.outputs) == ["size", "id"]


@pytest.mark.parametrize(("value", "reason"), [("", "needs a value"), ("${web", "not closed")])
def test_an_output_shows_something_that_can_be_read(design, value: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        add_output(design, "x", value)
    with pytest.raises(InputError, match=reason):
        set_output(design, "size", value=value)
