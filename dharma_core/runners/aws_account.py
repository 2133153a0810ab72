"""One AWS account as seen through boto3: reads that confirm a resource, calls that delete it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dharma_core.deployments.confirmation import (
    Call,
    Confirmation,
    UnfilledError,
    Values,
    expression,
    fill,
    judge,
    parse_confirmation,
    search,
    values_of,
)
from dharma_core.deployments.ports import Log
from dharma_core.deployments.values import DeployedResource
from dharma_core.errors import AdapterError
from dharma_core.plan import Catalog, Plan, Resource
from dharma_core.resilience import Policy, is_transient, resilient

__all__ = ["AwsAccount", "error_code", "is_absence"]

_ABSENT = re.compile(r"NotFound|NoSuch|NonExistent|DoesNotExist|^404$")
# A role that still has policies cannot go: first these, listed by one call, removed by another.
_ROLE_TIES = (
    ("list_attached_role_policies", "AttachedPolicies", "PolicyArn", "detach_role_policy"),
    ("list_role_policies", "PolicyNames", "PolicyName", "delete_role_policy"),
)
_REMOVE_PASSES = 4
_NOT_MADE = "the target made no such resource"
_NO_RULE = "the target says it made it; Dharma does not know how to check its type"


class AwsAccount:
    """The services of one account and region.

    Parameters
    ----------
    endpoint : str
        The simulator's address; empty for the real AWS with the environment's credentials.
    region : str
    catalog : Catalog
        Whose ``verify`` sections say how each type is read.
    """

    def __init__(self, *, endpoint: str, region: str, catalog: Catalog) -> None:
        self.endpoint = endpoint
        self.region = region
        self._catalog = catalog
        self._invoke = resilient(f"AWS at {endpoint or region}", policy=_patience(endpoint))(
            self._call_once
        )
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str) -> Any:
        """Return the boto3 client of a service, made once."""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._make_client(service)
            return self._clients[service]

    def call(self, service: str, operation: str, /, **parameters: Any) -> dict[str, Any]:
        """Call one operation, patiently: refused and timed-out calls are tried again.

        Raises
        ------
        AdapterError
            If the service cannot be reached, or lately failed so often that it is left alone for
            a while. What the service itself refuses comes as botocore's ``ClientError``, for the
            caller to judge.
        """
        answer: dict[str, Any] = self._invoke(service, operation, parameters)
        return answer

    def _call_once(
        self, service: str, operation: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        from botocore.exceptions import BotoCoreError
        from botocore.parsers import ResponseParserError

        try:
            answer = getattr(self.client(service), operation)(**parameters)
        except (BotoCoreError, ResponseParserError) as error:
            raise AdapterError(
                f"Cannot call {service} {operation}: {error}.", next_step=self._next_step()
            ) from error
        return dict(answer)

    def confirm(self, plan: Plan, physical: Mapping[str, str]) -> tuple[DeployedResource, ...]:
        """Return every managed resource of the plan as its own service knows it."""
        return tuple(self._confirm_one(plan, r, physical) for r in plan.managed)

    def remove(
        self, plan: Plan, addresses: Sequence[str], physical: Mapping[str, str], *, log: Log
    ) -> tuple[DeployedResource, ...]:
        """Delete these resources in the order given; return what would not go.

        A resource others still hold on to is tried again after them.
        """
        left = [plan.by_address[a] for a in addresses if a in plan.by_address]
        for _ in range(_REMOVE_PASSES):
            left = [r for r in left if not self._remove_one(plan, r, physical, log)]
            if not left:
                break
        return tuple(
            replace(self._confirm_one(plan, r, physical), status="left over") for r in left
        )

    def unchecked(self, plan: Plan) -> tuple[str, ...]:
        """Return the managed resources whose type Dharma has no way to look for."""
        return tuple(str(r.address) for r in plan.managed if self._rule(r) is None)

    def is_same(
        self,
        address: str,
        old: tuple[Plan, Mapping[str, str]],
        new: tuple[Plan, Mapping[str, str]],
    ) -> bool:
        """Whether an address of two versions is one thing: its service is asked the same question.

        Each version is its plan and its physical ids. A physical id alone does not tell: some
        change with every update of the same thing.
        """
        asked = []
        for plan, physical in (old, new):
            resource = plan.by_address.get(address)
            rule = self._rule(resource) if resource else None
            if resource is None or rule is None:
                return False
            values = values_of(plan, resource, physical)
            try:
                asked.append((fill(rule.read.parameters, values), expression(rule.found, values)))
            except UnfilledError:
                return False
        return bool(asked[0] == asked[1])

    def _confirm_one(
        self, plan: Plan, resource: Resource, physical: Mapping[str, str]
    ) -> DeployedResource:
        address = str(resource.address)
        # A thing of that name may be somebody else's: only what the target calls ours counts.
        ours = address in physical
        rule = self._rule(resource)
        wrong = _NOT_MADE
        if ours:
            wrong = self._read(rule, values_of(plan, resource, physical)) if rule else _NO_RULE
        status = ("unconfirmed" if rule or not ours else "unchecked") if wrong else "confirmed"
        return DeployedResource(
            address=address,
            type=resource.type,
            physical_id=physical.get(address, ""),
            status=status,
            detail=wrong,
        )

    def _read(self, rule: Confirmation, values: Values) -> str:
        try:
            answer = self._ask(rule.read, values)
            return judge(rule, answer, values) if answer else "its service does not know it"
        except UnfilledError:
            return _NOT_MADE
        except AdapterError as error:
            return f"its service could not be asked: {error.message}"

    def _ask(self, call: Call, values: Values) -> dict[str, Any]:
        """Return the answer of a read call, empty when the service says there is no such thing."""
        from botocore.exceptions import ClientError

        try:
            return self.call(call.service, call.operation, **fill(call.parameters, values))
        except ClientError as error:
            if is_absence(error):
                return {}
            raise AdapterError(
                f"{call.service} {call.operation} failed: {error}.", next_step=self._next_step()
            ) from error

    def _remove_one(
        self, plan: Plan, resource: Resource, physical: Mapping[str, str], log: Log
    ) -> bool:
        """Return whether the resource is gone (now, or already before), or never was ours."""
        if str(resource.address) not in physical:
            return True
        rule = self._rule(resource)
        values = values_of(plan, resource, physical)
        found = self._found(rule, values) if rule else None
        if rule is None or not found:
            return True
        log(f"Deleting {resource.address}.")
        if resource.type == "aws_iam_role":
            self._untie_role(str(found_name(values)))
        for call in rule.delete:
            self._delete(call, lambda name: found if name == "found" else values(name))
        return not rule.delete or not self._found(rule, values)

    def _found(self, rule: Confirmation, values: Values) -> Any:
        try:
            answer = self._ask(rule.read, values)
            return search(rule.found, answer, values) if answer else None
        except UnfilledError:
            return None

    def _delete(self, call: Call, values: Values) -> None:
        """Try; whether it is gone is judged by the read that follows, not by this answer."""
        from botocore.exceptions import ClientError

        try:
            self.call(call.service, call.operation, **fill(call.parameters, values))
        except (AdapterError, ClientError, UnfilledError):
            return

    def _untie_role(self, role: str) -> None:
        from botocore.exceptions import ClientError

        for listing, key, parameter, removal in _ROLE_TIES:
            try:
                ties: Iterable[Any] = self.call("iam", listing, RoleName=role)[key]
                for tie in ties:
                    name = tie["PolicyArn"] if isinstance(tie, Mapping) else tie
                    self.call("iam", removal, RoleName=role, **{parameter: name})
            except ClientError:
                continue

    def _rule(self, resource: Resource) -> Confirmation | None:
        type_ = self._catalog.find(resource.type)
        return parse_confirmation(type_) if type_ else None

    def _make_client(self, service: str) -> Any:
        import boto3
        from botocore.config import Config

        options: dict[str, Any] = {"region_name": self.region}
        if self.endpoint:
            options |= {
                "endpoint_url": self.endpoint,
                "aws_access_key_id": "simulator",
                "aws_secret_access_key": "simulator",
            }
        config = Config(
            connect_timeout=5,
            read_timeout=60,
            retries={"mode": "standard", "total_max_attempts": 1},  # `call` has the patience
            proxies={} if self.endpoint else None,
            s3={"addressing_style": "path"} if self.endpoint else None,
        )
        return boto3.session.Session().client(service, config=config, **options)

    def _next_step(self) -> str:
        if self.endpoint:
            return "See 'dharma sandbox status': if the simulator died, deploy again."
        return "Check the account's credentials, region and permissions."


def _patience(endpoint: str) -> Policy:
    """Return how often to ask again: a simulator that refuses is dead, or will always refuse."""
    if not endpoint:
        return Policy()
    return Policy(retries=1, first_wait=0.2, transient=_is_refused)


def _is_refused(error: BaseException) -> bool:
    return is_transient(error) and not error_code(error)


def found_name(values: Values) -> Any:
    """Return the physical id of a resource."""
    return values("id")


def error_code(error: BaseException) -> str:
    """Return the code inside botocore's ClientError, such as ``ValidationError``."""
    response: Mapping[str, Any] = getattr(error, "response", {})
    return str(response.get("Error", {}).get("Code", ""))


def is_absence(error: Exception) -> bool:
    """Whether a service's refusal means that the thing does not exist."""
    return bool(_ABSENT.search(error_code(error)))
