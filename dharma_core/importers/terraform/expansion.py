"""``count`` and ``for_each``: which instances a block has, and what each of them sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.evaluation import Bound, Scope
from dharma_core.importers.terraform.functions.conversion import to_number
from dharma_core.importers.terraform.functions.values import FunctionError, TfSet
from dharma_core.importers.terraform.marks import split
from dharma_core.importers.terraform.syntax import Attribute, Block
from dharma_core.plan import UNKNOWN, FrozenMap

if TYPE_CHECKING:
    from dharma_core.importers.terraform.reading import Reading

__all__ = ["Expansion", "expand"]

_NOT_KNOWN: Final = (
    "{} depends on what only apply will tell: one instance stands for however many there will be."
)
_NEXT: Final = "Use keys that the configuration itself knows, or give the variable a value."


@dataclass(frozen=True, slots=True, eq=False)
class Expansion:
    """The instances of a block.

    Parameters
    ----------
    kind : str
        ``single``, ``count`` or ``each``.
    instances : tuple of (key, names)
        In Terraform's order; ``names`` are ``count`` or ``each`` as an instance sees them.
    known : bool
        False when nobody knows how many there will be; one without a key stands for them.
    """

    kind: str
    instances: tuple[tuple[Any, Mapping[str, Bound]], ...]
    known: bool = True


_SINGLE: Final = Expansion("single", ((None, {}),))


def expand(block: Block, scope: Scope, reading: Reading) -> Expansion:
    """Return the instances of a block; what is wrong or unknown becomes a Problem."""
    count, each = block.body.attributes.get("count"), block.body.attributes.get("for_each")
    if count is not None:
        return _told(count, _count, scope, reading)
    return _SINGLE if each is None else _told(each, _each, scope, reading)


def _told(
    attribute: Attribute,
    expansion: Callable[[Attribute, Scope, Reading], Expansion],
    scope: Scope,
    reading: Reading,
) -> Expansion:
    try:
        found = expansion(attribute, scope, reading)
    except EvaluationError as error:
        reading.tell(f"{attribute.name}: {error}", attribute.position)
        return _unknown(is_count=attribute.name == "count")
    if not found.known:
        message = _NOT_KNOWN.format(attribute.name)
        reading.tell(message, attribute.position, _NEXT, severity="warning")
    return found


def _unknown(*, is_count: bool) -> Expansion:
    if is_count:
        names = {"count": Bound(FrozenMap(index=UNKNOWN))}
    else:
        names = {"each": Bound(FrozenMap(key=UNKNOWN, value=UNKNOWN))}
    return Expansion("count" if is_count else "each", ((None, names),), known=False)


def _count(attribute: Attribute, scope: Scope, reading: Reading) -> Expansion:
    value, _ = split(reading.evaluator.evaluate(attribute.expression, scope))
    if value is UNKNOWN:
        return _unknown(is_count=True)
    try:
        number = to_number(value)
    except FunctionError as error:
        raise EvaluationError(f"{error}.") from None
    if not isinstance(number, int) or number < 0:
        raise EvaluationError(f"a whole number from 0 up is needed, not {number}.")
    reading.budget.charge_instances(number)
    rounds = ((i, {"count": Bound(FrozenMap(index=i))}) for i in range(number))
    return Expansion("count", tuple(rounds))


def _each(attribute: Attribute, scope: Scope, reading: Reading) -> Expansion:
    value, marked = split(reading.evaluator.evaluate(attribute.expression, scope))
    if marked:
        raise EvaluationError("a sensitive value may not tell the instances.")
    if value is UNKNOWN or (isinstance(value, TfSet) and UNKNOWN in value):
        return _unknown(is_count=False)
    if isinstance(value, FrozenMap):
        pairs = [(key, value[key]) for key in sorted(value)]
    elif isinstance(value, TfSet):
        pairs = [(key, key) for key in value]
    else:
        raise EvaluationError("a map or a set of texts is needed; use toset() for a list.")
    reading.budget.charge_instances(len(pairs))
    if not all(isinstance(key, str) for key, _ in pairs):
        raise EvaluationError("every key must be a text.")
    return Expansion("each", tuple((k, _each_names(k, v, attribute, scope)) for k, v in pairs))


def _each_names(key: str, value: Any, attribute: Attribute, scope: Scope) -> Mapping[str, Bound]:
    each = FrozenMap(key=key, value=value)
    return {"each": Bound(each, attribute.expression, scope, key, whole=False)}
