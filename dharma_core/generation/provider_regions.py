"""Resources that a further provider configuration makes, in another region than the Plan's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dharma_core.plan import Plan, Resource

__all__ = ["alias_of", "aliases", "elsewhere"]


def alias_of(resource: Resource) -> str:
    """Return how the provider of another region is called; empty for the Plan's own.

    Examples
    --------
    >>> from dharma_core.plan import Address
    >>> alias_of(Resource(Address("aws_sns_topic", "t"), "aws", region="eu-west-1"))
    'eu_west_1'
    """
    return re.sub(r"\W+", "_", resource.region)


def aliases(plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """Return provider, alias and region of each further provider that a Plan needs, sorted."""
    found = {(r.provider, alias_of(r), r.region) for r in plan.resources if r.region}
    return tuple(sorted(found))


def elsewhere(plan: Plan, whole: str) -> Iterator[str]:
    """Yield what is lost where ``whole`` (a stack, a program) has one region only."""
    for resource in plan.managed:
        if resource.region:
            yield f"{resource.address}: it is made in {resource.region}; {whole} has one region."
