"""What the Terraform writer says, and what it leaves unsaid."""

from dataclasses import replace

import pytest

from dharma_core.generation import input_values, render
from dharma_core.generation.formats import terraform
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Expression,
    Output,
    Plan,
    Ref,
    Variable,
    make_resource,
)
from dharma_core.plan.masking import MASKED
from dharma_core.storage.facts import load_catalog

VPC = make_resource(
    Address("aws_vpc", "main"), {"cidr_block": "10.0.0.0/16", "id": UNKNOWN, "arn": UNKNOWN}
)


def one(type_, attributes, *expressions, name="x", **parts):
    return make_resource(Address(type_, name), attributes, expressions=expressions, **parts)


def main_of(*resources, **parts):
    generation = render(Plan(resources, **parts), "terraform", load_catalog())
    return {file.path: file.text for file in generation.files}, generation


def test_render_writes_a_reference_where_the_source_has_one():
    link = Expression.of(("vpc_id",), Ref("aws_vpc.main", "id"))
    files, _ = main_of(VPC, one("aws_subnet", {"vpc_id": UNKNOWN}, link))
    assert 'resource "aws_subnet" "x" {\n  vpc_id = aws_vpc.main.id\n}\n' in files["main.tf"]


def test_render_infers_a_plain_reference_when_only_the_mention_is_known():
    mentions = (Ref("aws_vpc.main", "id"), Ref("aws_vpc.main"))
    link = Expression(("vpc_id",), (), mentions)
    files, generation = main_of(VPC, one("aws_subnet", {"vpc_id": UNKNOWN}, link))
    assert "vpc_id = aws_vpc.main.id" in files["main.tf"]
    assert generation.untranslated == ()


def test_render_asks_for_a_document_it_cannot_reconstruct_and_says_so():
    source = Expression(("policy",), (), (Ref("aws_vpc.main", "arn"),))
    policy = one("aws_iam_role_policy", {"role": "r", "policy": UNKNOWN}, source)
    files, generation = main_of(VPC, policy)
    assert "= var.aws_iam_role_policy_x_policy\n" in files["main.tf"]
    assert "depends_on = [aws_vpc.main]" in files["main.tf"]
    assert generation.untranslated == ()
    assert generation.notes == (
        "aws_iam_role_policy.x: policy: not told by the source, asked for as "
        "aws_iam_role_policy_x_policy",
    )


def test_render_lists_every_instance_of_a_counted_block():
    subnets = [make_resource(Address("aws_subnet", "s", index=i), {"id": UNKNOWN}) for i in (0, 1)]
    source = Expression(("subnets",), (), (Ref("aws_subnet.s"),))
    files, _ = main_of(*subnets, one("aws_lb", {"subnets": UNKNOWN}, source))
    assert "subnets = [aws_subnet.s_0.id, aws_subnet.s_1.id]" in files["main.tf"]
    assert "from = aws_subnet.s[0]\n  to   = aws_subnet.s_0" in files["moved.tf"]


def test_render_pairs_counted_instances_by_index():
    subnets = [make_resource(Address("aws_subnet", "s", index=i), {"id": UNKNOWN}) for i in (0, 1)]
    link = Expression(("subnet_id",), (), (Ref("aws_subnet.s"), Ref("count.index")))
    server = make_resource(
        Address("aws_instance", "w", index=1), {"subnet_id": UNKNOWN}, expressions=(link,)
    )
    files, _ = main_of(*subnets, server)
    assert "subnet_id = aws_subnet.s_1.id" in files["main.tf"]


def test_render_gives_flattened_modules_names_of_their_own():
    inner = make_resource(Address("aws_vpc", "main", module='module.net["eu.1"]'), {})
    files, _ = main_of(VPC, inner)
    assert 'resource "aws_vpc" "net_eu_1_main" {}' in files["main.tf"]


@pytest.mark.parametrize("value", ["hunter2", MASKED], ids=["known", "masked"])
def test_render_never_writes_a_secret(value):
    database = one("aws_db_instance", {"password": value}, sensitive={"password": True})
    files, _ = main_of(database)
    assert "password = var.aws_db_instance_x_password" in files["main.tf"]
    assert "sensitive   = true" in files["variables.tf"]
    assert not any(value in text for text in files.values())


def test_input_values_hand_over_known_secrets_only():
    known = one("aws_db_instance", {"password": "hunter2"}, sensitive={"password": True})
    masked = one("aws_db_instance", {"password": MASKED}, name="y")
    size = Expression.of(("instance_class",), Ref("var.size"))
    known = replace(known, expressions=(size,))
    plan = Plan((known, masked), variables=(Variable("size", value="small"),))
    values = input_values(plan, load_catalog())
    assert values == {"aws_db_instance_x_password": "hunter2"}


def test_render_leaves_out_what_the_provider_computes():
    bucket = one(
        "aws_s3_bucket",
        {"bucket": "b", "arn": "arn:aws:s3:::b", "id": "b", "tags_all": {}, "grant": ()},
    )
    files, _ = main_of(bucket)
    assert files["main.tf"] == 'resource "aws_s3_bucket" "x" {\n  bucket = "b"\n}\n'


