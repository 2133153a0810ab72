"""Problems beside the fields they belong to."""

from __future__ import annotations

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.form_fields import Entry, FormField
from dharma_core.blueprints.form_problems import (
    below,
    problems_by_place,
    problems_of_design,
    said_by,
)
from dharma_core.blueprints.lowering import lower_draft
from dharma_core.storage.facts import load_catalog

TEXT = """
name: net
version: 1.0.0
provider: aws
region: eu-west-1
resources:
- {name: main, type: vpc, properties: {cidr_block: 10.0.0.0/16}}
- name: wall
  type: security_group
  properties: {ingress: [{protocol: tcp}, {protocol: tcp, from_port: many, port: 1}]}
- {name: front, type: lb_listener, properties: {load_balancer_arn: x}}
"""


def found():
    design = parse_blueprint(TEXT, file="net.yaml")
    design = design.model_copy(update={"tags": {"Owner": "${var.who}"}})
    _, problems = lower_draft(design, load_catalog())
    return design, problems


def test_a_problem_is_placed_inside_its_block() -> None:
    design, problems = found()
    by_place = problems_by_place(problems, design, "wall")
    (words,) = by_place[("properties", "ingress", 1, "from_port")]
    assert "must be a number" in words
    assert len(below(by_place, ("properties", "ingress"))) == 2
    assert below(by_place, ("properties", "ingress", 0)) == ()


def test_problems_of_the_design_are_apart() -> None:
    design, problems = found()
    assert list(problems_of_design(problems)) == [("tags", "Owner")]
    assert problems_by_place(problems, design, "main") == {}


def test_a_field_marked_as_needed_says_so_itself() -> None:
    missing = FormField("default_action", "list(object)", Entry.BLOCKS, required=True)
    design, problems = found()
    (told,) = problems_by_place(problems, design, "front")[("properties",)]
    assert said_by([missing], told)
    assert not said_by([], told)
