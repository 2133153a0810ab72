from __future__ import annotations

import pytest

from dharma_core.errors import InputError
from dharma_core.plan import Address, Catalog, Plan, make_resource
from dharma_core.views.architecture import architecture_svg, lay_out, layer_names


def test_what_is_needed_stands_left_of_who_needs_it(plan: Plan, catalog: Catalog) -> None:
    layers = {n.key: n.layer for n in lay_out(plan, catalog).nodes}
    assert layers == {
        "aws_vpc.main": 0,
        "aws_s3_bucket.logs": 0,
        "aws_subnet.a": 1,
        "aws_instance.web": 2,
        "aws_db_instance.db": 3,
    }


def test_counted_instances_share_a_box_and_implied_edges_are_left_out(
    plan: Plan, catalog: Catalog
) -> None:
    picture = lay_out(plan, catalog)
    counts = {n.key: n.count for n in picture.nodes}
    assert counts["aws_instance.web"] == 2
    assert ("aws_vpc.main", "aws_instance.web") not in picture.edges
    assert ("aws_subnet.a", "aws_instance.web") in picture.edges


def test_a_large_plan_is_drawn_by_type(catalog: Catalog) -> None:
    many = tuple(make_resource(Address("aws_s3_bucket", f"b{i}"), {}) for i in range(61))
    (box,) = lay_out(Plan(many), catalog).nodes
    assert (box.title, box.count) == ("Bucket", 61)


def test_a_circle_is_an_error(catalog: Catalog) -> None:
    ring = Plan(
        (
            make_resource(Address("aws_vpc", "a"), {}, depends_on=("aws_vpc.b",)),
            make_resource(Address("aws_vpc", "b"), {}, depends_on=("aws_vpc.a",)),
        )
    )
    with pytest.raises(InputError, match="circle"):
        lay_out(ring, catalog)


def test_the_svg_escapes_names_and_every_box_has_one_place(plan: Plan, catalog: Catalog) -> None:
    picture = lay_out(plan, catalog)
    assert len({(n.layer, n.row) for n in picture.nodes}) == len(picture.nodes)
    odd = Plan((make_resource(Address("aws_x<i>", "y"), {}),))
    assert "<i>" not in architecture_svg(lay_out(odd, catalog))
    assert architecture_svg(lay_out(Plan(()), catalog)) == ""


def test_the_layers_are_told_in_words(plan: Plan, catalog: Catalog) -> None:
    assert layer_names(lay_out(plan, catalog).layers)[2] == "2 × Instance web"
