from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.plan import Address, Catalog, Expression, Plan, Ref, make_resource
from dharma_core.views.diagram import draw, inline_svg, mermaid, svg

NAMES = "{http://www.w3.org/2000/svg}"


def test_containers_hold_what_names_them(plan: Plan, catalog: Catalog) -> None:
    parents = {n.name: n.parent for n in draw(plan, catalog).graph.nodes}
    assert parents["aws_subnet.a"] == "aws_vpc.main"
    assert parents["aws_instance.web"] == "aws_subnet.a"
    assert parents["aws_s3_bucket.logs"] == ""


def test_a_box_lies_inside_its_container(plan: Plan, catalog: Catalog) -> None:
    boxes = draw(plan, catalog).boxes
    network, subnet = boxes["aws_vpc.main"], boxes["aws_subnet.a"]
    assert network.x < subnet.x
    assert subnet.right < network.right
    assert network.y < subnet.y
    assert subnet.bottom < network.bottom


def test_counted_instances_share_a_box_and_what_a_container_tells_is_no_line(
    plan: Plan, catalog: Catalog
) -> None:
    picture = draw(plan, catalog)
    assert picture.graph.by_name["aws_instance.web"].count == 2
    assert picture.lines == (("aws_instance.web", "aws_db_instance.db"),)


def test_a_line_that_a_longer_way_tells_is_left_out(catalog: Catalog) -> None:
    def needs(name: str, *others: str):
        refs = (Expression.of((o,), Ref(f"aws_s3_bucket.{o}", "id")) for o in others)
        return make_resource(Address("aws_s3_bucket", name), {}, expressions=tuple(refs))

    picture = draw(Plan((needs("a"), needs("b", "a"), needs("c", "a", "b"))), catalog)
    assert [(n[-1], u[-1]) for n, u in picture.lines] == [("a", "b"), ("b", "c")]


def test_a_large_plan_is_drawn_by_type_and_place(catalog: Catalog) -> None:
    many = tuple(make_resource(Address("aws_s3_bucket", f"b{i}"), {}) for i in range(61))
    (box,) = draw(Plan(many), catalog).graph.nodes
    assert (box.title, box.count) == ("Bucket", 61)


def test_a_circle_is_drawn_too(catalog: Catalog) -> None:
    ring = Plan(
        (
            make_resource(Address("aws_s3_bucket", "a"), {}, depends_on=("aws_s3_bucket.b",)),
            make_resource(Address("aws_s3_bucket", "b"), {}, depends_on=("aws_s3_bucket.a",)),
        )
    )
    assert len(draw(ring, catalog).boxes) == 2


def test_the_svg_is_whole_escaped_and_without_script(plan: Plan, catalog: Catalog) -> None:
    odd = Plan((make_resource(Address("aws_x", 'y"><script>'), {}), *plan.resources))
    text = svg(draw(odd, catalog))
    root = ET.fromstring(text)  # noqa: S314 - our own text
    assert root.tag == f"{NAMES}svg"
    assert "<script" not in text
    assert len(root.findall(f".//{NAMES}rect[@class='dh-box']")) == 4
    assert "prefers-color-scheme: dark" in text


def test_the_same_source_gives_the_same_picture(plan: Plan, catalog: Catalog) -> None:
    assert svg(draw(plan, catalog)) == svg(draw(plan, catalog))
    assert mermaid(draw(plan, catalog)) == mermaid(draw(plan, catalog))


def test_nothing_to_draw_is_no_inline_picture(catalog: Catalog) -> None:
    assert inline_svg(draw(Plan(()), catalog)) == ""


def test_mermaid_nests_containers_and_points_at_what_is_needed(
    plan: Plan, catalog: Catalog
) -> None:
    lines = mermaid(draw(plan, catalog)).splitlines()
    assert lines[:4] == [
        "flowchart RL",
        '  subgraph n0["VPC main"]',
        '    subgraph n1["Subnet a"]',
        '      n2["2 × Instance<br/><b>web</b>"]',
    ]
    assert "  n3 --> n2" in lines


@pytest.mark.parametrize("name", ['a"b', "a<b>", "a#quot;b", "a`b"])
def test_mermaid_takes_nothing_of_a_name_for_its_own(catalog: Catalog, name: str) -> None:
    text = mermaid(draw(Plan((make_resource(Address("aws_x", name), {}),)), catalog))
    inside = re.search(r'<b>(.*)</b>"\]', text)
    assert inside is not None
    assert not set(inside[1]) & set('"<>`')


def test_a_design_stands_where_its_layout_says(catalog: Catalog) -> None:
    text = """
name: net
version: 1.0.0
provider: aws
region: us-east-1
resources:
- {name: logs, type: aws_s3_bucket}
layout: {logs: {x: 300, y: 200}}
"""
    picture = draw(parse_blueprint(text, file="net.yaml"), catalog)
    assert (picture.boxes["logs"].x, picture.boxes["logs"].y) == (300, 200)


def test_the_picture_is_told_in_words(plan: Plan, catalog: Catalog) -> None:
    assert draw(plan, catalog).words == (
        "VPC main: Subnet a",
        "Subnet a: 2 × Instance web",
        "Database db, Bucket logs",
    )
