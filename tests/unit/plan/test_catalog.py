"""Catalogue files are parsed strictly."""

import pytest

from dharma_core.errors import FactError, NotFoundError
from dharma_core.plan import make_catalog, parse_resource_type

HEAD = {"type": "aws_vpc", "provider": "aws", "title": "VPC", "service": "VPC", "aliases": ["vpc"]}
BLOCK = {
    "block": True,
    "max_items": 1,
    "members": {"size": {"type": "number", "default": 8, "forces_replace": True}},
}


def vpc(**more):
    return parse_resource_type({**HEAD, "attributes": {"disk": BLOCK}, **more}, file="aws_vpc.yaml")


def test_attribute_is_found_by_path_whatever_the_list_positions():
    fact = vpc().attribute(("disk", 0, "size"))
    assert (fact.type, fact.has_default, fact.default) == ("number", True, 8)
    assert vpc().attribute(("disk", 0, "colour")) is None


def test_forces_replace_holds_for_the_attribute_and_all_inside_it():
    catalog = make_catalog([vpc()])
    assert catalog.forces_replace("aws_vpc", ("disk", 0, "size"))
    assert not catalog.forces_replace("aws_vpc", ("disk", 0))
    assert not catalog.forces_replace("aws_other", ("disk",))


def test_foreign_keys_become_sections():
    assert vpc(arm={"kind": "x"}).sections == {"arm": {"kind": "x"}}


def test_find_takes_names_and_aliases_and_get_names_the_nearest():
    catalog = make_catalog([vpc()])
    assert catalog.find("vpc") is catalog.find("aws_vpc")
    assert catalog.find("cpv") is None
    with pytest.raises(
        NotFoundError, match=r"Unknown resource type 'aws_vcp'\. Did you mean 'aws_vpc'"
    ):
        catalog.get("aws_vcp")


def test_default_null_is_told_from_no_default():
    type_ = vpc(attributes={"a": {"default": None}, "b": {}})
    assert type_.attributes["a"].has_default
    assert not type_.attributes["b"].has_default


@pytest.mark.parametrize("key", ["type", "provider", "title", "service"])
def test_parse_names_file_and_key_that_is_missing(key):
    raw = {k: v for k, v in HEAD.items() if k != key} | {"attributes": {}}
    with pytest.raises(FactError, match=rf"aws_vpc\.yaml: the key '{key}' is missing"):
        parse_resource_type(raw, file="aws_vpc.yaml")


def test_parse_refuses_unknown_keys_of_an_attribute():
    with pytest.raises(FactError, match=r"attribute 'a' has unknown keys \['requird'\]"):
        vpc(attributes={"a": {"requird": True}})


def test_catalog_refuses_a_name_claimed_twice():
    with pytest.raises(FactError, match="claim the name 'vpc'"):
        make_catalog([vpc(), vpc(type="aws_other")])
