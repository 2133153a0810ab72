"""Which executors and targets this Dharma has, and how a deployment gets one."""

from __future__ import annotations

from pathlib import Path

from dharma_core.deployments.ports import Executor, Log
from dharma_core.deployments.values import DeploymentRequest
from dharma_core.errors import InputError, MissingToolError, nearest
from dharma_core.plan import Catalog
from dharma_core.runners.aws_account import AwsAccount
from dharma_core.runners.cloudformation import CloudFormationExecutor
from dharma_core.runners.simulator import Simulator, SimulatorState
from dharma_core.runners.terraform import TerraformTool, find_terraform

__all__ = ["EXECUTORS", "TARGETS", "SandboxExecutors"]

EXECUTORS = ("cloudformation", "terraform")
TARGETS = ("sandbox",)
_DEFAULT_REGION = "us-east-1"


class SandboxExecutors:
    """Executors whose target is the embedded AWS simulator.

    Parameters
    ----------
    home : Path
        DHARMA_HOME: the simulator's files, and Terraform's working folders.
    catalog : Catalog
    """

    def __init__(self, home: Path, catalog: Catalog) -> None:
        self._home = home
        self._catalog = catalog
        self._accounts: dict[tuple[str, str], AwsAccount] = {}

    def check(self, request: DeploymentRequest) -> None:
        """Refuse what this Dharma does not have, before anything is written.

        Raises
        ------
        InputError
            If the target or executor is not known; the nearest one is named.
        MissingToolError
            If Terraform is asked for and not on this machine.
        """
        _require("target", request.target, TARGETS)
        _require("executor", request.executor, EXECUTORS)
        if request.executor == "terraform":
            _require_terraform()

    def ready(self, request: DeploymentRequest) -> bool:  # noqa: ARG002 - all targets are the sandbox
        """Whether the simulator runs."""
        return Simulator(self._home).status().running

    def open(self, request: DeploymentRequest, *, region: str, log: Log) -> Executor:
        """Return the executor, its simulator running."""
        simulator = Simulator(self._home)
        before = simulator.status()
        running = before if before.running else simulator.start()
        if before.state is SimulatorState.LOST:
            log(running.message, level="warning")
        elif not before.running:
            log(f"Simulator started at {running.endpoint}.")
        account = self._account(running.endpoint, region or _DEFAULT_REGION)
        if request.executor == "terraform":
            from dharma_core.runners.terraform_apply import TerraformExecutor

            return TerraformExecutor(account, _require_terraform(), folder=self._home / "terraform")
        return CloudFormationExecutor(account)

    def _account(self, endpoint: str, region: str) -> AwsAccount:
        """Return the account, kept between steps: making a client costs a third of a second."""
        key = (endpoint, region)
        if key not in self._accounts:
            self._accounts[key] = AwsAccount(
                endpoint=endpoint, region=region, catalog=self._catalog
            )
        return self._accounts[key]


def _require(noun: str, word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        raise InputError(f"There is no {noun} {word!r}.", next_step=nearest(word, known))


def _require_terraform() -> TerraformTool:
    tool = find_terraform()
    if tool is None:
        raise MissingToolError(
            "The terraform executor needs terraform or tofu, and neither was found.",
            next_step="Install it, or set DHARMA_TERRAFORM, or deploy with cloudformation.",
        )
    return tool
