"""The one resource type that Terraform itself brings: ``terraform_data``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dharma_core.plan import UNKNOWN, AttributeFact, ResourceType

__all__ = ["BUILT_IN", "output_of_data"]

_ANY: Final = "any"

BUILT_IN: Final[Mapping[str, ResourceType]] = {
    "terraform_data": ResourceType(
        "terraform_data",
        "terraform",
        "Terraform data",
        "Terraform",
        attributes={
            "id": AttributeFact("id", computed=True, read_only=True),
            "input": AttributeFact("input", type=_ANY),
            "output": AttributeFact("output", type=_ANY),
            "triggers_replace": AttributeFact("triggers_replace", type=_ANY),
        },
        source="terraform 1.11",
        curated=False,
    )
}


def output_of_data(type_: str, written: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return written attributes with the ``output`` that ``terraform_data`` will make of them.

    Examples
    --------
    >>> output_of_data("terraform_data", {"input": 1})
    {'input': 1, 'output': UNKNOWN}
    """
    if type_ != "terraform_data" or written.get("input") is None:
        return written
    return {**written, "output": UNKNOWN}
