"""What rows say of the commitment that covers them, and which of its terms is in force."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dharma_core.finops.sample_billing.books import Books
from dharma_core.finops.sample_billing.commitments import Commitment, Term
from dharma_core.finops.sample_billing.frame import SCHEMA
from dharma_core.finops.sample_billing.parameters import Cloud, SampleParameters

__all__ = ["term_of", "term_texts", "terms_in_force"]


def term_of(cloud: Cloud, commitment: Commitment, term: Term) -> Mapping[str, str]:
    """Return the columns that name one term of a commitment."""
    kind = cloud.commitment
    return {
        "CommitmentDiscountCategory": kind.category,
        "CommitmentDiscountId": term.id,
        "CommitmentDiscountName": f"{kind.type} {commitment.scope[1]}",
        "CommitmentDiscountType": kind.type,
        "CommitmentDiscountUnit": kind.unit,
    }


def term_texts(parameters: SampleParameters, books: Books) -> pl.DataFrame:
    """Return a row of nulls and then one a term, as `terms_in_force` numbers them."""
    clouds = {s.scope: parameters.clouds[s.cloud] for s in books.streams}
    rows: list[Mapping[str, str]] = [{}]
    for scope, commitment in books.commitments.items():
        named = (term_of(clouds[scope], commitment, term) for term in commitment.terms)
        rows += [{**names, "CommitmentDiscountStatus": "Used"} for names in named]
    columns = [
        n
        for n in SCHEMA
        if n.startswith("CommitmentDiscount") and n != "CommitmentDiscountQuantity"
    ]
    return pl.DataFrame(
        {n: [r.get(n) for r in rows] for n in columns}, schema=dict.fromkeys(columns, pl.String)
    )


def terms_in_force(books: Books) -> NDArray[np.int64]:
    """Return the number of the term that may cover a stream's day; streams by days."""
    result = np.zeros((len(books.streams), len(books.days)), dtype=np.int64)
    start = 1
    for scope, commitment in books.commitments.items():
        numbers = start + commitment.term_of_day(result.shape[1])
        own = [i for i, stream in enumerate(books.streams) if stream.scope == scope]
        result[own] = numbers
        start += len(commitment.terms)
    return result
