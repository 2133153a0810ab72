"""Variables, values given to them, modules, overrides and the JSON form."""

import json

import pytest

from dharma_core.errors import InputError, NotFoundError
from dharma_core.plan import UNKNOWN, Ref

OPTIONAL = """
variable "it" {
  type = object({
    name = string
    size = optional(number, 3)
    tags = optional(map(string), {})
    more = optional(object({ a = optional(string, "x"), b = optional(bool) }), {})
  })
  default = { name = "n", size = "7" }
}
"""


def test_an_object_variable_gets_its_optional_defaults(value):
    assert value("var.it", OPTIONAL) == {
        "name": "n",
        "size": 7,
        "tags": {},
        "more": {"a": "x", "b": None},
    }


@pytest.mark.parametrize(
    ("type_", "written", "wanted"),
    [
        ("list(any)", '[1, "a", true]', ("1", "a", "true")),
        ("set(string)", '["b", "a", "b"]', ("a", "b")),
        ("tuple([string, number, bool])", '[1, "2", "true"]', ("1", 2, True)),
        ("map(number)", '{ b = "2", a = 1 }', {"a": 1, "b": 2}),
        ("object({ a = string })", "{ a = 1, b = 2 }", {"a": "1"}),
        ("any", "{ z = [1] }", {"z": (1,)}),
    ],
)
def test_a_default_is_converted_to_its_type(value, type_, written, wanted):
    assert value("var.v", f'variable "v" {{\n  type = {type_}\n  default = {written}\n}}') == wanted


def test_a_variable_of_a_wrong_type_is_a_problem(read):
    plan = read('variable "n" {\n  type    = number\n  default = "x"\n}\n')
    assert "variable 'n' has a wrong value" in plan.problems[0].message
    assert plan.variables[0].value is UNKNOWN


def test_a_variable_without_a_value_is_unknown_and_no_problem(read):
    plan = read('variable "n" {}\nresource "x_box" "a" {\n  name = "a-${var.n}"\n}\n')
    assert plan.problems == ()
    box = plan.by_address["x_box.a"]
    assert box.attributes["name"] is UNKNOWN
    assert box.expressions[0].parts == ("a-", Ref("var.n"))


FILES = {
    "main.tf": "".join(f'variable "{n}" {{\n  default = 0\n}}\n' for n in "abcde"),
    "terraform.tfvars": "a = 1\nb = 1\nc = 1\nd = 1\n",
    "x.auto.tfvars": "b = 2\nc = 2\nd = 2\n",
    "y.auto.tfvars.json": '{"c": 3, "d": 3}',
    "more/extra.tfvars": "d = 4\n",
}


def test_later_values_win_over_earlier_ones(read):
    plan = read(FILES, var_files=["more/extra.tfvars"], variables={"e": "5"})
    assert {v.name: str(v.value) for v in plan.variables} == dict(
        zip("abcde", "12345", strict=True)
    )


def test_a_text_for_a_list_is_read_as_hcl(read):
    files = 'variable "zones" {\n  type = list(string)\n}\n'
    assert read(files, variables={"zones": '["a", "b"]'}).variables[0].value == ("a", "b")
    with pytest.raises(InputError, match="'zones' is no HCL"):
        read(files, variables={"zones": "[a"})


def test_a_variable_that_is_not_declared_names_the_nearest(read):
    with pytest.raises(InputError, match="no variable 'sise'") as caught:
        read('variable "size" {}\n', variables={"sise": "1"})
    assert caught.value.next_step == "Did you mean 'size'?"


def test_a_file_of_values_that_is_missing_is_told(read):
    with pytest.raises(NotFoundError):
        read('variable "a" {}\n', var_files=["no.tfvars"])


def test_a_folder_without_configuration_is_told(read):
    with pytest.raises(NotFoundError, match="no Terraform configuration"):
        read({"notes.txt": "x"})


def test_sensitive_variables_never_show_their_value(read):
    plan = read('variable "s" {\n  default = "hush"\n  sensitive = true\n}\n')
    assert (plan.variables[0].value, plan.variables[0].sensitive) == ("(sensitive value)", True)
    assert "hush" not in repr(plan)


def test_null_falls_back_to_the_default_where_nothing_may_be_null(read):
    files = {
        "main.tf": 'module "m" {\n  source = "./m"\n  a = null\n  b = null\n}\n'
        'output "it" {\n  value = [module.m.a, module.m.b]\n}\n',
        "m/main.tf": 'variable "a" {\n  default = 1\n  nullable = false\n}\n'
        'variable "b" {\n  default = 1\n}\n'
        'output "a" {\n  value = var.a\n}\noutput "b" {\n  value = var.b\n}\n',
    }
    assert read(files).outputs[0].value == (1, None)


