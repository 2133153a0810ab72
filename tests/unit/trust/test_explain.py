"""What lowered a score: the parts sum to what is missing, exactly and as they are shown."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dharma_core.trust.explain import explain, score_document, shown_lowerings
from dharma_core.trust.score import COMPONENTS, Deduction, assess, score

points = st.lists(st.decimals(min_value=0, max_value=60, places=3), max_size=8)


def _assessed(component: str, taken) -> object:
    return assess(
        component,
        [Deduction(f"{component}.{n}", f"fact {n}", p) for n, p in enumerate(taken)],
    )


@given(device=points, user=points, context=points)
def test_the_explanation_sums_to_what_is_missing(device, user, context):
    parts = (_assessed(*pair) for pair in zip(COMPONENTS, (device, user, context), strict=True))
    found = score(*parts)
    assert sum(low.points for low in explain(found)) == 100 - found.exact
    shown = shown_lowerings(found)
    assert sum((low.points for low in shown), Decimal(0)) == 100 - found.overall
    assert all(low.points > 0 for low in shown)


@given(device=points, user=points, context=points)
def test_what_is_shown_lies_within_a_cent_of_what_is_exact(device, user, context):
    parts = (_assessed(*pair) for pair in zip(COMPONENTS, (device, user, context), strict=True))
    found = score(*parts)
    exact = {low.key: low.points for low in explain(found)}
    assert all(abs(low.points - exact[low.key]) < Decimal("0.01") for low in shown_lowerings(found))


def test_the_largest_comes_first_and_carries_its_weight():
    found = score(95, 100, 75)
    assert [(low.component, low.key, str(low.points)) for low in shown_lowerings(found)] == [
        ("context", "context.stated", "6.25"),  # 0.25 * 25
        ("device", "device.stated", "1.75"),  # 0.35 * 5
    ]


def test_equal_ones_come_in_the_order_of_their_keys():
    found = score(_assessed("device", [5, 5]), 100, 100)
    assert [low.key for low in explain(found)] == ["device.0", "device.1"]


def test_a_full_score_has_nothing_to_explain():
    assert explain(score(100, 100, 100)) == ()
    assert shown_lowerings(score(100, 100, 100)) == ()


def test_a_component_at_zero_counts_its_largest_deductions_first():
    found = score(_assessed("device", [Decimal(30), Decimal(80), Decimal(10)]), 100, 100)
    # 80, then what is left of 100: 20 of the 30; the 10 count for nothing.
    assert [(low.key, low.points) for low in explain(found)] == [
        ("device.1", Decimal("28.00")),
        ("device.0", Decimal("7.00")),
    ]


def test_cents_lost_by_rounding_go_to_those_that_lost_most():
    # 0.35 * 1.01 = 0.3535, 0.40 * 1.02 = 0.408, 0.25 * 1.03 = 0.2575: together 1.019, shown 1.02.
    found = score(Decimal("98.99"), Decimal("98.98"), Decimal("98.97"))
    shown = {low.component: str(low.points) for low in shown_lowerings(found)}
    # Rounded down 0.35, 0.40, 0.25: the two missing cents go to 0.008 and 0.0075.
    assert shown == {"device": "0.35", "user": "0.41", "context": "0.26"}


def test_the_document_holds_score_weights_and_reasons():
    said = score_document(score(95, 100, 100))
    assert said["weights"] == {"device_trust": 0.35, "user_trust": 0.4, "context_trust": 0.25}
    assert said["overall_score"] == 98.25
    assert said["lowered_by"] == [
        {
            "component": "device",
            "key": "device.stated",
            "reason": "device trust was given as 95 of 100",
            "points": 1.75,
        }
    ]
