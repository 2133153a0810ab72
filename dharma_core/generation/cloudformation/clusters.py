"""Container clusters, their tasks and the machines they run on, where no table can say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.generation.cloudformation.extra import Extra
from dharma_core.generation.cloudformation.properties import Translation, form_of
from dharma_core.generation.drafts import Text

__all__ = ["cluster", "launch_template", "scaling_group", "task_definition"]

_FREE_KEYS = frozenset({"DockerLabels", "DriverOpts", "Labels", "Options"})
"""Maps of a container whose keys are the user's own."""

_VERSIONS = {
    "$Default": "DefaultVersionNumber",
    "$Latest": "LatestVersionNumber",
    None: "DefaultVersionNumber",
}


def task_definition(work: Translation, _logical_id: str) -> Extra:
    """Write the containers in CloudFormation's spelling: ``containerPort`` is ContainerPort."""
    containers = work.properties.get("ContainerDefinitions")
    if isinstance(containers, list):
        work.properties["ContainerDefinitions"] = [_pascal(entry) for entry in containers]
    elif containers is not None:
        del work.properties["ContainerDefinitions"]
        work.miss(("container_definitions",))
    return Extra()


def _pascal(value: Any) -> Any:
    if isinstance(value, Mapping):
        names = {key: key[:1].upper() + key[1:] for key in value}
        return {
            to: inner if to in _FREE_KEYS else _pascal(inner)
            for (key, to), inner in zip(names.items(), value.values(), strict=True)
        }
    return [_pascal(item) for item in value] if isinstance(value, list) else value


def cluster(work: Translation, _logical_id: str) -> Extra:
    """Write which logs of the control plane are kept, one entry a kind."""
    kinds = work.draft.attributes.get("enabled_cluster_log_types") or ()
    if isinstance(kinds, Text):
        work.miss(("enabled_cluster_log_types",))
    elif kinds:
        types = [{"Type": work.values.of(kind)} for kind in kinds]
        work.properties["Logging"] = {"ClusterLogging": {"EnabledTypes": types}}
    return Extra()


def scaling_group(work: Translation, _logical_id: str) -> Extra:
    """Name the launch template's version by number: ``$Latest`` is not taken here."""
    chosen = work.properties.get("LaunchTemplate")
    if chosen is None:
        policy = work.properties.get("MixedInstancesPolicy") or {}
        chosen = policy.get("LaunchTemplate", {}).get("LaunchTemplateSpecification")
    if isinstance(chosen, dict) and not isinstance(chosen.get("Version"), Mapping):
        named = chosen.get("LaunchTemplateId", chosen.get("LaunchTemplateName"))
        number = _VERSIONS.get(chosen.get("Version"))
        if number and isinstance(named, Mapping) and "Ref" in named:
            chosen["Version"] = {"Fn::GetAtt": [named["Ref"], number]}
    return Extra()


def launch_template(work: Translation, _logical_id: str) -> Extra:
    """Write the template's own tags, which CloudFormation takes as a specification."""
    tags = work.draft.attributes.get("tags")
    if isinstance(tags, Text):
        work.miss(("tags",))
    elif tags:
        pairs = form_of(work.values, tags, "pairs")
        work.properties["TagSpecifications"] = [{"ResourceType": "launch-template", "Tags": pairs}]
    work.properties.setdefault("LaunchTemplateData", {})
    return Extra()
