"""Azure Resource Manager templates in JSON: a text in, a Plan out."""

from dharma_core.importers.arm.reading import is_template, read_template

__all__ = ["is_template", "read_template"]
