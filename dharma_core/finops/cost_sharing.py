"""Reads ``cost-sharing.yaml``: who owns a charge, and how what nobody owns alone is shared."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import yaml

from dharma_core.errors import InputError, nearest
from dharma_core.finops.analytics.allocation import SharedCost, Sharing
from dharma_core.finops.analytics.tags import Dimension, Tag
from dharma_core.units import to_decimal
from dharma_core.yaml_text import YamlForm, compose, is_null, only_pairs, pairs, position_of

__all__ = ["EXAMPLE", "FILE_NAME", "CostSharing", "dimension_of", "parse_cost_sharing"]

FILE_NAME = "cost-sharing.yaml"
EXAMPLE = """\
owner: tag:owner
shared:
- name: Support
  where: {ServiceName: [Enterprise Support, Developer Support]}
  sharing: proportional
- name: Network
  where: {ServiceCategory: Networking, tag:owner: null}
  sharing: fixed
  shares: {team-web: 0.6, team-data: 0.4}
"""
_FORM = YamlForm(
    "a file of cost sharing",
    deepest=5,
    begin="Begin it with 'owner: tag:Team' or 'shared:'.",
    layout="Write under 'shared:' entries of name, where, sharing and, when fixed, shares.",
    shorten="A hundred shared costs are plenty.",
)
_KEYS = ("name", "where", "sharing", "shares")
_TAG = "tag:"


@dataclass(frozen=True, slots=True)
class CostSharing:
    """How a bill is divided.

    Parameters
    ----------
    owner : column, `Tag` or None
        What names the owner on a charge; None where nobody said.
    shared : tuple of SharedCost
        A charge goes to the first one that takes it.
    """

    owner: Dimension | None = None
    shared: tuple[SharedCost, ...] = ()


def dimension_of(text: str) -> Dimension:
    """Return a column, or a tag where ``tag:`` stands before its key.

    Raises
    ------
    InputError
        If nothing is named.

    Examples
    --------
    >>> dimension_of("tag:Team"), dimension_of("SubAccountName")
    (Tag(key='Team'), 'SubAccountName')
    """
    word = text.strip()
    if not word.removeprefix(_TAG).strip():
        raise InputError(
            f"{text!r} names no owner.",
            next_step="Write a column such as SubAccountName or tag:Team.",
        )
    return Tag(word.removeprefix(_TAG).strip()) if word.startswith(_TAG) else word


def parse_cost_sharing(text: str, *, file: str) -> CostSharing:
    r"""Read a file of cost sharing.

    Raises
    ------
    InputError
        If it is not such a file; file and line are named, and the nearest right word.

    Examples
    --------
    >>> found = parse_cost_sharing(EXAMPLE, file="cost-sharing.yaml")
    >>> found.owner, [(rule.name, rule.sharing.value) for rule in found.shared]
    (Tag(key='owner'), [('Support', 'proportional'), ('Network', 'fixed')])
    """
    if not text.strip():
        return CostSharing()
    top = only_pairs(
        compose(text, _FORM, file=file), _FORM, ("owner", "shared"), file=file, what="the file"
    )
    owner = None if is_null(top.get("owner")) else dimension_of(_text(top["owner"], file))
    listed = top.get("shared")
    if listed is None or is_null(listed):
        return CostSharing(owner)
    if not isinstance(listed, yaml.SequenceNode):
        raise InputError(
            f"{position_of(listed, file)}: shared is not a list.", next_step=_FORM.layout
        )
    return CostSharing(owner, tuple(_rule(node, file) for node in listed.value))


def _rule(node: yaml.Node, file: str) -> SharedCost:
    fields, place = (
        only_pairs(node, _FORM, _KEYS, file=file, what="a shared cost"),
        position_of(node, file),
    )
    for name in ("name", "where", "sharing"):
        if is_null(fields.get(name)):
            raise InputError(f"{place}: this shared cost has no {name}.", next_step=_FORM.layout)
    word = _text(fields["sharing"], file)
    ways = [way.value for way in Sharing]
    if word not in ways:
        raise InputError(
            f"{position_of(fields['sharing'], file)}: nothing is shared {word!r}.",
            next_step=nearest(word, ways, count=3),
            details={"allowed": ways},
        )
    name, where = _text(fields["name"], file), _where(fields["where"], file)
    shares = {} if is_null(fields.get("shares")) else _shares(fields["shares"], file)
    try:
        return SharedCost(name, where, Sharing(word), shares)
    except InputError as error:
        raise InputError(
            f"{place}: {error.message}", next_step=error.next_step, details=error.details
        ) from error


def _where(node: yaml.Node, file: str) -> dict[str, str | tuple[str, ...] | None]:
    return {name: _values(value, file) for name, value in pairs(node, _FORM, file=file)}


def _values(node: yaml.Node, file: str) -> str | tuple[str, ...] | None:
    if isinstance(node, yaml.SequenceNode):
        return tuple(_text(value, file) for value in node.value)
    return None if is_null(node) else _text(node, file)


def _shares(node: yaml.Node, file: str) -> dict[str, Decimal]:
    found = {}
    for owner, value in pairs(node, _FORM, file=file):
        share = to_decimal(_text(value, file))
        if share is None:
            raise InputError(
                f"{position_of(value, file)}: the share of {owner!r} is no number.",
                next_step="Write 0.4 for two fifths.",
            )
        found[owner] = share
    return found


def _text(node: yaml.Node, file: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise InputError(f"{position_of(node, file)}: expected one text.", next_step=_FORM.layout)
    return " ".join(str(node.value).split())
