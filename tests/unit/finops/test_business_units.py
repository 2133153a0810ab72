from __future__ import annotations

from datetime import date

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.business_units import parse_units


def test_the_head_names_the_units():
    found = parse_units("\ufeffDay,builds\n2026-03-01, 12\n\n2026-03-02,0\n", file="u.csv")
    assert found.name == "builds"
    assert found.days == {date(2026, 3, 1): 12, date(2026, 3, 2): 0}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no columns"),
        ("day\n2026-03-01\n", "no columns"),
        ("when,orders\n", "no columns"),
        ("day,orders\n2026-13-01,1\n", r"row 2: '2026-13-01' is no day"),
        ("day,orders\n2026-03-01,many\n", "row 2: 'many' is no count"),
        ("day,orders\n2026-03-01,-1\n", "row 2: '-1' is no count"),
        ("day,orders\n2026-03-01,1\n2026-03-01,1\n", "row 3: 2026-03-01 is there twice"),
        ("day,orders\n2026-03-01,1,2\n", "row 2 has 3 cells"),
    ],
)
def test_what_is_no_table_of_units_is_refused_with_its_row(text, said):
    with pytest.raises(InputError, match=said):
        parse_units(text, file="u.csv")
