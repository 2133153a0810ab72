"""Expressions into values; the expected ones are those of terraform 1.11 (console and plan)."""

import pytest

from dharma_core.plan import UNKNOWN

KNOWN = {
    '[for i, v in ["x", "y", "z"] : "${i}-${v}" if v != "y"]': ("0-x", "2-z"),
    "{ for k, v in { b = 2, a = 1 } : upper(k) => v * 10 }": {"A": 10, "B": 20},
    '{ for s in ["aa", "ab", "ba"] : substr(s, 0, 1) => s... }': {"a": ("aa", "ab"), "b": ("ba",)},
    '[for k, v in { z = 1, a = 2 } : "${k}=${v}"]': ("a=2", "z=1"),
    '"${true}${1}${1.50}${-0.5}"': "true11.5-0.5",
    "7 / 2": 3.5,
    "-7 % 3": -1,
    "0.1 + 0.2": 0.3,
    "1 + 2 * 3 - 4 / 2": 5,
    "[{ a = 1 }, { a = 2 }][*].a": (1, 2),
    "[{ a = [{ b = 1 }, { b = 2 }] }, { a = [{ b = 3 }] }][*].a[*].b": ((1, 2), (3,)),
    "[{ a = { b = 1 } }].*.a.b": (1,),
    '"a"[*]': ("a",),
    "null[*]": (),
    '"1" == 1': False,
    "10 == 10.0": True,
    "{ a = 1 } == { a = 1 }": True,
    'true ? 1 : "a"': "1",
    'true ? [1, 2] : [1, "b"]': (1, "2"),
    "!true || !false && true": True,
    "[10, 20].1": 20,
    "{ a = { b = [10, 20] } }.a.b[1]": 20,
    'toset(["c", "a", "c"])': ("a", "c"),
    "max([1, 5, 3]...)": 5,
    'try(null.a, [1][9], "x")': "x",
    "can([1][9])": False,
    'format("%03d", 7)': "007",
    'nonsensitive(sensitive("x"))': "x",
    'lookup(tomap({ a = "x" }), "b", 5)': "5",
    'lookup({ a = "x" }, "b", 5)': 5,
    'lookup(merge(tomap({ a = "x" }), tomap({ c = "y" })), "b", true)': "true",
    'format("%6.3v|", "abcdef")': "abcdef|",
    """formatdate("MMMM ''YY''", "2018-01-02T23:12:01Z")""": "January '18'",
    "path.module": ".",
    "terraform.workspace": "default",
}


@pytest.mark.parametrize("text", KNOWN, ids=list(KNOWN))
def test_an_expression_has_terraforms_value(value, text):
    assert value(text) == KNOWN[text]


UNKNOWN_VALUES = {
    "x_box.a.id": UNKNOWN,
    '"id ${x_box.a.id}"': UNKNOWN,
    '[x_box.a.id, "x"]': (UNKNOWN, "x"),
    'length([x_box.a.id, "x"])': 2,
    "{ a = x_box.a.id, b = 1 }": {"a": UNKNOWN, "b": 1},
    "jsonencode({ a = x_box.a.id })": UNKNOWN,
    'x_box.a.id != "" ? 1 : 2': UNKNOWN,
    "merge({ a = x_box.a.id }, { b = 1 })": {"a": UNKNOWN, "b": 1},
    'coalesce(x_box.a.id, "x")': UNKNOWN,
    '[for x in [x_box.a.id, "b"] : upper(x)]': (UNKNOWN, "B"),
    '[for x in [x_box.a.id, "b"] : x if x != "b"]': UNKNOWN,
    'element([x_box.a.id, "c"], 1)': "c",
    'false && x_box.a.id == "x"': UNKNOWN,
    '{ for x in ["a", "b"] : x => x_box.a.id }': {"a": UNKNOWN, "b": UNKNOWN},
    "{ (x_box.a.id) = 1 }": UNKNOWN,
    'try(x_box.a.id, "x")': UNKNOWN,
    "x_box.a.id[0]": UNKNOWN,
    "tolist([x_box.a.id, 1])": (UNKNOWN, "1"),
    "tomap({ a = x_box.a.id, b = true })": {"a": UNKNOWN, "b": "true"},
    'formatlist("%s-%s", ["a", "b"], x_box.a.id)': (UNKNOWN, UNKNOWN),
    'formatlist("%s", x_box.a.id)': UNKNOWN,
    'index(["a", x_box.a.id], "a")': 0,
    'index([x_box.a.id, "a"], "a")': UNKNOWN,
    "x_box.a.groups": UNKNOWN,
    "[1, 2][x_box.a.size - 8]": 1,
    "x_box.a.owner": UNKNOWN,
    "x_box.a.name": "n",
    "x_box.a.zones": None,
    "x_box.a.rule": (),
}


