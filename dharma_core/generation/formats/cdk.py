"""CDK in Python: a program that synthesises exactly the CloudFormation template of the Plan."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from dharma_core.generation.cdk.program import StackProgram, class_name, snake
from dharma_core.generation.formats import cloudformation
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.generation.pulumi.python import Call, Code, Node, quoted, statement
from dharma_core.plan import Catalog, Plan

__all__ = ["REQUIREMENTS", "render"]

REQUIREMENTS = "aws-cdk-lib>=2.200,<3\nconstructs>=10,<11\n"
"""The table of names was read from 2.275; classes of resources only gain arguments."""


def render(plan: Plan, catalog: Catalog) -> Generation:
    """Return the CDK program that makes ``plan``: one stack of CloudFormation's own resources.

    It is made from the template that the CloudFormation format writes, so both mean the same.
    What has no typed argument in the library is written as an override. Resources of other
    clouds are listed in ``untranslated``.
    """
    made = cloudformation.render_json(plan, catalog)
    foreign = {
        str(r.address): f"{r.address}: the CDK makes AWS resources only, this is {r.provider}'s"
        for r in plan.managed
        if r.provider.rsplit("/", 1)[-1] != "aws"
    }
    program = StackProgram(json.loads(made.files[0].text), catalog)
    stack = f"{snake(plan.name)}_stack"
    files = (
        GeneratedFile("app.py", _app(plan, stack)),
        GeneratedFile(f"{stack}.py", _stack(plan, program)),
        GeneratedFile("cdk.json", json.dumps({"app": "python3 app.py"}, indent=2) + "\n"),
        GeneratedFile("requirements.txt", REQUIREMENTS),
    )
    gaps = (foreign.get(text.partition(":")[0], text) for text in made.untranslated)
    return Generation(
        format="cdk",
        files=files,
        untranslated=tuple(dict.fromkeys(gaps)),
        notes=made.notes,
        region=plan.region,
        expected=made.files[0].text,
    )


def _app(plan: Plan, stack: str) -> str:
    name = re.sub(r"[^A-Za-z0-9-]+", "-", plan.name).strip("-")
    name = name if name[:1].isalpha() else f"stack-{name}".rstrip("-")
    named: tuple[tuple[str, Node], ...] = ()
    if plan.region:
        named = (("env", Call("cdk.Environment", (), (("region", quoted(plan.region)),))),)
    call = Call(class_name(plan.name), (Code("app"), quoted(name)), named)
    lines = [
        _docstring(f"Starts the CDK program of {plan.name}."),
        "",
        "import aws_cdk as cdk",
        "",
        f"from {stack} import {class_name(plan.name)}",
        "",
        "app = cdk.App()",
        statement(call),
        "app.synth()",
    ]
    return "\n".join(lines) + "\n"


def _stack(plan: Plan, program: StackProgram) -> str:
    head = [
        _docstring(f"The stack of {plan.name}."),
        "",
        "import aws_cdk as cdk",
        *_imports(program),
        "from constructs import Construct",
        "",
        "",
        f"class {class_name(plan.name)}(cdk.Stack):",
        f"    {_docstring(f'Resources and outputs of {plan.name}.')}",
        "",
        "    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:",
        "        super().__init__(scope, construct_id, **kwargs)",
    ]
    return "\n".join((*head, *program.statements())) + "\n"


def _imports(program: StackProgram) -> Iterator[str]:
    for module, alias in program.modules:
        yield f"from aws_cdk import {module} as {alias}"


def _docstring(text: str) -> str:
    plain = " ".join(text.split()).replace("\\", "").replace('"', "'")
    return f'"""{plain}"""'
