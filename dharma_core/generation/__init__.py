"""Writers: a Plan in, text of some tool out."""

from __future__ import annotations

from dharma_core.generation.drafting import input_values
from dharma_core.generation.formats import terraform
from dharma_core.generation.output import CheckResult, GeneratedFile, Generation, Renderer
from dharma_core.plan import Catalog, Plan
from dharma_core.registry import Registry

__all__ = [
    "FORMATS",
    "CheckResult",
    "GeneratedFile",
    "Generation",
    "Renderer",
    "input_values",
    "render",
]

FORMATS: Registry[Renderer] = Registry("output format")
FORMATS.add("terraform", terraform.render)


def render(plan: Plan, format: str, catalog: Catalog) -> Generation:  # noqa: A002 - the interface agreed
    """Return the files of ``format`` for a Plan; nothing is written to disk.

    Raises
    ------
    NotFoundError
        If there is no such format; the nearest one is named.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_catalog, make_resource
    >>> queue = make_resource(Address("aws_sqs_queue", "jobs"), {"name": "jobs"})
    >>> files = render(Plan((queue,)), "terraform", make_catalog(())).files
    >>> [file.path for file in files]
    ['versions.tf', 'main.tf']
    """
    return FORMATS.get_or_explain(format)(plan, catalog)
