"""CloudFormation templates, YAML or JSON, into a Plan of Terraform's resources."""

from dharma_core.importers.cloudformation.reading import read_template

__all__ = ["read_template"]
