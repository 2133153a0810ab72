"""The models, one file each; a file here with a ``MODEL`` is in the registry."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

from dharma_core.forecasting.contract import Model
from dharma_core.forecasting.panel import DAILY, Rhythm
from dharma_core.registry import Registry

__all__ = ["candidates", "models"]

_REBASED = "_rebased"
_LONGEST_CYCLE = "damped_ets_long"


def models() -> Registry[Model]:
    """Return every model by name.

    Examples
    --------
    >>> sorted(models())[:3]
    ['boosting_linear', 'boosting_log', 'damped_ets']
    """
    found = Registry[Model]("forecasting model")
    for module in pkgutil.iter_modules(__path__):
        for model in importlib.import_module(f"{__name__}.{module.name}").MODELS:
            found.add(model.name, model)
    return found


def candidates(rhythm: Rhythm) -> Mapping[str, Model]:
    """Return the models that have something of their own to say about series of a rhythm.

    Levels that hold until they shift are found in daily costs; hours and weeks go without the
    re-based models. Where the season is the longest cycle, no model takes it out a second time.

    Examples
    --------
    >>> sorted(set(models()) - set(candidates(DAILY)))
    ['damped_ets_long']
    """
    return {
        name: model
        for name, model in models().items()
        if (rhythm is DAILY or not name.endswith(_REBASED))
        and (rhythm.cycles[-1] != rhythm.season or name != _LONGEST_CYCLE)
    }
