"""Total, account, service: sums of the series forecast beside them, and made to add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dharma_core.errors import InputError
from dharma_core.forecasting.panel import Floats, Panel

__all__ = ["TOTAL", "Hierarchy", "summed"]

TOTAL = "total"
_LEAST_SIZE = 1e-4  # of the largest: smaller ones would make the equations ill


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """Which series are sums of which.

    Parameters
    ----------
    keys : tuple of str
        Every node: the total first, then groups, then the series themselves.
    sums : array of shape (nodes, series)
        1 where a series is part of a node.
    """

    keys: tuple[str, ...]
    sums: Floats

    def reconciler(self, size: Floats) -> Floats:
        """Return the matrix (nodes, nodes) that makes forecasts of all nodes add up.

        Weighted least squares: a node gives way the more, the larger its typical error ``size``.
        A node that never erred, or is too new to know, gives way last.
        """
        known = np.where(np.isfinite(size), size, 0.0)
        worst = float(known.max()) or 1.0
        precision = 1 / np.maximum(known, worst * _LEAST_SIZE) ** 2
        weighted = self.sums.T * precision
        return np.asarray(self.sums @ np.linalg.solve(weighted @ self.sums, weighted))


def summed(panel: Panel, paths: Mapping[str, tuple[str, ...]]) -> tuple[Panel, Hierarchy]:
    """Return the panel with the sums of its rows before it, and who sums whom.

    Parameters
    ----------
    panel : Panel
        The finest series. A part that has not begun adds nothing.
    paths : mapping of key to tuple of str
        The groups of each series, from wide to narrow, such as ``("prod",)`` for an account.

    Raises
    ------
    InputError
        If a group has the name of a series.

    Examples
    --------
    >>> from dharma_core.forecasting.panel import DAILY
    >>> panel = Panel.of({"a/s3": [1, 2], "a/ec2": [3], "b/s3": [5, 6]}, DAILY)
    >>> whole, tree = summed(panel, {key: (key.split("/")[0],) for key in panel.keys})
    >>> dict(zip(tree.keys, whole.values.tolist()))["total"], tree.keys[:3]
    ([6.0, 11.0], ('total', 'a', 'b'))
    """
    groups: dict[str, list[int]] = {TOTAL: list(range(len(panel)))}
    for row, key in enumerate(panel.keys):
        for depth in range(len(paths[key])):
            groups.setdefault("/".join(paths[key][: depth + 1]), []).append(row)
    for name in groups:
        if name in panel.keys:
            raise InputError(
                f"{name!r} is a group and a series.", next_step="Give one of them another name."
            )
    parts = np.zeros((len(groups), len(panel)))
    for place, members in enumerate(groups.values()):
        parts[place, members] = 1
    sums = np.vstack([parts, np.eye(len(panel))])
    begun = np.isfinite(panel.values)
    values = sums @ np.where(begun, panel.values, 0.0)
    values[sums @ begun == 0] = np.nan
    keys = (*groups, *panel.keys)
    return replace(panel, keys=keys, values=values), Hierarchy(keys, sums)
