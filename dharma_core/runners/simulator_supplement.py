"""What moto's CloudFormation leaves out of the types Dharma knows, added inside the simulator.

Without it a bucket would stay without versioning and public access block, a target group without
targets, and an update of most types would make the stack forget the resource it should change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["supplement"]

_Complete = Callable[[Any, dict[str, Any]], None]


def supplement() -> None:
    """Teach this process's moto; call it once, before it serves."""
    from moto.cloudformation import parsing
    from moto.elbv2.models import FakeTargetGroup
    from moto.s3.models import FakeBucket

    _after_create(FakeBucket, _complete_bucket)
    _after_create(FakeTargetGroup, _register_targets)
    _keep_what_cannot_update(parsing)


def _after_create(model: Any, complete: _Complete) -> None:
    """Complete what ``create`` and, where there is one, ``update`` made."""
    for name in ("create_from_cloudformation_json", "update_from_cloudformation_json"):
        original = getattr(model, name)
        if hasattr(original, "__isabstractmethod__"):
            continue
        setattr(model, name, classmethod(_completed(original.__func__, complete)))


def _completed(original: Callable[..., Any], complete: _Complete) -> Callable[..., Any]:
    def made(cls: Any, *args: Any, **named: Any) -> Any:
        resource = original(cls, *args, **named)
        document = named.get("cloudformation_json") or args[1]
        complete(resource, document.get("Properties", {}))
        return resource

    return made


def _complete_bucket(bucket: Any, properties: dict[str, Any]) -> None:
    from moto.s3.models import s3_backends

    backend = s3_backends[bucket.account_id]["aws"]
    versioning = properties.get("VersioningConfiguration")
    if versioning:
        backend.put_bucket_versioning(bucket.name, versioning.get("Status"))
    block = properties.get("PublicAccessBlockConfiguration")
    if block:
        backend.put_public_access_block(bucket.name, block)


def _register_targets(group: Any, properties: dict[str, Any]) -> None:
    targets = properties.get("Targets", ())
    group.register([{"Id": t["Id"], "Port": t.get("Port") or group.port} for t in targets])


def _keep_what_cannot_update(parsing: Any) -> None:
    """Keep a resource as it is when its type cannot be updated; whoever reads it back will see.

    Moto puts None in its place: the stack then neither lists nor deletes it.
    """
    original = parsing.parse_and_update_resource

    def update(logical_id: str, resource_json: Any, resources_map: Any, **named: Any) -> Any:
        before = resources_map[logical_id]
        after = original(logical_id, resource_json, resources_map, **named)
        return before if after is None else after

    parsing.parse_and_update_resource = update
