"""A file of waivers, and how each of its faults is named."""

from datetime import date

import pytest

from dharma_core.errors import InputError
from dharma_core.policies.waiver_file import parse_waivers

GOOD = """\
version: 1
waivers:
- rule: [DH_1, DH_2]
  address: aws_s3_bucket.*
  reason: moved in spring
  until: 2027-01-31
  owner: ann
  ticket: SEC-12
"""


def test_an_entry_gives_a_waiver_for_each_of_its_rules():
    found = parse_waivers(GOOD, file="w.yaml")
    assert [(w.rule, w.where) for w in found] == [("DH_1", "w.yaml:3"), ("DH_2", "w.yaml:3")]
    first = found[0]
    assert (first.until, first.owner, first.ticket) == (date(2027, 1, 31), "ann", "SEC-12")
    assert first.address == "aws_s3_bucket.*"


@pytest.mark.parametrize("text", ["", "waivers:\n", "waivers: []\n"], ids=["empty", "null", "none"])
def test_a_file_may_hold_none(text):
    assert parse_waivers(text, file="w.yaml") == ()


@pytest.mark.parametrize(
    ("before", "after", "said", "step"),
    [
        ("reason:", "reson:", "w.yaml:5: a waiver has no key 'reson'", "reason"),
        ("waivers:", "waiver:", "w.yaml:3: the file has no key 'waiver'", "waivers"),
        ("2027-01-31", "31.1.2027", "w.yaml:6: '31.1.2027' is no day", "2027-01-31"),
        ("2027-01-31", "2027-02-30", "w.yaml:6: '2027-02-30' is no day", "2027-01-31"),
        ("[DH_1, DH_2]", "'*'", "w.yaml:3: rule is '*'", "dharma policy list"),
        ("  address: aws_s3_bucket.*\n", "", "w.yaml:3: this waiver has no address", "address"),
        ("version: 1", "version: 2", "w.yaml:1: only version 1", "version: 1"),
        ("owner: ann", "owner: [ann]", "w.yaml:7: expected one text", "owner"),
    ],
    ids=["key", "section", "format", "day", "star", "no address", "version", "list"],
)
def test_a_fault_is_named_with_its_line_and_the_way_out(before, after, said, step):
    with pytest.raises(InputError, match=said.replace("*", r"\*")) as caught:
        parse_waivers(GOOD.replace(before, after), file="w.yaml")
    assert step in caught.value.next_step
