"""What a server asks before it lets a call in: who calls, and whether they called too often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import SignInRequired, TooManyRequests
from dharma_core.identity import service_actor
from dharma_core.storage.call_counts import CallCounts, Limit, Quota
from dharma_core.workbench.facade import Workbench
from dharma_core.workbench.token_gate import TokenGate

if TYPE_CHECKING:
    from dharma_core.storage.settings import Settings

__all__ = ["ApiDesk", "Limit", "Quota"]

_HOUR_S = 3600
_ADDRESS_WINDOW_S = 15 * 60


class ApiDesk:
    """Lets calls in: one of it serves all threads of a process.

    Parameters
    ----------
    settings : Settings
        Where the store is, and what ``[server]`` allows.
    cwd : Path
        What relative paths start from.
    clock : callable
        Gives the present moment, UTC.
    """

    def __init__(
        self,
        settings: Settings,
        cwd: Path,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.settings = settings
        self._gate = TokenGate(settings, clock=clock)
        self._counts = CallCounts.open(settings, clock=clock)
        self._cwd = cwd

    @staticmethod
    def open(cwd: Path | None = None) -> ApiDesk:
        """Return a desk configured by ``dharma.toml`` and the environment."""
        bench = Workbench.open(actor=service_actor(), cwd=cwd)
        return ApiDesk(bench.settings, bench.cwd)

    def admit_address(self, address: str) -> Quota | None:
        """Count a call from an address; None for one that is not counted.

        Raises
        ------
        TooManyRequests
            If it called too often.
        """
        server = self.settings.server
        if address in server.unlimited_addresses:
            return None
        limit = Limit("address", server.address_per_15_minutes, _ADDRESS_WINDOW_S)
        return self._take("", address, limit, f"The address {address}")

    def sign_in(self, authorization: str, *, address: str, agent: str) -> Workbench:
        """Return the workbench of whoever an ``Authorization`` header names.

        Raises
        ------
        SignInRequired
            If it names nobody.
        """
        kind, _, token = authorization.strip().partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise SignInRequired(
                "This call needs a token.",
                next_step="Make one with `dharma token create NAME`, and send it as the header "
                "'Authorization: Bearer TOKEN'.",
            )
        actor = self._gate.actor_of_token(token.strip(), address=address, agent=agent)
        return Workbench(self.settings, actor, self._cwd, store=self._gate.store)

    def admit(self, bench: Workbench, *, costly: bool = False) -> Quota | None:
        """Count a call of an actor by the tier of their tenant; None where it is not counted.

        Raises
        ------
        TooManyRequests
            If they called too often.
        """
        actor, server = bench.actor, self.settings.server
        if actor.address in server.unlimited_addresses:
            return None
        hourly = Limit("api", server.calls_per_hour(actor.tenant), _HOUR_S)
        quota = self._take(actor.tenant, actor.user, hourly, actor.user)
        if not costly:
            return quota
        limit = Limit("costly", server.costly_per_hour, _HOUR_S)
        return self._take(actor.tenant, actor.user, limit, f"Costly calls: {actor.user}")

    def close(self) -> None:
        """Close what is open."""
        self._counts.close()
        if "store" in self._gate.__dict__:
            self._gate.store.close()

    def _take(self, tenant: str, user: str, limit: Limit, who: str) -> Quota:
        quota = self._counts.take(tenant, user, limit)
        if quota.allowed:
            return quota
        raise TooManyRequests(
            f"{who} has used {limit.calls} calls in {limit.window_s // 60} minutes.",
            next_step=f"Come back in {quota.retry_after_s} s.",
            details={
                "limit": limit.calls,
                "window_s": limit.window_s,
                "reset_s": quota.reset_s,
                "retry_after_s": quota.retry_after_s,
            },
        )
