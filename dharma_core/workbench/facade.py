"""The workbench: the one object every face talks to."""

from __future__ import annotations

import os
from pathlib import Path

from dharma_core.identity import Actor
from dharma_core.workbench.compliance import Compliance
from dharma_core.workbench.fixing import Fixing
from dharma_core.workbench.key_desk import KeyDesk
from dharma_core.workbench.once import Once
from dharma_core.workbench.places import Places
from dharma_core.workbench.policy_desk import PolicyDesk
from dharma_core.workbench.prices import Prices
from dharma_core.workbench.records import Records
from dharma_core.workbench.rollouts import Rollouts
from dharma_core.workbench.token_desk import TokenDesk
from dharma_core.workbench.waiver_desk import WaiverDesk

__all__ = ["Workbench"]


class Workbench(
    Places,
    Fixing,
    Rollouts,
    Records,
    Prices,
    Compliance,
    PolicyDesk,
    WaiverDesk,
    TokenDesk,
    Once,
    KeyDesk,
):
    """Joins rules, facts and storage for one actor; every write passes one gate.

    Examples
    --------
    >>> bench = Workbench.open()
    >>> plan = bench.read("three-tier-web")
    >>> bench.check(plan).passed
    True
    """

    @classmethod
    def open(cls, *, actor: Actor | None = None, cwd: Path | None = None) -> Workbench:
        """Return a workbench configured by ``dharma.toml`` and the environment.

        Parameters
        ----------
        actor : Actor, optional
            Who acts; left out, whoever's token is in ``DHARMA_TOKEN`` or kept by `dharma login`,
            else this machine's user.
        cwd : Path, optional
            What relative paths start from; ``DHARMA_CWD`` or the working directory.

        Raises
        ------
        InputError
            If the configuration is not valid.
        SignInRequired
            If that token is no longer good.
        """
        from dharma_core.observability.logs import configure_logging
        from dharma_core.storage.settings import load_settings
        from dharma_core.workbench.callers import caller_of

        here = cwd or Path(os.environ.get("DHARMA_CWD") or Path.cwd())
        settings = load_settings(cwd=here)
        configure_logging(settings.home)
        return cls(settings, actor or caller_of(settings), here)
