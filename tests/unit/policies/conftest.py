"""What policy tests share."""

import pytest

from tests.unit.policies.small_plans import build_plan


@pytest.fixture
def plan_of():
    return build_plan
