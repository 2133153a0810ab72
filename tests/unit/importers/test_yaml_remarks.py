"""Comments and metadata in blueprints and CloudFormation that speak to checking tools."""

from dharma_core.importers import SourceText, read_source
from dharma_core.storage.facts import load_catalog

BLUEPRINT = """\
name: shop
version: 1.0.0
provider: aws
region: eu-west-1
resources:
  # dharma:ignore A above logs
  - name: logs
    type: aws_s3_bucket
    # dharma:ignore B in logs
    properties:
      bucket: "x # dharma:ignore no"
    # dharma:ignore C in logs too
  - name: jobs  # dharma:ignore D in jobs
    type: aws_sqs_queue
# dharma:ignore E nowhere
tags: {}
"""
TEMPLATE = """\
Resources:
  # dharma:ignore A above logs
  Logs:
    Type: AWS::S3::Bucket
    Metadata:
      checkov:
        skip:
          - id: CKV_AWS_18
            comment: no logs
  # dharma:ignore B above jobs
  Jobs:
    Type: AWS::SQS::Queue
"""


def remarks(text, file):
    plan = read_source(SourceText(text, file), load_catalog())
    return {str(r.address): [m.text for m in r.remarks] for r in plan}


def test_a_blueprint_s_comment_belongs_to_the_resource_it_is_indented_for():
    assert remarks(BLUEPRINT, "shop.yaml") == {
        "aws_s3_bucket.logs": [
            "dharma:ignore A above logs",
            "dharma:ignore B in logs",
            "dharma:ignore C in logs too",
        ],
        "aws_sqs_queue.jobs": ["dharma:ignore D in jobs"],
    }


def test_cloudformation_s_metadata_is_read_as_checkov_reads_it():
    assert remarks(TEMPLATE, "t.yaml") == {
        "aws_s3_bucket.logs": ["checkov:skip=CKV_AWS_18:no logs", "dharma:ignore A above logs"],
        "aws_sqs_queue.jobs": ["dharma:ignore B above jobs"],
    }
