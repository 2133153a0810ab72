"""AWS: scaling groups by scheduled actions, instances and databases by EventBridge Scheduler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.plan import Path, Ref, Resource
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.stopping.pieces import Pieces, Stop, Text, copied, document

__all__ = ["stop_database", "stop_group", "stop_instance"]

_VERSION = "2012-10-17"
_SDK = "arn:aws:scheduler:::aws-sdk:"
_WHAT = {"start": "Starts {} for working hours", "stop": "Stops {} after working hours"}


def stop_group(site: Site, group: Resource) -> Stop | None:
    """Scale a group to nothing and back to the size that its source says."""
    least, most = copied(group, ("min_size",)), copied(group, ("max_size",))
    wanted = copied(group, ("desired_capacity",))
    if least is None or most is None:
        return None
    pieces = Pieces(site, group)
    sizes = {"start": (least, most, least if wanted is None else wanted), "stop": (0, 0, 0)}
    hours = pieces.hours
    for action, at in (("stop", hours.stop), ("start", hours.start)):
        smallest, largest, now = sizes[action]
        pieces.add(
            "aws_autoscaling_schedule",
            action,
            scheduled_action_name=f"{action}-by-the-hours",
            autoscaling_group_name=pieces.me("id"),
            recurrence=hours.cron(at),
            time_zone=hours.time_zone,
            min_size=smallest,
            max_size=largest,
            desired_capacity=now,
        )
    return pieces.stop(
        "The machines go with their disks and come back as new ones; applying the design at night "
        "starts them again."
    )


def stop_instance(site: Site, machine: Resource) -> Stop | None:
    """Stop and start an instance; a spot instance cannot be stopped."""
    market = machine.attributes.get("instance_market_options")
    if isinstance(market, tuple) and market:
        return None
    pieces = Pieces(site, machine)
    calls = ("ec2:startInstances", "ec2:stopInstances")
    allowed = [_allow(["ec2:StartInstances", "ec2:StopInstances"], pieces.me("arn"))]
    allowed += [_may_use(key) for key in _keys(site, machine)]
    _schedules(pieces, calls, {"InstanceIds": [pieces.me("id")]}, allowed)
    return pieces.stop("Its disks cost on; a public address that is no Elastic IP changes.")


def stop_database(site: Site, database: Resource) -> Stop | None:
    """Stop and start a database; replicas, their sources and SQL Server in two zones cannot be."""
    attributes = database.attributes
    mirrored = attributes.get("multi_az") is not False and attributes.get("multi_az") is not None
    if str(attributes.get("engine")).startswith("sqlserver") and mirrored:
        return None
    copies = site.links.users_of(database, "aws_db_instance")
    if _replicates(database) or any(map(_replicates, copies)):
        return None
    pieces = Pieces(site, database)
    calls = ("rds:startDBInstance", "rds:stopDBInstance")
    allowed = [_allow(["rds:StartDBInstance", "rds:StopDBInstance"], pieces.me("arn"))]
    _schedules(pieces, calls, {"DbInstanceIdentifier": pieces.me("identifier")}, allowed)
    return pieces.stop(
        "Its storage and backups cost on; to start it takes minutes, sometimes longer."
    )


def _replicates(database: Resource) -> bool:
    source = database.attributes.get("replicate_source_db")
    if any(e.path == ("replicate_source_db",) for e in database.expressions):
        return True
    return isinstance(source, str) and bool(source)


def _schedules(
    pieces: Pieces,
    calls: tuple[str, str],
    parameters: Mapping[str, Any],
    allowed: list[Mapping[str, Any]],
) -> None:
    """Add a role that may do these calls and no other, and the two schedules that do them."""
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    role = pieces.add(
        "aws_iam_role",
        "hours",
        description=f"Starts and stops {pieces.words} by schedule",
        assume_role_policy=document(
            {
                "Version": _VERSION,
                "Statement": [{**trust, "Principal": {"Service": "scheduler.amazonaws.com"}}],
            }
        ),
        tags=pieces.tags(),
    )
    pieces.add(
        "aws_iam_role_policy",
        "rights",
        name="start-and-stop",
        role=Ref(str(role.address), "id"),
        policy=document({"Version": _VERSION, "Statement": allowed}),
    )
    hours = pieces.hours
    for action, call, at in zip(("start", "stop"), calls, (hours.start, hours.stop), strict=True):
        target = {
            "arn": f"{_SDK}{call}",
            "role_arn": Ref(str(role.address), "arn"),
            "input": document(parameters),
        }
        pieces.add(
            "aws_scheduler_schedule",
            action,
            description=_WHAT[action].format(pieces.words),
            schedule_expression=hours.event_cron(at),
            schedule_expression_timezone=hours.time_zone,
            flexible_time_window=[{"mode": "OFF"}],
            target=[target],
        )


def _allow(actions: list[str], resource: str | Ref, **more: Any) -> Mapping[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource, **more}


def _may_use(key: str | Ref) -> Mapping[str, Any]:
    """Return what starting a machine needs where a key of one's own encrypts its volumes."""
    for_aws = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    return _allow(["kms:CreateGrant"], key, Condition=for_aws)


def _keys(site: Site, machine: Resource) -> tuple[str | Ref, ...]:
    """Return the keys of a machine's volumes, its own and those attached to it, each once."""
    attached = (
        volume
        for attachment in site.links.users_of(machine, "aws_volume_attachment")
        for volume in site.links.targets(attachment, "volume_id")
    )
    blocks = ("root_block_device", "ebs_block_device")
    found = [
        key
        for block in blocks
        for number, _ in enumerate(_blocks(machine, block))
        for key in _key_at(machine, (block, number, "kms_key_id"))
    ]
    found += [key for volume in attached for key in _key_at(volume, ("kms_key_id",))]
    return tuple(dict.fromkeys(found))


def _blocks(machine: Resource, name: str) -> tuple[Any, ...]:
    blocks = machine.attributes.get(name)
    return blocks if isinstance(blocks, tuple) else ()


def _key_at(resource: Resource, path: Path) -> Iterator[str | Ref]:
    """Yield the ARN of a key that is written there."""
    key = copied(resource, path)
    if isinstance(key, Text) and len(key.parts) == 1:
        (key,) = key.parts
    if isinstance(key, Ref):
        yield Ref(key.target, "arn") if key.target.startswith("aws_kms_key.") else key
    elif isinstance(key, str) and key.startswith("arn:"):
        yield key
