"""What a monthly review asks to be done, each with the dollars it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dharma_core.finops.analytics.commitment_use import Utilisation
from dharma_core.finops.analytics.price_quantity import Effects
from dharma_core.finops.analytics.untagged import TagCover
from dharma_core.money import exact_sum

__all__ = ["Action", "ActionKind", "actions"]

_FLOOR = Decimal("0.001")  # of the month's cost: less is not worth the meeting's time


class ActionKind(StrEnum):
    """What there is to do."""

    UNUSED = "unused"
    UNCOVERED = "uncovered"
    UNTAGGED = "untagged"
    PRICE_ROSE = "price_rose"
    USE_GREW = "use_grew"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do.

    Parameters
    ----------
    amount : Decimal
        Of this month, in the bill's currency: what it is about, not what it saves.
    subject : tuple
        A commitment's id and name, a tag, or a mover's provider, account and service.
    """

    kind: ActionKind
    amount: Decimal
    subject: tuple[str | None, ...] = ()


def actions(
    moved: Sequence[Effects],
    commitments: Sequence[Utilisation],
    *,
    uncovered: Decimal,
    tags: Iterable[TagCover],
    total: Decimal,
) -> tuple[Action, ...]:
    """Return what is worth doing, the most dollars first; at most one of each kind.

    Parameters
    ----------
    moved : sequence of Effects
    uncovered : Decimal
        On-demand value of usage that a commitment could have covered.
    tags : iterable of TagCover
        One for each required tag.
    total : Decimal
        Of the month; a thousandth of it is the least that is told.

    Examples
    --------
    >>> cover = TagCover("Owner", Decimal(100), Decimal(30))
    >>> found = actions([], [], uncovered=Decimal(50), tags=[cover], total=Decimal(100))
    >>> [(action.kind.value, str(action.amount)) for action in found]
    [('uncovered', '50'), ('untagged', '30')]
    """
    found = [Action(ActionKind.UNCOVERED, uncovered)]
    if commitments:
        worst = commitments[0]
        unused = exact_sum(one.unused for one in commitments)
        found.append(Action(ActionKind.UNUSED, unused, (worst.id, worst.name)))
    lacking = max(tags, key=lambda tag: tag.untagged, default=None)
    if lacking:
        found.append(Action(ActionKind.UNTAGGED, lacking.untagged, (lacking.key,)))
    if moved:
        dearer = max(moved, key=lambda one: one.price)
        found.append(Action(ActionKind.PRICE_ROSE, dearer.price, dearer.key))
        grown = max(moved, key=lambda one: one.quantity + one.new)
        found.append(Action(ActionKind.USE_GREW, grown.quantity + grown.new, grown.key))
    worth = [action for action in found if action.amount > max(total * _FLOOR, Decimal(0))]
    return tuple(sorted(worth, key=lambda action: -action.amount))
