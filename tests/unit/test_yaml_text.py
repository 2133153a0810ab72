"""Small files of YAML: what is refused before anything is built from them."""

import pytest

from dharma_core.errors import InputError
from dharma_core.yaml_text import YamlForm, compose, is_null, pairs

FORM = YamlForm("a list of names", 2, "Begin with 'names:'.", "Write one a line.", "Name fewer.")


@pytest.mark.parametrize(
    ("text", "message", "next_step"),
    [
        ("#" * 1_000_001, "n.yaml is larger than a list of names can be (1 MB).", "Name fewer."),
        ("- a", "n.yaml is not a list of names.", "Begin with 'names:'."),
        ("", "n.yaml is not a list of names.", "Begin with 'names:'."),
        ("a: [[1]]", "n.yaml:1: nested more than 2 levels deep.", "Write one a line."),
        ("a: &x 1\nb: *x", "n.yaml:2: YAML aliases (*name) are not read here.", "quotes"),
        ("a: 1\nb: [", "n.yaml:3: not valid YAML", "quotes at that line"),
        ("a: 1\n---\nb: 1", "n.yaml:2: not valid YAML", "quotes at that line"),
    ],
    ids=["large", "list", "empty", "deep", "alias", "open bracket", "two documents"],
)
def test_compose_refuses_what_is_not_a_small_file_of_its_form(text, message, next_step):
    with pytest.raises(InputError) as refused:
        compose(text, FORM, file="n.yaml")

    assert refused.value.message.startswith(message)
    assert next_step in refused.value.next_step


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2", "n.yaml:2: 'a' stands here twice."),
        ("a: 1\n? [b]\n: 2", "n.yaml:2: expected 'key: value' lines here."),
    ],
    ids=["key twice", "key that is a list"],
)
def test_pairs_refuse_keys_that_are_no_single_words(text, message):
    root = compose(text, FORM, file="n.yaml")

    with pytest.raises(InputError) as refused:
        list(pairs(root, FORM, file="n.yaml"))

    assert refused.value.message == message


def test_pairs_keep_the_order_and_say_which_values_are_null():
    found = dict(pairs(compose("b: 1\na:\nc: null\n", FORM, file="n.yaml"), FORM, file="n.yaml"))

    assert list(found) == ["b", "a", "c"]
    assert [is_null(node) for node in found.values()] == [False, True, True]
