"""Every generated folder explains itself."""

from __future__ import annotations

import pytest

from dharma_core.generation import FORMATS, render
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.generation.readme import write_readme
from dharma_core.importers import read_text
from dharma_core.plan import Address, FrozenMap, Output, Plan, Variable, make_resource
from dharma_core.storage.facts import load_catalog, load_templates


def _plan(**more: object) -> Plan:
    return Plan((make_resource(Address("aws_vpc", "v"), {}),), name="net", **more)


def _text(format_: str, *inputs: Variable, **more: object) -> str:
    made = Generation(format_, (GeneratedFile("main.x", ""),), **more)
    return write_readme(_plan(region="eu-west-1"), made, inputs).text


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_folder_of_each_format_ends_with_a_readme(format_: str) -> None:
    plan = read_text(
        load_templates()["serverless-api"], file="serverless-api.yaml", catalog=load_catalog()
    )
    files = render(plan, format_, load_catalog()).files
    assert files[-1].path == "README.md"
    assert [f.path for f in files].count("README.md") == 1
    text = files[-1].text
    assert text.startswith("# serverless-api\n")
    assert "## Check\n" in text
    assert "the blueprint `serverless-api`, version 1.0.0" in text
    assert all(f"`{f.path}`" in text for f in files[:-1])


@pytest.mark.parametrize(
    ("format_", "said"),
    [
        ("terraform", "export TF_VAR_password=..."),
        ("cloudformation", "--parameter-overrides password=..."),
        ("arm", "--parameters password=..."),
        ("bicep", "--parameters password=..."),
        ("pulumi", "pulumi config set --secret password ..."),
        ("cdk", "cdk deploy --parameters password=..."),
    ],
)
def test_secret_is_asked_for_and_never_written(format_: str, said: str) -> None:
    secret = Variable("password", value="hunter2", sensitive=True, description="of the database")
    text = _text(format_, secret)
    assert "hunter2" not in text
    assert "| `password` | **secret, to be given** | of the database |" in text
    assert said in text


def test_input_with_a_default_needs_no_command() -> None:
    text = _text("terraform", Variable("size", default="t3.micro"))
    assert "| `size` | has a default | string |" in text
    assert "TF_VAR" not in text


def test_notes_outputs_and_gaps_are_listed() -> None:
    plan = Plan(
        (), name="net", outputs=(Output("url", description="where it is"),), origin=FrozenMap()
    )
    made = Generation("terraform", (), untranslated=("aws_x.y: z",), notes=("a note",))
    text = write_readme(plan, made, ()).text
    assert "## Outputs\n\n- `url`: where it is\n" in text
    assert "## Notes\n\n- a note\n" in text
    assert text.endswith("## Not translated\n\n- aws_x.y: z\n")


def test_names_from_a_hostile_source_stay_words() -> None:
    plan = Plan((), name="x\n```\n$(rm -rf)", region="eu; reboot")
    made = Generation("cloudformation", (GeneratedFile("template.yaml", ""),))
    text = write_readme(plan, made, (Variable("a$(b)", description="x | <b>y"),)).text
    assert text.count("\n```") == 4  # two fenced blocks of commands
    assert "--stack-name x-rm--rf --template-file" in text
    assert "eu; reboot" not in text.split("## Check")[1]
    assert "--parameter-overrides ab=..." in text
    assert "x \\| &lt;b>y" in text


def test_terraform_is_told_its_secrets_before_it_plans() -> None:
    text = _text("terraform", Variable("password", sensitive=True))
    assert text.index("export TF_VAR_password=...") < text.index("terraform plan -out tfplan")


def test_pulumi_packages_go_into_the_environment_that_its_project_names() -> None:
    text = _text("pulumi")
    assert "python3 -m venv venv\nvenv/bin/pip install -r requirements.txt\n" in text
    project = {f.path: f.text for f in render(_plan(), "pulumi", load_catalog()).files}
    assert "virtualenv: venv\n" in project["Pulumi.yaml"]


@pytest.mark.parametrize(
    ("name", "stack"), [("my_shop", "my-shop"), ("1shop", "stack-1shop"), ("_", "stack")]
)
def test_stack_is_named_as_cloudformation_takes_names(name: str, stack: str) -> None:
    made = Generation("cloudformation", (GeneratedFile("template.yaml", ""),))
    text = write_readme(Plan((), name=name), made, ()).text
    assert f"--stack-name {stack} " in text
