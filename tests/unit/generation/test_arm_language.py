"""ARM's expressions as values: parsed, printed, refused."""

import pytest

from dharma_core.errors import FactError, InputError
from dharma_core.generation.arm.language import (
    Access,
    Call,
    name_segments,
    parse_section,
    parse_value,
    to_text,
)
from dharma_core.storage.facts import load_catalog


@pytest.mark.parametrize(
    "text",
    [
        "[parameters('size')]",
        "[format('{0}-it''s', variables('a').b[0])]",
        "[reference(resourceId('A.B/c', 'x'), '2020-01-01').p[parameters('key')]]",
        "[if(equals(1, -2), 'a', createArray())]",
        "plain [text]",
        "[[not an expression]",
    ],
)
def test_an_expression_is_printed_as_it_was_read(text):
    assert to_text(parse_value(text)) == text


def test_an_access_has_its_steps_in_order():
    value = parse_value("[reference('web').ips[1].address]")
    assert value == Access(Call("reference", ("web",)), ("ips", 1, "address"))


@pytest.mark.parametrize(
    "text", ["[concat('a]", "[concat('a',]", "[1 2]", "[a.b]", "[]", "[concat('a') + 1]"]
)
def test_what_is_no_expression_is_refused_with_its_place(text):
    with pytest.raises(InputError, match="ARM expression"):
        parse_value(text)


def test_deep_and_long_expressions_are_refused():
    with pytest.raises(InputError, match="nests more than"):
        parse_value("[" + "concat(" * 100 + "'x'" + ")" * 100 + "]")
    with pytest.raises(InputError, match="characters"):
        parse_value("[concat('" + "x" * 30_000 + "')]")


def test_a_name_has_a_segment_for_each_part():
    assert name_segments("net/app") == ("net", "app")
    assert name_segments("[concat(parameters('n'), '/app')]")[1] == "app"
    assert name_segments("[parameters('n')]") == (Call("parameters", ("n",)),)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({"types": "A.B/c"}, "unknown keys"),
        ({"properties": {"nmae": "x"}}, "no attribute"),
        ({"properties": {"sku": {"to": "x", "as": "loud"}}}, "unknown form"),
    ],
)
def test_a_wrong_section_names_its_type_and_its_mistake(section, said):
    with pytest.raises(FactError, match=f"azurerm_public_ip.*{said}"):
        parse_section(section, load_catalog().get("azurerm_public_ip"))
