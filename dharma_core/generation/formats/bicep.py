"""Bicep: the same deployment as the ARM template, a file a template."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.generation.arm.bicep_text import to_bicep
from dharma_core.generation.arm.deploying import deploy
from dharma_core.generation.arm.json_text import to_json
from dharma_core.generation.arm.parameters import parameter_values
from dharma_core.generation.arm.template import Template
from dharma_core.generation.formats.arm import parameters_file
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.plan import Catalog, Plan

__all__ = ["render"]


def render(plan: Plan, catalog: Catalog) -> Generation:
    """Return the Bicep files that make ``plan``: what each resource group holds is a module."""
    deployment = deploy(plan, catalog)
    files = list(_files(deployment.template, "main.bicep"))
    if parameter_values(deployment.template.parameters):
        files.append(GeneratedFile("main.parameters.json", parameters_file(deployment)))
    return Generation(
        format="bicep",
        files=tuple(files),
        untranslated=deployment.untranslated,
        notes=deployment.notes,
        region=plan.region,
        expected=to_json(deployment.template),
        target=deployment.target,
    )


def _files(template: Template, name: str) -> Iterator[GeneratedFile]:
    yield GeneratedFile(name, to_bicep(template))
    for module in template.modules:
        yield from _files(module.template, f"{module.symbol}.bicep")
