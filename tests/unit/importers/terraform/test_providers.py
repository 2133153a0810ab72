"""Tags of the provider block: texts, whatever they were written as."""

import pytest

BOX = 'resource "x_box" "b" {\n  tags = %s\n}\n'
PROVIDER = 'provider "x" {\n  default_tags {\n    tags = %s\n  }\n}\n'


def tags_of(plan):
    return plan.by_address["x_box.b"].attributes["tags_all"]


def test_default_tags_are_texts(read):
    plan = read(PROVIDER % "{ Cost = 4711, Main = true }" + BOX % '{ a = "1" }')
    assert tags_of(plan) == {"Cost": "4711", "Main": "true", "a": "1"}


def test_a_tag_that_is_null_leaves_the_default(read):
    plan = read(PROVIDER % '{ Env = "qa" }' + BOX % '{ Env = null, a = "1" }')
    assert tags_of(plan) == {"Env": "qa", "a": "1"}


@pytest.mark.parametrize("tags", ['{"tags": {"A": 1}}', '[{"tags": {"A": 1}}]'])
def test_default_tags_are_read_from_json(read, tags):
    files = {
        "main.tf": BOX % '{ b = "2" }',
        "p.tf.json": f'{{"provider": {{"x": {{"default_tags": {tags}}}}}}}',
    }
    assert tags_of(read(files)) == {"A": "1", "b": "2"}


def test_default_tags_that_are_no_tags_are_a_problem(read):
    plan = read(PROVIDER % "{ a = [1] }" + BOX % '{ b = "2" }')
    assert plan.problems[0].message.startswith("default_tags: ")
    assert tags_of(plan) == {"b": "2"}
