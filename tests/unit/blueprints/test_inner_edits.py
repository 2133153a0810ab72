"""Edits inside a resource: values at a path, items, rows; each one step of the history."""

from __future__ import annotations

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.form_fields import Sheet
from dharma_core.blueprints.form_levels import SheetForm
from dharma_core.blueprints.inner_edits import (
    add_item,
    add_row,
    move_item,
    remove_item,
    rename_row,
    set_at,
)
from dharma_core.errors import InputError, NotFoundError
from dharma_core.plan import FrozenMap
from dharma_core.storage.facts import load_catalog

TEXT = """
name: net
version: 1.0.0
provider: aws
region: eu-west-1
variables: {sizes: {type: list(string), default: [a, b]}}
tags: {Owner: ann}
resources:
- name: wall
  type: security_group
  properties:
    ingress:
    - {protocol: tcp, from_port: 80, to_port: 80}
    - {protocol: tcp, from_port: 443, to_port: 443}
    tags: {Name: wall, Team: web}
- name: front
  type: lb_listener
  properties:
    default_action: {type: forward}
- name: files
  type: storage.bucket
  overrides: {aws: {force_destroy: true, aws_s3_bucket_versioning: {mfa: x}}}
"""
WALL, FRONT = Sheet("wall"), Sheet("front")


@pytest.fixture
def design():
    return parse_blueprint(TEXT, file="net.yaml")


def properties(edit, name: str = "wall"):
    return edit.blueprint.resource(name).properties


def field(design, sheet: Sheet, name: str):
    return SheetForm(design, sheet, load_catalog()).level().field(name)


def test_a_value_inside_a_block_is_set_and_said(design) -> None:
    edit = set_at(design, WALL, ("ingress", 1, "to_port"), 444)
    assert [r["to_port"] for r in properties(edit)["ingress"]] == [80, 444]
    assert edit.words == "wall: ingress 2 to_port is set."
    assert edit.selected == "wall"


def test_a_block_without_a_list_around_it_keeps_its_shape(design) -> None:
    edit = set_at(design, FRONT, ("default_action", "order"), 1)
    assert properties(edit, "front") == {"default_action": {"type": "forward", "order": 1}}


def test_an_emptied_value_leaves_its_block_in_place(design) -> None:
    edit = set_at(design, FRONT, ("default_action", "type"), None)
    assert properties(edit, "front") == {"default_action": {}}


def test_a_block_is_added_behind_the_others(design) -> None:
    edit, at = add_item(design, WALL, field(design, WALL, "ingress"), FrozenMap())
    assert at == ("ingress", 2)
    assert properties(edit)["ingress"][2] == {}


def test_a_second_block_makes_a_list_of_a_single_one(design) -> None:
    edit, at = add_item(design, FRONT, field(design, FRONT, "default_action"), FrozenMap())
    assert at == ("default_action", 1)
    assert properties(edit, "front")["default_action"] == ({"type": "forward"}, {})


def test_a_block_that_may_stand_once_has_no_list_and_no_second(design) -> None:
    timeouts = field(design, WALL, "timeouts")
    edit, at = add_item(design, WALL, timeouts, FrozenMap({"create": "5m"}))
    assert at == ("timeouts",)
    with pytest.raises(InputError, match="may stand 1 times at most"):
        add_item(edit.blueprint, WALL, field(edit.blueprint, WALL, "timeouts"), FrozenMap())


def test_items_move_and_stay_at_the_ends(design) -> None:
    up = move_item(design, WALL, ("ingress", 1), by=-1)
    assert [r["from_port"] for r in properties(up)["ingress"]] == [443, 80]
    assert properties(move_item(design, WALL, ("ingress", 1), by=1)) == properties(
        move_item(design, WALL, ("ingress", 0), by=0)
    )


def test_the_last_item_takes_its_list_along(design) -> None:
    once = remove_item(design, WALL, ("ingress", 0))
    assert len(properties(once)["ingress"]) == 1
    twice = remove_item(once.blueprint, WALL, ("ingress", 0))
    assert "ingress" not in properties(twice)


@pytest.mark.parametrize("path", [("ingress", 2), ("ingress", 2, "to_port"), ("egress", 0)])
def test_an_item_that_is_gone_meanwhile_is_told(design, path) -> None:
    with pytest.raises(NotFoundError, match=f"no item {path[1] + 1} any more"):
        set_at(design, WALL, path, 1)


def test_a_row_is_added_renamed_in_place_and_removed(design) -> None:
    added = add_row(design, WALL, ("tags",), "Env", "test")
    assert properties(added)["tags"] == {"Name": "wall", "Team": "web", "Env": "test"}
    renamed = rename_row(design, WALL, ("tags", "Name"), "Label")
    assert list(properties(renamed)["tags"].items()) == [("Label", "wall"), ("Team", "web")]
    removed = remove_item(design, WALL, ("tags", "Name"))
    assert properties(removed)["tags"] == {"Team": "web"}


@pytest.mark.parametrize(
    ("name", "reason"), [("", "needs a name"), ("Team", "'Team' stands there already")]
)
def test_a_row_needs_a_name_of_its_own(design, name: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        add_row(design, WALL, ("tags",), name, "x")
    with pytest.raises(InputError, match=reason):
        rename_row(design, WALL, ("tags", "Name"), name)


def test_tags_and_defaults_of_the_design_are_rows_too(design) -> None:
    whole = Sheet("", ())
    assert add_row(design, whole, ("tags",), "Env", "test").blueprint.tags == {
        "Owner": "ann", "Env": "test",
    }  # fmt: skip
    assert remove_item(design, whole, ("tags", "Owner")).blueprint.tags == {}
    sizes = remove_item(design, whole, ("variables", "sizes", "default", 0)).blueprint
    assert sizes.variables["sizes"].default == ("b",)


def test_an_override_that_was_the_last_takes_its_cloud_along(design) -> None:
    beside = Sheet("files", ("overrides", "aws", "aws_s3_bucket_versioning"))
    one = set_at(design, beside, ("mfa",), None).blueprint
    assert one.resource("files").overrides == {"aws": {"force_destroy": True}}
    none = set_at(one, Sheet("files", ("overrides", "aws")), ("force_destroy",), None).blueprint
    assert none.resource("files").overrides == {}
