"""Outside accounts in the store: whose they are, and proofs that serve once."""

from __future__ import annotations

import pytest

from dharma_core.errors import ConflictError
from dharma_core.identity import Actor
from dharma_core.workbench.new_accounts import new_account

SOUTH = Actor("sue", "south", ())


def _account(store, actor=None):
    with store.transaction(actor) as uow:
        return uow.identity.accounts.add(new_account("ann", roles=("viewer",)))


def test_a_link_opens_one_account_of_one_tenant(store) -> None:
    ann = _account(store)
    with store.transaction() as uow:
        made = uow.identity.outside.add(ann, "acme", "https://acme.example", "u-7")
    with store.reading() as uow:
        assert uow.identity.outside.find("https://acme.example", "u-7") == made
        assert uow.identity.outside.find("https://acme.example", "u-8") is None
        assert uow.identity.outside.find("https://acme.example/", "u-7") is None
    with store.reading(SOUTH) as uow:
        assert uow.identity.outside.find("https://acme.example", "u-7") is None
    other = _account(store, SOUTH)
    with store.transaction(SOUTH) as uow:
        uow.identity.outside.add(other, "acme", "https://acme.example", "u-7")
    with store.transaction() as uow, pytest.raises(ConflictError):
        uow.identity.outside.add(ann, "acme", "https://acme.example", "u-7")


def test_a_proof_serves_once_in_any_tenant(store) -> None:
    with store.transaction() as uow:
        assert uow.identity.outside.use_once("a" * 64)
        assert not uow.identity.outside.use_once("a" * 64)
        assert uow.identity.outside.use_once("b" * 64)
    with store.transaction(SOUTH) as uow:
        assert not uow.identity.outside.use_once("a" * 64)
