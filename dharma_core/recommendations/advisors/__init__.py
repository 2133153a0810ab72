"""The advisors, each a function from a Site to proposals."""

from __future__ import annotations

from dharma_core.recommendations.advising import Advisor
from dharma_core.recommendations.advisors.commitments import bring_licences, commit
from dharma_core.recommendations.advisors.idle_parts import remove_idle_parts
from dharma_core.recommendations.advisors.lifecycles import move_old_objects
from dharma_core.recommendations.advisors.networks import add_gateway_endpoints
from dharma_core.recommendations.advisors.regions import move_region
from dharma_core.recommendations.advisors.schedules import schedule_non_production
from dharma_core.recommendations.advisors.sizes import right_size, use_arm, use_newer_generation
from dharma_core.recommendations.advisors.storage import (
    keep_logs_shorter,
    use_cheaper_storage_class,
    use_newer_volumes,
)

__all__ = ["ADVISORS"]

ADVISORS: tuple[Advisor, ...] = (
    add_gateway_endpoints,
    bring_licences,
    commit,
    keep_logs_shorter,
    move_old_objects,
    move_region,
    remove_idle_parts,
    right_size,
    schedule_non_production,
    use_arm,
    use_cheaper_storage_class,
    use_newer_generation,
    use_newer_volumes,
)
