"""Resources that CloudFormation lets people write inside another, or several at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from dharma_core.importers.cloudformation.documents import TemplateText
from dharma_core.plan import Path

__all__ = ["place", "written_out"]

Body = Mapping[str, Any]
Made = tuple[str, Body, Path]
"""What stands beside an entry: the end of its logical id, its body, where its properties stand."""


def written_out(template: Mapping[str, Any], text: TemplateText) -> dict[str, Any]:
    """Return a template in which every resource stands alone.

    Examples
    --------
    >>> from dharma_core.importers.cloudformation.documents import TemplateText
    >>> records = [{"Name": "a", "Type": "A"}, {"Name": "b", "Type": "A"}]
    >>> group = {"Type": "AWS::Route53::RecordSetGroup", "Properties": {"RecordSets": records}}
    >>> found = written_out({"Resources": {"Names": group}}, TemplateText("t.yaml"))
    >>> [(name, body["Type"]) for name, body in found["Resources"].items()]
    [('Names', 'AWS::Route53::RecordSet'), ('Names2', 'AWS::Route53::RecordSet')]
    """
    resources = template.get("Resources")
    if not isinstance(resources, Mapping):
        return dict(template)
    result: dict[str, Any] = {}
    for logical_id, body in resources.items():
        result[logical_id] = body
        read = _READERS.get(body["Type"]) if _is_entry(body) else None
        if read is None:
            continue
        steering = {key: body[key] for key in ("Condition", "DeletionPolicy") if key in body}
        for number, (ending, made, source) in enumerate(read(logical_id, body)):
            name = _free(f"{logical_id}{ending}", {*resources, *result}) if number else logical_id
            result[name] = steering | dict(made)
            place(text, ("Resources", logical_id, "Properties", *source), name)
    return {**template, "Resources": result}


def _free(wanted: str, taken: Collection[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}{number}", number + 1
    return name


def place(text: TemplateText, source: Path, logical_id: str) -> None:
    """Say that an entry stands where the values at ``source`` stand."""
    own: Path = ("Resources", logical_id)
    if own not in text.places:
        text.places[own] = text.source.at(source)


def _is_entry(body: Any) -> bool:
    return (
        isinstance(body, Mapping)
        and isinstance(body.get("Type"), str)
        and isinstance(body.get("Properties"), Mapping)
    )


def _without(body: Body, name: str, **instead: Any) -> Body:
    rest = {key: value for key, value in body["Properties"].items() if key != name}
    return {**body, "Properties": rest | instead}


def _subscriptions(logical_id: str, body: Body) -> Iterator[Made]:
    """Yield a topic's subscriptions; the topic itself first, without them."""
    found = body["Properties"].get("Subscription")
    entries = found if isinstance(found, list) else []
    if not entries or not all(isinstance(e, Mapping) and "Protocol" in e for e in entries):
        return
    yield "", _without(body, "Subscription"), ()
    for index, entry in enumerate(entries):
        own = {"Type": "AWS::SNS::Subscription"}
        properties = {"TopicArn": {"Ref": logical_id}, **entry}
        yield "Subscription", own | {"Properties": properties}, ("Subscription", index)


def _records(_logical_id: str, body: Body) -> Iterator[Made]:
    """Yield each record of a group, with the zone that the group names."""
    group = body["Properties"]
    records = group.get("RecordSets")
    if not isinstance(records, list) or not all(isinstance(r, Mapping) for r in records):
        return
    zone = {k: group[k] for k in ("HostedZoneId", "HostedZoneName") if k in group}
    for index, record in enumerate(records):
        properties = {**zone, **record}
        made = {**body, "Type": "AWS::Route53::RecordSet", "Properties": properties}
        yield "", made, ("RecordSets", index)


def _for_each(name: str) -> Callable[[str, Body], Iterator[Made]]:
    """Return what writes a policy once for each of the owners it names."""

    def read(_logical_id: str, body: Body) -> Iterator[Made]:
        owners = body["Properties"].get(name)
        for index, owner in enumerate(owners if isinstance(owners, list) else ()):
            yield "", _without(body, name, **{name: [owner]}), (name, index)

    return read


_READERS: Mapping[Any, Callable[[str, Body], Iterator[Made]]] = {
    "AWS::Route53::RecordSetGroup": _records,
    "AWS::SNS::Topic": _subscriptions,
    "AWS::SNS::TopicPolicy": _for_each("Topics"),
    "AWS::SQS::QueuePolicy": _for_each("Queues"),
}
