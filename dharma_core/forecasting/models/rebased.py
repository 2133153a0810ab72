"""Models that see each series as if it had always been on the level of its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from dharma_core.forecasting.contract import Fitted, Model
from dharma_core.forecasting.level_shifts import rebased
from dharma_core.forecasting.models.damped_ets import DampedEts
from dharma_core.forecasting.models.neighbours import Neighbours
from dharma_core.forecasting.models.shared_ridge import SharedRidge
from dharma_core.forecasting.models.theta import Theta
from dharma_core.forecasting.panel import Floats, Panel

__all__ = ["MODELS", "Rebased"]


@dataclass(frozen=True, slots=True)
class Rebased:
    """A model on the re-based past: what came before a shift is brought to the level after it.

    Only what is known at an origin is looked at: before a shift, nothing is known of it.

    Parameters
    ----------
    model : Model
        Which learns and forecasts.
    """

    model: Model

    @property
    def name(self) -> str:
        """Return the model's name and what was done to its past."""
        return f"{self.model.name}_rebased"

    def fit(self, panel: Panel, horizon: int) -> _OnOneLevel:
        """Let the model learn from the re-based panel."""
        return _OnOneLevel(self.model.fit(_on_one_level(panel), horizon))


@dataclass(frozen=True, slots=True, eq=False)
class _OnOneLevel:
    fitted: Fitted

    def forecast(self, panel: Panel) -> Floats:
        return self.fitted.forecast(_on_one_level(panel))


@lru_cache(maxsize=4)
def _on_one_level(panel: Panel) -> Panel:
    """Several models ask for the same panel, one after the other."""
    return replace(panel, values=rebased(panel.values, panel.rhythm.season))


MODELS = (
    Rebased(Theta()),
    Rebased(DampedEts("damped_ets", longest=False)),
    Rebased(SharedRidge("ridge_log", ratios=True)),
    Rebased(Neighbours()),
)
