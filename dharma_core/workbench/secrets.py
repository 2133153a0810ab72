"""Sensitive inputs of running deployments: in this process's memory and nowhere else."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Mapping

__all__ = ["PREFIX", "SecretMemory"]

# The environment variable that holds a sensitive input, before its name.
PREFIX = "DHARMA_VAR_"
_KEPT_DEPLOYMENTS = 64


class SecretMemory:
    """What the pages and the worker of one process share; the oldest deployment is forgotten first.

    Examples
    --------
    >>> memory = SecretMemory()
    >>> memory.remember("dep_1", {"db_password": "s3cret"})
    >>> memory.recall("dep_1", "db_password"), memory.recall("dep_2", "db_password")
    ('s3cret', None)
    """

    def __init__(self) -> None:
        self._values: OrderedDict[str, Mapping[str, str]] = OrderedDict()
        self._guard = threading.Lock()

    def remember(self, deployment_id: str, values: Mapping[str, str]) -> None:
        """Keep a deployment's inputs until the process ends or 64 newer ones came."""
        if not values:
            return
        with self._guard:
            self._values[deployment_id] = dict(values)
            while len(self._values) > _KEPT_DEPLOYMENTS:
                self._values.popitem(last=False)

    def recall(self, deployment_id: str, name: str) -> str | None:
        """Return an input, from memory or from the environment; None when nobody told it."""
        with self._guard:
            remembered = self._values.get(deployment_id, {}).get(name)
        return remembered if remembered is not None else os.environ.get(PREFIX + name)
