"""The rule by which the bridged packages name arguments and classes after Terraform's words.

What differs from the rule stands in ``data/catalog/pulumi.json``, read from the packages.
"""

from __future__ import annotations

import keyword
import re

from dharma_core.plan import AttributeFact

__all__ = ["args_class", "argument_name", "is_many", "plural", "singular", "token_of", "wire_name"]

PACKAGES = {"aws": "pulumi_aws", "azurerm": "pulumi_azure", "google": "pulumi_gcp"}
"""The Python package of each Terraform provider."""

TOKEN_PACKAGES = {"aws": "aws", "azurerm": "azure", "google": "gcp"}

_UNCOUNTED = ("data", "metadata", "information", "https", "dns", "ids", "series", "species")
_ENDINGS = (
    (r"(.*)(ch|sh|x|z|ss)\Z", r"\1\2es"),
    (r"(.*[^aeiou])y\Z", r"\1ies"),
    (r"(.*)status\Z", r"\1statuses"),
    (r"(.*)alias\Z", r"\1aliases"),
    (r"(.*)analysis\Z", r"\1analyses"),
    (r"(.*)bus\Z", r"\1buses"),
    (r"(.*)s\Z", r"\1s"),
)

_PLURALS = (
    ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"),
    ("statuses", "status"), ("aliases", "alias"), ("ss", "ss"), ("status", "status"),
    ("alias", "alias"), ("s", ""),
)  # fmt: skip

_RENAMED = {"terraform_labels": "pulumi_labels"}


def plural(name: str) -> str:
    """Return the plural of a snake-case name; one that is plural already stays.

    Examples
    --------
    >>> plural("ebs_block_device"), plural("policy"), plural("cidr_blocks"), plural("match")
    ('ebs_block_devices', 'policies', 'cidr_blocks', 'matches')
    """
    if name.rsplit("_", 1)[-1] in _UNCOUNTED:
        return name
    for pattern, ending in _ENDINGS:
        if re.match(pattern, name):
            return re.sub(pattern, ending, name)
    return f"{name}s"


def singular(name: str) -> str:
    """Return one of several, as the bridge cuts the word.

    Examples
    --------
    >>> singular("policies"), singular("matches"), singular("ebs_block_device")
    ('policy', 'match', 'ebs_block_device')
    """
    for ending, one in _PLURALS:
        if name.endswith(ending):
            return name.removesuffix(ending) + one
    return name


def is_many(fact: AttributeFact) -> bool:
    """Whether the rule keeps a list: one of at most one item becomes the item itself."""
    return fact.type.startswith(("list(", "set(")) and fact.max_items != 1


def argument_name(name: str, *, many: bool) -> str:
    """Return the Python argument the rule gives an attribute or block.

    Examples
    --------
    >>> argument_name("ingress", many=True), argument_name("lambda", many=False)
    ('ingresses', 'lambda_')
    >>> argument_name("address_line_1", many=False)
    'address_line1'
    """
    word = _RENAMED.get(name) or re.sub(r"_(?=\d)", "", plural(name) if many else name)
    return f"{word}_" if keyword.iskeyword(word) else word


def args_class(stem: str, name: str, *, many: bool) -> str:
    """Return the class of a nested object: what holds it, then one item's name.

    Examples
    --------
    >>> args_class("Instance", "root_block_device", many=False)
    'InstanceRootBlockDeviceArgs'
    >>> args_class("LaunchTemplate", "block_device_mappings", many=True)
    'LaunchTemplateBlockDeviceMappingArgs'
    """
    words = (singular(name) if many else name).split("_")
    return stem + "".join(word[:1].upper() + word[1:] for word in words) + "Args"


def token_of(provider: str, module: str, class_: str) -> str:
    """Return the type token that the engine knows a resource class by.

    Examples
    --------
    >>> token_of("aws", "sqs", "Queue")
    'aws:sqs/queue:Queue'
    """
    package = TOKEN_PACKAGES[provider]
    return f"{package}:{module.rstrip('_')}/{class_[:1].lower()}{class_[1:]}:{class_}"


def wire_name(argument: str) -> str:
    """Return the name by which an argument travels to the engine.

    Examples
    --------
    >>> wire_name("ipv6_cidr_block"), wire_name("from_")
    ('ipv6CidrBlock', 'from')
    """
    first, *rest = argument.rstrip("_").split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)
