"""Writers: a Plan in, text of some tool out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dharma_core.errors import NotFoundError, nearest
from dharma_core.generation.drafting import draft_plan, input_values
from dharma_core.generation.formats import arm, bicep, cdk, cloudformation, pulumi, terraform
from dharma_core.generation.formats.cloudformation import (
    logical_ids,
    parameter_names,
    parameter_values,
)
from dharma_core.generation.formats.terraform import block_addresses
from dharma_core.generation.needs import readme_needs
from dharma_core.generation.output import CheckResult, GeneratedFile, Generation, Renderer
from dharma_core.generation.readme import write_readme
from dharma_core.plan import Catalog, Plan, Variable
from dharma_core.registry import Registry

__all__ = [
    "FORMATS",
    "SYNTAXES",
    "CheckResult",
    "GeneratedFile",
    "Generation",
    "Renderer",
    "block_addresses",
    "input_values",
    "inputs_of",
    "logical_ids",
    "parameter_names",
    "parameter_values",
    "render",
]

FORMATS: Registry[Renderer] = Registry("output format")
FORMATS.add("terraform", terraform.render)
FORMATS.add("cloudformation", cloudformation.render)
FORMATS.add("arm", arm.render)
FORMATS.add("bicep", bicep.render)
FORMATS.add("pulumi", pulumi.render)
FORMATS.add("cdk", cdk.render)

SYNTAXES: Mapping[str, Mapping[str, Renderer]] = {
    "terraform": {"hcl": terraform.render, "json": terraform.render_json},
    "cloudformation": {"yaml": cloudformation.render, "json": cloudformation.render_json},
    "arm": {"json": arm.render},
    "bicep": {"bicep": bicep.render},
    "pulumi": {"python": pulumi.render},
    "cdk": {"python": cdk.render},
}
"""What each format can be written in, its own choice first."""


def inputs_of(plan: Plan, format: str, catalog: Catalog) -> tuple[Variable, ...]:  # noqa: A002
    """Return the inputs that the files of ``format`` ask for, known values in memory only.

    An input without value and default has to be told before the files can be applied; a secret's
    value is never in the files.
    """
    if format in ("cloudformation", "cdk"):
        return cloudformation.inputs(plan, catalog)
    return draft_plan(plan, catalog).inputs


def render(
    plan: Plan,
    format: str,  # noqa: A002 - the word the rooms agreed on
    catalog: Catalog,
    *,
    syntax: str = "",
) -> Generation:
    """Return the files of ``format`` for a Plan, a README last; nothing is written to disk.

    Parameters
    ----------
    syntax : str
        ``hcl``, ``yaml`` or ``json``, where the format has it; empty for its own choice.

    Raises
    ------
    NotFoundError
        If there is no such format or syntax; the nearest one is named.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_catalog, make_resource
    >>> queue = make_resource(Address("aws_sqs_queue", "jobs"), {"name": "jobs"})
    >>> files = render(Plan((queue,)), "terraform", make_catalog(())).files
    >>> [file.path for file in files]
    ['versions.tf', 'main.tf', 'README.md']
    """
    renderer = FORMATS.get_or_explain(format)
    if syntax:
        choices = SYNTAXES.get(format, {})
        if syntax not in choices:
            raise NotFoundError(
                f"{format} cannot be written in {syntax!r}.", next_step=nearest(syntax, choices)
            )
        renderer = choices[syntax]
    made = renderer(plan, catalog)
    told = tuple(_named_inputs(plan, format, catalog))
    readme = write_readme(plan, made, told, needs=readme_needs(plan, catalog))
    return replace(made, files=(*made.files, readme))


def _named_inputs(plan: Plan, format_: str, catalog: Catalog) -> Iterator[Variable]:
    """Yield the inputs by the names they have in the files."""
    names: Mapping[str, str] = {}
    if format_ in ("cloudformation", "cdk"):
        names = parameter_names(plan, catalog)
    elif format_ in ("arm", "bicep"):
        names = arm.parameter_names(plan, catalog)
    for variable in inputs_of(plan, format_, catalog):
        yield replace(variable, name=names.get(variable.name, variable.name))
