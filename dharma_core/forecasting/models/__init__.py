"""The models, one file each; a file here with a ``MODEL`` is in the registry."""

from __future__ import annotations

import importlib
import pkgutil

from dharma_core.forecasting.contract import Model
from dharma_core.registry import Registry

__all__ = ["models"]


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
