"""Attribute rules: whom they concern, when they fit, and that deny wins."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.identity import About, AttributeRule, Effect, Hours
from dharma_core.identity.conditions import refusal

MONDAY_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def _rule(effect: Effect = Effect.ALLOW, **conditions: object) -> AttributeRule:
    return AttributeRule("test-only", effect, "deployment:create", **conditions)


@pytest.mark.parametrize(
    ("users", "roles", "user", "held", "bound"),
    [
        ((), (), "ann", (), True),
        (("ann",), (), "ann", (), True),
        (("ann",), (), "bob", ("developer",), False),
        ((), ("developer",), "bob", ("developer",), True),
        ((), ("developer",), "bob", ("viewer",), False),
        (("ann",), ("developer",), "bob", ("viewer", "developer"), True),
        (("ann",), ("developer",), "ann", (), True),
    ],
)
def test_a_rule_binds_those_it_names_or_everybody(users, roles, user, held, bound):
    assert _rule(users=users, roles=roles).binds(user, held) is bound


def test_a_rule_concerns_a_person_and_a_permission():
    rule = AttributeRule("r", Effect.DENY, "deployment:*", users=("ann",))
    assert rule.concerns("ann", (), "deployment:create")
    assert not rule.concerns("ann", (), "blueprint:create")
    assert not rule.concerns("bob", (), "deployment:create")


@pytest.mark.parametrize(
    ("conditions", "about", "fits"),
    [
        ({}, About(), True),
        ({"environments": ("test", "dev")}, About(environment="dev"), True),
        ({"environments": ("test", "dev")}, About(environment=" DEV "), True),
        ({"environments": ("test",)}, About(environment="production"), False),
        ({"environments": ("test",)}, About(), False),
        ({"environments": ("test",)}, About(environment="  "), False),
        ({"clouds": ("aws",)}, About(cloud="aws"), True),
        ({"clouds": ("aws",)}, About(cloud="gcp"), False),
        ({"cost_limit": Decimal(100)}, About(monthly_cost=Decimal("99.99")), True),
        ({"cost_limit": Decimal(100)}, About(monthly_cost=Decimal(100)), True),
        ({"cost_limit": Decimal(100)}, About(monthly_cost=Decimal("100.01")), False),
        ({"cost_limit": Decimal(0)}, About(monthly_cost=Decimal(0)), True),
        ({"cost_limit": Decimal(100)}, About(), False),
        ({"cost_limit": Decimal(100)}, About(monthly_cost=Decimal("NaN")), False),
        ({"cost_limit": Decimal(100)}, About(monthly_cost=Decimal("-Infinity")), False),
        ({"hours": Hours("08:00", "18:00")}, About(at=MONDAY_NOON), True),
        ({"hours": Hours("13:00", "18:00")}, About(at=MONDAY_NOON), False),
        ({"hours": Hours()}, About(), False),
        (
            {"environments": ("test",), "clouds": ("aws",)},
            About(environment="test", cloud="gcp"),
            False,
        ),
    ],
    ids=range(19),
)
def test_an_allow_rule_fits_where_every_condition_is_met_and_told(conditions, about, fits):
    assert _rule(**conditions).fits(about) is fits


@pytest.mark.parametrize(
    ("conditions", "about", "fits"),
    [
        ({"environments": ("production",)}, About(environment="Production"), True),
        ({"environments": ("production",)}, About(environment="test"), False),
        ({"environments": ("production",)}, About(), True),
        ({"clouds": ("aws",)}, About(), True),
        ({"cost_limit": Decimal(100)}, About(monthly_cost=Decimal("100.01")), True),
        ({"cost_limit": Decimal(100)}, About(monthly_cost=Decimal(100)), False),
        ({"cost_limit": Decimal(100)}, About(), True),
        ({"cost_limit": Decimal(100)}, About(monthly_cost=Decimal("NaN")), True),
        ({"hours": Hours()}, About(), True),
        ({"hours": Hours("13:00", "18:00")}, About(at=MONDAY_NOON), False),
    ],
    ids=range(10),
)
def test_what_is_not_told_meets_a_deny_rule(conditions, about, fits):
    assert _rule(Effect.DENY, **conditions).fits(about) is fits


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        ("2026-03-02T07:59:59", False),
        ("2026-03-02T08:00:00", True),
        ("2026-03-02T17:59:59", True),
        ("2026-03-02T18:00:00", False),
        ("2026-03-01T12:00:00", False),
        ("2026-03-03T12:00:00", False),
    ],
)
def test_hours_hold_from_their_start_to_before_their_end_on_their_days(at, inside):
    office = Hours("08:00", "18:00", ("mon",))
    assert office.hold(datetime.fromisoformat(f"{at}+00:00")) is inside


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        ("2026-03-02T21:59:59", False),
        ("2026-03-02T22:00:00", True),
        ("2026-03-03T05:59:59", True),
        ("2026-03-03T06:00:00", False),
        ("2026-03-02T05:00:00", False),
        ("2026-03-03T22:00:00", False),
    ],
)
def test_hours_that_reach_into_the_next_day_belong_to_the_day_they_start_on(at, inside):
    night = Hours("22:00", "06:00", ("mon",))
    assert night.hold(datetime.fromisoformat(f"{at}+00:00")) is inside


def test_a_night_from_sunday_reaches_into_monday():
    assert Hours("22:00", "06:00", ("sun",)).hold(datetime(2026, 3, 2, 5, tzinfo=UTC))


def test_the_same_start_and_end_are_the_whole_day():
    whole = Hours("09:00", "09:00", ("mon",))
    assert whole.hold(datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert whole.hold(datetime(2026, 3, 3, 8, 59, tzinfo=UTC))
    assert not whole.hold(datetime(2026, 3, 3, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        # Berlin: UTC+1 until 2026-03-29 02:00, UTC+2 after.
        ("2026-03-27T07:00:00+00:00", True),
        ("2026-03-27T06:59:00+00:00", False),
        ("2026-03-30T06:00:00+00:00", True),
        ("2026-03-30T05:59:00+00:00", False),
        ("2026-03-30T01:00:00-05:00", True),
    ],
)
def test_hours_are_by_the_clock_of_their_place_in_summer_too(moment, inside):
    office = Hours("08:00", "18:00", ("mon", "fri"), "Europe/Berlin")
    assert office.hold(datetime.fromisoformat(moment)) is inside


@pytest.mark.parametrize(
    "said",
    [
        {"start": "24:00"},
        {"start": "8:00"},
        {"end": "18:60"},
        {"end": "18:00:00"},
        {"end": "+8:00"},
        {"weekdays": ()},
        {"weekdays": ("monday",)},
        {"zone": "Mars/Base"},
        {"zone": "../../etc/passwd"},
        {"zone": ""},
    ],
)
def test_what_are_no_hours_is_refused(said):
    with pytest.raises(InputError):
        Hours(**said)


@pytest.mark.parametrize(
    "conditions",
    [
        {"clouds": ("amazon",)},
        {"cost_limit": Decimal(-1)},
        {"cost_limit": Decimal("NaN")},
        {"cost_limit": Decimal("Infinity")},
        {"users": ("<script>",)},
        {"environments": ("",)},
        {"environments": ("x" * 101,)},
        {"roles": ("a\nb",)},
        {"users": tuple(f"u{n}" for n in range(101))},
    ],
    ids=range(9),
)
def test_what_is_no_rule_is_refused(conditions):
    with pytest.raises(InputError):
        _rule(**conditions)


@pytest.mark.parametrize(("name", "permission"), [("Two words", "user:read"), ("r", "user")])
def test_a_rule_needs_a_name_and_a_pattern(name, permission):
    with pytest.raises(InputError):
        AttributeRule(name, Effect.DENY, permission)


def test_a_rule_may_list_100_names_of_100_letters_and_limit_the_cost_to_nothing():
    names = tuple(f"{n:0100d}" for n in range(100))
    rule = _rule(users=names, cost_limit=Decimal(0))
    assert len(rule.users) == 100


def test_nothing_refuses_where_no_rule_concerns_the_act():
    assert refusal([], About()) is None


def test_one_of_several_allow_rules_is_enough():
    rules = [_rule(environments=("test",)), _rule(environments=("dev",))]
    assert refusal(rules, About(environment="dev")) is None


def test_deny_wins_over_allow_and_is_named():
    deny = AttributeRule("no-gcp", Effect.DENY, "deployment:create", clouds=("gcp",))
    rule, words = refusal([_rule(), deny], About(cloud="gcp"))
    assert (rule.name, words) == ("no-gcp", "it says: deny deployment:create to everybody on gcp")
    assert refusal([_rule(), deny], About(cloud="aws")) is None


def test_the_allow_rule_that_lacks_least_is_named_with_what_would_be_allowed():
    far = _rule(environments=("test",), clouds=("gcp",), cost_limit=Decimal(5))
    near = AttributeRule("near", Effect.ALLOW, "*:*", cost_limit=Decimal(50))
    about = About(environment="production", cloud="aws", monthly_cost=Decimal(60))
    rule, words = refusal([far, near], about)
    assert (rule.name, words) == ("near", "allowed is: at most $50 a month (it costs $60)")


def test_every_unmet_condition_is_told_with_what_was_found():
    rule = _rule(
        environments=("test", "dev"), clouds=("aws",), cost_limit=Decimal(5), hours=Hours("08:00")
    )
    assert rule.unmet(About(environment="prod")) == (
        "environment test or dev (it is 'prod')",
        "cloud aws (it is not told)",
        "at most $5 a month (the cost is not known)",
        "the time, not told, within 08:00-00:00 on mon, tue, wed, thu, fri, sat, sun (UTC)",
    )
    early = About(at=datetime(2026, 3, 2, 7, tzinfo=UTC))
    assert rule.unmet(early)[-1].startswith("the time within 08:00")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (_rule(), "allow deployment:create to everybody"),
        (
            _rule(Effect.DENY, users=("ann",), roles=("viewer",), environments=("a", "b")),
            "deny deployment:create to ann, role viewer in a or b",
        ),
        (
            _rule(clouds=("aws",), cost_limit=Decimal(5), hours=Hours("08:00", "18:00", ("mon",))),
            "allow deployment:create to everybody on aws up to $5 a month "
            "at 08:00-18:00 on mon (UTC)",
        ),
        (
            _rule(Effect.DENY, cost_limit=Decimal(5)),
            "deny deployment:create to everybody above $5 a month",
        ),
    ],
    ids=range(4),
)
def test_a_rule_says_itself_in_one_line(rule, said):
    assert str(rule) == said
