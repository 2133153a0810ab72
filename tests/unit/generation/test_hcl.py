"""The writer's text is what ``terraform fmt`` would leave."""

import pytest

from dharma_core.generation.hcl import Attribute, Block, Call, Raw, quote, template, write
from dharma_core.runners.terraform import find_terraform


def body(*items) -> str:
    text = write([Block("x", (), items)])
    return "\n".join(line[2:] for line in text.splitlines()[1:-1])


def test_write_aligns_only_neighbouring_one_line_attributes():
    text = body(
        Attribute("a", 1), Attribute("long_name", True), Attribute("tags", {"k": "v", "key": "w"})
    )
    assert text == 'a         = 1\nlong_name = true\n\ntags = {\n  k   = "v"\n  key = "w"\n}'


def test_write_separates_blocks_by_an_empty_line():
    text = body(Attribute("a", None), Block("rule", (), (Attribute("b", 1),)), Block("empty"))
    assert text == "a = null\n\nrule {\n  b = 1\n}\n\nempty {}"


def test_write_breaks_long_lists_one_item_a_line():
    names = [f"subnet-{n:020d}" for n in range(4)]
    lines = body(Attribute("ids", names)).splitlines()
    assert lines[0] == "ids = ["
    assert lines[1] == f'  "{names[0]}",'
    assert lines[-1] == "]"


def test_write_keeps_expressions_and_calls_as_they_are():
    text = body(
        Attribute("vpc", Raw("aws_vpc.v.id")), Attribute("doc", Call("jsonencode", {"A": 1}))
    )
    assert text == "vpc = aws_vpc.v.id\n\ndoc = jsonencode({\n  A = 1\n})"


@pytest.mark.parametrize(
    ("key", "written"),
    [("Name", "Name"), ("a b", '"a b"'), ("for", '"for"'), ("aws:x", '"aws:x"'), ("1a", '"1a"')],
)
def test_write_quotes_keys_that_are_no_identifiers(key, written):
    assert body(Attribute("m", {key: 1})) == f"m = {{\n  {written} = 1\n}}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("${x}", '"$${x}"'),
        ("%{ if }", '"%%{ if }"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("two\nlines\t", '"two\\nlines\\t"'),
        ("größe", '"größe"'),
        ("\x00\x08\x0c", '"\\u0000\\u0008\\u000c"'),
        (r"C:\bin\foo", r'"C:\\bin\\foo"'),
    ],
)
def test_quote_makes_every_text_a_literal(text, written):
    assert quote(text) == written


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        (["a-", Raw("var.b"), "-${c}"], '"a-${var.b}-$${c}"'),
        (["cost $", Raw("var.b")], '"cost ${"$"}${var.b}"'),
        (["$", "{c}", Raw("var.b")], '"$${c}${var.b}"'),
    ],
    ids=["literal braces", "dollar before an expression", "a brace cut in two"],
)
def test_template_escapes_only_its_literal_parts(parts, written):
    assert template(parts).text == written


def test_write_of_an_empty_body_is_one_line():
    assert write([Block("resource", ("aws_eip", "a"))]) == 'resource "aws_eip" "a" {}\n'


TEXTS = [
    "${x}", "$${x}", "$$", "%{if}", "%%{x}", 'a"b\\c', "tab\tnl\n", "\x01\x7f\u2028é", "$",
    "\\${a}", '{"a":"${b}"}', "$$${z}", "${", "%{", "a\r\nb",
]  # fmt: skip


@pytest.mark.terraform
def test_terraform_reads_back_every_text_as_it_was(tmp_path):
    tool = find_terraform()
    nested = {"for": 1, "a b": [True, None], "${k}": {}, "l": [["a"], []]}
    values = {"texts": TEXTS, "nested": nested, "mixed": template(["$", Raw('"5"'), "%{"])}
    blocks = [Block("output", (name,), (Attribute("value", v),)) for name, v in values.items()]
    (tmp_path / "main.tf").write_text(write(blocks))
    assert tool.fmt_check(tmp_path).stdout == ""
    tool.init(tmp_path)
    assert dict(tool.apply(tmp_path).outputs) == values | {"mixed": "$5%{"}
