"""The small language inside strings."""

import pytest

from dharma_core.blueprints.references import (
    Mention,
    TemplateError,
    mentions_in,
    parse_template,
    template_of,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("plain $ {text}", ("plain $ {text}",)),
        ("${a.id}", (Mention("a", "id"),)),
        ("x-${ a.id }-y", ("x-", Mention("a", "id"), "-y")),
        ("${a[0].tags.Name}", (Mention("a", "tags.Name", 0),)),
        ("${a[*].id}", (Mention("a", "id", "*"),)),
        ('${a.disk[0].tags["x.y"]}', (Mention("a", "disk.0.tags.x.y"),)),
        ("${var.size}${var.unit}", (Mention("var", "size"), Mention("var", "unit"))),
        ("$${a}${a.id}$${b}", ("${a}", Mention("a", "id"), "${b}")),
        ("", ()),
        ('US${"$"}${a.id}', ("US$", Mention("a", "id"))),
        ('${ "x" }', ("x",)),
    ],
)
def test_parse_template_tells_text_and_mentions_apart(text, parts):
    assert parse_template(text) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ("${a}",),
        ("$", Mention("a", "id"), "$$", Mention("b", "id", 0)),
        ("${x}$", Mention("a", "id"), Mention("b", "disk.0.name")),
    ],
    ids=["text", "dollars", "side-by-side"],
)
def test_template_of_writes_what_parse_template_reads(parts):
    assert parse_template(template_of(parts)) == parts


def test_template_of_joins_texts_before_it_looks_for_dollars():
    assert template_of(("a$", "{b}")) == "a$${b}"


@pytest.mark.parametrize(
    "text", ["${", "${}", "${a b}", "${a.}", "${aws:user}", "${1a.id}", "x${a.id"]
)
def test_parse_template_refuses_what_is_no_reference(text):
    with pytest.raises(TemplateError):
        parse_template(text)


def test_mentions_are_found_at_every_depth_with_their_path():
    value = {"a": ["x", {"b": "${m.id}"}], "c": "${broken", "d": 3}
    assert list(mentions_in(value)) == [(("a", 1, "b"), Mention("m", "id"))]
