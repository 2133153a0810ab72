"""What a form remembers moves with the items it is about."""

from __future__ import annotations

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.form_fields import Sheet
from dharma_core.blueprints.form_state import FormState
from dharma_core.blueprints.inner_edits import remove_item, set_at

RULES = ("wall", "properties", "ingress")
PORT = (*RULES, 1, "from_port")
TEXT = """
name: net
version: 1.0.0
provider: aws
region: eu-west-1
resources:
- {name: wall, type: security_group, properties: {ingress: [{from_port: 1}, {from_port: 2}]}}
"""


def state() -> FormState:
    refused = FormState().refuse(PORT, "many", "must be a number")
    return refused.open((*RULES, 1)).ask((*RULES, 1), "description").go_into(RULES)


def test_what_was_entered_stays_until_it_is_accepted() -> None:
    assert state().refused[PORT].entered == "many"
    assert state().accept(PORT).refused == {}


def test_what_stands_behind_a_removed_item_moves_up() -> None:
    after = state().removed((*RULES, 0))
    assert list(after.refused) == [(*RULES, 0, "from_port")]
    assert after.opened == {(*RULES, 0)}
    assert after.asked == {(*RULES, 0): ("description",)}
    assert after.inside == RULES


def test_what_belongs_to_a_removed_item_goes_with_it() -> None:
    after = state().removed((*RULES, 1))
    assert not after.refused
    assert not after.opened
    assert not after.asked


def test_what_belongs_to_a_moved_item_moves_along() -> None:
    after = state().refuse((*RULES, 0, "to_port"), "x", "no").moved((*RULES, 1), by=-1)
    assert set(after.refused) == {(*RULES, 0, "from_port"), (*RULES, 1, "to_port")}


def test_a_renamed_resource_keeps_its_state() -> None:
    after = state().renamed(("wall",), ("gate",))
    assert list(after.refused) == [("gate", *PORT[1:])]
    assert after.inside == ("gate", *RULES[1:])


def test_one_block_opened_alone_closes_its_neighbours() -> None:
    assert state().open((*RULES, 0), alone=True).opened == {(*RULES, 0)}
    assert state().close((*RULES, 1)).opened == frozenset()


def test_a_step_back_drops_only_entries_whose_item_may_be_another_one() -> None:
    design = parse_blueprint(TEXT, file="net.yaml")
    shorter = remove_item(design, Sheet("wall"), ("ingress", 0)).blueprint
    changed = set_at(design, Sheet("wall"), ("ingress", 0, "to_port"), 9).blueprint
    kept = state().refuse(("wall", "properties", "name"), "${", "not closed")
    assert set(kept.after(design, shorter).refused) == {("wall", "properties", "name")}
    assert set(kept.after(design, changed).refused) == {PORT, ("wall", "properties", "name")}
