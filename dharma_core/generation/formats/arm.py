"""Azure Resource Manager templates in JSON: one deployment from one Plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dharma_core.generation.arm.deploying import Deployment, deploy
from dharma_core.generation.arm.json_text import to_json
from dharma_core.generation.arm.parameters import parameter_values
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.plan import Catalog, Plan

__all__ = ["parameter_names", "parameters_file", "render"]

PARAMETERS_SCHEMA = (
    "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"
)


def render(plan: Plan, catalog: Catalog) -> Generation:
    """Return the template that makes ``plan``, and its parameters' known values.

    What ARM writes inside another resource is folded into it; secrets become secure parameters
    and are in neither file. Types and attributes without a counterpart are in ``untranslated``.
    """
    deployment = deploy(plan, catalog)
    files = [GeneratedFile("azuredeploy.json", to_json(deployment.template))]
    if parameter_values(deployment.template.parameters):
        files.append(GeneratedFile("azuredeploy.parameters.json", parameters_file(deployment)))
    return Generation(
        format="arm",
        files=tuple(files),
        untranslated=deployment.untranslated,
        notes=deployment.notes,
        region=plan.region,
        target=deployment.target,
    )


def parameter_names(plan: Plan, catalog: Catalog) -> Mapping[str, str]:
    """Return the template's parameter for each input, by the input's name."""
    return deploy(plan, catalog).inputs


def parameters_file(deployment: Deployment) -> str:
    """Return the known values of the parameters that are no secrets."""
    values = parameter_values(deployment.template.parameters)
    document: dict[str, Any] = {
        "$schema": PARAMETERS_SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": {name: {"value": value} for name, value in values.items()},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
