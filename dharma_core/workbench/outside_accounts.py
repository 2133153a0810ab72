"""Which accounts of outside providers open a user's account, as administrators see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.errors import InputError, NotFoundError, nearest
from dharma_core.workbench.charge import refuse_lesser
from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.storage.outside_accounts import OutsideLink

__all__ = ["OutsideAccounts"]

_LONGEST_SUBJECT = 255


class OutsideAccounts(Context):
    """The part of the workbench that ties users to accounts elsewhere."""

    def outside_accounts(self, user: str) -> tuple[OutsideLink, ...]:
        """Return the outside accounts that open a user's account, oldest first."""
        self.allow("user:read")
        with self.store.reading(self.actor) as uow:
            return uow.identity.outside.of(uow.identity.accounts.get(user))

    def link_outside_account(self, user: str, provider: str, subject: str) -> OutsideLink:
        """Let an account of a provider open a user's account.

        Parameters
        ----------
        provider : str
            As the configuration calls it.
        subject : str
            The provider's own, lasting number or word for the person: the claim ``sub``; of GitHub,
            the account's number. Never a mail address.

        Raises
        ------
        PermissionDenied
            If the actor may not, or the user may do more than the actor.
        InputError
            If there is no such provider, its issuer is not configured, or the subject is none.
        ConflictError
            If that person opens an account here already.
        """
        self.allow("user:update")
        issuer, person = self._issuer(provider), subject.strip()
        if not 1 <= len(person) <= _LONGEST_SUBJECT or not person.isprintable():
            raise InputError(
                f"The subject has {len(person)} characters.",
                next_step=f"Give 1 to {_LONGEST_SUBJECT} that are printed: the claim sub.",
            )
        with self.store.transaction(self.actor) as uow:
            account = uow.identity.accounts.get(user)
            refuse_lesser(uow.identity, self.actor, account)
            return uow.identity.outside.add(account, provider, issuer, person)

    def unlink_outside_account(self, user: str, link: str) -> OutsideLink:
        """Take a link away by its id; its sessions go on until they end."""
        self.allow("user:update")
        with self.store.transaction(self.actor) as uow:
            account = uow.identity.accounts.get(user)
            refuse_lesser(uow.identity, self.actor, account)
            known = {found.id: found for found in uow.identity.outside.of(account)}
            if link not in known:
                raise NotFoundError(
                    f"No outside account {link[:60]!r} opens {account.name}.",
                    next_step=nearest(link[:60], known) or "'dharma user links' lists them.",
                )
            uow.identity.outside.remove(known[link])
            return known[link]

    def _issuer(self, provider: str) -> str:
        said = self.settings.identity.providers.get(provider)
        if said is None:
            raise InputError(
                f"No provider {provider[:50]!r} is configured.",
                next_step=nearest(provider[:50], self.settings.identity.providers)
                or "Describe it under [identity.providers.NAME] in dharma.toml.",
            )
        agreed = said.agreed(provider)
        if not agreed.issuer or agreed.tenant != self.actor.tenant:
            raise InputError(
                f"Nobody of tenant {self.actor.tenant} can be tied to provider {provider}: "
                + ("it serves another tenant." if agreed.issuer else "its issuer is not known."),
                next_step="Say tenant and issuer under [identity.providers.NAME] in dharma.toml.",
            )
        return agreed.issuer
