"""References to a vault: what is one, and what would climb out of its path."""

from __future__ import annotations

import pytest

from dharma_core.errors import InputError
from dharma_core.plan.vault_references import (
    VaultReference,
    is_vault_reference,
    parse_vault_reference,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("vault:hashicorp:secret/shop/db#password", ("hashicorp", "secret/shop/db", "password")),
        ("vault:aws:shop/db#password", ("aws", "shop/db", "password")),
        ("vault:aws:shop-db", ("aws", "shop-db", "")),
        ("vault:ssm:/shop/db.password", ("ssm", "/shop/db.password", "")),
    ],
)
def test_a_reference_is_read_and_written_again(text: str, parts: tuple[str, str, str]) -> None:
    found = parse_vault_reference(text)
    assert found == VaultReference(*parts)
    assert str(found) == text
    assert is_vault_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "vault:", "vault:aws", "vault:aws:", "vault:aws:a b", "vault:aws:a#", "vault:aws:a#b#c",
        "vault:hashicorp:secret/db", "vault:hashicorp:secret#key", "vault:azure:a#b",
        "vault:hashicorp:secret/../sys/raw#key", "vault:hashicorp:secret/./db#key",
        "vault:hashicorp:secret//db#key", "vault:hashicorp:../sys#key", "vault:aws:a\n#b",
        "vault:hashicorp:secret/db?version=1#key", "vault:hashicorp:secret/%2e%2e/sys#key",
        "vault:aws:" + "a" * 513, "vault:aws:${var.name}",
    ],
)  # fmt: skip
def test_a_text_that_is_none_or_leaves_its_path_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_vault_reference(text)


@pytest.mark.parametrize("value", ["vault", "my vault:aws:x", "${vault.x}", None, 5])
def test_other_values_are_no_references(value: object) -> None:
    assert not is_vault_reference(value)
