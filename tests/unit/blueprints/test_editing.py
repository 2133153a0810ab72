"""Edits of a blueprint as a value."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.blueprints import dump_blueprint, parse_blueprint
from dharma_core.blueprints.edit_history import MOST_STEPS, EditHistory
from dharma_core.blueprints.editing import (
    add_resource,
    clear_override,
    describe,
    disconnect,
    duplicate_resource,
    empty_blueprint,
    move,
    remove_resources,
    rename_resource,
    set_count,
    set_region,
)
from dharma_core.blueprints.form_fields import Sheet
from dharma_core.blueprints.inner_edits import set_at
from dharma_core.blueprints.model import Spot
from dharma_core.errors import InputError, NotFoundError
from dharma_core.storage.facts import load_catalog, load_templates

HEAD = "name: net\nversion: 1.0.0\nprovider: aws\nregion: eu-west-1\n"
BODY = """
resources:
- {name: main, type: vpc, properties: {cidr_block: 10.0.0.0/16}}
- {name: a, type: subnet, properties: {vpc_id: '${main.id}', cidr_block: 10.0.1.0/24}}
- {name: lb, type: lb, properties: {subnets: ['${a.id}', '${b.id}']}, depends_on: [a]}
- {name: b, type: subnet, properties: {vpc_id: '${main.id}', cidr_block: 10.0.2.0/24}}
outputs: {where: 'http://${lb.dns_name}/', net: '${main.id}'}
layout: {a: {x: 1, y: 2}}
"""


@pytest.fixture
def design():
    return parse_blueprint(HEAD + BODY, file="net.yaml")


def names(blueprint) -> list[str]:
    return [r.name for r in blueprint.resources]


def test_removing_takes_every_reference_along_and_says_so(design) -> None:
    edit = remove_resources(design, "a")
    assert edit.blueprint.resource("lb").properties == {"subnets": ("${b.id}",)}
    assert edit.blueprint.resource("lb").depends_on == ()
    assert edit.blueprint.layout == {}
    assert edit.words == "Removed a. References that went with it: lb.subnets, lb.depends_on."


def test_removing_takes_the_outputs_that_read_it(design) -> None:
    edit = remove_resources(design, "lb")
    assert set(edit.blueprint.outputs) == {"net"}
    assert "output where" in edit.words


def test_removing_several_does_not_tell_references_among_them(design) -> None:
    assert remove_resources(design, "a", "lb").words.startswith("Removed a, lb. References")
    assert "lb.subnets" not in remove_resources(design, "a", "lb").words


def test_removing_the_last_resource_leaves_an_empty_draft(design) -> None:
    assert remove_resources(design, *names(design)).blueprint.resources == ()


def test_an_unknown_name_is_refused_with_the_nearest(design) -> None:
    with pytest.raises(NotFoundError, match="Did you mean 'main'"):
        remove_resources(design, "mian")


def test_adding_finds_a_free_name_and_knows_the_type(design) -> None:
    catalog = load_catalog()
    edit = add_resource(design, "aws_vpc", catalog, at=Spot(x=5, y=6))
    assert edit.selected == "vpc"
    assert edit.blueprint.layout["vpc"] == Spot(x=5, y=6)
    again = add_resource(edit.blueprint, "aws_vpc", catalog)
    assert again.selected == "vpc_2"


@pytest.mark.parametrize(
    ("type_", "reason"),
    [
        ("aws_vpcc", "Did you mean 'aws_vpc'"),
        ("azurerm_subnet", "this design to aws"),
        ("compute.vmm", "no type"),
    ],
)
def test_adding_refuses_what_cannot_be_built(design, type_: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        add_resource(design, type_, load_catalog())


def test_adding_a_portable_kind_fits_every_provider() -> None:
    empty = empty_blueprint("shop", provider="gcp", region="europe-west1")
    edit = add_resource(empty, "storage.bucket", load_catalog())
    assert names(edit.blueprint) == ["bucket"]


def test_renaming_is_followed_by_references_order_outputs_and_layout(design) -> None:
    renamed = rename_resource(design, "a", "public").blueprint
    assert renamed.resource("lb").properties["subnets"] == ("${public.id}", "${b.id}")
    assert renamed.resource("lb").depends_on == ("public",)
    assert set(renamed.layout) == {"public"}
    renamed = rename_resource(design, "lb", "front").blueprint
    assert renamed.outputs["where"].value == "http://${front.dns_name}/"


@pytest.mark.parametrize("name", ["main", "1st", "count", "a b", ""])
def test_a_name_that_is_taken_or_not_allowed_is_refused(design, name: str) -> None:
    with pytest.raises(InputError):
        rename_resource(design, "a", name)


def test_a_copy_is_connected_as_the_first_one(design) -> None:
    edit = duplicate_resource(design, "a")
    assert names(edit.blueprint) == ["main", "a", "a_2", "lb", "b"]
    assert edit.blueprint.resource("a_2").properties == design.resource("a").properties
    assert edit.blueprint.layout["a_2"] == Spot(x=33, y=34)


def test_moving_changes_nothing_of_what_is_built(design) -> None:
    moved = move(design, {"b": Spot(x=7, y=8)}).blueprint
    assert moved.resources == design.resources
    assert moved.layout == {"a": Spot(x=1, y=2), "b": Spot(x=7, y=8)}


def test_a_property_is_set_and_left_out_again(design) -> None:
    changed = set_at(design, Sheet("a"), ("tags",), {"Owner": "ann"}).blueprint
    assert changed.resource("a").properties["tags"] == {"Owner": "ann"}
    back = set_at(changed, Sheet("a"), ("tags",), None).blueprint
    assert back.resource("a").properties == design.resource("a").properties


def test_a_count_is_checked(design) -> None:
    assert set_count(design, "a", 3).blueprint.resource("a").count == 3
    assert set_count(design, "a", "${var.n}").blueprint.resource("a").count == "${var.n}"
    with pytest.raises(InputError):
        set_count(design, "a", -1)


def test_a_resource_is_put_into_another_region_and_back(design) -> None:
    there = set_region(design, "a", "us-east-1")
    assert there.blueprint.resource("a").region == "us-east-1"
    assert there.words == "a is made in us-east-1."
    for home in ("", "eu-west-1"):
        assert set_region(there.blueprint, "a", home).blueprint == design


def test_a_region_that_is_not_there_is_refused_with_the_nearest(design) -> None:
    with pytest.raises(InputError, match="aws has no region 'us-eats-1'") as refusal:
        set_region(design, "a", "us-eats-1", ("us-east-1", "eu-west-1"))
    assert "us-east-1" in refusal.value.next_step
    with pytest.raises(InputError, match="no region name"):
        set_region(design, "a", "Ireland")


def test_a_cloud_whose_resources_say_their_location_takes_no_region(design) -> None:
    azure = design.model_copy(update={"provider": "azure"})
    with pytest.raises(InputError, match="by its property 'location'"):
        set_region(azure, "a", "westeurope")


def test_disconnecting_takes_every_reference_of_one_to_the_other(design) -> None:
    edit = disconnect(design, "lb", "a")
    assert edit.blueprint.resource("lb").properties == {"subnets": ("${b.id}",)}
    assert edit.words == "lb no longer refers to a (subnets, depends_on)."
    with pytest.raises(InputError, match="does not refer"):
        disconnect(edit.blueprint, "lb", "a")


@pytest.mark.parametrize("satellite", ["", "aws_kms_key"])
def test_an_override_is_kept_for_the_provider_and_taken_back(design, satellite: str) -> None:
    root = ("overrides", "aws", satellite) if satellite else ("overrides", "aws")
    edit = set_at(design, Sheet("main", root), ("enable",), True)
    level = {"enable": True}
    expected = {"aws": {satellite: level} if satellite else level}
    assert edit.blueprint.resource("main").overrides == expected
    back = clear_override(edit.blueprint, "main", "enable", satellite=satellite)
    assert back.blueprint == design


def test_taking_back_what_is_not_overridden_names_the_nearest(design) -> None:
    changed = set_at(design, Sheet("main", ("overrides", "aws")), ("enable_dns",), True).blueprint
    with pytest.raises(InputError, match="Did you mean 'enable_dns'"):
        clear_override(changed, "main", "enable_dn")


@pytest.mark.parametrize(
    "parts", [{"name": "x"}, {"region": "Moon base"}, {"name": "a b c"}], ids=str
)
def test_a_design_is_described_in_allowed_words_only(design, parts) -> None:
    with pytest.raises(InputError):
        describe(design, **parts)


def test_an_empty_design_wants_a_known_provider() -> None:
    with pytest.raises(InputError, match="provider"):
        empty_blueprint("shop", provider="awss", region="us-east-1")


def test_history_is_bounded_and_a_new_edit_ends_redo(design) -> None:
    history = EditHistory(design)
    for number in range(MOST_STEPS + 5):
        history = history.record(set_count(design, "a", number + 1).blueprint)
    assert len(history.past) == MOST_STEPS
    undone = history.undo().undo()
    assert undone.redo().present.resource("a").count == MOST_STEPS + 4
    assert undone.record(design).redo().present == design


def test_recording_what_did_not_change_adds_no_step(design) -> None:
    assert EditHistory(design).record(design).past == ()


def one_edit(design, step: int, name: str):
    match step:
        case 0:
            return remove_resources(design, name)
        case 1:
            return duplicate_resource(design, name)
        case 2:
            return rename_resource(design, name, f"{name}_x")
        case 3:
            return move(design, {name: Spot(x=1, y=2)})
        case 4:
            return set_at(design, Sheet(name), ("tags",), {"Step": name})
    return add_resource(design, "aws_sqs_queue", load_catalog())


@given(st.lists(st.integers(0, 5), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_any_run_of_edits_can_be_undone_and_what_is_left_can_be_read_again(steps, random) -> None:
    start = parse_blueprint(load_templates()["event-pipeline"], file="t.yaml")
    history = EditHistory(start)
    for step in steps:
        present = history.present
        if len(present.resources) < 2:
            break
        name = random.choice(names(present))
        history = history.record(one_edit(present, step, name).blueprint)
    text = dump_blueprint(history.present)
    assert parse_blueprint(text, file="again.yaml").resources == history.present.resources
    for _ in range(len(history.past)):
        history = history.undo()
    assert history.present == start
