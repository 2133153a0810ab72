"""What a value that is not known yet can still be."""

import pytest

from dharma_core.plan import UNKNOWN, Address, Expression, Ref, make_resource
from dharma_core.policies.likeness import cannot_be, is_known_to_be_none_of

NUMBER = Ref("data.google_project.own", "number")
AGENT = ("serviceAccount:service-", NUMBER, "@gcp-sa-pubsub.iam.gserviceaccount.com")


def right(*parts):
    by = Expression.of(("member",), *parts)
    address = Address("google_pubsub_topic_iam_member", "r")
    return make_resource(address, {"member": UNKNOWN}, expressions=(by,))


@pytest.mark.parametrize(
    ("parts", "wanted", "ruled_out"),
    [
        (AGENT, ["allUsers", "allAuthenticatedUsers"], True),
        (AGENT, ["*-compute@developer.gserviceaccount.com"], True),
        (AGENT, ["*.iam.gserviceaccount.com"], False),
        (AGENT, ["serviceAccount:*"], False),
        (AGENT, ["user:*"], True),
        ((NUMBER,), ["allUsers"], False),
        (("all", NUMBER), ["allUsers"], False),
        (("group:", NUMBER), ["*admin*"], False),
        (("gr", NUMBER), ["group:*"], False),
    ],
)
def test_text_around_a_reference_rules_out_what_it_cannot_become(parts, wanted, ruled_out):
    assert cannot_be(right(*parts), ("member",), wanted) is ruled_out


def test_nothing_is_ruled_out_where_only_mentions_are_known():
    by = Expression(("member",), (), (NUMBER,))  # as a plan JSON tells it
    made = make_resource(Address("x", "y"), {"member": UNKNOWN}, expressions=(by,))
    assert not cannot_be(made, ("member",), ["allUsers"])
    assert not cannot_be(right(*AGENT), ("role",), ["allUsers"])


@pytest.mark.parametrize(
    ("values", "wanted", "settled"),
    [
        (["roles/viewer"], ["*admin*"], True),
        (["roles/viewer", "roles/storage.admin"], ["*admin*"], False),
        ([False], ["true"], True),
        ([True], ["true"], False),
        ([None], ["true"], True),
        (["roles/viewer", UNKNOWN], ["*admin*"], False),
        ([], ["*admin*"], False),
    ],
)
def test_a_rule_is_out_of_question_only_where_every_value_is_known(values, wanted, settled):
    assert is_known_to_be_none_of(values, wanted) is settled
