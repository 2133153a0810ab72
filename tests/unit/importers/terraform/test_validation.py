"""Conditions of variables: what Terraform would refuse is told by file and line."""

import pytest

SIZE = """variable "size" {
  type    = number
  %s
  validation {
    condition     = var.size < 3
    error_message = "At most 2, not ${var.size}."
  }
}
"""


def test_a_refused_value_is_a_problem_with_its_place_and_message(read):
    plan = read(SIZE % "default = 5")
    assert str(plan.problems[0].position) == "main.tf:4"
    assert plan.problems[0].message == "The variable 'size' is refused: At most 2, not 5."


@pytest.mark.parametrize("default", ["default = 2", ""], ids=["fits", "not known"])
def test_a_value_that_fits_or_is_not_known_is_silent(read, default):
    assert read(SIZE % default).problems == ()


def test_every_condition_of_a_variable_is_checked(read):
    rule = '  validation {\n    condition = %s\n    error_message = "%s"\n  }\n'
    rules = rule % ('contains(["a"], var.x)', "one") + rule % ("length(var.x) > 3", "two")
    plan = read(f'variable "x" {{\n  default = "b"\n{rules}}}\n')
    assert [p.message.rpartition(" ")[2] for p in plan.problems] == ["one", "two"]


def test_a_module_called_many_times_tells_of_its_variable_once(read):
    files = {
        "main.tf": 'module "m" {\n  source = "./m"\n  count  = 3\n  size   = 9\n}\n',
        "m/v.tf": SIZE % "",
    }
    plan = read(files)
    assert [str(p.position) for p in plan.problems] == ["m/v.tf:4"]
    assert "'size' of the module 'm'" in plan.problems[0].message


def test_a_condition_on_a_secret_does_not_tell_it(read):
    text = 'variable "k" {\n  default = "hush"\n  sensitive = true\n  validation {\n'
    text += '    condition = var.k == "x"\n    error_message = "Wrong: ${var.k}"\n  }\n}\n'
    (problem,) = read(text).problems
    assert "is refused" in problem.message
    assert "hush" not in problem.message


@pytest.mark.parametrize(
    "condition", ['"maybe"', 'regex("z", var.x) == "z"'], ids=["no bool", "fails"]
)
def test_a_condition_that_cannot_be_evaluated_is_told(read, condition):
    text = f'variable "x" {{\n  default = "a"\n  validation {{\n    condition = {condition}\n'
    plan = read(text + '    error_message = "no"\n  }\n}\n')
    assert plan.problems[0].message.startswith("condition: ")


def test_a_condition_in_json_counts_too(read):
    rule = '{"condition": "${var.x > 1}", "error_message": "small"}'
    start = '{"variable": {"x": {"default": 1, "validation": '
    plan = read({"main.tf.json": f"{start}{rule}}}}}}}"})
    assert plan.problems[0].message.endswith("small")
