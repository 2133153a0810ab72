"""The default executor: CloudFormation through boto3, every resource read back afterwards.

The simulator's CloudFormation knows only the happy path (an unsupported type says
CREATE_COMPLETE, a delete leaves parts behind), so nothing it says of itself is believed: each
resource is asked for at its own service, and what a deleted stack leaves is deleted there too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from dharma_core.deployments.ports import Applied, Log, Order, Resources, Undone
from dharma_core.deployments.values import DeployedResource
from dharma_core.errors import AdapterError
from dharma_core.plan import Plan, build_graph
from dharma_core.runners.aws_account import AwsAccount

__all__ = ["DEPLOYMENT_TAG", "CloudFormationExecutor"]

DEPLOYMENT_TAG = "dharma:deployment"
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]
_GOOD = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
_MAX_BODY_BYTES = 51_200  # of a template sent with the call itself
_WAIT_SECONDS = {True: 30.0, False: 3600.0}  # by "is the simulator"
_PAUSE_SECONDS = {True: 0.1, False: 5.0}


class CloudFormationExecutor:
    """Makes a stack per design, target and environment.

    Parameters
    ----------
    account : AwsAccount
    sleep : callable
        How to wait between two looks at a stack.

    Notes
    -----
    Repeating a call is safe: the stack has a fixed name, carries the deployment's id as a tag
    and as the client token, and a stack that already carries it is not touched again.
    """

    format = "cloudformation"

    def __init__(self, account: AwsAccount, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._account = account
        self._sleep = sleep
        self._simulated = bool(account.endpoint)

    def apply(self, order: Order, *, log: Log) -> str:
        """Create or update the stack and wait for it."""
        stack = self._describe(order.stack)
        if stack is not None and _tag(stack) == order.deployment_id:
            self._wait(order.stack)
            return f"Stack {order.stack} was already applied by this deployment."
        verb = "Creating" if stack is None else "Updating"
        log(f"{verb} stack {order.stack} with {len(order.plan.managed)} resources.")
        self._submit("create_stack" if stack is None else "update_stack", order)
        self._wait(order.stack)
        return f"Stack {order.stack} {'created' if stack is None else 'updated'}."

    def confirm(self, order: Order, *, log: Log) -> Applied:
        """Ask every resource's own service whether it is there and as designed."""
        physical = self._physical(order)
        resources = self._account.confirm(order.plan, physical)
        for resource in resources:
            _tell(resource, log)
        return Applied(resources, self._outputs(order))

    def retire(
        self, order: Order, applied: Applied, former: Order, *, known: Resources, log: Log
    ) -> Resources:
        """Delete what the stack's update should have deleted and the simulator left behind."""
        now = {r.address: r.physical_id for r in applied.resources}
        before = {r.address: r.physical_id for r in known if r.physical_id}
        gone = [
            a
            for a in _reverse_order(former.plan)
            if a in before
            and not self._account.is_same(a, (former.plan, before), (order.plan, now))
        ]
        return self._account.remove(former.plan, gone, before, log=log)

    def undo(
        self,
        order: Order,
        previous: Order | None,
        *,
        known: Resources,
        log: Log,
    ) -> Undone:
        """Delete everything of the order, or update the stack back to the previous version."""
        physical = {r.address: r.physical_id for r in known if r.physical_id}
        physical |= self._physical(order)
        if previous is None:
            left = self._clear(order, physical, log)
            return _undone(left, _all_gone(order.plan, self._account.unchecked(order.plan)))
        restored = self._restore(previous, log)
        if restored.unconfirmed and self._simulated:
            # The simulator cannot update every type in place; nothing real is lost by a rebuild.
            log("The simulator could not go back in place; rebuilding the previous version.")
            both = physical | {r.address: r.physical_id for r in restored.resources}
            self._clear(order, both, log)
            self._clear(previous, both, log)
            restored = self._restore(previous, log)
        left = self._remove_newer(order, previous, physical, log)
        if restored.unconfirmed or left:
            told = f"{_left_over(left)} {_named('Not restored', restored.unconfirmed)}".strip()
            return Undone(False, (*left, *restored.resources), told)
        back = f"Back to the version of deployment {previous.deployment_id}."
        return Undone(True, restored.resources, back, restored.outputs)

    def _restore(self, previous: Order, log: Log) -> Applied:
        try:
            self.apply(previous, log=log)
        except AdapterError as error:
            log(f"Going back failed: {error.message}", level="warning")
        return self.confirm(previous, log=log)

    def _remove_newer(
        self, order: Order, previous: Order, physical: Mapping[str, str], log: Log
    ) -> Resources:
        """Delete what only the failed version had, where the stack's update left it behind."""
        newer = [a for a in _reverse_order(order.plan) if a not in previous.plan.by_address]
        return self._account.remove(order.plan, newer, physical, log=log)

    def _clear(self, order: Order, physical: Mapping[str, str], log: Log) -> Resources:
        from botocore.exceptions import ClientError

        if self._describe(order.stack) is not None:
            log(f"Deleting stack {order.stack}.")
            try:
                self._account.call("cloudformation", "delete_stack", StackName=order.stack)
                self._wait(order.stack)
            except (ClientError, AdapterError) as error:
                log(f"The stack did not delete cleanly: {error}", level="warning")
        return self._account.remove(order.plan, _reverse_order(order.plan), physical, log=log)

    def _submit(self, operation: str, order: Order) -> None:
        from botocore.exceptions import ClientError

        body, given = order.generation.files[0].text, order.parameters
        if len(body.encode()) > _MAX_BODY_BYTES and not self._simulated:
            raise AdapterError(
                f"The template has {len(body.encode()):,} bytes; CloudFormation takes 51,200.",
                next_step="Split the design, or deploy it with the terraform executor.",
            )
        new = operation == "create_stack"
        if new and order.unknown:
            raise AdapterError(
                f"No value for {', '.join(order.unknown)}: secrets are never stored.",
                next_step="Set it in the environment where the deployment runs.",
            )
        create = {"OnFailure": "DO_NOTHING"} if new else {}
        try:
            self._account.call(
                "cloudformation",
                operation,
                StackName=order.stack,
                TemplateBody=body,
                Parameters=[
                    *({"ParameterKey": k, "ParameterValue": v} for k, v in given.items()),
                    *({"ParameterKey": k, "UsePreviousValue": True} for k in order.unknown),
                ],
                Capabilities=_CAPABILITIES,
                ClientRequestToken=order.deployment_id.replace("_", "-"),
                Tags=[{"Key": DEPLOYMENT_TAG, "Value": order.deployment_id}],
                **create,
            )
        except ClientError as error:
            if "No updates are to be performed" in str(error):
                return
            raise AdapterError(
                f"CloudFormation refused stack {order.stack}: {str(error).rstrip('.')}.",
                next_step="Look at the template: dharma generate SOURCE --to cloudformation.",
            ) from error

    def _wait(self, name: str) -> None:
        """Wait until the stack is complete or gone; raise when it failed or takes too long."""
        for _ in range(round(_WAIT_SECONDS[self._simulated] / _PAUSE_SECONDS[self._simulated])):
            stack = self._describe(name)
            status = "" if stack is None else str(stack["StackStatus"])
            if not status or status in _GOOD:
                return
            if not status.endswith("_IN_PROGRESS"):
                break
            self._sleep(_PAUSE_SECONDS[self._simulated])
        reason = str((stack or {}).get("StackStatusReason", "no reason given"))
        raise AdapterError(
            f"Stack {name} is {status}: {reason.rstrip('.')}.",
            next_step="See the stack's events in the account.",
        )

    def _describe(self, name: str) -> dict[str, Any] | None:
        from botocore.exceptions import ClientError

        try:
            stacks = self._account.call("cloudformation", "describe_stacks", StackName=name)
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise AdapterError(f"Cannot read stack {name}: {error}.") from error
        found = [s for s in stacks["Stacks"] if s["StackStatus"] != "DELETE_COMPLETE"]
        return dict(found[0]) if found else None

    def _physical(self, order: Order) -> dict[str, str]:
        if self._describe(order.stack) is None:
            return {}
        pages = self._account.client("cloudformation").get_paginator("list_stack_resources")
        made = {
            r["LogicalResourceId"]: r.get("PhysicalResourceId") or ""
            for page in pages.paginate(StackName=order.stack)
            for r in page["StackResourceSummaries"]
        }
        found = {a: made.get(logical, "") for a, logical in order.logical_ids.items()}
        return {address: physical for address, physical in found.items() if physical}

    def _outputs(self, order: Order) -> dict[str, Any]:
        stack = self._describe(order.stack) or {}
        return {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", ())}


def _reverse_order(plan: Plan) -> tuple[str, ...]:
    managed = {str(r.address) for r in plan.managed}
    return tuple(a for a in reversed(build_graph(plan).order()) if a in managed)


def _tag(stack: Mapping[str, Any]) -> str:
    tags = {t["Key"]: t["Value"] for t in stack.get("Tags", ())}
    return str(tags.get(DEPLOYMENT_TAG, ""))


def _all_gone(plan: Plan, unchecked: tuple[str, ...]) -> str:
    if not unchecked:
        return f"All {len(plan.managed)} resources are gone."
    return f"The stack is gone; nobody could look for {', '.join(unchecked)}."


def _tell(resource: DeployedResource, log: Log) -> None:
    if resource.status == "confirmed":
        log(f"{resource.address} confirmed {resource.physical_id}".rstrip() + ".")
    elif resource.status == "unchecked":
        log(f"{resource.address} not checked: {resource.detail}.", level="warning")
    else:
        log(f"{resource.address} not confirmed: {resource.detail}.", level="error")


def _undone(left: Resources, good: str) -> Undone:
    return Undone(False, left, _left_over(left)) if left else Undone(True, (), good)


def _left_over(left: Resources) -> str:
    return _named("Left over", left)


def _named(what: str, resources: Resources) -> str:
    return f"{what}: {', '.join(r.address for r in resources)}." if resources else ""
