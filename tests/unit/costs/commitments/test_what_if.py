"""What if machines ran less, or were committed: hand-computed months."""

from decimal import Decimal

import pytest

from dharma_core.costs.commitments import (
    Capacity,
    Mix,
    Offer,
    Strategy,
    StrategyKind,
    WaysToPay,
    what_if,
)
from dharma_core.costs.ports import price_key
from dharma_core.errors import InputError

D = Decimal
KEY = price_key(("aws", "x"), "ec2/instance", instance_type="m", os="linux")


def machine(monthly_offer=None, term=12):
    """Return a machine of $73 a month on demand, with an offer of one term."""
    strategy = Strategy("s", "S", "aws", StrategyKind.RESERVED, term)
    offers = (
        () if monthly_offer is None else (Offer(strategy, D(0), D(monthly_offer), assumed=True),)
    )
    return WaysToPay(Capacity("a", "a", KEY, D(730), D("0.1")), offers, Mix(()))


def test_as_it_is_nothing_changes():
    found = what_if(D(100), [machine(40)])
    assert (found.before, found.after, found.machines, found.change) == (100, 100, 73, 0)
    assert not found.assumed


def test_machines_that_run_half_the_hours_cost_half():
    assert what_if(D(100), [machine()], running=D("0.5")).change == D("-36.5")


def test_a_committed_share_is_paid_whole_whatever_runs():
    found = what_if(D(100), [machine(40)], running=D("0.25"), committed=D("0.5"))
    assert found.after == 27 + 20  # the other costs, and half of the offer; nothing on demand
    assert found.assumed
    found = what_if(D(100), [machine(40)], committed=D("0.5"))
    assert found.after == 27 + 20 + D("36.5")


def test_without_an_offer_of_one_year_it_stays_on_demand():
    assert what_if(D(100), [machine(20, term=36), machine()], committed=D(1)).change == 0


@pytest.mark.parametrize("share", ["-0.1", "1.1"])
def test_a_share_outside_of_the_whole_is_refused(share):
    with pytest.raises(InputError, match="share"):
        what_if(D(1), [], running=D(share))