def test_render_writes_out_the_tags_of_the_provider_block():
    vpc = one("aws_vpc", {"tags": {"Name": "n"}, "tags_all": {"Name": "n", "Owner": "o"}})
    files, _ = main_of(vpc)
    assert 'tags = {\n    Name  = "n"\n    Owner = "o"\n  }' in files["main.tf"]


def test_render_opens_documents_with_references_inside():
    source = Expression.of(("policy",), '{"Resource":"', Ref("aws_vpc.main", "arn"), '/*"}')
    files, _ = main_of(VPC, one("aws_iam_role_policy", {"policy": UNKNOWN}, source))
    assert 'policy = jsonencode({\n    Resource = "${aws_vpc.main.arn}/*"' in files["main.tf"]


def test_render_keeps_json_as_text_where_its_spacing_matters():
    spaced = '{"a": 1}'
    files, _ = main_of(one("aws_sqs_queue", {"name": spaced}))
    assert r'name = "{\"a\": 1}"' in files["main.tf"]


def test_render_opens_policies_whatever_their_spacing():
    files, _ = main_of(one("aws_iam_role_policy", {"policy": '{"Version": "2012-10-17"}'}))
    assert 'policy = jsonencode({\n    Version = "2012-10-17"' in files["main.tf"]


def test_render_passes_an_unknown_type_through_and_says_so():
    strange = one("aws_made_up", {"size": 3, "rule": [{"a": 1}], "id": UNKNOWN})
    files, generation = main_of(strange)
    assert "size = 3\n\n  rule {\n    a = 1\n  }" in files["main.tf"]
    assert "aws_made_up" in generation.notes[0]


def test_render_fetches_no_provider_for_what_is_built_into_terraform():
    note = make_resource(Address("terraform_data", "note"), {"input": 1}, provider="terraform")
    plan = Plan((note,), name="n", provider="terraform", region="eu-west-1")
    files = {f.path: f.text for f in render(plan, "terraform", load_catalog()).files}
    assert files["versions.tf"] == 'terraform {\n  required_version = ">= 1.3"\n}\n'
    assert "providers.tf" not in files


def test_render_declares_only_variables_in_use_with_the_value_in_force():
    variables = (Variable("a", default="x", value="y"), Variable("unused", default="z"))
    source = Expression.of(("instance_type",), Ref("var.a"))
    files, _ = main_of(one("aws_instance", {"instance_type": "y"}, source), variables=variables)
    assert "instance_type = var.a" in files["main.tf"]
    assert files["variables.tf"] == 'variable "a" {\n  type    = string\n  default = "y"\n}\n'


def test_render_writes_outputs_and_reports_those_without_a_source():
    outputs = (Output("v", (Ref("aws_vpc.main", "id"),)), Output("lost"))
    files, generation = main_of(VPC, outputs=outputs)
    assert files["outputs.tf"] == 'output "v" {\n  value = aws_vpc.main.id\n}\n'
    assert generation.untranslated == ("output.lost: nothing says where its value comes from",)


def test_render_says_of_a_secret_output_why_it_is_left_out():
    _, generation = main_of(VPC, outputs=(Output("key", value={"a": MASKED}, sensitive=True),))
    reason = "its value is a secret that the source does not tell"
    assert generation.untranslated == (f"output.key: {reason}",)


def test_render_keeps_a_list_output_that_reads_an_input():
    zones = Variable("zones", type="list(string)", value=("a", "b"))
    output = Output("zones", (Ref("var.zones"),), value=("a", "b"))
    files, _ = main_of(VPC, variables=(zones,), outputs=(output,))
    assert files["outputs.tf"] == 'output "zones" {\n  value = var.zones\n}\n'


def test_render_finds_the_expression_of_a_reordered_block():
    source = Expression(("ingress", 0, "security_groups"), (), (Ref("aws_vpc.main", "id"),))
    rules = [{"from_port": 1, "security_groups": ["sg-1"]}, {"security_groups": UNKNOWN}]
    files, _ = main_of(VPC, one("aws_security_group", {"ingress": rules}, source))
    assert "security_groups = [aws_vpc.main.id]" in files["main.tf"]


def test_googles_project_and_region_stand_in_its_provider_block():
    network = make_resource(Address("google_compute_network", "n"), {"name": "n"})
    variables = (Variable("project", default="acme-prod"),)
    plan = Plan((network,), provider="google", region="europe-west1", variables=variables)
    files = {f.path: f.text for f in render(plan, "terraform", load_catalog()).files}
    assert files["providers.tf"] == (
        'provider "google" {\n  project = var.project\n  region  = "europe-west1"\n}\n'
    )
    assert 'variable "project"' in files["variables.tf"]
    assert 'source  = "hashicorp/google"' in files["versions.tf"]


def test_what_the_provider_defaults_to_is_written_only_when_asked_for():
    pool = one("aws_cognito_identity_pool", {"allow_unauthenticated_identities": False})
    files, _ = main_of(pool)
    assert "allow_unauthenticated_identities" not in files["main.tf"]
    kept = terraform.render(Plan((pool,)), load_catalog(), keep=lambda _type, _path: True)
    written = {file.path: file.text for file in kept.files}
    assert "allow_unauthenticated_identities = false" in written["main.tf"]
