"""What a forecasting model is: it learns from a panel, then forecasts panels like it."""

from __future__ import annotations

from typing import Protocol

from dharma_core.forecasting.panel import Floats, Panel

__all__ = ["Fitted", "Model"]


class Fitted(Protocol):
    """What a model learned."""

    def forecast(self, panel: Panel) -> Floats:
        """Return an array (series, horizon): what follows the end of each row.

        The panel may be the one learned from, or the same rows at another time, so that many
        origins can be judged for the price of one fit. A row without a value is all NaN; every
        other row is finite.
        """
        ...


class Model(Protocol):
    """A way to forecast."""

    @property
    def name(self) -> str:
        """Return the name in the registry."""
        ...

    def fit(self, panel: Panel, horizon: int) -> Fitted:
        """Learn from a panel how to forecast ``horizon`` steps."""
        ...
