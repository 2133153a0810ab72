"""Deployments in the store: states, facts, plans, logs and who sees them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dharma_core.deployments.values import (
    DeployedResource,
    Deployment,
    DeploymentRequest,
    DeploymentState,
    LogLine,
)
from dharma_core.errors import ConflictError, InputError, NotFoundError
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.storage.store import Store

S = DeploymentState
AT = datetime(2026, 3, 1, tzinfo=UTC)
TO_COMPLETED = (S.VALIDATING, S.PLANNING, S.APPROVED, S.APPLYING, S.COMPLETED)


def _new(name: str = "web", id_: str = "dep_1") -> Deployment:
    return Deployment(
        id=id_,
        name=name,
        state=S.QUEUED,
        request=DeploymentRequest(budget=Decimal("100.50"), auto_approve=True),
        created=AT,
        updated=AT,
        user="local",
        tenant="default",
        blueprint_id="bp_1",
        blueprint_version="1.0.0",
    )


def _add(store: Store, *states: S, id_: str = "dep_1") -> Deployment:
    with store.transaction() as uow:
        found = uow.deployments.add(_new(id_=id_))
        for state in states:
            found = uow.deployments.change_state(id_, state)
        return found


def test_add_keeps_the_whole_value(store: Store) -> None:
    added = _add(store)
    with store.reading() as uow:
        assert uow.deployments.get("dep_1") == added
        assert uow.events.tail()[-1].event.type is EventType.DEPLOYMENT_REQUESTED
    assert added == replace(_new(), history=((S.QUEUED, AT),))


def test_add_refuses_a_deployment_that_is_under_way(store: Store) -> None:
    with store.transaction() as uow, pytest.raises(InputError, match="queued, not applying"):
        uow.deployments.add(replace(_new(), state=S.APPLYING))


def test_add_refuses_an_id_twice(store: Store) -> None:
    _add(store)
    with pytest.raises(ConflictError):
        _add(store)


def test_change_state_follows_the_rules_and_is_on_record(store: Store) -> None:
    done = _add(store, *TO_COMPLETED)
    assert [state for state, _ in done.history] == [S.QUEUED, *TO_COMPLETED]
    with store.reading() as uow:
        assert uow.deployments.get("dep_1") == done
        types = [entry.event.type.value for entry in uow.events.tail(aggregate="dep_1")]
    assert types == [
        "DeploymentRequested",
        "DeploymentStarted",
        "DeploymentStateChanged",
        "DeploymentApproved",
        "DeploymentStateChanged",
        "DeploymentCompleted",
    ]


@pytest.mark.parametrize(
    ("passed", "wanted"),
    [((), S.APPLYING), ((), S.QUEUED), (TO_COMPLETED, S.FAILED)],
    ids=["jump", "same", "after the end"],
)
def test_change_state_refuses_what_may_not_follow(
    store: Store, passed: tuple[S, ...], wanted: S
) -> None:
    before = _add(store, *passed)
    with store.transaction() as uow, pytest.raises(ConflictError, match=f"cannot become {wanted}"):
        uow.deployments.change_state("dep_1", wanted)
    with store.reading() as uow:
        assert uow.deployments.get("dep_1") == before


def test_change_state_keeps_the_reason_when_none_is_given(store: Store) -> None:
    _add(store, *TO_COMPLETED[:4])
    with store.transaction() as uow:
        uow.deployments.change_state("dep_1", S.ROLLING_BACK, reason="quota")
        assert uow.deployments.change_state("dep_1", S.ROLLED_BACK).reason == "quota"


def test_update_keeps_what_a_step_found_out(store: Store) -> None:
    added = _add(store, S.VALIDATING)
    vpc = DeployedResource("aws_vpc.main", "aws_vpc", "vpc-1", "available", "10.0.0.0/16")
    facts = {
        "estimate": Decimal("12.3400"),
        "violations": 2,
        "resources": (vpc,),
        "outputs": {"url": "x"},
    }
    with store.transaction() as uow:
        kept = uow.deployments.update(replace(added, **facts))
        change = uow.events.tail()[-1].event
    assert kept == replace(added, updated=kept.updated, **facts)
    assert kept.updated > added.updated
    assert change.before == {"estimate": None, "outputs": {}, "resources": [], "violations": 0}
    assert (change.after or {})["estimate"] == "12.3400"


def test_update_writes_nothing_when_nothing_changed(store: Store) -> None:
    added = _add(store)
    with store.transaction() as uow:
        assert uow.deployments.update(added) == added
        assert len(uow.events.tail()) == 1


def test_update_refuses_a_deployment_that_moved_on(store: Store) -> None:
    added = _add(store)
    with store.transaction() as uow:
        uow.deployments.change_state("dep_1", S.CANCELLED)
        with pytest.raises(ConflictError, match="is cancelled by now, no longer queued"):
            uow.deployments.update(replace(added, violations=1))


def test_keep_plan_replaces_the_plan_and_records_its_digest(store: Store) -> None:
    plan = {"resource_changes": [{"address": "aws_vpc.main"}]}
    _add(store)
    with store.transaction() as uow:
        assert uow.deployments.plan("dep_1") is None
        uow.deployments.keep_plan("dep_1", plan)
        assert uow.deployments.plan("dep_1") == plan
        change = uow.events.tail()[-1].event
    assert (change.after or {})["plan"]["resources"] == 1


def test_add_keeps_a_plan_given_at_once(store: Store) -> None:
    with store.transaction() as uow:
        uow.deployments.add(_new(), plan={"resource_changes": []})
        assert uow.deployments.plan("dep_1") == {"resource_changes": []}


def test_log_is_read_from_any_line_on(store: Store) -> None:
    _add(store)
    lines = [LogLine(AT, "info", f"step {n}", "apply") for n in range(3)]
    with store.transaction() as uow:
        assert [uow.deployments.append_log("dep_1", line) for line in lines] == [1, 2, 3]
    with store.reading() as uow:
        assert uow.deployments.log("dep_1", after=1) == ((2, lines[1]), (3, lines[2]))
        assert uow.deployments.log("dep_1", limit=1) == ((1, lines[0]),)


def test_page_lists_newest_first_and_by_state(store: Store) -> None:
    _add(store, id_="dep_1")
    _add(store, S.CANCELLED, id_="dep_2")
    with store.reading() as uow:
        assert [item.id for item in uow.deployments.page().items] == ["dep_2", "dep_1"]
        assert [i.id for i in uow.deployments.page(state=S.CANCELLED).items] == ["dep_2"]
        assert [item.id for item in uow.deployments.unfinished()] == ["dep_1"]
        with pytest.raises(InputError):
            uow.deployments.page(size=0)


def test_last_completed_is_the_latest_good_one_of_that_place(store: Store) -> None:
    for id_ in ("dep_1", "dep_2"):
        _add(store, *TO_COMPLETED, id_=id_)
    _add(store, S.FAILED, id_="dep_3")
    with store.reading() as uow:
        place = {"target": "sandbox", "environment": "development"}
        good = uow.deployments.last_completed("web", **place)
        assert good is not None
        assert good.id == "dep_2"
        assert uow.deployments.last_completed("shop", **place) is None
        assert [one.id for one in uow.deployments.completed("web")] == ["dep_2", "dep_1"]
        assert uow.deployments.completed("shop") == ()


def test_another_tenant_sees_no_deployment(store: Store) -> None:
    _add(store)
    with store.transaction(Actor("eve", "rival", ("admin",))) as uow:
        for ask in (uow.deployments.get, uow.deployments.plan, uow.deployments.log):
            with pytest.raises(NotFoundError):
                ask("dep_1")
        assert uow.deployments.page().total == 0


def test_get_names_the_nearest_id(store: Store) -> None:
    _add(store)
    with store.reading() as uow, pytest.raises(NotFoundError, match="Did you mean 'dep_1'"):
        uow.deployments.get("dep_2")


def test_a_log_takes_whatever_a_tool_prints(store: Store) -> None:
    _add(store)
    with store.transaction() as uow:
        uow.deployments.append_log("dep_1", LogLine(AT, "info", "half \x00 \ud800 done"))
        assert uow.deployments.log("dep_1")[0][1].message == "half \ufffd ? done"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"created": datetime(2026, 3, 1)}, "has no zone"),  # noqa: DTZ001 - what is tested
        ({"outputs": {"size": {1}}}, "is a set: JSON has none"),
    ],
    ids=["time", "outputs"],
)
def test_add_refuses_what_cannot_be_stored(
    store: Store, change: dict[str, object], message: str
) -> None:
    def add() -> None:
        with store.transaction() as uow:
            uow.deployments.add(replace(_new(), **change))

    with pytest.raises(InputError, match=message):
        add()
    with store.reading() as uow:
        assert uow.deployments.page().total == 0


def test_add_refuses_a_plan_that_is_no_json(store: Store) -> None:
    def add() -> None:
        with store.transaction() as uow:
            uow.deployments.add(_new(), plan={"x": Decimal(1)})

    with pytest.raises(InputError, match="is a Decimal: JSON has none"):
        add()
