"""Terraform's JSON syntax says what the HCL says."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dharma_core.generation import render
from dharma_core.generation.hcl import Attribute, Block, Call, Raw, template
from dharma_core.generation.output import Generation
from dharma_core.generation.terraform_json import write_json
from dharma_core.importers import read_text
from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform import read_folder
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Expression,
    FrozenMap,
    Plan,
    Ref,
    Variable,
    freeze,
    make_resource,
)
from dharma_core.runners.format_checks import run_checks
from dharma_core.storage.facts import load_catalog, load_templates


def _written(*body: Attribute | Block, type_: str = "resource") -> dict[str, object]:
    labels = ("aws_x", "y") if type_ == "resource" else ("v",)
    document = json.loads(write_json([Block(type_, labels, body)]))
    found = document[type_]
    for label in labels:
        found = found[label]
    return found


def test_literal_text_is_no_template() -> None:
    assert _written(Attribute("a", "x ${y} %{z}")) == {"a": "x $${y} %%{z}"}


def test_variable_takes_its_texts_as_they_stand() -> None:
    body = (Attribute("type", Raw("list(string)")), Attribute("default", ["${x}"]))
    assert _written(*body, type_="variable") == {"type": "list(string)", "default": ["${x}"]}


def test_interpolated_text_keeps_its_quotes_and_lines() -> None:
    text = template(['say "hi"\n', Raw("var.name"), "${literal}"])
    assert _written(Attribute("a", text)) == {"a": 'say "hi"\n${var.name}$${literal}'}


def test_call_is_one_expression() -> None:
    found = _written(Attribute("policy", Call("jsonencode", {"A": Raw("aws_x.y.arn")})))
    assert found == {"policy": "${jsonencode({\n  A = aws_x.y.arn\n})}"}


def test_blocks_are_lists_and_dependencies_names() -> None:
    rule = Block("rule", (), (Attribute("port", 1),))
    found = _written(rule, rule, Attribute("depends_on", [Raw("aws_x.z")]))
    assert found == {"rule": [{"port": 1}, {"port": 1}], "depends_on": ["aws_x.z"]}


def test_render_puts_everything_in_one_file() -> None:
    queue = make_resource(
        Address("aws_sqs_queue", "jobs", index=0),
        {"name": "jobs"},
        expressions=(Expression.of(("name",), Ref("var.name")),),
    )
    plan = Plan((queue,), region="eu-west-1", variables=(Variable("name", value="jobs"),))
    files = render(plan, "terraform", load_catalog(), syntax="json").files
    document = json.loads(files[0].text)
    assert [file.path for file in files] == ["main.tf.json", "README.md"]
    assert document["resource"]["aws_sqs_queue"]["jobs_0"] == {"name": "${var.name}"}
    assert document["moved"] == [{"from": "aws_sqs_queue.jobs[0]", "to": "aws_sqs_queue.jobs_0"}]
    assert document["variable"]["name"]["default"] == "jobs"


@pytest.mark.terraform
@pytest.mark.slow
def test_terraform_takes_the_json_of_a_template() -> None:
    plan = read_text(
        load_templates()["three-tier-web"], file="three-tier-web.yaml", catalog=load_catalog()
    )
    made = render(plan, "terraform", load_catalog(), syntax="json")
    checks = run_checks(Generation("terraform", made.files, region=made.region))
    assert [(c.name, c.status) for c in checks if c.status == "failed"] == []
    assert "passed" in {c.status for c in checks if c.name == "terraform validate"}


def test_object_that_hcl_writes_as_a_block_names_all_its_members() -> None:
    table = make_resource(
        Address("aws_route_table", "t"), {"route": ({"cidr_block": "0.0.0.0/0"},)}
    )
    text = render(Plan((table,)), "terraform", load_catalog(), syntax="json").files[0].text
    (route,) = json.loads(text)["resource"]["aws_route_table"]["t"]["route"]
    assert route["cidr_block"] == "0.0.0.0/0"
    assert route["nat_gateway_id"] is None


def test_lifecycle_and_backend_are_written_in_both_syntaxes() -> None:
    steering = {"prevent_destroy": True, "ignore_changes": ("tags", 'tags["a"]')}
    queue = replace(make_resource(Address("aws_sqs_queue", "q"), {}), lifecycle=FrozenMap(steering))
    origin = freeze({"backend": {"type": "s3", "bucket": "states", "key": UNKNOWN}})
    plan = Plan((queue,), origin=origin)
    made = {f.path: f.text for f in render(plan, "terraform", load_catalog()).files}
    assert 'backend "s3" {\n    bucket = "states"\n  }' in made["backend.tf"]
    assert "prevent_destroy = true" in made["main.tf"]
    assert 'ignore_changes  = [tags, tags["a"]]' in made["main.tf"]
    text = render(plan, "terraform", load_catalog(), syntax="json").files[0].text
    document = json.loads(text)
    assert document["terraform"]["backend"] == {"s3": {"bucket": "states"}}
    (written,) = document["resource"]["aws_sqs_queue"]["q"]["lifecycle"]
    assert written == {"prevent_destroy": True, "ignore_changes": ["tags", 'tags["a"]']}


def test_folder_with_lifecycle_and_backend_comes_back() -> None:
    text = """
terraform {
  backend "s3" {
    bucket = "states"
  }
}
resource "aws_sqs_queue" "q" {
  name = "jobs"
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [tags, tags["a"]]
  }
}
"""
    first = read_folder(MemoryFolder({"main.tf": text}), catalog=load_catalog())
    assert first.resources[0].lifecycle == {
        "create_before_destroy": True,
        "ignore_changes": ("tags", 'tags["a"]'),
    }
    for syntax in ("hcl", "json"):
        made = render(first, "terraform", load_catalog(), syntax=syntax)
        folder = MemoryFolder({f.path: f.text for f in made.files})
        again = read_folder(folder, catalog=load_catalog())
        assert again.resources[0].lifecycle == first.resources[0].lifecycle
        assert again.origin["backend"] == first.origin["backend"]


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        (["cost $", Raw("var.b")], 'cost ${"$"}${var.b}'),
        (["a", Raw('x.y["k}"]'), '-"q"\n'], 'a${x.y["k}"]}-"q"\n'),
        (["${x}", Raw("var.b"), "\\b\x08%{if}"], "$${x}${var.b}\\b\x08%%{if}"),
    ],
    ids=["a dollar before", "a key in quotes", "escapes"],
)
def test_texts_with_expressions_keep_both(parts: list[str | Raw], written: str) -> None:
    assert _written(Attribute("name", template(parts)))["name"] == written
