"""What a budget is for: everything, or the charges of an account, service, tag or design."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dharma_core.errors import InputError, nearest
from dharma_core.typed_text import checked_line

__all__ = ["DESIGN_TAG", "Scope", "ScopeKind", "parse_scope"]

DESIGN_TAG = "Blueprint"
"""The tag by which a bill names the design that a charge belongs to."""

_LONGEST = 300
_EXAMPLES = "whole, account:123456789012, service:Amazon S3, tag:Team=web or design:shop"


class ScopeKind(StrEnum):
    """What is looked at of a charge."""

    WHOLE = "whole"
    ACCOUNT = "account"
    SERVICE = "service"
    TAG = "tag"
    DESIGN = "design"


@dataclass(frozen=True, slots=True)
class Scope:
    """The charges a budget is for.

    Parameters
    ----------
    kind : ScopeKind
    value : str
        Id of the account (``SubAccountId``), name of the service (``ServiceName``), value of the
        tag, or name of the design; empty for ``WHOLE``.
    key : str
        Of the tag; empty for the others.

    Examples
    --------
    >>> str(Scope(ScopeKind.TAG, "web", "Team"))
    'tag:Team=web'
    """

    kind: ScopeKind = ScopeKind.WHOLE
    value: str = ""
    key: str = ""

    def __str__(self) -> str:
        match self.kind:
            case ScopeKind.WHOLE:
                return "whole"
            case ScopeKind.TAG:
                return f"tag:{self.key}={self.value}"
            case _:
                return f"{self.kind.value}:{self.value}"

    @property
    def tag(self) -> tuple[str, str] | None:
        """The key and value of the tag that a charge in it has; None where no tag decides."""
        match self.kind:
            case ScopeKind.TAG:
                return self.key, self.value
            case ScopeKind.DESIGN:
                return DESIGN_TAG, self.value
            case _:
                return None

    def concerns(
        self, design: str, *, target: str, tags: frozenset[tuple[str, str]]
    ) -> bool | None:
        """Return whether what a design makes will be in it; None when nobody can tell.

        Parameters
        ----------
        design : str
            Its name.
        target : str
            Where it is deployed to: an account is meant when it has that name.
        tags : frozenset of (key, value)
            What any resource of the design carries.

        Examples
        --------
        >>> parse_scope("design:shop").concerns("shop", target="sandbox", tags=frozenset())
        True
        """
        match self.kind:
            case ScopeKind.WHOLE:
                return True
            case ScopeKind.ACCOUNT:
                return target == self.value
            case ScopeKind.TAG:
                return (self.key, self.value) in tags
            case ScopeKind.DESIGN:
                return design == self.value
            case _:
                return None


def parse_scope(text: str) -> Scope:
    """Return the scope that somebody wrote.

    Raises
    ------
    InputError
        If there is no such kind, or its value is missing; the nearest kind is named.

    Examples
    --------
    >>> parse_scope("service:Amazon S3").value, parse_scope("tag:Team=web").key
    ('Amazon S3', 'Team')
    """
    line = checked_line(text, what="scope of the budget", longest=_LONGEST)
    word, _, rest = line.partition(":")
    kinds = [kind.value for kind in ScopeKind]
    if word not in kinds:
        raise InputError(
            f"A budget has no scope {line[:80]!r}.",
            next_step=f"{nearest(word, kinds)} Write {_EXAMPLES}.".strip(),
            details={"field": "scope", "value": line, "allowed": kinds},
        )
    scope = _scope(ScopeKind(word), rest)
    if str(scope) != line or (scope.kind is not ScopeKind.WHOLE and not _complete(scope)):
        raise InputError(
            f"The scope {line[:80]!r} is not complete.",
            next_step=f"Write {_EXAMPLES}.",
            details={"field": "scope", "value": line},
        )
    return scope


def _scope(kind: ScopeKind, rest: str) -> Scope:
    if kind is ScopeKind.TAG:
        key, _, value = rest.partition("=")
        return Scope(kind, value, key)
    return Scope(kind, rest if kind is not ScopeKind.WHOLE else "")


def _complete(scope: Scope) -> bool:
    return bool(scope.value.strip()) and (
        bool(scope.key.strip()) or scope.kind is not ScopeKind.TAG
    )
