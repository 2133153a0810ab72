"""The cheapest mix: each slice of a need takes what is expected to cost least; none costs more."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.costs.commitments import (
    Capacity,
    Offer,
    Payment,
    Scenario,
    Strategy,
    StrategyKind,
    cheapest_mix,
)
from dharma_core.costs.ports import price_key
from dharma_core.errors import InputError

D = Decimal
KEY = price_key(("aws", "x"), "ec2/instance", instance_type="m", os="linux")
CAPACITY = Capacity("a", "a", KEY, D(7300), D("0.1"))  # 730 a month on demand, ten machines


def offer(id_, term, monthly, kind=StrategyKind.RESERVED, upfront=0):
    strategy = Strategy(id_, id_, "aws", kind, term, Payment.NO_UPFRONT)
    return Offer(strategy, D(upfront), D(monthly))


ONE = offer("one", 12, 511)  # 30 % off
THREE = offer("three", 36, 292)  # 60 % off
SPOT = offer("spot", 0, 219, StrategyKind.SPOT)  # 70 % off
CERTAIN = [Scenario(D(1), D(1))]


def chosen(mix):
    return [
        (str(s.start), str(s.end), s.offer.strategy.id if s.offer else None) for s in mix.slices
    ]


def test_a_certain_need_takes_the_longest_commitment():
    mix = cheapest_mix(CAPACITY, [ONE, THREE, SPOT], CERTAIN)
    assert chosen(mix) == [("0", "1", "three")]
    assert mix.expected == 36 * 292
    assert mix.on_demand == 36 * 730
    assert mix.saving == 36 * 438
    assert mix.committed_share == 1


def test_what_may_be_interrupted_takes_spot():
    mix = cheapest_mix(CAPACITY, [ONE, THREE, SPOT], CERTAIN, interruptible=True)
    assert chosen(mix) == [("0", "1", "spot")]
    assert mix.committed_share == 0


def test_the_base_is_committed_and_the_peak_is_not():
    need = [Scenario(D("0.7"), D("0.5")), Scenario(D("0.3"), D(1))]
    mix = cheapest_mix(CAPACITY, [ONE, THREE], need)
    # the upper half is used with probability 0.3: on demand 0.3 x 730 = 219 < 292
    assert chosen(mix) == [("0", "0.5", "three"), ("0.5", "1", None)]
    assert mix.expected == 36 * (D("0.5") * 292 + D("0.5") * 219)


def test_a_need_that_may_end_early_takes_the_short_term():
    need = [Scenario(D("0.8"), D(1), 12), Scenario(D("0.2"), D(1), 36)]
    mix = cheapest_mix(CAPACITY, [ONE, THREE], need)
    # one year: 12 x 511 x (0.8 + 0.2 x 3) = 8,584.8; three: 36 x 292 = 10,512; on demand 12,264
    assert chosen(mix) == [("0", "1", "one")]
    assert mix.expected == D("8584.8")


def test_a_need_of_a_few_months_stays_on_demand():
    mix = cheapest_mix(CAPACITY, [ONE, THREE], [Scenario(D(1), D(1), 5)])
    assert chosen(mix) == [("0", "1", None)]
    assert mix.saving == 0


def test_nothing_used_costs_nothing():
    mix = cheapest_mix(CAPACITY, [ONE, THREE], [Scenario(D(1), D(0))])
    assert (mix.expected, chosen(mix)) == (0, [("0", "1", None)])


@pytest.mark.parametrize(
    ("scenarios", "said"),
    [
        ([Scenario(D("0.5"), D(1))], "do not add up to 1"),
        ([Scenario(D(1), D(2))], "use 2"),
        ([Scenario(D(2), D(1)), Scenario(D(-1), D(1))], "probability 2"),
        ([Scenario(D(1), D(1), -1)], "-1 months"),
    ],
)
def test_a_need_that_cannot_be_is_refused(scenarios, said):
    with pytest.raises(InputError, match=said):
        cheapest_mix(CAPACITY, [ONE], scenarios)


needs = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 10), st.integers(0, 48)), min_size=1, max_size=4
)


@given(needs)
def test_no_single_strategy_is_expected_to_cost_less_than_the_mix(raw):
    total = sum(weight for weight, _, _ in raw)
    shares = [D(weight) / total for weight, _, _ in raw]
    shares[0] += 1 - sum(shares)
    need = [
        Scenario(share, D(used) / 10, months)
        for share, (_, used, months) in zip(shares, raw, strict=True)
    ]
    mix = cheapest_mix(CAPACITY, [ONE, THREE], need)
    assert mix.slices[0].start == 0
    assert mix.slices[-1].end == 1
    assert sum(s.share for s in mix.slices) == 1
    assert 0 <= mix.expected <= mix.on_demand
    for one in (ONE, THREE):
        assert mix.expected <= cheapest_mix(CAPACITY, [one], need).expected