def test_an_attribute_of_a_block_that_is_not_set_is_null(value):
    before = 'resource "x_box" "a" {\n  rule {\n    port = 1\n  }\n}'
    assert value("x_box.a.rule[0].cidrs == null", before) is True
    assert value("[for r in x_box.a.rule : try(r.cidrs[0], r.port)]", before) == (1,)


@pytest.mark.parametrize("text", UNKNOWN_VALUES, ids=list(UNKNOWN_VALUES))
def test_what_only_apply_tells_is_unknown_and_no_more_than_that(value, text):
    before = 'resource "x_box" "b" {\n}\nresource "x_box" "a" {\n  name   = "n"\n'
    before += '  groups = ["known", x_box.b.id]\n}'
    assert value(text, before) == UNKNOWN_VALUES[text]


HEREDOC = """<<-EOT
    one
      two ${1 + 1}
    %{ for x in ["p", "q"] ~}
    item ${x}
    %{ endfor ~}
    %{ if true }yes%{ else }no%{ endif }
      last

    end
  EOT
"""


def test_an_indented_heredoc_is_what_terraform_makes_of_it(value):
    # As terraform 1.11 prints it: ~} eats the line's end, so the next line keeps its indentation.
    wanted = "one\n  two 2\n    item p\n    item q\n    yes\n  last\n\nend\n"
    assert value(HEREDOC) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('"esc \\t \\" \\\\ \\u00e9 $${a} %%{b}"', 'esc \t " \\ é ${a} %{b}'),
        ('"a ${~ "b" ~} c"', "abc"),
        ('"%{ for i in [1, 2] }<${i}>%{ endfor }%{ if false }x%{ endif }"', "<1><2>"),
        (
            '<<EOT\n  raw $${x} %%{y}\n\ttab "quote" \\n\nEOT\n',
            '  raw ${x} %{y}\n\ttab "quote" \\n\n',
        ),
        ('"${[1]}"', (1,)),
    ],
    ids=["escapes", "strip", "directives", "raw", "lone"],
)
def test_templates(value, text, wanted):
    assert value(text) == wanted


ERRORS = {
    "local.missing": "There is no local 'missing'",
    "var.missing": "There is no variable 'missing'",
    "upcase(1)": "There is no function 'upcase'",
    "{ abc = 1 }.abd": "Did you mean 'abc'",
    "[1][5]": "There is no element 5 in a list of 1",
    "1 / 0": "Division by zero",
    '"a" + 1': 'cannot convert "a" to number',
    '"a${null}"': "holds null",
    "null ? 1 : 2": "null",
    "true ? 1 : false": "no common type: number and bool",
    '{ for x in [1, 1] : "a" => x }': "have the key 'a'",
    "each.key": "'each' has no meaning here",
    "x_box.gone.id": "There is no resource x_box.gone",
    "x_box.a.nam": "Did you mean 'name'",
    "toset([1])[0]": "A set has no positions",
    "provider::aws::arn_parse(1)": "Functions of providers are not evaluated",
}


@pytest.mark.parametrize("text", ERRORS, ids=list(ERRORS))
def test_what_terraform_refuses_becomes_a_problem_and_is_unknown(read, text):
    plan = read(f'resource "x_box" "a" {{\n}}\noutput "it" {{\n  value = {text}\n}}\n')
    assert ERRORS[text] in str(plan.problems[0])
    assert plan.problems[0].position.line == 4
    assert plan.outputs[0].value is UNKNOWN


def test_locals_need_each_other_in_any_order_and_depth(read):
    chain = "".join(f"  v{n} = local.v{n + 1} + 1\n" for n in range(600))
    plan = read(f'locals {{\n{chain}  v600 = 0\n}}\noutput "it" {{\n  value = local.v0\n}}\n')
    assert plan.outputs[0].value == 600


def test_a_circle_is_told_with_its_members(read):
    plan = read('locals {\n  a = local.b\n  b = local.a\n}\noutput "it" {\n  value = local.a\n}\n')
    assert "circle: local.a -> local.b -> local.a" in str(plan.problems[0])


def test_sensitive_values_stay_marked_through_everything(read):
    text = """
variable "s" {
  default   = "secret"
  sensitive = true
}
resource "x_box" "a" {
  name = "${var.s}-x"
  on   = var.s == "secret"
  tags = { a = var.s, b = "plain" }
  zones = [for c in [var.s] : upper(c)]
}
"""
    box = read(text).by_address["x_box.a"]
    assert box.attributes["name"] == box.attributes["on"] == "(sensitive value)"
    assert box.attributes["tags"] == {"a": "(sensitive value)", "b": "plain"}
    assert box.sensitive["tags"] == {"a": True}
    assert "secret" not in repr(box)
