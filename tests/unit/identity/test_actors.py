"""Who acts."""

from __future__ import annotations

import pytest

from dharma_core.errors import InputError
from dharma_core.identity import Actor, is_allowed, local_actor, service_actor


def test_the_local_actor_owns_everything_on_this_machine() -> None:
    actor = local_actor()
    assert (actor.user, actor.tenant, actor.roles) == ("local", "default", ("admin",))
    assert actor.address == "local"


def test_every_request_has_a_correlation_id_of_its_own() -> None:
    first, second = local_actor(), local_actor()
    assert first.correlation_id.startswith("cor_")
    assert first.correlation_id != second.correlation_id


@pytest.mark.parametrize(("user", "tenant"), [("", "default"), (" ", "default"), ("ann", "")])
def test_an_actor_without_user_or_tenant_is_refused(user: str, tenant: str) -> None:
    with pytest.raises(InputError, match="needs a user and a tenant"):
        Actor(user, tenant, ("admin",))


def test_the_server_itself_may_do_what_is_named_and_nothing_else() -> None:
    actor = service_actor("deployment:work")
    assert (actor.user, actor.tenant, actor.roles) == ("dharma", "default", ())
    assert is_allowed(actor, "deployment:work")
    assert not is_allowed(actor, "deployment:read")
