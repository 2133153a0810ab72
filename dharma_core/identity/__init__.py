"""Who acts, and what they may do."""

from dharma_core.identity.actors import Actor, local_actor
from dharma_core.identity.permissions import ROLES, authorise, is_allowed

__all__ = ["ROLES", "Actor", "authorise", "is_allowed", "local_actor"]
