"""The workbench: the one object every face talks to."""

from __future__ import annotations

import os
from pathlib import Path

from dharma_core.identity import Actor
from dharma_core.workbench.alerting import Alerting
from dharma_core.workbench.bill_usage import BillUsage
from dharma_core.workbench.budgets import BudgetDesk
from dharma_core.workbench.citing import Citing
from dharma_core.workbench.command_line import actor_of_command_line
from dharma_core.workbench.compliance import Compliance
from dharma_core.workbench.cost_sharing import CostSharingDesk
from dharma_core.workbench.cost_studies import CostStudies
from dharma_core.workbench.demo_bill import DemoBill
from dharma_core.workbench.fixing import Fixing
from dharma_core.workbench.forecasts import Forecasting
from dharma_core.workbench.key_desk import KeyDesk
from dharma_core.workbench.odd_months import OddMonths
from dharma_core.workbench.once import Once
from dharma_core.workbench.outside_accounts import OutsideAccounts
from dharma_core.workbench.people import People
from dharma_core.workbench.places import Places
from dharma_core.workbench.policy_desk import PolicyDesk
from dharma_core.workbench.prices import Prices
from dharma_core.workbench.profile import Profile
from dharma_core.workbench.record_keeping import RecordKeeping
from dharma_core.workbench.report_schedules import ReportSchedules
from dharma_core.workbench.reports import Reports
from dharma_core.workbench.rollouts import Rollouts
from dharma_core.workbench.team_rules import TeamRules
from dharma_core.workbench.tenants import Tenants
from dharma_core.workbench.token_desk import TokenDesk
from dharma_core.workbench.trust_desk import TrustDesk
from dharma_core.workbench.waiver_desk import WaiverDesk

__all__ = ["Workbench"]


class Workbench(
    Citing,
    Places,
    Fixing,
    ReportSchedules,
    Rollouts,
    RecordKeeping,
    Prices,
    BillUsage,
    CostSharingDesk,
    DemoBill,
    BudgetDesk,
    Reports,
    Compliance,
    PolicyDesk,
    WaiverDesk,
    TokenDesk,
    Once,
    KeyDesk,
    People,
    OutsideAccounts,
    Alerting,
    OddMonths,
    CostStudies,
    Forecasting,
    TrustDesk,
    TeamRules,
    Profile,
    Tenants,
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
            Who acts. Left out, whom ``DHARMA_TOKEN`` or `dharma login` names; this machine's user
            until an owner exists.
        cwd : Path, optional
            What relative paths start from; ``DHARMA_CWD`` or the working directory.

        Raises
        ------
        InputError
            If the configuration is not valid.
        SignInRequired
            If an owner exists and nobody is named.
        """
        from dharma_core.observability.logs import configure_logging
        from dharma_core.storage.settings import load_settings

        here = cwd or Path(os.environ.get("DHARMA_CWD") or Path.cwd())
        settings = load_settings(cwd=here)
        who = actor or actor_of_command_line(settings, os.environ)
        configure_logging(settings.home)
        return cls(settings, who, here)
