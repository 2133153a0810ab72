"""One's own account: password, second factor, recovery codes, sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dharma_core.errors import ConflictError, InputError, NotFoundError
from dharma_core.events import EventType
from dharma_core.identity.passwords import hash_password, same_password
from dharma_core.identity.second_factor import (
    accepted_counter,
    new_recovery_codes,
    new_totp_secret,
    otpauth_uri,
)
from dharma_core.identity.secrets import secret_hash
from dharma_core.identity.sessions import SessionEnd
from dharma_core.workbench.context import Context
from dharma_core.workbench.gate_base import SignInTry, failure_keys, too_many, wrong_code
from dharma_core.workbench.new_accounts import checked_new_password
from dharma_core.workbench.second_factors import takes_code

if TYPE_CHECKING:
    from dharma_core.errors import DharmaError
    from dharma_core.identity.accounts import Account
    from dharma_core.storage.identity_records import IdentityRecords
    from dharma_core.storage.sessions import StoredSession
    from dharma_core.storage.sign_ins import FailureKey

__all__ = ["Enrolment", "Profile"]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app has to be told, shown this once.

    Parameters
    ----------
    secret : str
        To type, base 32.
    uri : str
        ``otpauth://...``: the same for a program.
    qr_svg : str
        The same as a picture, an SVG element.
    """

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    qr_svg: str = field(repr=False)


