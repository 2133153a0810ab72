"""The shared value: resources, references, unknowns, graph and diff."""

from dharma_core.plan.address import Address, parse_address
from dharma_core.plan.catalog import (
    AttributeFact,
    Catalog,
    ResourceType,
    make_catalog,
    parse_resource_type,
)
from dharma_core.plan.diff import Action, AttributeChange, Change, diff_plans
from dharma_core.plan.frozen import UNKNOWN, FrozenMap, Path, freeze, get_path, thaw, walk
from dharma_core.plan.graph import Graph, build_graph
from dharma_core.plan.losses import LostAttribute, NormalForm, lost_attributes
from dharma_core.plan.normal_form import normal_form
from dharma_core.plan.values import (
    Expression,
    Output,
    Plan,
    Problem,
    Ref,
    Remark,
    Resource,
    Variable,
    make_resource,
)

__all__ = [
    "UNKNOWN",
    "Action",
    "Address",
    "AttributeChange",
    "AttributeFact",
    "Catalog",
    "Change",
    "Expression",
    "FrozenMap",
    "Graph",
    "LostAttribute",
    "NormalForm",
    "Output",
    "Path",
    "Plan",
    "Problem",
    "Ref",
    "Remark",
    "Resource",
    "ResourceType",
    "Variable",
    "build_graph",
    "diff_plans",
    "freeze",
    "get_path",
    "lost_attributes",
    "make_catalog",
    "make_resource",
    "normal_form",
    "parse_address",
    "parse_resource_type",
    "thaw",
    "walk",
]
