"""What the store keeps of people: accounts, roles, rules, sessions, sign-ins; in one value."""

from __future__ import annotations

from dataclasses import dataclass

from dharma_core.storage.accounts import AccountRepository
from dharma_core.storage.authenticator_keys import AuthenticatorKeys
from dharma_core.storage.envelopes import Envelopes
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope
from dharma_core.storage.sessions import SessionRepository
from dharma_core.storage.sign_ins import SignInRepository
from dharma_core.storage.team_rules import AttributeRuleRepository, RoleRepository

__all__ = ["IdentityRecords", "identity_records"]


@dataclass(frozen=True, slots=True)
class IdentityRecords:
    """The repositories about people, of one transaction."""

    accounts: AccountRepository
    roles: RoleRepository
    rules: AttributeRuleRepository
    sessions: SessionRepository
    sign_ins: SignInRepository
    authenticators: AuthenticatorKeys


def identity_records(
    scope: Scope, events: EventRepository, envelopes: Envelopes
) -> IdentityRecords:
    """Return the repositories about people."""
    return IdentityRecords(
        accounts=AccountRepository(scope, events),
        roles=RoleRepository(scope, events),
        rules=AttributeRuleRepository(scope, events),
        sessions=SessionRepository(scope, events),
        sign_ins=SignInRepository(scope, events),
        authenticators=AuthenticatorKeys(envelopes),
    )
