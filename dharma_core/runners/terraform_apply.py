"""The Terraform executor, where terraform is found: a folder per stack, its state kept there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dharma_core.deployments.ports import Applied, Log, Order, Resources, Undone
from dharma_core.errors import AdapterError
from dharma_core.plan import parse_address
from dharma_core.runners.aws_account import AwsAccount
from dharma_core.runners.terraform import ApplyResult, TerraformTool

__all__ = ["OVERRIDE_FILE", "TerraformExecutor", "provider_override"]

OVERRIDE_FILE = "dharma_override.tf.json"
_MARK_FILE = "deployment.id"
_VERDICTS = {
    "confirmed": ("confirmed", "info"),
    "unchecked": ("not checked: ", "warning"),
    "unconfirmed": ("not confirmed: ", "error"),
}
# The provider's endpoint names for the services of the types Dharma knows, and sts for itself.
_SERVICES = (
    *("acm", "apigateway", "apigatewayv2", "appautoscaling", "athena", "autoscaling", "backup"),
    *("cloudfront", "cloudtrail", "cloudwatch", "cloudwatchlogs", "cognitoidp", "dynamodb", "ec2"),
    *("ecr", "ecs", "efs", "eks", "elasticache", "elbv2", "events", "firehose", "glue", "iam"),
    *("kafka", "kinesis", "kms", "lambda", "opensearch", "rds", "redshift", "route53", "s3"),
    *("sagemaker", "secretsmanager", "sfn", "sns", "sqs", "ssm", "sts", "wafv2"),
)


def provider_override(endpoint: str, region: str) -> dict[str, Any]:
    """Return the override that sends every call of the AWS provider to the simulator.

    The account id is asked for: without it security-group rules always differ.

    Examples
    --------
    >>> override = provider_override("http://127.0.0.1:5000", "us-east-1")
    >>> override["provider"]["aws"]["endpoints"][0]["s3"]
    'http://127.0.0.1:5000'
    """
    aws = {
        "region": region,
        "access_key": "simulator",
        "secret_key": "simulator",
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
        "skip_requesting_account_id": False,
        "s3_use_path_style": True,
        "endpoints": [dict.fromkeys(_SERVICES, endpoint)],
    }
    return {"provider": {"aws": aws}}


class TerraformExecutor:
    """Applies the generated Terraform; a failed apply adds only the rest when repeated.

    Parameters
    ----------
    account : AwsAccount
        Where the resources are confirmed; the simulator's when it has an endpoint.
    tool : TerraformTool
    folder : Path
        Holds one working folder, with state, per stack.
    """

    format = "terraform"

    def __init__(self, account: AwsAccount, tool: TerraformTool, *, folder: Path) -> None:
        self._account = account
        self._tool = tool
        self._folder = folder

    def apply(self, order: Order, *, log: Log) -> str:
        """Write the files, initialise and apply."""
        if order.unknown:
            raise AdapterError(
                f"No value for {', '.join(order.unknown)}: secrets are never stored.",
                next_step="Set it in the environment where the deployment runs.",
            )
        folder = self._prepare(order)
        log(f"terraform apply of {len(order.plan.managed)} resources.")
        result = self._tool.apply(
            folder, variables=order.parameters, on_line=lambda line: _tell(line, log)
        )
        _check(result, "apply")
        return f"Terraform applied {len(result.done)} changes."

    def confirm(self, order: Order, *, log: Log) -> Applied:
        """Ask every resource's own service, under the ids of Terraform's state."""
        state = self._state(order)
        resources = self._account.confirm(order.plan, _physical(state, order))
        for r in resources:
            word, level = _VERDICTS[r.status]
            log(f"{r.address} {word}{r.detail}.", level=level)
        outputs = state.get("values", {}).get("outputs", {})
        return Applied(resources, {n: o["value"] for n, o in outputs.items()})

    def retire(
        self,
        order: Order,  # noqa: ARG002 - the executors' protocol
        applied: Applied,  # noqa: ARG002
        former: Order,  # noqa: ARG002
        *,
        known: Resources,  # noqa: ARG002
        log: Log,  # noqa: ARG002
    ) -> Resources:
        """Do nothing: Terraform itself removes what its state has and the files have not."""
        return ()

    def undo(
        self,
        order: Order,
        previous: Order | None,
        *,
        known: Resources,  # noqa: ARG002 - Terraform's state knows them
        log: Log,
    ) -> Undone:
        """Destroy everything, or apply the previous version again."""
        if previous is not None:
            self.apply(previous, log=log)
            restored = self.confirm(previous, log=log)
            wrong = ", ".join(r.address for r in restored.unconfirmed)
            told = f"Not confirmed: {wrong}." if wrong else "Back to the previous version."
            return Undone(not wrong, restored.resources, told, restored.outputs)
        folder = self._prepare(order)
        log("terraform destroy.")
        result = self._tool.destroy(
            # Terraform asks for every value even to destroy, and uses none.
            folder,
            variables={**dict.fromkeys(order.unknown, ""), **order.parameters},
            on_line=lambda line: _tell(line, log),
        )
        left = tuple(
            r for r in self.confirm(order, log=_quiet).resources if r.status == "confirmed"
        )
        if result.ok and not left:
            shutil.rmtree(folder)
            return Undone(True, (), f"All {len(order.plan.managed)} resources are gone.")
        return Undone(False, left, f"Destroy failed: {result.reason or 'resources are left'}.")

    def _prepare(self, order: Order) -> Path:
        """Bring a stack's folder to the order's files; its state stays."""
        folder = self._folder / order.stack
        folder.mkdir(parents=True, exist_ok=True)
        for old in (*folder.glob("*.tf"), *folder.glob("*.tf.json")):
            old.unlink()
        for file in order.generation.files:
            _write(folder / file.path, file.text)
        if self._account.endpoint:
            override = provider_override(self._account.endpoint, self._account.region)
            _write(folder / OVERRIDE_FILE, json.dumps(override, indent=2))
        _write(folder / _MARK_FILE, order.deployment_id)
        self._tool.init(folder)
        return folder

    def _state(self, order: Order) -> dict[str, Any]:
        folder = self._folder / order.stack
        if not (folder / "terraform.tfstate").exists():
            return {}
        return self._tool.show_json(folder)


def _physical(state: Mapping[str, Any], order: Order) -> dict[str, str]:
    """Return the state's id of each address; a generated block may have another name than ours."""
    ids = _state_ids(state)
    named = {str(r.address): str(r.address) for r in order.plan.managed} | dict(order.logical_ids)
    return {address: ids[block] for address, block in named.items() if ids.get(block)}


def _state_ids(state: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    modules = [state.get("values", {}).get("root_module", {})]
    while modules:
        module = modules.pop()
        modules.extend(module.get("child_modules", ()))
        for resource in module.get("resources", ()):
            address = str(parse_address(resource["address"]))
            found[address] = str(resource["values"].get("id") or "")
    return found


def _check(result: ApplyResult, what: str) -> None:
    if not result.ok:
        raise AdapterError(
            f"terraform {what} failed: {result.reason or 'it was interrupted'}.",
            next_step="Look at the log: terraform names the resource and the reason.",
        )


def _tell(line: Mapping[str, Any], log: Log) -> None:
    if line.get("type") in ("apply_complete", "apply_errored", "change_summary"):
        level = "error" if line["type"] == "apply_errored" else "info"
        log(str(line.get("@message", "")), level=level)


def _quiet(message: str, *, level: str = "info") -> None:  # noqa: ARG001 - a Log that says nothing
    return


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as stream:
        stream.write(text)
    temporary.replace(path)
