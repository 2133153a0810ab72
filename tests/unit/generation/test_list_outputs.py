"""Outputs that are lists: of several instances, of references and text, of one attribute."""

import json

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.generation import render
from dharma_core.generation.pulumi.reading import read_program
from dharma_core.importers import read_text
from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform import read_folder
from dharma_core.plan.normal_form import normal_form
from dharma_core.plan.terraform_json import plan_from_json
from dharma_core.plan.terraform_writing import plan_to_json
from dharma_core.runners.format_checks import run_checks
from dharma_core.runners.pulumi_checks import run_program
from dharma_core.storage.facts import load_catalog

CATALOG = load_catalog()
HEAD = "name: net\nversion: 1.0.0\nprovider: {provider}\nregion: {region}\n"
AWS = """resources:
  - {name: a, type: aws_sqs_queue, count: 2, properties: {name: "a-${count.index}"}}
  - {name: b, type: aws_sns_topic, properties: {name: b}}
  - {name: z, type: aws_route53_zone, properties: {name: example.com}}
outputs:
  splat: {value: ["${a[*].arn}"]}
  mixed: {value: ["${b.arn}", "queue ${a[0].arn}", plain]}
  servers: "${z.name_servers}"
"""
AZURE = """resources:
  - {name: g, type: azurerm_resource_group, properties: {name: g, location: westeurope}}
  - name: a
    type: azurerm_public_ip
    count: 2
    properties:
      name: a-${count.index}
      location: westeurope
      resource_group_name: ${g.name}
      allocation_method: Static
outputs:
  splat: {value: ["${a[*].ip_address}"]}
  mixed: {value: ["${a[0].ip_address}", plain]}
"""


def plan_of(text, provider="aws", region="us-east-1"):
    head = HEAD.format(provider=provider, region=region)
    return lower(parse_blueprint(head + text, file="net.yaml", catalog=CATALOG), CATALOG)


def written(plan, format_name, file):
    made = render(plan, format_name, CATALOG)
    assert made.untranslated == ()
    return next(f.text for f in made.files if f.path.endswith(file))


def test_terraform_writes_lists():
    text = written(plan_of(AWS), "terraform", "outputs.tf")
    assert "value = [aws_sqs_queue.a_0.arn, aws_sqs_queue.a_1.arn]" in text
    assert 'value = [aws_sns_topic.b.arn, "queue ${aws_sqs_queue.a_0.arn}", "plain"]' in text
    assert "value = aws_route53_zone.z.name_servers" in text


def test_cloudformation_joins_them_with_commas():
    text = written(plan_of(AWS), "cloudformation", "template.yaml").partition("Outputs:\n")[2]
    lines = [line.strip() for line in text.splitlines()]
    assert lines[2:6] == [
        "Fn::Join:",
        "- ','",
        "- - !GetAtt SqsQueueA0.Arn",
        "- !GetAtt SqsQueueA1.Arn",
    ]
    assert lines[10:13] == ["- - !Ref SnsTopicB", "- !Sub queue ${SqsQueueA0.Arn}", "- plain"]
    assert lines[-3:] == ["Fn::Join:", "- ','", "- !GetAtt Route53ZoneZ.NameServers"]


def test_the_cdk_joins_them_too():
    text = written(plan_of(AWS), "cdk", "stack.py")
    assert 'value=cdk.Fn.join(",", [sqs_queue_a0.attr_arn, sqs_queue_a1.attr_arn])' in text
    assert 'value=cdk.Fn.join(",", route53_zone_z.attr_name_servers)' in text


def test_a_joined_text_is_read_from_a_template_as_it_is():
    text = written(plan_of(AWS), "cloudformation", "template.yaml")
    back = read_text(text, file="template.yaml", catalog=CATALOG)
    assert (back.problems, [o.name for o in back.outputs]) == ((), ["Splat", "Mixed", "Servers"])
    assert len(back.outputs[0].mentions) == 2


def test_in_cloudformation_known_texts_are_one_text_and_a_mapping_is_told():
    topic = "resources: [{name: b, type: aws_sns_topic, properties: {name: b}}]\n"
    outputs = 'outputs: {zones: {value: [a, 2, true]}, map: {value: {a: "${b.arn}"}}}'
    made = render(plan_of(topic + outputs), "cloudformation", CATALOG)
    assert made.untranslated == ("output.map",)
    assert "Value: a,2,true" in made.files[0].text


@pytest.mark.parametrize("format_name", ["arm", "bicep"])
def test_azure_templates_have_array_outputs_that_check(format_name):
    plan = plan_of(AZURE, "azure", "westeurope")
    made = render(plan, format_name, CATALOG)
    assert made.untranslated == ()
    assert [(r.status, r.detail) for r in run_checks(made) if r.status == "failed"] == []
    text = "".join(f.text for f in made.files)
    assert ('"splat": {' in text and '"type": "array"' in text) or "output splat array" in text


@pytest.mark.pulumi
def test_pulumi_exports_lists_that_come_back_the_same():
    plan = plan_of(AWS)
    back = read_program(run_program(render(plan, "pulumi", CATALOG)), CATALOG)
    before, after = normal_form(plan, CATALOG), normal_form(back, CATALOG)
    assert dict(after.outputs) == dict(before.outputs)
    assert len(after.outputs) == 3


def test_a_stored_plan_keeps_how_its_lists_are_written():
    plan = plan_of(AWS)
    back = plan_from_json(json.loads(json.dumps(plan_to_json(plan))), name="net")
    assert [o.expressions for o in back.outputs] == [o.expressions for o in plan.outputs]
    assert written(back, "terraform", "outputs.tf") == written(plan, "terraform", "outputs.tf")


def test_terraform_is_read_and_written_alike():
    source = (
        'resource "aws_sqs_queue" "a" {\n  count = 2\n}\n'
        'output "all" {\n  value = [aws_sqs_queue.a[0].arn, "x-${aws_sqs_queue.a[1].arn}"]\n}\n'
    )
    plan = read_folder(MemoryFolder({"main.tf": source}), catalog=CATALOG)
    text = written(plan, "terraform", "outputs.tf")
    assert 'value = [aws_sqs_queue.a_0.arn, "x-${aws_sqs_queue.a_1.arn}"]' in text
