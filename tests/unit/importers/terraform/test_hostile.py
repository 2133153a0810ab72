"""Configuration written to exhaust: it ends with a sentence."""

import pytest

from dharma_core.errors import InputError
from dharma_core.importers.terraform.budget import MAX_INSTANCES, Budget
from dharma_core.plan import UNKNOWN

DOUBLING = (
    "locals {\n"
    + "".join(f"  a{n} = [local.a{n + 1}, local.a{n + 1}]\n" for n in range(60))
    + '  a60 = ["x"]\n}\n'
)
USES = {
    "attribute": 'resource "x_box" "a" {\n  zones = local.a0\n}\n',
    "json": 'output "o" {\n  value = jsonencode(local.a0)\n}\n',
    "equal": 'output "o" {\n  value = local.a0 == local.a1\n}\n',
    "conditional": 'output "o" {\n  value = true ? local.a0 : []\n}\n',
    "reference": 'output "o" {\n  value = sha1(local.a0[0][0])\n}\n',
}


REST = 'resource "x_box" "rest" {\n  name = "rest"\n}\n'


def told(plan, message):
    """Whether the first problem says so, and the rest was read."""
    rest = plan.by_address["x_box.rest"].attributes["name"]
    return rest == "rest" and message in plan.problems[0].message


@pytest.mark.uncounted
@pytest.mark.parametrize("use", USES.values(), ids=list(USES))
def test_locals_that_double_each_other_are_told_and_the_rest_is_read(read, use):
    assert told(read(DOUBLING + use + REST), "too many evaluations")


def test_texts_that_double_each_other_are_told_and_the_rest_is_read(read):
    lines = "".join(f'  a{n} = "${{local.a{n + 1}}}${{local.a{n + 1}}}"\n' for n in range(60))
    text = f'locals {{\n{lines}  a60 = "x"\n}}\noutput "o" {{\n  value = local.a0\n}}\n'
    plan = read(text + REST)
    assert told(plan, "longer than 4,000,000 characters")
    assert len(plan.problems) == 1


def test_a_configuration_that_is_too_costly_as_a_whole_is_refused(read, monkeypatch):
    few = 50_000  # of 3,000,000, which take half a minute to use up
    monkeypatch.setattr(Budget.__init__, "__defaults__", (few, MAX_INSTANCES, few))
    loop = "[for a in range(100) : [for b in range(100) : a]]"
    outputs = "".join(f'output "o{n}" {{\n  value = {loop}\n}}\n' for n in range(20))
    with pytest.raises(InputError, match="more than 3,000,000 evaluations"):
        read(outputs)


@pytest.mark.parametrize("written", ["1e1000000000", "9 % 1e-300"], ids=["huge", "far apart"])
def test_numbers_that_nobody_can_count_with_are_a_problem(read, written):
    plan = read(f'output "o" {{\n  value = {written}\n}}\n' + REST)
    assert "x_box.rest" in plan.by_address
    assert len(plan.problems) == 1


def test_numbers_that_square_each_other_are_a_problem(read):
    lines = "".join(f"  a{n} = local.a{n + 1} * local.a{n + 1}\n" for n in range(60))
    plan = read(f'locals {{\n{lines}  a60 = 99999\n}}\noutput "o" {{\n  value = local.a0\n}}\n')
    assert "number is too large" in plan.problems[0].message


@pytest.mark.uncounted
def test_nested_loops_are_bounded(read):
    loop = "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]"
    assert told(read(f'output "o" {{\n  value = {loop}\n}}\n' + REST), "too many evaluations")


def test_nested_dynamic_blocks_are_bounded(read):
    inner = 'dynamic "entry" {\n for_each = range(1000)\n content {\n port = 1\n }\n }\n'
    outer = f'dynamic "rule" {{\n for_each = range(1000)\n content {{\n {inner} }}\n }}\n'
    with pytest.raises(InputError, match="more than 10,000 instances"):
        read(f'resource "y_z" "a" {{\n{outer}}}\n')


def test_modules_that_multiply_are_bounded(read):
    with pytest.raises(InputError, match="more than 10,000 instances"):
        read('module "a" {\n  source = "./"\n  count  = 10\n}\n')


@pytest.mark.parametrize(
    "value",
    [
        "[" * 3000 + "]" * 3000,
        "{ a = " * 3000 + "1" + " }" * 3000,
        "true ? 1 : " * 3000 + "1",
        "!" * 3000 + "true",
        '"${' * 500 + "1" + '}"' * 500,
        "abs(" * 3000 + "1" + ")" * 3000,
        "a" + "[0" * 3000 + "]" * 3000,
    ],
    ids=["lists", "objects", "conditionals", "signs", "templates", "calls", "indexes"],
)
def test_nesting_is_a_problem_and_the_rest_is_read(read, value):
    plan = read(f'output "o" {{\n  value = {value}\n}}\nresource "x_box" "a" {{\n}}\n')
    assert list(plan.by_address) == ["x_box.a"]
    assert len(plan.problems) == 1


def test_blocks_nested_too_deeply_are_a_problem(read):
    plan = read('resource "x_box" "a" {\n' + "rule {\n" * 3000 + "}\n" * 3001)
    assert "nested too deeply" in plan.problems[0].message


def test_json_nested_too_deeply_is_a_problem(read):
    text = '{"output": {"o": {"value": ' + "[" * 900 + "]" * 900 + "}}}"
    assert "nested too deeply" in read({"main.tf.json": text}).problems[0].message


def test_a_template_that_renders_itself_is_a_problem(read):
    files = {
        "main.tf": 'output "o" {\n  value = templatefile("t.tpl", {})\n}\n',
        "t.tpl": '${templatefile("t.tpl", {})}',
    }
    plan = read(files)
    assert "renders itself" in plan.problems[0].message
    assert plan.outputs[0].value is UNKNOWN


def test_resources_may_need_each_other_in_a_very_long_chain(read):
    blocks = [
        f'resource "x_box" "b{n}" {{\n  name = x_box.b{n + 1}.name\n}}\n' for n in range(1500)
    ]
    plan = read("".join(blocks) + 'resource "x_box" "b1500" {\n  name = "end"\n}\n')
    assert plan.by_address["x_box.b0"].attributes["name"] == "end"


def test_resources_in_a_circle_are_told(read):
    plan = read(
        'resource "x_box" "a" {\n  name = x_box.b.name\n}\n'
        'resource "x_box" "b" {\n  name = x_box.a.name\n}\n'
    )
    assert "in a circle: x_box.a -> x_box.b -> x_box.a." in plan.problems[0].message


def test_values_of_a_module_in_a_circle_are_told_by_their_names(read):
    files = {
        "main.tf": 'module "m" {\n  source = "./m"\n  x = module.m.y\n}\n' + REST,
        "m/main.tf": 'variable "x" {\n}\noutput "y" {\n  value = var.x\n}\n'
        'resource "x_box" "a" {\n  name = var.x\n}\n',
    }
    plan = read(files)
    assert "module.m.var.x -> module.m.output.y -> module.m.var.x" in plan.problems[0].message
    assert "x_box.rest" in plan.by_address


@pytest.mark.parametrize(
    "text", ["a = \0", '"' * 5_000, "}" * 5_000, 'x "y" {' * 3_000, "<<A\n" * 99]
)
def test_rubbish_is_told_by_its_line(read, text):
    plan = read(text)
    assert plan.resources == ()
    assert plan.problems[0].position.file == "main.tf"
