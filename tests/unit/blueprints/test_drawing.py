"""The operations that a canvas sends, and what comes back."""

from __future__ import annotations

import math

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.drawing import Drawing, operate
from dharma_core.blueprints.edit_history import EditHistory
from dharma_core.blueprints.editing import empty_blueprint
from dharma_core.storage.facts import load_catalog, load_templates


@pytest.fixture
def drawing() -> Drawing:
    design = parse_blueprint(load_templates()["three-tier-web"], file="three.yaml")
    return Drawing(EditHistory(design))


def do(drawing: Drawing, op: str, **rest) -> Drawing:
    return operate(drawing, {"op": op, "revision": drawing.revision, **rest}, load_catalog())


def test_every_operation_answers_with_a_higher_revision(drawing) -> None:
    after = do(do(drawing, "select", name="web_a"), "nonsense")
    assert after.revision == drawing.revision + 2
    assert after.refused


def test_an_operation_on_an_older_drawing_is_refused_and_changes_nothing(drawing) -> None:
    newer = do(drawing, "duplicate", name="web_a")
    late = operate(newer, {"op": "remove", "names": ["web_a"], "revision": 1}, load_catalog())
    assert late.refused
    assert late.blueprint == newer.blueprint
    assert late.revision > newer.revision


def test_an_operation_that_arrives_twice_is_done_once(drawing) -> None:
    asked = {"op": "duplicate", "name": "web_a", "revision": 1, "id": "x-1"}
    once = operate(drawing, asked, load_catalog())
    assert operate(once, asked, load_catalog()) is once
    again = operate(once, {**asked, "id": "x-2", "revision": once.revision}, load_catalog())
    assert again.blueprint.resource("web_a_3") is not None


def test_adding_keeps_where_everything_else_stands(drawing) -> None:
    after = do(drawing, "add", type="aws_sqs_queue", x=-4000, y=10)
    assert after.selected == "sqs_queue"
    assert after.blueprint.layout["sqs_queue"].x == -4000
    assert set(after.blueprint.layout) == {r.name for r in after.blueprint.resources}


def test_adding_on_top_of_something_finds_a_free_place(drawing) -> None:
    first = do(drawing, "add", type="aws_sqs_queue", x=-4000, y=10)
    second = do(first, "add", type="aws_sqs_queue", x=-4000, y=10)
    spots = second.blueprint.layout
    assert spots["sqs_queue"] != spots["sqs_queue_2"]


def test_a_line_drawn_the_other_way_round_finds_its_property(drawing) -> None:
    added = do(drawing, "add", type="aws_subnet", x=0, y=0)
    after = do(added, "connect", user="main", needed="subnet")
    assert after.blueprint.resource("subnet").properties == {"vpc_id": "${main.id}"}


def test_a_line_that_no_property_takes_becomes_an_order(drawing) -> None:
    after = do(drawing, "connect", user="web_logs", needed="assets")
    assert after.blueprint.resource("web_logs").depends_on == ("assets",)


def test_several_fitting_properties_are_asked_for_and_one_is_taken(drawing) -> None:
    added = do(drawing, "add", type="aws_security_group_rule", x=0, y=0)
    asked = do(added, "connect", user="security_group_rule", needed="lb_firewall")
    assert asked.blueprint == added.blueprint
    keys = [fit.key for fit in asked.choices]
    assert {"security_group_id", "source_security_group_id"} <= set(keys)
    told = {"user": "security_group_rule", "needed": "lb_firewall", "by": keys[0]}
    after = do(asked, "connect", **told)
    assert after.blueprint.resource("security_group_rule").properties
    assert after.choices == ()


def test_a_choice_that_was_not_offered_is_refused(drawing) -> None:
    after = do(drawing, "connect", user="web_a", needed="public_a", by="ami")
    assert after.refused
    assert after.blueprint == drawing.blueprint


def test_moving_is_undone_and_done_again(drawing) -> None:
    moved = do(drawing, "move", spots={"web_a": [10.4, -3]})
    assert moved.blueprint.layout["web_a"].x == 10
    undone = do(moved, "undo")
    assert undone.blueprint == drawing.blueprint
    assert do(undone, "redo").blueprint == moved.blueprint


def test_removing_what_is_selected_selects_nothing(drawing) -> None:
    after = do(do(drawing, "select", name="web_a"), "remove", names=["web_a"])
    assert after.selected == ""
    assert "web_a_target.target_id" in after.said


def test_undoing_with_nothing_to_undo_says_so(drawing) -> None:
    assert do(drawing, "undo").said == "There is nothing to undo."


def test_arranging_gives_every_resource_a_place(drawing) -> None:
    after = do(drawing, "arrange")
    assert set(after.blueprint.layout) == {r.name for r in after.blueprint.resources}


def test_an_empty_design_takes_its_first_resource() -> None:
    start = Drawing(EditHistory(empty_blueprint("shop", provider="azure", region="westeurope")))
    after = do(start, "add", type="compute.vm", x=1, y=2)
    assert [r.name for r in after.blueprint.resources] == ["vm"]


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "move", "spots": {"web_a": [math.nan, 0]}},
        {"op": "move", "spots": {"web_a": ["1"]}},
        {"op": "move", "spots": {"web_a": "here"}},
        {"op": "move", "spots": {}},
        {"op": "move", "spots": [1]},
        {"op": "move", "spots": {"nobody": [1, 2]}},
        {"op": "remove", "names": "web_a"},
        {"op": "remove", "names": []},
        {"op": "remove"},
        {"op": "add"},
        {"op": "add", "type": ["aws_vpc"]},
        {"op": "add", "type": "aws_vpc", "x": "a", "y": 0},
        {"op": "connect", "user": "web_a"},
        {"op": "connect", "user": "web_a", "needed": "web_a"},
        {"op": "disconnect", "user": "web_a", "needed": "assets"},
        {"op": "select", "name": "nobody"},
        {"op": "duplicate", "name": 7},
        {"op": None},
        {},
    ],
    ids=str,
)
def test_a_hostile_operation_is_refused_in_words(drawing, operation) -> None:
    after = operate(drawing, {**operation, "revision": drawing.revision}, load_catalog())
    assert after.refused
    assert after.said
    assert after.blueprint == drawing.blueprint
