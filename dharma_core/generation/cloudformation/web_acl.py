"""A web ACL's rules: statements inside statements, to any depth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.generation.cloudformation.extra import Extra, Json
from dharma_core.generation.cloudformation.properties import Translation
from dharma_core.generation.drafts import Text

__all__ = ["LISTS", "SEVERAL", "property_name", "web_acl"]

LISTS = {
    "custom_key": "CustomKeys",
    "excluded_rule": "ExcludedRules",
    "insert_header": "InsertHeaders",
    "managed_rule_group_configs": "ManagedRuleGroupConfigs",
    "response_header": "ResponseHeaders",
    "rule_action_override": "RuleActionOverrides",
    "rule_label": "RuleLabels",
    "text_transformation": "TextTransformations",
}
_NAMES = {
    "cloudwatch_metrics_enabled": "CloudWatchMetricsEnabled",
    "ip": "IP",
    "ip_set_forwarded_ip_config": "IPSetForwardedIPConfig",
    "ip_set_reference_statement": "IPSetReferenceStatement",
    "forwarded_ip": "ForwardedIP",
    "forwarded_ip_config": "ForwardedIPConfig",
}
SEVERAL = frozenset({"and_statement", "or_statement"})


def web_acl(work: Translation, _logical_id: str) -> Extra:
    """Write the default action and the rules."""
    attributes = work.draft.attributes
    for action in attributes.get("default_action") or ():
        work.properties["DefaultAction"] = _object(work, action)
    rules = attributes.get("rule") or ()
    if isinstance(rules, Text):
        work.miss(("rule",))
    elif rules:
        ordered = sorted(rules, key=lambda rule: str(rule.get("priority", 0)).zfill(9))
        work.properties["Rules"] = [_object(work, rule) for rule in ordered]
    return Extra()


def _object(work: Translation, block: Mapping[str, Any], inside: str = "") -> Json:
    result: Json = {}
    for name, value in block.items():
        if value in (None, ""):
            continue
        if name == "statement" and inside in SEVERAL:
            result["Statements"] = [_object(work, item) for item in value]
        elif name in LISTS:
            result[LISTS[name]] = [_object(work, item) for item in value]
        elif _is_block(value):
            result[property_name(name)] = _object(work, value[0], name) if value else {}
        else:
            result[property_name(name)] = work.values.of(value)
    return result


def _is_block(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(item, Mapping) for item in value)


def property_name(attribute: str) -> str:
    """Return the property that an attribute of a rule becomes.

    Examples
    --------
    >>> property_name("byte_match_statement"), property_name("ip")
    ('ByteMatchStatement', 'IP')
    """
    words = (word[:1].upper() + word[1:] for word in attribute.split("_"))
    return _NAMES.get(attribute, "".join(words))
