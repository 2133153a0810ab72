"""Terraform's functions, as ``terraform console`` answers them; ``try`` and ``can`` are syntax.

Each is called with evaluated values. Those of ``CONTEXT_FUNCTIONS`` take a FunctionContext first;
those of ``ACCEPT_UNKNOWN`` make something of arguments that hold UNKNOWN: for all others an
unknown argument makes the answer unknown before they are called.
"""

from __future__ import annotations

from collections.abc import Mapping

from dharma_core.importers.terraform.functions.dates import DATES
from dharma_core.importers.terraform.functions.encoding import ENCODING
from dharma_core.importers.terraform.functions.files import FILES, WITH_CONTEXT
from dharma_core.importers.terraform.functions.formatting import FORMATTING
from dharma_core.importers.terraform.functions.hashes import HASHES
from dharma_core.importers.terraform.functions.lists import LISTS
from dharma_core.importers.terraform.functions.maps import MAPS
from dharma_core.importers.terraform.functions.networks import NETWORKS
from dharma_core.importers.terraform.functions.numeric import NUMERIC
from dharma_core.importers.terraform.functions.regular_expressions import REGULAR_EXPRESSIONS
from dharma_core.importers.terraform.functions.sets import SETS, TYPES
from dharma_core.importers.terraform.functions.signature import Body
from dharma_core.importers.terraform.functions.strings import STRINGS
from dharma_core.importers.terraform.functions.values import (
    FunctionContext,
    FunctionError,
    TfSet,
    make_set,
    plain,
)

__all__ = [
    "ACCEPT_UNKNOWN",
    "CONTEXT_FUNCTIONS",
    "FUNCTIONS",
    "FunctionContext",
    "FunctionError",
    "TfSet",
    "make_set",
    "plain",
]

FUNCTIONS: Mapping[str, Body] = {
    **NUMERIC,
    **STRINGS,
    **REGULAR_EXPRESSIONS,
    **FORMATTING,
    **LISTS,
    **MAPS,
    **SETS,
    **TYPES,
    **ENCODING,
    **HASHES,
    **DATES,
    **NETWORKS,
    **FILES,
    **WITH_CONTEXT,
}
CONTEXT_FUNCTIONS = frozenset(WITH_CONTEXT)
ACCEPT_UNKNOWN = frozenset(
    {
        "alltrue", "anytrue", "chunklist", "coalesce", "coalescelist", "concat", "contains",
        "element", "ephemeralasnull", "flatten", "formatlist", "index", "keys", "length", "lookup",
        "merge", "nonsensitive", "one", "reverse", "sensitive", "setproduct",
        "setunion", "slice", "sort", "templatefile", "templatestring", "tolist", "tomap", "toset",
        "values", "zipmap",
    }
)  # fmt: skip