MODULES = {
    "main.tf": """
module "net" {
  for_each = { a = 1, b = 2 }
  source   = "./mod"
  size     = each.value
}
module "one" {
  count  = 2
  source = "./mod"
  size   = count.index
}
resource "x_box" "user" {
  name  = module.net["a"].id
  zones = module.one[*].size
  tags  = { for k, m in module.net : k => m.path }
}
""",
    "mod/main.tf": """
variable "size" {}
resource "x_box" "this" {
  name = path.module
  size = var.size
}
module "deep" {
  source = "../deep"
  owner  = x_box.this.owner
}
output "id" { value = module.deep.id }
output "size" { value = x_box.this.size }
output "path" { value = x_box.this.name }
""",
    "deep/main.tf": """
variable "owner" {}
resource "x_box" "in" { name = var.owner }
output "id" { value = x_box.in.id }
""",
}


def test_modules_have_instances_and_nest(read):
    plan = read(MODULES)
    assert plan.problems == ()
    assert list(plan.by_address) == [
        'module.net["a"].x_box.this',
        'module.net["a"].module.deep.x_box.in',
        'module.net["b"].x_box.this',
        'module.net["b"].module.deep.x_box.in',
        "module.one[0].x_box.this",
        "module.one[0].module.deep.x_box.in",
        "module.one[1].x_box.this",
        "module.one[1].module.deep.x_box.in",
        "x_box.user",
    ]
    user = plan.by_address["x_box.user"].attributes
    assert user["zones"] == ("0", "1")
    assert user["tags"] == {"a": "mod", "b": "mod"}


def test_references_lead_through_modules_to_the_resource(read):
    plan = read(MODULES)
    (name, *rest) = plan.by_address["x_box.user"].expressions
    assert name.parts == (Ref('module.net["a"].module.deep.x_box.in', "id"),)
    assert [e.parts for e in rest if e.path[0] == "zones"] == [
        (Ref("module.one[0].x_box.this", "size"),),
        (Ref("module.one[1].x_box.this", "size"),),
    ]
    inner = plan.by_address['module.net["a"].module.deep.x_box.in']
    assert inner.expressions[0].parts == (Ref('module.net["a"].x_box.this', "owner"),)


def test_a_module_of_a_registry_is_a_warning_and_its_outputs_are_unknown(read):
    text = 'module "v" {\n  source = "a/b/c"\n}\noutput "it" {\n  value = module.v.x\n}\n'
    plan = read(text)
    assert plan.outputs[0].value is UNKNOWN
    assert plan.problems[0].severity == "warning"
    assert "module 'v' (a/b/c)" in plan.problems[0].message


def test_an_argument_that_a_module_does_not_take_names_the_nearest(read):
    files = {**MODULES, "main.tf": 'module "m" {\n  source = "./mod"\n  sise = 1\n}\n'}
    problem = read(files).problems[0]
    assert (str(problem), problem.next_step) == (
        "main.tf:3: The module 'm' has no variable 'sise'.",
        "Did you mean 'size'?",
    )


def test_a_module_that_calls_itself_ends(read):
    plan = read(
        {
            "main.tf": 'module "m" {\n  source = "./m"\n}\n',
            "m/x.tf": 'module "m" {\n  source = "./"\n}\n',
        }
    )
    assert any("more than 20 levels" in p.message for p in plan.problems)


def test_override_files_are_laid_over(read):
    files = {
        "main.tf": 'resource "x_box" "a" {\n  name = "a"\n  zones = ["z"]\n'
        "  rule {\n    port = 1\n  }\n}\n"
        "locals {\n  n = 1\n}\n",
        "x_override.tf": 'resource "x_box" "a" {\n  name = "b"\n'
        "  rule {\n    port = local.n\n  }\n}\n"
        "locals {\n  n = 2\n}\n",
    }
    box = read(files).by_address["x_box.a"].attributes
    assert (box["name"], box["zones"], box["rule"][0]["port"]) == ("b", ("z",), 2)


