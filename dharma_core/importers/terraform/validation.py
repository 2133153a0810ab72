"""The ``validation`` blocks of variables: a value that Terraform would refuse is a Problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.marks import split
from dharma_core.importers.terraform.operators import truth
from dharma_core.importers.terraform.syntax import Block

if TYPE_CHECKING:
    from dharma_core.importers.terraform.instances import ModuleInstance

__all__ = ["tell_refused_values"]

_NO_MESSAGE: Final = "Its value does not meet the condition."


def tell_refused_values(module: ModuleInstance) -> None:
    """Note each variable of a module whose value a condition refuses; unknown ones pass."""
    for name, block in module.source.variables.items():
        for inner in block.body.blocks:
            if inner.type == "validation" and _refuses(module, inner):
                step = f"Give {name!r} another value, or mend the condition."
                message = f"{_noun(module, name)} is refused: {_message(module, inner)}"
                module.reading.tell(message, inner.position, step)


def _refuses(module: ModuleInstance, inner: Block) -> bool:
    condition = inner.body.attributes.get("condition")
    if condition is None:
        return False
    value, _ = split(module.reading.value(condition, module.scope))
    try:
        return truth(value, "The condition") is False
    except EvaluationError as error:
        module.reading.tell(f"condition: {error}", condition.position)
        return False


def _message(module: ModuleInstance, inner: Block) -> str:
    written = inner.body.attributes.get("error_message")
    value = None if written is None else module.reading.value(written, module.scope)
    return value.strip() if isinstance(value, str) and value.strip() else _NO_MESSAGE


def _noun(module: ModuleInstance, name: str) -> str:
    around = f" of the module {module.call.labels[0]!r}" if module.call is not None else ""
    return f"The variable {name!r}{around}"
