from __future__ import annotations

import pytest

from dharma_core.blueprints import dump_blueprint, lower, parse_blueprint
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_catalog

HEAD = """\
name: web
version: 1.0.0
provider: aws
region: us-east-1
variables: {servers: {type: number, default: 2}, word: {default: many}}
"""


def design(count, extra=""):
    properties = '{name: "q-${count.index}"}'
    one = f"{{name: q, type: sqs_queue, count: {count}, properties: {properties}}}"
    body = f"resources: [{one}]\n"
    return parse_blueprint(HEAD + body + extra, file="web.yaml")


def addresses(blueprint, **variables):
    plan = lower(blueprint, load_catalog(), variables=variables)
    return [str(r.address) for r in plan.resources]


def test_a_count_may_be_a_variable():
    assert addresses(design('"${var.servers}"')) == ["aws_sqs_queue.q[0]", "aws_sqs_queue.q[1]"]
    assert addresses(design('"${var.servers}"'), servers="1") == ["aws_sqs_queue.q[0]"]
    assert addresses(design('"${var.servers}"'), servers="0") == []


@pytest.mark.parametrize("number", ["1.5", "-1", "1001"])
def test_a_variable_count_must_be_a_whole_number_in_reach(number):
    with pytest.raises(InputError, match=r"web.yaml:6: .*no whole number from 0 to 1000"):
        addresses(design('"${var.servers}"'), servers=number)


def test_a_count_that_is_text_is_refused_where_it_is_written():
    with pytest.raises(InputError, match=r"must be a whole number from 0 to 1000, or a"):
        design('"three"')
    with pytest.raises(InputError, match=r"var\.word = 'many'"):
        addresses(design('"${var.word}"'))
    with pytest.raises(InputError, match="not declared"):
        design('"${var.server}"')


def test_an_index_past_the_settled_count_is_refused():
    blueprint = design('"${var.servers}"', 'outputs: {last: "${q[1].arn}"}\n')
    assert len(addresses(blueprint)) == 2
    with pytest.raises(InputError, match="'q' has 1 only"):
        addresses(blueprint, servers="1")


def test_a_layout_changes_nothing_that_is_built_and_survives_writing():
    placed = design("1", "layout: {q: {x: 40.4, y: -8}}\n")
    assert addresses(placed) == addresses(design("1"))
    again = parse_blueprint(dump_blueprint(placed), file="again.yaml")
    assert (again.layout["q"].x, again.layout["q"].y) == (40, -8)


def test_a_layout_names_resources_of_the_design():
    with pytest.raises(InputError, match=r"places 'qq'.* Did you mean 'q'\?"):
        design("1", "layout: {qq: {x: 1, y: 2}}\n")
