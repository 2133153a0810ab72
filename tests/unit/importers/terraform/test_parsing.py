"""HCL into a syntax tree; what does not parse is told with its line."""

import pytest

from dharma_core.importers.terraform.grammar import SyntaxProblem
from dharma_core.importers.terraform.parsing import parse_expression, parse_hcl, parse_template
from dharma_core.importers.terraform.syntax import (
    Access,
    Binary,
    Index,
    Literal,
    Name,
    ObjectExpr,
    Splat,
    Template,
)


def test_blocks_and_attributes_carry_their_lines():
    parsed = parse_hcl('resource "a" "b" {\n  x = 1\n  y {\n  }\n}\n', file="m/main.tf")
    block = parsed.body.blocks[0]
    assert (block.type, block.labels, block.position.line, block.position.end_line) == (
        "resource",
        ("a", "b"),
        1,
        5,
    )
    assert str(block.body.attributes["x"].position) == "m/main.tf:2"
    assert block.body.blocks[0].position.line == 3


BROKEN = """\
locals {
  a = 1
}
resource "x" "y" {
  b = [1,
}
output "z" {
  value = <<-EOT
resource "no" "block" {
}
  EOT
}
variable "v" {
  default = 1
"""


def test_a_broken_block_is_told_and_the_others_are_read():
    parsed = parse_hcl(BROKEN, file="main.tf")
    assert [b.type for b in parsed.body.blocks] == ["locals", "output"]
    assert [p.position.line for p in parsed.problems] == [5, 13]
    assert parsed.problems[1].message == "A block is not closed."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1 b = 2\n", "needs a line of its own"),
        ("x {\n  a = 1\n  a = 2\n}\n", "'a' is set twice"),
        ('x {\n  a = "\\q"\n}\n', "Unexpected"),
        ('x {\n  a = "%{ if b }"\n}\n', "Unexpected"),
    ],
    ids=["one line", "twice", "escape", "directive"],
)
def test_what_the_grammar_lets_pass_is_still_refused(text, message):
    parsed = parse_hcl(text, file="main.tf")
    assert len(parsed.problems) == 1
    assert parsed.body.blocks == ()
    assert message in parsed.problems[0].message


def test_deep_nesting_is_a_problem_and_not_a_crash():
    text = f"a {{\n  x = {'(' * 5_000}1{')' * 5_000}\n}}\nb {{\n}}\n"
    parsed = parse_hcl(text, file="main.tf")
    assert [b.type for b in parsed.body.blocks] == ["b"]
    assert "nested too deeply" in parsed.problems[0].message


def test_a_sum_of_very_many_terms_is_a_problem_and_not_a_crash():
    parsed = parse_hcl(f"a {{\n  x = {'+'.join('1' * 5_000)}\n}}\n", file="main.tf")
    assert "nested too deeply" in parsed.problems[0].message


def test_a_legacy_index_and_an_index_in_brackets_are_the_same():
    for text in ("a.0.b", "a[0].b"):
        found = parse_expression(text)
        assert isinstance(found, Access)
        assert isinstance(found.steps[0], Index)
        assert found.steps[0].key.value == 0
        assert found.steps[1] == "b"


def test_a_full_splat_takes_what_follows_and_an_attribute_splat_only_names():
    full = parse_expression("a[*].b[0].c").steps
    assert len(full) == 1
    assert [type(s) for s in full[0].steps] == [str, Index, str]
    legacy = parse_expression("a.*.b[0]").steps
    assert [type(s) for s in legacy] == [Splat, Index]
    assert legacy[0].steps == ("b",)


def test_splats_within_splats_nest():
    (outer,) = parse_expression("a[*].b[*].c").steps
    assert outer.steps[0] == "b"
    assert outer.steps[1].steps == ("c",)


def test_operators_bind_as_terraform_binds_them():
    found = parse_expression("!a || b && c == 1 + 2 * 3")
    assert isinstance(found, Binary)
    assert found.operator == "||"
    assert (found.right.operator, found.right.right.operator) == ("&&", "==")
    assert found.right.right.right.operator == "+"


def test_bare_words_are_keys_and_parentheses_make_them_expressions():
    found = parse_expression('{ a = 1, (b) = 2, "c" : 3 }')
    assert isinstance(found, ObjectExpr)
    assert [type(key) for key, _ in found.items] == [Literal, Name, Literal]


def test_exponents_are_read_in_every_form():
    assert [parse_expression(t).value for t in ("1e3", "1.5e3", "25E-1")] == [
        1000,
        1500,
        parse_expression("2.5").value,
    ]


def test_an_exponent_inside_a_text_stays_text():
    parsed = parse_hcl('a = "1e3 b"\nb = 1e3\n', file="x.tf")
    assert parsed.problems == ()
    assert parsed.body.attributes["a"].expression.value == "1e3 b"


def test_comments_may_stand_anywhere():
    found = parse_hcl("a = [ # one\n 1, /* two */ 2, // three\n]\n", file="x.tf")
    assert [i.value for i in found.body.attributes["a"].expression.items] == [1, 2]


def test_a_bare_template_keeps_its_end():
    assert parse_template("x").value == "x"
    found = parse_template("x ${a}\n")
    assert isinstance(found, Template)
    assert found.parts[0] == "x "
    assert found.parts[2] == "\n"
    assert isinstance(parse_template("${a}"), Name)


@pytest.mark.parametrize("text", ["${", "%{ for }", "${a b}"])
def test_a_template_that_does_not_parse_is_refused(text):
    with pytest.raises(SyntaxProblem):
        parse_template(text)


def test_windows_line_ends_are_read():
    parsed = parse_hcl("a = <<EOT\r\nx\r\nEOT\r\nb = 1\r\n", file="x.tf")
    assert parsed.body.attributes["a"].expression.value == "x\n"
