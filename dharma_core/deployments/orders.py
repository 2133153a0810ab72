"""What an executor is asked for: the stored plan, rendered, with values that were never stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dharma_core.deployments.decisions import missing_inputs, stack_name
from dharma_core.deployments.ports import Order, Ports, Rendered
from dharma_core.deployments.values import Deployment
from dharma_core.errors import AdapterError, InputError
from dharma_core.identity import Actor
from dharma_core.plan import Plan
from dharma_core.plan.masking import MASKED
from dharma_core.plan.terraform_json import plan_from_json
from dharma_core.plan.vault_references import is_vault_reference

__all__ = ["Orders"]


class Orders:
    """Makes orders from what the store keeps, as one actor."""

    def __init__(self, ports: Ports, actor: Actor) -> None:
        self._ports = ports
        self._actor = actor

    def stored_plan(self, id: str) -> Plan:  # noqa: A002 - the domain's word
        """Return the plan kept with a deployment, masked."""
        with self._ports.records.reading(self._actor) as unit:
            document = unit.deployments.plan(id)
            name = unit.deployments.get(id).name
        if document is None:
            raise AdapterError(
                f"The plan of deployment {id} is not in the store.", next_step="Deploy it again."
            )
        return plan_from_json(document, name=name)

    def rendered(self, found: Deployment) -> Rendered:
        """Return the deployment's plan in its executor's format."""
        return self._ports.render(self.stored_plan(found.id), found.request.executor)

    def require_inputs(self, found: Deployment) -> None:
        """Raise InputError when the value of an input is not known here."""
        rendered = self.rendered(found)
        _require(missing_inputs(rendered.inputs, self._values(found, rendered, None)))

    def order(self, found: Deployment, *, instead_of: Deployment | None = None) -> Order:
        """Return what to ask of the executor.

        Parameters
        ----------
        instead_of : Deployment, optional
            The failed one whose place it takes: its secrets serve where its own are forgotten.
        """
        rendered = self.rendered(found)
        known = self._values(found, rendered, instead_of)
        names = {v.name: rendered.names.get(v.name, v.name) for v in rendered.inputs}
        return Order(
            deployment_id=found.id,
            stack=stack_name(found),
            plan=self.stored_plan(found.id),
            generation=rendered.generation,
            logical_ids=rendered.logical_ids,
            parameters={names[name]: value for name, value in known.items()},
            unknown=tuple(names[name] for name in missing_inputs(rendered.inputs, known)),
        )

    def _values(
        self, found: Deployment, rendered: Rendered, instead_of: Deployment | None
    ) -> dict[str, str]:
        literal = {v.name: v.value for v in rendered.inputs if v.value not in (None, MASKED)}
        values = {name: _text(value) for name, value in literal.items()}
        for deployment in (instead_of, found):
            if deployment is not None:
                given = {v.name: self._ports.secret(deployment.id, v.name) for v in rendered.inputs}
                values |= {name: value for name, value in given.items() if value is not None}
        secret = {v.name for v in rendered.inputs if v.sensitive}
        return {n: self._unveiled(found, n, v, n in secret) for n, v in values.items()}

    def _unveiled(self, found: Deployment, name: str, value: str, sensitive: bool) -> str:
        """Return a value; where it refers to a vault, the secret that is kept there."""
        if not is_vault_reference(value):
            return value
        if not sensitive:
            raise InputError(
                f"The variable {name!r} refers to a vault and is not marked sensitive: its value "
                "would be written out.",
                next_step=f"Set sensitive: true on the variable {name}.",
            )
        return self._ports.unveil(found, value)

    def outputs(self, plan: Plan, made: Mapping[str, Any]) -> dict[str, Any]:
        """Return outputs under the plan's names (a format may allow fewer characters)."""
        by_key = {_key(o.name): o for o in plan.outputs}
        found = {by_key[_key(n)].name: v for n, v in made.items() if _key(n) in by_key}
        secret = {o.name for o in plan.outputs if o.sensitive}
        return {name: MASKED if name in secret else v for name, v in found.items()}


def _require(missing: tuple[str, ...]) -> None:
    if missing:
        raise InputError(
            f"No value for {', '.join(missing)}: secrets are never stored with a deployment.",
            next_step="Set "
            + ", ".join(f"DHARMA_VAR_{name}" for name in missing)
            + " where the deployment runs (dharma deploy or dharma serve).",
            details={"missing": list(missing)},
        )


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