class Profile(Context):
    """The part of the workbench where people care for their own account.

    Whoever found an open session must not take the account over: what changes how one signs in
    asks for the password again, and wrong ones count as failed sign-ins.
    """

    def profile(self) -> Account:
        """Return one's own account; raise NotFoundError when the actor has none."""
        self.allow("profile:read")
        with self.store.reading(self.actor) as uow:
            return self._own(uow.identity)

    def change_password(self, present: str, new: str) -> int:
        """Choose a new password; every other session of one's own ends.

        Returns
        -------
        int
            How many sessions ended.

        Raises
        ------
        InputError
            If the present password is wrong or the new one cannot be taken.
        TooManyRequests
            If too many tries failed before.
        """
        self.allow("profile:update")
        proven = self._proven(present)
        chosen = checked_new_password(new, user=proven.name)
        if same_password(chosen, proven.password_hash):
            raise InputError("The new password is the present one.", next_step="Choose another.")
        kept = hash_password(chosen)
        with self.store.transaction(self.actor) as uow:
            own = self._unchanged(uow.identity, proven)
            changed = replace(own, password_hash=kept, password_until=None)
            uow.identity.accounts.change(changed, EventType.PASSWORD_CHANGED)
            uow.identity.sign_ins.clear(self._keys()[0])
            return uow.identity.sessions.end_all(own, SessionEnd.PASSWORD, but=self.actor.session)

    def start_second_factor(self, password: str) -> Enrolment:
        """Make a secret for an authenticator app; it counts once a first code confirms it.

        Raises
        ------
        ConflictError
            If there is a second factor already.
        InputError
            If the password is wrong.
        """
        import segno

        self.allow("profile:update")
        proven, secret = self._proven(password), new_totp_secret()
        with self.store.transaction(self.actor) as uow:
            own = self._unchanged(uow.identity, proven)
            if own.has_second_factor:
                raise ConflictError(
                    "The account has a second factor already.", next_step="Remove that one first."
                )
            kept = uow.identity.authenticators.sealed(own, secret)
            begun = replace(own, totp_secret=kept, totp_confirmed=False)
            uow.identity.accounts.change(begun, EventType.SECOND_FACTOR_CHANGED)
        uri = otpauth_uri(secret, user=proven.name)
        return Enrolment(secret, uri, segno.make(uri).svg_inline(scale=4))

    def confirm_second_factor(self, code: str) -> tuple[str, ...]:
        """Prove that the app has the secret; return the recovery codes, shown this once.

        Other sessions of one's own end, and this one has passed a second factor.

        Raises
        ------
        ConflictError
            If no enrolment has begun.
        SignInRequired
            If the code is wrong.
        """
        self.allow("profile:update")
        codes = new_recovery_codes()

        def proves(records: IdentityRecords, own: Account) -> bool:
            last, now = own.totp_counter, records.accounts.now
            counter = accepted_counter(records.authenticators.of(own), code, now, last=last)
            if counter is None:
                return False
            proven = replace(own, totp_confirmed=True, totp_counter=counter)
            records.accounts.change(proven, EventType.SECOND_FACTOR_CHANGED)
            records.accounts.set_recovery_codes(own, tuple(map(secret_hash, codes)))
            self._keep_this_session(records, own)
            return True

        with self.store.reading(self.actor) as uow:
            own = self._own(uow.identity)
        if not own.totp_secret or own.totp_confirmed:
            raise ConflictError(
                "No second factor waits to be confirmed.", next_step="Start a new one."
            )
        self._by_code(proves)
        return codes

    def remove_second_factor(self, password: str, code: str) -> None:
        """Take the second factor and its recovery codes away.

        Raises
        ------
        InputError
            If the password is wrong.
        SignInRequired
            If the code is wrong, or there is no second factor.
        """
        self.allow("profile:update")
        self._proven(password)

        def removes(records: IdentityRecords, own: Account) -> bool:
            if not takes_code(records, own, code):
                return False
            records.accounts.set_recovery_codes(own, ())
            plain = replace(self._own(records), totp_secret="", totp_confirmed=False)
            records.accounts.change(plain, EventType.SECOND_FACTOR_CHANGED)
            return True

        self._by_code(removes)

    def renew_recovery_codes(self, password: str) -> tuple[str, ...]:
        """Return new recovery codes, shown this once; the old ones open nothing any more.

        Raises
        ------
        InputError
            If the password is wrong, or there is no second factor.
        """
        self.allow("profile:update")
        proven, codes = self._proven(password), new_recovery_codes()
        with self.store.transaction(self.actor) as uow:
            own = self._unchanged(uow.identity, proven)
            if not own.has_second_factor:
                raise InputError(
                    "There is no second factor to recover.", next_step="Set one up first."
                )
            uow.identity.accounts.set_recovery_codes(own, tuple(map(secret_hash, codes)))
            said = {"recovery_codes": len(codes)}
            about = ("user", own.id)
            uow.identity.sign_ins.record(EventType.SECOND_FACTOR_CHANGED, about, said)
        return codes

    def recovery_codes_left(self) -> int:
        """Return how many of one's own recovery codes were not used."""
        self.allow("profile:read")
        with self.store.reading(self.actor) as uow:
            return uow.identity.accounts.recovery_codes_left(self._own(uow.identity))

    def own_sessions(self) -> tuple[StoredSession, ...]:
        """Return one's own open sessions, newest first; ``actor.session`` is this one."""
        self.allow("profile:read")
        with self.store.reading(self.actor) as uow:
            return uow.identity.sessions.of(self._own(uow.identity))

    def end_own_session(self, session_id: str) -> StoredSession:
        """End one of one's own sessions; raise NotFoundError naming the nearest."""
        self.allow("profile:update")
        with self.store.transaction(self.actor) as uow:
            own = self._own(uow.identity)
            return uow.identity.sessions.end_one(own, session_id, SessionEnd.REVOKED)

    def end_other_sessions(self) -> int:
        """End all of one's own sessions but this one, and return how many."""
        self.allow("profile:update")
        with self.store.transaction(self.actor) as uow:
            own, this = self._own(uow.identity), self.actor.session
            return uow.identity.sessions.end_all(own, SessionEnd.REVOKED, but=this)

    def _own(self, records: IdentityRecords) -> Account:
        account = records.accounts.by_name(self.actor.user)
        if account is None or not account.active:
            raise NotFoundError(
                f"{self.actor.user} has no account here.",
                next_step="Sign in; until an owner exists nobody has an account.",
            )
        return account

    def _unchanged(self, records: IdentityRecords, proven: Account) -> Account:
        """Return the account as it stands, if its password still is the one that was proven."""
        own = self._own(records)
        if own.password_hash != proven.password_hash:
            raise ConflictError("The password was changed meanwhile.", next_step="Try again.")
        return own

    def _proven(self, password: str) -> Account:
        """Return one's own account, if the password is right; count it when it is wrong."""
        with self.store.reading(self.actor) as uow:
            own = self._own(uow.identity)
            waiting = uow.identity.sign_ins.wait(self._keys())
        if waiting:
            raise too_many(waiting)
        if same_password(password, own.password_hash):
            return own
        with self.store.transaction(self.actor) as uow:
            uow.identity.sign_ins.fail(self._keys(), ("user", own.id), "password")
        raise InputError("The present password is wrong.", next_step="Type it again.")

    def _by_code(self, accepted: Callable[[IdentityRecords, Account], bool]) -> None:
        """Do what a code allows in one transaction; a wrong one counts as a failed sign-in."""
        refused: DharmaError | None = None
        with self.store.transaction(self.actor) as uow:
            records, own = uow.identity, self._own(uow.identity)
            if waiting := records.sign_ins.wait(self._keys()):
                refused = too_many(waiting)
            elif not accepted(records, own):
                records.sign_ins.fail(self._keys(), ("user", own.id), "code")
                refused = wrong_code()
        if refused is not None:
            raise refused

    def _keep_this_session(self, records: IdentityRecords, own: Account) -> None:
        this = self.actor.session
        records.sessions.end_all(own, SessionEnd.FACTOR, but=this)
        for session in records.sessions.of(own):
            records.sessions.step_up(session)

    def _keys(self) -> tuple[FailureKey, FailureKey]:
        actor = self.actor
        return failure_keys(self.settings, SignInTry(actor.user, actor.tenant, actor.address))
