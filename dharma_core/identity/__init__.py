"""Who acts, and what they may do."""

from dharma_core.identity.actors import Actor, local_actor, service_actor
from dharma_core.identity.conditions import About, AttributeRule, Effect, Hours
from dharma_core.identity.permissions import authorise, is_allowed, not_held
from dharma_core.identity.roles import OWNER, ROLES, Role, grants_of

__all__ = [
    "OWNER",
    "ROLES",
    "About",
    "Actor",
    "AttributeRule",
    "Effect",
    "Hours",
    "Role",
    "authorise",
    "grants_of",
    "is_allowed",
    "local_actor",
    "not_held",
    "service_actor",
]
