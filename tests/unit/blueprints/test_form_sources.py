"""What a field may read from elsewhere."""

from __future__ import annotations

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.form_sources import parts_to_read, reference_to, sources_for
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_catalog

TEXT = """
name: shop
version: 1.0.0
provider: aws
region: eu-west-1
variables: {size: {}, many: {type: number}, ids: {type: list(string)}}
resources:
- {name: main, type: vpc}
- {name: net, type: subnet, properties: {vpc_id: "${main.id}"}}
- {name: web, type: ec2_instance, count: 2, properties: {subnet_id: "${net.id}"}}
- {name: files, type: storage.bucket}
- {name: odd, type: acme_thing, native: true}
"""


@pytest.fixture
def design():
    return parse_blueprint(TEXT, file="shop.yaml")


@pytest.mark.parametrize(
    ("type_", "sources"),
    [
        ("string", ("var.size", "var.many", "files", "main", "odd")),
        ("number", ("var.many", "files", "main", "odd")),
        ("list(string)", ("var.ids", "files", "main", "odd")),
    ],
)
def test_fitting_variables_and_what_closes_no_circle_are_offered(design, type_, sources) -> None:
    assert sources_for(design, "net", type_) == sources


def test_an_output_may_read_everything(design) -> None:
    assert sources_for(design, "", "any")[-5:] == ("files", "main", "net", "odd", "web")


def test_the_usual_parts_of_a_resource_come_first(design) -> None:
    catalog = load_catalog()
    parts = parts_to_read(design, "main", catalog, type_="string")
    assert parts[:2] == ("id", "arn")
    assert "cidr_block" in parts
    assert "tags" not in parts
    assert "bucket_name" in parts_to_read(design, "files", catalog, type_="string")
    assert parts_to_read(design, "odd", catalog, type_="string") == ("id",)
    assert parts_to_read(design, "var.size", catalog, type_="string") == ()


@pytest.mark.parametrize(
    ("source", "part", "type_", "text"),
    [
        ("var.size", "", "string", "${var.size}"),
        ("main", "id", "string", "${main.id}"),
        ("web", "id", "string", "${web[0].id}"),
        ("web", "id", "list(string)", "${web[*].id}"),
    ],
)
def test_a_source_is_written_as_its_reference(design, source, part, type_, text) -> None:
    assert reference_to(design, source, part, type_=type_) == text


def test_a_resource_is_read_by_a_part_of_it(design) -> None:
    with pytest.raises(InputError, match="Which part of main"):
        reference_to(design, "main", "", type_="string")
