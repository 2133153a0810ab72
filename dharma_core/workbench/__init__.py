"""The one place that joins rules, facts and storage."""

from dharma_core.workbench.facade import Workbench
from dharma_core.workbench.reading import TemplateInfo

__all__ = ["TemplateInfo", "Workbench"]
