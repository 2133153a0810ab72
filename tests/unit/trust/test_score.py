"""The score and its levels: exact at each edge, and a component outside 0 to 100 is an error."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.trust.score import (
    COMPONENTS,
    KEYS,
    WEIGHTS,
    Assessment,
    Deduction,
    Level,
    assess,
    component_of_text,
    component_value,
    is_number,
    level_of,
    score,
    stated,
    two_decimals,
)

numbers = st.decimals(min_value=0, max_value=100, places=2)


@pytest.mark.parametrize(
    ("parts", "overall", "level"),
    [
        ((95, 100, 75), "92.00", "full"),  # 33.25 + 40 + 18.75
        ((20, 30, 25), "25.25", "low"),  # 7 + 12 + 6.25
        ((0, 0, 0), "0.00", "none"),
        ((100, 100, 100), "100.00", "full"),
        ((100, 0, 0), "35.00", "low"),
        ((0, 100, 0), "40.00", "medium"),
        ((0, 0, 100), "25.00", "low"),
    ],
)
def test_score_weighs_the_three_parts(parts, overall, level):
    found = score(*parts)
    assert (str(found.overall), found.level.value) == (overall, level)


def test_the_weights_come_to_one():
    assert sum(WEIGHTS.values()) == 1
    assert COMPONENTS == ("device", "user", "context")


@pytest.mark.parametrize(
    ("edge", "below", "above"),
    [(20, "none", "low"), (40, "low", "medium"), (60, "medium", "high"), (80, "high", "full")],
    ids=["20", "40", "60", "80"],
)
def test_a_level_begins_exactly_at_its_edge(edge, below, above):
    # All three parts alike: the score is that number.
    just_below = Decimal(edge) - Decimal("0.01")
    assert score(edge, edge, edge).level.value == above
    assert score(float(edge), float(edge), float(edge)).level.value == above
    assert score(just_below, just_below, just_below).level.value == below
    assert level_of(Decimal(edge) - Decimal("1e-12")).value == below
    assert Level(above).floor == edge


def test_a_float_counts_as_it_is_written():
    # In binary 0.35 * 59.9 + 0.40 * 60.1 + 0.25 * 59.98 lies beside 60.
    assert score(59.9, 60.1, 59.98).exact == Decimal("60.0000")
    assert score(59.9, 60.1, 59.98).level is Level.HIGH


def test_rounding_lifts_nobody_over_a_bar():
    found = score(Decimal("59.996"), Decimal("59.996"), Decimal("59.996"))
    assert (str(found.overall), found.level) == ("60.00", Level.MEDIUM)


@pytest.mark.parametrize(
    ("number", "shown"), [("0.005", "0.01"), ("0.015", "0.02"), ("0.0049", "0.00"), ("9", "9.00")]
)
def test_a_half_goes_up(number, shown):
    assert str(two_decimals(Decimal(number))) == shown


BAD = {
    "below": -1,
    "above": 101,
    "just below": -1e-9,
    "just above": Decimal("100.0000000000001"),
    "nan": float("nan"),
    "infinity": float("inf"),
    "minus infinity": float("-inf"),
    "decimal nan": Decimal("NaN"),
    "signalling nan": Decimal("sNaN"),
    "decimal infinity": Decimal("Infinity"),
    "text": "50",
    "truth": True,
    "nothing": None,
    "list": [50],
    "huge": 10**5000,
}


@pytest.mark.parametrize("place", range(3), ids=COMPONENTS)
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_is_no_number_from_0_to_100_is_refused_by_name(place, bad):
    parts = [50, 50, 50]
    parts[place] = bad
    with pytest.raises(InputError) as refused:
        score(*parts)
    name = COMPONENTS[place]
    assert refused.value.message.startswith(f"The {name} trust is ")
    assert refused.value.message.endswith(", which is no number from 0 to 100.")
    assert refused.value.next_step == f"Give {name} as a number from 0 to 100."
    assert refused.value.details == {"component": name, "allowed": [0, 100]}


@pytest.mark.parametrize(
    ("bad", "shown"),
    [
        (-1, "-1"),
        ("5" * 60, repr("5" * 40)),
        (10**30, str(10**30)),
        (10**31, "a very large number"),
    ],
    ids=["plain", "long text", "long number", "longer number"],
)
def test_a_refusal_shows_what_was_given(bad, shown):
    with pytest.raises(InputError) as refused:
        component_value("device", bad)
    assert (
        refused.value.message == f"The device trust is {shown}, which is no number from 0 to 100."
    )


@pytest.mark.parametrize(
    "edge", [0, 0.0, -0.0, Decimal("-0"), 100, 100.0, Decimal("100.00")], ids=str
)
def test_both_ends_are_inside(edge):
    value = component_value("user", edge)
    assert value == Decimal(str(abs(edge)))
    assert not value.is_signed()


def test_finer_steps_than_a_billionth_are_cut_off_never_up():
    assert component_value("user", Decimal("59.9999999999999")) == Decimal("59.999999999999")
    assert component_value("user", Decimal("0.000000000001")) == Decimal("0.000000000001")
    assert component_value("user", 1e-300) == 0
    assert component_value("user", Decimal("1e-999999")) == 0


@pytest.mark.parametrize("text", ["95", " 95.5 ", "+1", ".5", "5.", "1e1"])
def test_a_typed_number_is_taken(text):
    assert component_of_text("user", text) == Decimal(text.strip())
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "nan", "inf", "abc", "1_0", "٥", "0x10", "1e1000", "--1"])
def test_a_typed_text_that_is_no_number_is_refused(text):
    assert not is_number(text)
    with pytest.raises(InputError, match="The user trust is '"):
        component_of_text("user", text)


def test_a_typed_number_out_of_range_is_refused():
    with pytest.raises(InputError, match="The user trust is 101, "):
        component_of_text("user", "101")


def test_an_assessment_counts_what_its_deductions_leave():
    part = assess(
        "device",
        [
            Deduction("device.disk", "open", Decimal(20)),
            Deduction("device.firewall", "on", Decimal(0)),
            Deduction("device.managed", "no", Decimal("10.5")),
        ],
    )
    assert part.value == Decimal("69.5")
    assert [d.key for d in part.deductions] == ["device.disk", "device.managed"]
    assert part.without("device.disk") == Decimal("89.5")
    assert part.without("device.firewall") == Decimal("69.5")


def test_an_assessment_never_falls_below_zero():
    part = Assessment("user", (Deduction("a", "", Decimal(70)), Deduction("b", "", Decimal(60))))
    assert part.value == 0
    assert part.without("a") == 40
    assert part.without("c") == 0


def test_a_stated_component_says_so():
    assert stated("context", 75).deductions == (
        Deduction("context.stated", "context trust was given as 75 of 100", Decimal(25)),
    )
    assert stated("context", 100).deductions == ()


def test_score_takes_assessments_and_numbers_together():
    part = assess("device", [Deduction("device.disk", "open", Decimal(20))])
    assert score(part, 100, Decimal(100)).exact == 93  # 100 - 0.35 * 20


def test_an_assessment_in_the_wrong_place_is_refused():
    with pytest.raises(
        InputError, match=r"The user trust was given the assessment of the device\."
    ):
        score(100, assess("device", []), 100)


def test_a_second_factor_gives_back_what_its_lack_took():
    lacking = Deduction("user.second_factor", "none", Decimal(30))
    found = score(100, assess("user", [lacking]), 100)
    assert (found.exact, found.with_second_factor) == (88, 100)  # 0.40 * 30
    assert score(100, 70, 100).with_second_factor == 88


def test_a_second_factor_gives_back_no_more_than_was_taken():
    lacking = Deduction("user.second_factor", "none", Decimal(30))
    much = Deduction("user.failed_logins", "many", Decimal(90))
    # Without it 10 are left: 0.40 * 10.
    assert score(0, assess("user", [lacking, much]), 0).with_second_factor == 4


def test_a_score_knows_what_lowered_it():
    found = score(100, 70, assess("context", [Deduction("context.time", "", Decimal(1))]))
    assert found.lowered == ("user.stated", "context.time")


def test_the_json_form_is_the_contract_of_the_command_line():
    assert score(95, 100, Decimal("74.999")).as_dict() == {
        "overall_score": 92.0,
        "trust_level": "full",
        "breakdown": {"device_trust": 95.0, "user_trust": 100.0, "context_trust": 75.0},
    }


@pytest.mark.parametrize(
    ("level", "levels", "raised"),
    [
        ("none", 1, "low"),
        ("low", 2, "high"),
        ("high", 1, "full"),
        ("full", 3, "full"),
        ("low", 0, "low"),
    ],
)
def test_a_level_rises_up_to_the_highest(level, levels, raised):
    assert Level(level).raised(levels).value == raised


def test_a_level_rises_by_one_unless_told_otherwise():
    assert Level.NONE.raised() is Level.LOW


def test_every_key_belongs_to_a_component():
    assert {key.partition(".")[0] for key in KEYS} == set(COMPONENTS)
    assert len(set(KEYS)) == len(KEYS)


@given(device=numbers, user=numbers, context=numbers, more=numbers)
def test_the_score_never_falls_when_a_component_rises(device, user, context, more):
    base = score(device, user, context).exact
    assert score(max(device, more), user, context).exact >= base
    assert score(device, max(user, more), context).exact >= base
    assert score(device, user, max(context, more)).exact >= base


@given(device=numbers, user=numbers, context=numbers)
def test_the_score_stays_between_its_parts(device, user, context):
    found = score(device, user, context).exact
    assert min(device, user, context) <= found <= max(device, user, context)


@pytest.mark.parametrize(("points", "left"), [("99.5", "0.5"), ("100", "0"), ("100.5", "0")])
def test_a_component_is_never_below_zero(points, left):
    found = Assessment("user", (Deduction("user.stated", "so", Decimal(points)),))
    assert found.value == Decimal(left)
    assert found.without("user.stated") == 100


def test_each_level_begins_where_it_is_said_to():
    assert [level.floor for level in Level] == [0, 20, 40, 60, 80]