TF_JSON = {
    "variable": {"env": {"default": "live", "type": "string"}},
    "locals": {"names": ["a", "b"]},
    "resource": {
        "x_box": {
            "many": {
                "//": "a comment",
                "for_each": "${toset(local.names)}",
                "name": "${var.env}-${each.key}",
                "rule": [{"port": 1}, {"port": 2, "cidrs": ["x"]}],
                "dynamic": {
                    "entry": {"for_each": "${local.names}", "content": {"port": "${entry.key}"}}
                },
                "depends_on": ["x_box.first"],
                "lifecycle": {"ignore_changes": ["name"]},
            },
            "first": {"name": "plain ${1 + 1}", "timeouts": {"create": "1m"}},
        }
    },
    "output": {"it": {"value": '${x_box.many["a"].id}'}},
}


def test_the_json_form_reads_like_hcl(read):
    plan = read({"main.tf.json": json.dumps(TF_JSON, indent=1)})
    assert plan.problems == ()
    box = plan.by_address['x_box.many["b"]']
    assert box.attributes["name"] == "live-b"
    assert [r.get("port") for r in box.attributes["rule"]] == [1, 2]
    assert [e["port"] for e in box.attributes["entry"]] == [0, 1]
    assert box.depends_on == ("x_box.first",)
    assert box.position.line == TEXT_LINE
    assert plan.by_address["x_box.first"].attributes["name"] == "plain 2"
    assert plan.outputs[0].parts == (Ref('x_box.many["a"]', "id"),)


def test_in_json_a_dynamic_blocks_content_may_be_a_list_of_one(read):
    entry = {"for_each": "${[7, 8]}", "content": [{"port": "${entry.value}"}]}
    plan = read({"main.tf.json": json.dumps({"resource": {"x_box": {"a": {"dynamic": [
        {"entry": entry}
    ]}}}})})  # fmt: skip

    assert [e["port"] for e in plan.by_address["x_box.a"].attributes["entry"]] == [7, 8]


TEXT_LINE = 1 + json.dumps(TF_JSON, indent=1).split('"many"')[0].count("\n")


def test_a_dynamic_block_inside_a_block_of_the_json_form_is_unfolded(read, catalog):
    override = {
        "for_each": ["t3.micro", "t3.small"],
        "content": [{"instance_type": "${kind.value}"}],
    }
    template = {"dynamic": [{"override": [{**override, "iterator": "kind"}]}]}
    group = {
        "min_size": 1,
        "max_size": 2,
        "mixed_instances_policy": [{"launch_template": template}],
    }
    document = {"resource": {"aws_autoscaling_group": {"a": group}}}

    plan = read({"main.tf.json": json.dumps(document)}, catalog=catalog)

    assert plan.problems == ()
    policy = plan.by_address["aws_autoscaling_group.a"].attributes["mixed_instances_policy"][0]
    overrides = policy["launch_template"][0]["override"]
    assert [one["instance_type"] for one in overrides] == ["t3.micro", "t3.small"]


def test_json_that_is_cut_off_is_a_problem_and_the_rest_is_read(read):
    plan = read({"a.tf.json": '{"resource": {', "b.tf": 'resource "x_box" "a" {\n}\n'})
    assert list(plan.by_address) == ["x_box.a"]
    assert str(plan.problems[0]).startswith("a.tf.json:1: Not valid JSON")


def test_what_belongs_to_terraform_itself_is_ignored_or_kept_in_the_origin(read):
    text = """
terraform {
  required_version = ">= 1.3"
  backend "s3" {
    bucket = "state"
  }
}
moved {
  from = x_box.b
  to   = x_box.a
}
check "c" {
  assert {
    condition     = true
    error_message = "x"
  }
}
resource "x_box" "a" {
  name = "n"
  provisioner "local-exec" {
    command = "echo"
  }
  lifecycle {
    prevent_destroy = true
  }
}
"""
    plan = read(text)
    assert plan.problems == ()
    assert plan.origin["required_version"] == ">= 1.3"
    assert plan.origin["backend"] == {"type": "s3", "bucket": "state"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('resurce "a" "b" {\n}\n', "Unknown block 'resurce'"),
        ('resource "a" {\n}\n', "needs 2 labels"),
        ('resource "x_box" "a" {\n}\nresource "x_box" "a" {\n}\n', "Two blocks are called"),
        ("locals {\n  a = 1\n}\nlocals {\n  a = 2\n}\n", "'a' is declared twice"),
        ("a = 1\n", "stands outside of any block"),
    ],
)
def test_blocks_that_make_no_sense_are_told(read, text, message):
    assert message in read(text).problems[0].message
