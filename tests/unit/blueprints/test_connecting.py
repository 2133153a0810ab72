"""A line on the canvas into a property."""

from __future__ import annotations

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.connecting import Fit, connect, find_fits, references_by_path
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_catalog

HEAD = "name: net\nversion: 1.0.0\nprovider: aws\nregion: eu-west-1\nresources:\n"


def design_of(*resources: str):
    return parse_blueprint(HEAD + "".join(f"- {{{r}}}\n" for r in resources), file="net.yaml")


def connected(design, user: str, needed: str):
    first = find_fits(design, user, needed, load_catalog())[0]
    return connect(design, first).blueprint.resource(user)


def test_the_catalogue_says_which_property_names_the_other() -> None:
    design = design_of("name: main, type: vpc", "name: a, type: subnet")
    assert connected(design, "a", "main").properties == {"vpc_id": "${main.id}"}


def test_a_list_grows_and_the_one_in_use_comes_first() -> None:
    design = design_of(
        "name: one, type: security_group",
        "name: two, type: security_group",
        "name: web, type: ec2_instance, properties: {vpc_security_group_ids: ['${one.id}']}",
    )
    found = connected(design, "web", "two").properties
    assert found == {"vpc_security_group_ids": ("${one.id}", "${two.id}")}


def test_what_is_connected_already_does_not_fit_again() -> None:
    design = design_of(
        "name: main, type: vpc", "name: a, type: subnet, properties: {vpc_id: '${main.id}'}"
    )
    assert find_fits(design, "a", "main", load_catalog()) == ()


def test_a_taken_property_fits_last_and_is_marked() -> None:
    design = design_of(
        "name: main, type: vpc",
        "name: other, type: vpc",
        "name: a, type: subnet, properties: {vpc_id: '${main.id}'}",
    )
    (fit,) = find_fits(design, "a", "other", load_catalog())
    assert fit.taken


def test_one_of_several_is_read_by_its_number_and_all_of_them_into_a_list() -> None:
    design = design_of(
        "name: nets, type: subnet, count: 2",
        "name: web, type: ec2_instance",
        "name: front, type: lb",
    )
    assert connected(design, "web", "nets").properties["subnet_id"] == "${nets[0].id}"
    assert connected(design, "front", "nets").properties["subnets"] == ("${nets[*].id}",)


def test_a_portable_kind_connects_by_its_declared_reference() -> None:
    design = design_of("name: net, type: network.vpc", "name: a, type: network.subnet")
    assert connected(design, "a", "net").properties == {"network": "${net.id}"}


def test_a_portable_kind_takes_the_native_resource_it_would_become() -> None:
    design = design_of("name: net, type: vpc", "name: a, type: network.subnet")
    assert connected(design, "a", "net").properties == {"network": "${net.id}"}


def test_order_alone_is_kept_in_depends_on_once() -> None:
    design = design_of("name: a, type: queue", "name: b, type: queue")
    order = Fit("a", "b", (), "")
    ordered = connect(design, order).blueprint
    assert ordered.resource("a").depends_on == ("b",)
    with pytest.raises(InputError, match="already"):
        connect(ordered, order)


def test_nothing_refers_to_itself() -> None:
    with pytest.raises(InputError, match="itself"):
        find_fits(design_of("name: a, type: queue"), "a", "a", load_catalog())


def test_a_property_lists_the_references_that_fit_it() -> None:
    design = design_of(
        "name: main, type: vpc", "name: other, type: vpc", "name: a, type: subnet",
    )  # fmt: skip
    found = references_by_path(design, "a", load_catalog())
    assert found[("vpc_id",)] == ("${main.id}", "${other.id}")
