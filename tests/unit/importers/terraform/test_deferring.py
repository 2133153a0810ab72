"""Data sources that wait for apply though all they need is known."""

import pytest

from dharma_core.plan import UNKNOWN

BOX = 'resource "x_box" "b" {\n  name = "b"\n}\n'


def document(inside):
    return (
        f'data "aws_iam_policy_document" "d" {{\n{inside}'
        '  statement {\n    actions   = ["s3:*"]\n    resources = ["*"]\n  }\n}\n'
    )


def json_of(plan, address="data.aws_iam_policy_document.d"):
    return plan.by_address[address].attributes["json"]


CONDITION = '  lifecycle {\n    postcondition {\n      condition = %s\n      error_message = "x"\n'


@pytest.mark.parametrize(
    "inside",
    ["  depends_on = [x_box.b]\n", CONDITION % 'x_box.b.name != ""' + "    }\n  }\n"],
    ids=["depends_on", "condition"],
)
def test_a_document_waits_for_what_it_depends_on(read, inside):
    found = read(BOX + document(inside)).by_address["data.aws_iam_policy_document.d"]
    assert found.attributes["json"] is UNKNOWN
    assert found.actions == ("read",)
    assert "version" not in found.attributes


@pytest.mark.parametrize(
    "inside",
    ["", "  depends_on = [data.aws_region.r]\n", CONDITION % "true" + "    }\n  }\n"],
    ids=["nothing", "data", "condition on nothing"],
)
def test_a_document_that_depends_on_no_resource_is_read(read, inside):
    text = 'data "aws_region" "r" {\n  name = "eu-west-1"\n}\n' + document(inside)
    assert json_of(read(text)) is not UNKNOWN


def test_a_document_waits_for_what_the_call_of_its_module_depends_on(read):
    call = 'module "%s" {\n  source = "%s"\n%s}\n'
    files = {
        "main.tf": BOX + call % ("m", "./m", "  depends_on = [x_box.b]\n"),
        "m/main.tf": call % ("n", "../n", ""),
        "n/main.tf": document(""),
    }
    assert json_of(read(files), "module.m.module.n.data.aws_iam_policy_document.d") is UNKNOWN
