"""Designs: model, versions, templates, lowering to a Plan."""

from dharma_core.blueprints.lowering import lower
from dharma_core.blueprints.model import Blueprint, OutputSpec, ResourceSpec, VariableSpec
from dharma_core.blueprints.reading import parse_blueprint
from dharma_core.blueprints.versions import Version
from dharma_core.blueprints.writing import dump_blueprint

__all__ = [
    "Blueprint",
    "OutputSpec",
    "ResourceSpec",
    "VariableSpec",
    "Version",
    "dump_blueprint",
    "lower",
    "parse_blueprint",
]
