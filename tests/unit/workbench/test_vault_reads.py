"""A deployment reads a vault: only what is allowed to its tenant, and on record each time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dharma_core.deployments.values import Deployment, DeploymentRequest, DeploymentState
from dharma_core.errors import InputError, PermissionDenied
from dharma_core.storage.settings import VaultSettings
from dharma_core.workbench import Workbench, vault_reads

TEXT = "vault:hashicorp:secret/default/db#password"
OWN = '["secret/{tenant}"]'
NOW = datetime(2026, 3, 1, tzinfo=UTC)


class FakeVaults:
    """Gives one secret, from memory the second time."""

    def __init__(self) -> None:
        self.reads: list[str] = []

    def read(self, reference: object) -> tuple[str, bool]:
        self.reads.append(str(reference))
        return "s3cret", len(self.reads) > 1


@pytest.fixture
def vaults(monkeypatch: pytest.MonkeyPatch) -> FakeVaults:
    fake = FakeVaults()
    monkeypatch.setattr(vault_reads, "_vaults", lambda: fake)
    return fake


@pytest.fixture
def read() -> Callable[..., str]:
    def ask(
        text: str = TEXT, *, allowed: str = '["secret/{tenant}"]', tenant: str = "default"
    ) -> str:
        home = Workbench.open().settings.home
        Path(home / "dharma.toml").write_text(f"[vaults]\nhashicorp = {allowed}\n", "utf-8")
        bench = Workbench.open()
        found = Deployment(
            "dep_1", "shop", DeploymentState.APPLYING, DeploymentRequest(), NOW, NOW, "ann", tenant
        )
        return vault_reads.read_for(found, text, settings=bench.settings, store=bench.store)

    return ask


def test_a_secret_is_given_and_each_read_is_on_record_without_it(
    vaults: FakeVaults, read: Callable[..., str]
) -> None:
    assert (read(), read()) == ("s3cret", "s3cret")
    events = [entry.event for entry in Workbench.open().events()]
    assert [event.type.value for event in events] == ["SecretRead", "SecretRead"]
    assert [event.data["from_memory"] for event in events] == [True, False]
    assert (events[0].user, events[0].data["reference"]) == ("ann", TEXT)
    assert "s3cret" not in str(events)


@pytest.mark.parametrize(
    ("allowed", "tenant"),
    [
        ("[]", "default"), ('["secret/{tenant}"]', "elsewhere"), ('["secret/def"]', "default"),
        ('["secret/default/db/more"]', "default"), ('[""]', "default"), ('["/"]', "default"),
    ],
)  # fmt: skip
def test_a_path_that_is_not_allowed_to_the_tenant_is_not_read(
    vaults: FakeVaults, read: Callable[..., str], allowed: str, tenant: str
) -> None:
    with pytest.raises(PermissionDenied, match="may not name"):
        read(allowed=allowed, tenant=tenant)
    assert vaults.reads == []


def test_a_refusal_is_on_record(vaults: FakeVaults, read: Callable[..., str]) -> None:
    with pytest.raises(PermissionDenied):
        read(allowed="[]")
    event = Workbench.open().events()[0].event
    assert (event.type.value, event.success) == ("SecretRead", False)


@pytest.mark.parametrize(
    "place", ["secret/default", "secret/default/", "secret/default/db", "secret"]
)
def test_a_listed_place_and_all_below_it_are_allowed(place: str) -> None:
    settings = VaultSettings(hashicorp=(place,))
    assert settings.allows("hashicorp", "secret/default/db", "default")
    assert not settings.allows("hashicorp", "secrets/default/db", "default")
    assert not settings.allows("aws", "secret/default/db", "default")


def test_what_is_no_reference_is_refused_before_it_is_recorded(
    vaults: FakeVaults, read: Callable[..., str]
) -> None:
    with pytest.raises(InputError):
        read("vault:hashicorp:secret/../sys#key")
    assert vaults.reads == []
