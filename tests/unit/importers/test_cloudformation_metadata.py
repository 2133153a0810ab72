"""What Dharma's own templates keep beside the properties comes back, and nothing else does."""

from __future__ import annotations

import pytest

from dharma_core.importers.cloudformation import read_template
from dharma_core.plan import Catalog, Plan
from dharma_core.storage.facts import load_catalog


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def _bucket(catalog: Catalog, metadata: str) -> Plan:
    text = (
        "Parameters: {Env: {Type: String, Default: dev}}\n"
        "Resources:\n"
        "  Logs:\n"
        "    Type: AWS::S3::Bucket\n"
        f"    Metadata: {metadata}\n"
        "    Properties:\n"
        "      BucketName: logs\n"
        "      VersioningConfiguration: {Status: Enabled}\n"
    )
    return read_template(text, file="stack.yaml", catalog=catalog)


def test_kept_attributes_come_back_with_their_inputs(catalog: Catalog) -> None:
    said = "{Address: aws_s3_bucket.logs, Attributes: {force_destroy: true}}"
    bucket = _bucket(catalog, f"{{Dharma: {said}}}").by_address["aws_s3_bucket.logs"]
    assert bucket.attributes["force_destroy"] is True
    said = "{Address: aws_s3_bucket.logs, Attributes: {bucket_prefix: !Sub '${Env}-'}}"
    bucket = _bucket(catalog, f"{{Dharma: {said}}}").by_address["aws_s3_bucket.logs"]
    assert bucket.attributes["bucket_prefix"] == "dev-"
    assert [ref.target for ref in bucket.references] == ["var.Env"]


def test_attributes_of_what_is_written_inside_another_come_back_to_it(catalog: Catalog) -> None:
    own = "aws_s3_bucket_versioning.v"
    said = f"{{Holds: [{own}], HeldAttributes: {{{own}: {{expected_bucket_owner: '1'}}}}}}"
    plan = _bucket(catalog, f"{{Dharma: {said}}}")
    assert plan.by_address[own].attributes["expected_bucket_owner"] == "1"
    assert "expected_bucket_owner" not in plan.by_address["aws_s3_bucket.logs"].attributes


@pytest.mark.parametrize(
    "attributes",
    [
        "{bucket: other}",
        "{arn: 'arn:aws:s3:::other'}",
        "{nobody: 1}",
        "[force_destroy]",
        "{force_destroy.0.x: 1}",
        "{'': 1}",
    ],
    ids=["said by a property", "read only", "no such attribute", "no mapping", "no block", "empty"],
)
def test_metadata_never_overrules_the_properties(catalog: Catalog, attributes: str) -> None:
    plain = _bucket(catalog, "{Dharma: {Address: aws_s3_bucket.logs}}")
    said = f"{{Address: aws_s3_bucket.logs, Attributes: {attributes}}}"
    plan = _bucket(catalog, f"{{Dharma: {said}}}")
    assert plan.resources == plain.resources


def test_retained_database_keeps_what_terraform_does_when_it_goes(catalog: Catalog) -> None:
    said = "{Address: aws_db_instance.db, Attributes: {skip_final_snapshot: true}}"
    text = (
        "Resources:\n"
        "  Db:\n"
        "    Type: AWS::RDS::DBInstance\n"
        "    DeletionPolicy: Retain\n"
        f"    Metadata: {{Dharma: {said}}}\n"
        "    Properties: {DBInstanceClass: db.t3.micro, Engine: mysql}\n"
    )
    (database,) = read_template(text, file="stack.yaml", catalog=catalog)
    assert database.attributes["skip_final_snapshot"] is True
    (database,) = read_template(text.replace(said, "{}"), file="stack.yaml", catalog=catalog)
    assert database.attributes["skip_final_snapshot"] is False
