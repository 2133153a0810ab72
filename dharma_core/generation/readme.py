"""The README of a generated folder: what it is, what to give, how to check and apply it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.plan import UNKNOWN, Plan, Variable

__all__ = ["README", "write_readme"]

README = "README.md"


def write_readme(
    plan: Plan,
    generation: Generation,
    inputs: Iterable[Variable],
    *,
    needs: Iterable[str] = (),
) -> GeneratedFile:
    """Return the README of a generation: no dates, the same for the same Plan.

    Parameters
    ----------
    plan : Plan
        What the files were made from.
    generation : Generation
        The files beside which it will lie.
    inputs : iterable of Variable
        What the files ask for, by the names they have there; no secret is written.
    needs : iterable of str
        Lines on what has to be so before.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> plan = Plan((make_resource(Address("aws_vpc", "v"), {}),), name="net", region="eu-west-1")
    >>> files = (GeneratedFile("main.tf", ""),)
    >>> text = write_readme(plan, Generation("terraform", files), ()).text
    >>> text.splitlines()[0], "1 AWS resource in eu-west-1" in text
    ('# net', True)
    """
    tool = _TOOLS.get(generation.format, _Tool(generation.format))
    asked = tuple(inputs)
    sections = (
        [f"# {_cell(plan.name)}", "", *_about(plan, tool)],
        _files(generation),
        _inputs(asked),
        _before(needs),
        _steps(plan, generation, asked, tool),
        _outputs(plan),
        _listed("Notes", generation.notes),
        _listed("Not translated", generation.untranslated),
    )
    lines = [line for section in sections if section for line in (*section, "")]
    return GeneratedFile(README, "\n".join(lines[:-1]) + "\n")


@dataclass(frozen=True, slots=True)
class _Call:
    """What the commands of a tool are filled with."""

    name: str
    file: str
    region: str
    inputs: tuple[Variable, ...]
    target: str = ""


@dataclass(frozen=True, slots=True)
class _Tool:
    """How people call a format, and the commands that check and apply its files."""

    title: str
    check: Callable[[_Call], Iterable[str]] | None = None
    apply: Callable[[_Call], Iterable[str]] | None = None


_PROVIDERS = {"aws": "AWS", "azurerm": "Azure", "google": "Google Cloud"}
_KINDS = {
    "blueprint": "the blueprint",
    "cloudformation": "the CloudFormation template",
    "terraform": "the Terraform folder",
    "terraform-plan": "the Terraform plan",
    "terraform-state": "the Terraform state",
}


def _about(plan: Plan, tool: _Tool) -> list[str]:
    count = len(plan.managed)
    cloud = _PROVIDERS.get(plan.provider, plan.provider)
    place = f" in {plan.region}" if plan.region else ""
    version = plan.origin.get("version")
    source = f"{_KINDS.get(plan.kind, 'the plan')} {_code(plan.name)}"
    source += f", version {version}" if isinstance(version, str) and version else ""
    return [
        f"{count} {cloud} {'resource' if count == 1 else 'resources'}{place}, as {tool.title}. "
        f"Dharma wrote these files from {source}.",
        "Change the source and write them again; changes made here are lost then.",
    ]


def _files(generation: Generation) -> list[str]:
    rows = [f"- {_code(file.path)}: {_purpose(file.path)}" for file in generation.files]
    return ["## Files", "", *rows]


_PURPOSES = (
    (r"versions\.tf", "versions of Terraform and its providers"),
    (r"providers\.tf", "where the resources are made"),
    (r"variables\.tf", "inputs"),
    (r"main\.tf", "resources"),
    (r"main\.tf\.json", "everything, in Terraform's JSON syntax"),
    (r"moved\.tf", "old addresses of resources, so that an existing state is kept"),
    (r"backend\.tf", "where the state is kept"),
    (r"outputs\.tf", "outputs"),
    (r"requirements\.txt", "Python packages that the program needs"),
    (r"Pulumi\.yaml", "project"),
    (r"Pulumi\..+\.yaml", "settings of one stack"),
    (r"cdk\.json", "how the CDK starts the program"),
    (r"app\.py", "starts the program"),
    (r"__main__\.py", "resources and outputs"),
    (r".*\.py", "resources and outputs"),
    (r".*parameters.*", "values of the inputs"),
    (r"template\.(yaml|json)", "inputs, resources and outputs"),
    (r".*\.(bicep|json)", "inputs, resources and outputs"),
)


def _purpose(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return next((text for form, text in _PURPOSES if re.fullmatch(form, name)), "part of the files")


def _inputs(inputs: tuple[Variable, ...]) -> list[str]:
    if not inputs:
        return []
    head = ["## Inputs", "", "| name | value | what it is |", "|---|---|---|"]
    return head + [
        f"| {_code(v.name)} | {_given(v)} | {_cell(v.description) or _cell(v.type)} |"
        for v in inputs
    ]


def _before(needs: Iterable[str]) -> list[str]:
    lines = list(needs)
    while lines and not lines[-1]:
        lines.pop()
    return ["## Before", "", *lines] if lines else []


def _given(variable: Variable) -> str:
    if variable.sensitive:
        return "**secret, to be given**"
    value = variable.default if variable.value in (None, UNKNOWN) else variable.value
    if value is None or value is UNKNOWN:
        return "**to be given**"
    return "has a default"


def _asked(inputs: Iterable[Variable]) -> Iterator[Variable]:
    """Yield the inputs that have no value in the files."""
    return (v for v in inputs if "to be given" in _given(v))


def _steps(
    plan: Plan, generation: Generation, inputs: tuple[Variable, ...], tool: _Tool
) -> list[str]:
    name = re.sub(r"[^A-Za-z0-9-]+", "-", plan.name).strip("-")
    name = name if name[:1].isalpha() else f"stack-{name}".strip("-")
    file = generation.files[0].path if generation.files else ""
    call = _Call(name, file, _safe(plan.region), inputs, _safe(generation.target))
    lines: list[str] = []
    for title, commands in (("Check", tool.check), ("Apply", tool.apply)):
        if commands is not None:
            lines += [*([""] if lines else []), f"## {title}", "", "```sh", *commands(call), "```"]
    return lines


def _outputs(plan: Plan) -> list[str]:
    rows = [
        f"- {_code(o.name)}" + (f": {_cell(o.description)}" if o.description else "")
        for o in plan.outputs
    ]
    return ["## Outputs", "", *rows] if rows else []


def _listed(title: str, lines: Iterable[str]) -> list[str]:
    rows = [f"- {_cell(line)}" for line in lines]
    return [f"## {title}", "", *rows] if rows else []


def _safe(text: str) -> str:
    """Return a word that no shell takes apart."""
    return re.sub(r"[^A-Za-z0-9_.:-]+", "", text)


def _code(text: str) -> str:
    return f"`{' '.join(text.split()).replace('`', chr(39))}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _terraform_check(call: _Call) -> Iterator[str]:
    yield from ("terraform init", "terraform validate")
    for variable in _asked(call.inputs):
        yield f"export TF_VAR_{_safe(variable.name)}=..."
    yield "terraform plan -out tfplan"


def _terraform_apply(_call: _Call) -> Iterator[str]:
    yield "terraform apply tfplan"


def _cloudformation_check(call: _Call) -> Iterator[str]:
    yield f"cfn-lint {call.file}"


def _cloudformation_apply(call: _Call) -> Iterator[str]:
    given = [f"{_safe(v.name)}=..." for v in _asked(call.inputs)]
    region = f" --region {call.region}" if call.region else ""
    more = f" --parameter-overrides {' '.join(given)}" if given else ""
    yield f"aws cloudformation deploy --stack-name {call.name} --template-file {call.file} \\"
    yield f"  --capabilities CAPABILITY_NAMED_IAM{region}{more}"


def _arm(action: str) -> Callable[[_Call], Iterator[str]]:
    def commands(call: _Call) -> Iterator[str]:
        given = [f"{_safe(v.name)}=..." for v in _asked(call.inputs)]
        more = f" \\\n  --parameters {' '.join(given)}" if given else ""
        place = f"group {action} --resource-group {call.target or call.name}"
        if call.target == "subscription":
            place = f"sub {action} --location {call.region or '<region>'}"
        yield f"az deployment {place} \\"
        yield f"  --template-file {call.file}{more}"

    return commands


def _pulumi_check(call: _Call) -> Iterator[str]:
    yield from ("python3 -m venv venv", "venv/bin/pip install -r requirements.txt")
    yield "pulumi stack init dev"
    for variable in _asked(call.inputs):
        secret = "--secret " if variable.sensitive else ""
        yield f"pulumi config set {secret}{_safe(variable.name)} ..."
    yield "pulumi preview"


def _pulumi_apply(_call: _Call) -> Iterator[str]:
    yield "pulumi up"


def _cdk_check(_call: _Call) -> Iterator[str]:
    yield from ("pip install -r requirements.txt", "cdk synth", "cdk diff")


def _cdk_apply(call: _Call) -> Iterator[str]:
    given = "".join(f" --parameters {_safe(v.name)}=..." for v in _asked(call.inputs))
    yield "cdk bootstrap  # once for an account and region"
    yield f"cdk deploy{given}"


_TOOLS: Mapping[str, _Tool] = {
    "terraform": _Tool("a Terraform folder", _terraform_check, _terraform_apply),
    "cloudformation": _Tool(
        "a CloudFormation template", _cloudformation_check, _cloudformation_apply
    ),
    "arm": _Tool("an ARM template", _arm("what-if"), _arm("create")),
    "bicep": _Tool("a Bicep file", _arm("what-if"), _arm("create")),
    "pulumi": _Tool("a Pulumi program in Python", _pulumi_check, _pulumi_apply),
    "cdk": _Tool("a CDK program in Python", _cdk_check, _cdk_apply),
}
