"""What ``custom.fix`` may say, and what is refused."""

import pytest

from dharma_core.errors import InputError
from dharma_core.policies.repairs import EVERY, parse_fix


def test_fix_is_read_with_its_paths_as_steps():
    fix = parse_fix({
        "set": {"a[].b.c": [1]}, "remove": ["metadata.serial-port-enable"],
        "add": {"type": "t", "link": "l", "attributes": {"x": True}},
    })  # fmt: skip
    assert fix.sets == ((("a", EVERY, "b", "c"), (1,)),)
    assert fix.removes == (("metadata", "serial-port-enable"),)
    assert (fix.adds.type, fix.adds.link, dict(fix.adds.attributes)) == ("t", "l", {"x": True})


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"sets": {"a": 1}}, "custom.fix has the unknown key 'sets'"),
        ({}, "custom.fix states no change"),
        ("a", "custom.fix is not a mapping"),
        ({"set": ["a"]}, "custom.fix.set is not a mapping"),
        ({"set": {"a..b": 1}}, "custom.fix names 'a..b', which is no path"),
        ({"remove": "a"}, "custom.fix.remove is not a list"),
        ({"add": {"type": "t"}}, "custom.fix.add lacks link, attributes"),
        ({"add": {"type": "t", "to": 1}}, "custom.fix.add has the unknown key 'to'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_fix_that_says_something_else_is_refused(raw, message):
    with pytest.raises(InputError, match=message.replace("[", r"\[")):
        parse_fix(raw)
