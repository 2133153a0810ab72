"""A provider's export as columns of FOCUS: what its table says, and what no table can say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from dharma_core.finops.readers.aws_cur import aws_columns
from dharma_core.finops.readers.azure_cost import azure_columns
from dharma_core.finops.readers.columns import Held
from dharma_core.finops.readers.gcp_billing import gcp_columns
from dharma_core.finops.readers.mapping import ExportMapping, apply_mapping

if TYPE_CHECKING:
    import polars as pl

__all__ = ["read_export"]

_COMPUTED: Mapping[str, Callable[[Held, str], dict[str, pl.Expr]]] = {
    "aws-cur": lambda held, _: aws_columns(held),
    "azure-cost": lambda held, _: azure_columns(held),
    "gcp-billing": gcp_columns,
}


def read_export(raw: pl.LazyFrame, mapping: ExportMapping, *, file: str) -> pl.LazyFrame:
    """Return an export, its columns spelled plainly, as columns of FOCUS.

    Raises
    ------
    InputError
        If a column has a shape that its costs cannot be told by.

    Examples
    --------
    >>> import polars as pl
    >>> from dharma_core.storage.billing_facts import load_mappings
    >>> line = {"line_item_unblended_cost": ["0.2"], "line_item_line_item_type": ["Usage"]}
    >>> frame = read_export(pl.LazyFrame(line), load_mappings()["aws-cur"], file="a.csv")
    >>> frame.select("BilledCost", "ChargeCategory").collect().row(0)
    ('0.2', 'Usage')
    """
    held = raw.collect_schema()
    return apply_mapping(raw, mapping, _COMPUTED[mapping.name](held, file))
