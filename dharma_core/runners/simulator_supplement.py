"""What moto's CloudFormation leaves out of the types Dharma knows, added inside the simulator.

Without it a bucket would stay without versioning and public access block, a target group without
targets; an update of most types would make the stack forget the resource it should change; and a
stack whose creation failed would say so to nobody and try again whenever somebody lists it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

from dharma_core.runners.simulator_buckets import (
    complete_bucket,
    complete_repository,
    complete_role,
)
from dharma_core.runners.simulator_recipes import RECIPES
from dharma_core.runners.simulator_services import register

__all__ = ["supplement"]

_Complete = Callable[[Any, dict[str, Any], tuple[str, str]], None]

# Types moto cannot update: the properties that change in place, and moto's name of each.
_IN_PLACE: Mapping[str, Mapping[str, str]] = {
    "AWS::EC2::Instance": {"InstanceType": "instance_type"},
    "AWS::EC2::Volume": {"Size": "size"},
    "AWS::Logs::LogGroup": {"RetentionInDays": "retention_in_days"},
    "AWS::RDS::DBInstance": {
        "AllocatedStorage": "allocated_storage",
        "BackupRetentionPeriod": "backup_retention_period",
        "DBInstanceClass": "db_instance_class",
        "DeletionProtection": "deletion_protection",
        "EngineVersion": "engine_version",
        "MultiAZ": "multi_az",
    },
}


@cache
def supplement() -> None:
    """Teach this process's moto, once, before it serves."""
    from moto.cloudformation import models, parsing
    from moto.ec2.models.elastic_block_store import VolumeAttachment
    from moto.ec2.models.subnets import SubnetRouteTableAssociation
    from moto.ecr.models import Repository
    from moto.elbv2.models import FakeTargetGroup
    from moto.iam.models import Role
    from moto.kms.models import Key
    from moto.rds.models import DBInstance, DBSubnetGroup
    from moto.s3.models import FakeBucket

    register(RECIPES)
    _after_create(FakeBucket, _complete_bucket)
    _after_create(FakeTargetGroup, _register_targets)
    _after_create(Repository, _by_name(complete_repository))
    _after_create(Role, _by_name(complete_role))
    _after_create(SubnetRouteTableAssociation, _associate)
    _in_terms_of_the_api(Key)
    _attributes_too(DBInstance, {"DBInstanceArn": "arn"})
    _name_the_nameless(
        models.CloudFormationBackend,
        {
            DBSubnetGroup: lambda group: group.name,
            VolumeAttachment: lambda tie: f"{tie.volume_id}|{tie.instance_id}",
        },
    )
    _update_in_place(parsing)
    _say_when_it_fails(models.Stack, parsing.ResourceMap)


def _after_create(model: Any, complete: _Complete) -> None:
    """Complete what ``create`` and, where there is one, ``update`` made."""
    for name in ("create_from_cloudformation_json", "update_from_cloudformation_json"):
        original = getattr(model, name)
        if hasattr(original, "__isabstractmethod__"):
            continue
        setattr(model, name, classmethod(_completed(original.__func__, complete)))


def _completed(original: Callable[..., Any], complete: _Complete) -> Callable[..., Any]:
    def made(cls: Any, /, *args: Any, **named: Any) -> Any:
        resource = original(cls, *args, **named)
        document = named.get("cloudformation_json") or args[1]
        place = (named.get("account_id") or args[2], named.get("region_name") or args[3])
        complete(resource, document.get("Properties", {}), place)
        return resource

    return made


def _complete_bucket(bucket: Any, properties: dict[str, Any], place: tuple[str, str]) -> None:
    from moto.s3.models import s3_backends

    backend = s3_backends[place[0]]["aws"]
    versioning = properties.get("VersioningConfiguration")
    if versioning:
        backend.put_bucket_versioning(bucket.name, versioning.get("Status"))
    block = properties.get("PublicAccessBlockConfiguration")
    if block:
        backend.put_public_access_block(bucket.name, block)
    complete_bucket(bucket.name, properties, place[1])


def _by_name(complete: Callable[[str, dict[str, Any], str], None]) -> _Complete:
    return lambda resource, properties, place: complete(resource.name, properties, place[1])


def _associate(association: Any, _properties: dict[str, Any], place: tuple[str, str]) -> None:
    """Tell the route table: moto keeps the pair for CloudFormation alone."""
    from moto.ec2.models import ec2_backends

    ec2_backends[place[0]][place[1]].associate_route_table(
        association.route_table_id, subnet_id=association.subnet_id
    )


