"""Addresses are read and written as Terraform does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.plan import Address, parse_address

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,8}", fullmatch=True)
INDEXES = st.one_of(st.none(), st.integers(0, 99), st.text(max_size=6))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aws_vpc.main", Address("aws_vpc", "main")),
        ("aws_vpc.main[2]", Address("aws_vpc", "main", index=2)),
        ('aws_vpc.main["é.b"]', Address("aws_vpc", "main", index="é.b")),
        ("data.aws_ami.base", Address("aws_ami", "base", mode="data")),
        (
            'module.net["eu"].module.sub[0].data.aws_ami.base[1]',
            Address("aws_ami", "base", 'module.net["eu"].module.sub[0]', 1, "data"),
        ),
    ],
    ids=["plain", "count", "for_each", "data", "nested modules"],
)
def test_parse_address_reads_each_part_and_str_writes_it_back(text, expected):
    assert parse_address(text) == expected
    assert str(expected) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "aws_vpc",
        "aws_vpc.main.",
        "aws_vpc..main",
        "aws_vpc[0].main",
        'a.b["\\q"]',
        "a.b.c",
        "a b.c",
    ],
)
def test_parse_address_refuses_what_is_no_address(text):
    with pytest.raises(InputError, match="is not a resource address"):
        parse_address(text)


MODULES = st.builds(lambda name, index: str(Address("module", name, index=index)), NAMES, INDEXES)
ADDRESSES = st.builds(
    Address,
    NAMES.filter(lambda name: name not in ("data", "module")),
    NAMES,
    MODULES,
    INDEXES,
    st.sampled_from(["managed", "data"]),
)


@given(ADDRESSES)
def test_any_address_survives_being_written_and_read(address):
    assert parse_address(str(address)) == address


def test_config_address_leaves_out_the_index_only_of_the_resource():
    address = parse_address("module.a[1].aws_vpc.main[0]")
    assert address.config_address == "module.a[1].aws_vpc.main"