def _in_terms_of_the_api(key: Any) -> None:
    """Hand the tags and the policy of a key over as the service's own call takes them."""
    original = key.create_from_cloudformation_json.__func__

    def create(cls: Any, /, name: str, document: Any, *place: str, **named: Any) -> Any:
        properties = document["Properties"]
        tags = [{"TagKey": t["Key"], "TagValue": t["Value"]} for t in properties.get("Tags", ())]
        policy = properties.get("KeyPolicy")
        text = policy if isinstance(policy, str) else json.dumps(policy)
        meant = {**document, "Properties": {**properties, "Tags": tags, "KeyPolicy": text}}
        return original(cls, name, meant, *place, **named)

    key.create_from_cloudformation_json = classmethod(create)


def _attributes_too(model: Any, known: Mapping[str, str]) -> None:
    """Let ``Fn::GetAtt`` return attributes that moto's model has and does not tell."""
    has, get = model.has_cfn_attr.__func__, model.get_cfn_attribute

    def has_cfn_attr(cls: Any, name: str) -> bool:
        return name in known or has(cls, name)

    def get_cfn_attribute(self: Any, name: str) -> Any:
        return getattr(self, known[name]) if name in known else get(self, name)

    model.has_cfn_attr = classmethod(has_cfn_attr)
    model.get_cfn_attribute = get_cfn_attribute


def _name_the_nameless(backend: Any, names: Mapping[type, Callable[[Any], str]]) -> None:
    """List resources of these models with a physical id, which moto leaves empty."""
    original = backend.list_stack_resources

    def listed(resource: Any) -> Any:
        if type(resource) not in names:
            return resource
        return SimpleNamespace(
            logical_resource_id=resource.logical_resource_id,
            physical_resource_id=names[type(resource)](resource),
            cf_resource_type=resource.cf_resource_type,
        )

    def list_stack_resources(self: Any, name: str) -> Any:
        stack, resources = original(self, name)
        return stack, [listed(r) for r in resources]

    backend.list_stack_resources = list_stack_resources


def _register_targets(group: Any, properties: dict[str, Any], _place: tuple[str, str]) -> None:
    targets = properties.get("Targets", ())
    group.register([{"Id": t["Id"], "Port": t.get("Port") or group.port} for t in targets])


def _update_in_place(parsing: Any) -> None:
    """Keep what moto cannot update, with the properties set that change in place.

    Moto puts None in its place: the stack then neither lists nor deletes it. What else should
    have changed is seen by whoever reads it back.
    """
    original = parsing.parse_and_update_resource

    def update(logical_id: str, resource_json: Any, resources_map: Any, **named: Any) -> Any:
        before = resources_map[logical_id]
        after = original(logical_id, resource_json, resources_map, **named)
        if after is not None or before is None:
            return after
        wanted = parsing.clean_json(resource_json, resources_map).get("Properties", {})
        for name, attribute in _IN_PLACE.get(resource_json["Type"], {}).items():
            if name in wanted:
                kind = type(getattr(before, attribute, None))
                setattr(before, attribute, kind(wanted[name]) if kind is int else wanted[name])
        return before

    parsing.parse_and_update_resource = update


def _say_when_it_fails(stack: Any, resource_map: Any) -> None:
    """Let a stack that fails half-way say so, keep what was made, and make nothing more."""
    for name, status in (("create_resources", "CREATE_FAILED"), ("update", "UPDATE_FAILED")):
        setattr(stack, name, _failing(getattr(stack, name), status))
    outputs = stack.outputs.fget
    stack.outputs = property(lambda self: None if _closed(self) else outputs(self))
    look_up = resource_map.__getitem__

    def get(self: Any, key: str) -> Any:
        closed = getattr(self, "closed", False) and key not in self._parsed_resources
        return None if closed else look_up(self, key)

    resource_map.__getitem__ = get


def _closed(stack: Any) -> bool:
    return bool(getattr(stack.resource_map, "closed", False))


def _failing(original: Callable[..., Any], status: str) -> Callable[..., Any]:
    def attempt(self: Any, *args: Any, **named: Any) -> None:
        self.resource_map.closed = False
        try:
            original(self, *args, **named)
        except Exception as error:  # noqa: BLE001 - moto raises whatever its services raise
            reason = getattr(error, "message", "") or str(error) or type(error).__name__
            self.resource_map.closed = True
            self.status, self.stack_status_reason = status, reason
            self._add_stack_event(status, resource_status_reason=reason)

    return attempt
