"""The gate: from nobody to a known actor, by one-time secret, password and second factor."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dharma_core.errors import ConflictError, DharmaError, SignInRequired
from dharma_core.events import EventType
from dharma_core.identity import OWNER
from dharma_core.identity.actors import DEFAULT_TENANT
from dharma_core.identity.passwords import (
    hash_password,
    needs_rehash,
    same_password,
    spend_as_much,
)
from dharma_core.workbench.acting import unknown_actor
from dharma_core.workbench.gate_base import NOBODY, SignedIn, SignInTry, too_many, wrong_code
from dharma_core.workbench.gate_sessions import SessionGate
from dharma_core.workbench.new_accounts import checked_new_password, new_account
from dharma_core.workbench.recovery import RecoveryGate
from dharma_core.workbench.second_factors import takes_code

if TYPE_CHECKING:
    from pathlib import Path

    from dharma_core.identity.accounts import Account
    from dharma_core.storage.sign_ins import Challenge
    from dharma_core.storage.store import UnitOfWork

__all__ = ["CODE_LIVES", "Gate", "SecondFactorNeeded", "SignedIn", "open_gate"]

CODE_LIVES = timedelta(minutes=5)
_OWNER_SECRET_LIVES = timedelta(hours=24)
_MOST_WRONG_CODES = 5
_LONGEST_TYPED = 200


@dataclass(frozen=True, slots=True)
class SecondFactorNeeded:
    """The password was right; a code is asked for within five minutes."""

    challenge: str = field(repr=False)


_Answer = SignedIn | SecondFactorNeeded | DharmaError


class Gate(SessionGate, RecoveryGate):
    """Says who somebody is. It holds no right of its own and asks for none.

    Parameters
    ----------
    settings : Settings
    store : Store, optional
        The one of the settings when left out.
    clock : callable, optional
        The present moment in UTC; the system's when left out.
    """

    def prepare_owner(self) -> str:
        """Return a new one-time secret, good for 24 hours, with which the owner is made.

        Raises
        ------
        ConflictError
            If there is an owner already.
        """
        with self.store.transaction(unknown_actor("local", DEFAULT_TENANT, "local")) as uow:
            _refuse_second_owner(uow)
            uow.identity.sign_ins.withdraw("owner")
            secret = uow.identity.sign_ins.ask("owner", "", lives=_OWNER_SECRET_LIVES)
            uow.identity.sign_ins.record(EventType.OWNER_PREPARED, ("tenant", DEFAULT_TENANT), {})
        return secret

    def set_up_owner(
        self, secret: str, user: str, password: str, *, address: str = "local", agent: str = ""
    ) -> SignedIn:
        """Make the owner's account with the one-time secret, and sign it in.

        Raises
        ------
        SignInRequired
            If the secret is wrong, used or too old.
        ConflictError
            If there is an owner already.
        InputError
            If the name or the password cannot be taken.
        TooManyRequests
            If too many secrets were wrong.
        """
        draft = new_account(user, roles=(OWNER,))
        kept = hash_password(checked_new_password(password, user=draft.name))
        (_, place) = self.keys(SignInTry(draft.name, DEFAULT_TENANT, address, agent))
        answer: SignedIn | DharmaError
        with self.store.transaction(
            unknown_actor(draft.name, DEFAULT_TENANT, address, agent)
        ) as uow:
            _refuse_second_owner(uow)
            challenge = uow.identity.sign_ins.challenge(secret, "owner")
            if waiting := uow.identity.sign_ins.wait((place,)):
                answer = too_many(waiting)
            elif challenge is None:
                about = ("tenant", DEFAULT_TENANT)
                uow.identity.sign_ins.fail((place,), about, "owner secret")
                answer = _wrong_owner_secret()
            else:
                uow.identity.sign_ins.close(challenge)
                account = uow.identity.accounts.add(replace(draft, password_hash=kept))
                _, session = uow.identity.sessions.start(account, agent=agent, second_factor=False)
                answer = SignedIn(session)
        return _started(answer)

    def sign_in(
        self,
        user: str,
        password: str,
        *,
        tenant: str = DEFAULT_TENANT,
        address: str = "local",
        agent: str = "",
    ) -> SignedIn | SecondFactorNeeded:
        """Sign in with a password.

        A user who is not there and a wrong password are told apart by nothing: not by the
        message, the time it takes, or the lock-out.

        Raises
        ------
        SignInRequired
            If user or password are wrong, or the account is disabled.
        TooManyRequests
            If too many tries failed before; the details say how long to wait.
        """
        name = user.strip().lower()[:_LONGEST_TYPED]
        asked = SignInTry(name, tenant[:_LONGEST_TYPED].strip() or DEFAULT_TENANT, address, agent)
        with self.store.reading(unknown_actor(NOBODY, asked.tenant, address)) as uow:
            if waiting := uow.identity.sign_ins.wait(self.keys(asked)):
                raise too_many(waiting)
            account = uow.identity.accounts.by_name(name)
        right = _is_right(account, password)
        fresh = hash_password(password) if right and _is_old(account) else ""
        with self.store.transaction(asked.actor(account)) as uow:
            # Others may have failed while this one was checked: many at once gain nothing.
            if waiting := uow.identity.sign_ins.wait(self.keys(asked)):
                answer: _Answer = too_many(waiting)
            else:
                answer = self._judge(uow, asked, account if right else None, fresh)
        # Raised after the transaction, so that what it wrote is kept.
        if isinstance(answer, DharmaError):
            raise answer
        return answer

    def _judge(
        self, uow: UnitOfWork, asked: SignInTry, proven: Account | None, fresh: str
    ) -> _Answer:
        """Let in whose password was right, if the account still is what it was then."""
        records = uow.identity
        now = records.accounts.by_name(asked.name)
        if proven is None or now is None or not _still(proven, now, uow.scope.now):
            about = ("user", NOBODY if now is None else now.id)
            records.sign_ins.fail(self.keys(asked), about, "password")
            return _wrong()
        if fresh:
            now = records.accounts.change(replace(now, password_hash=fresh))
        if now.has_second_factor:
            ask = records.sign_ins.ask
            return SecondFactorNeeded(ask("code", now.id, lives=CODE_LIVES, agent=asked.agent))
        return self._let_in(uow, now, asked, second_factor=False)

    def second_factor(self, challenge: str, code: str) -> SignedIn:
        """Finish a sign-in with a code of the authenticator app, or a recovery code.

        Raises
        ------
        SignInRequired
            If the code is wrong or was used, or the challenge is over.
        TooManyRequests
            If too many tries failed before.
        """
        with self.store.reading(unknown_actor(NOBODY, DEFAULT_TENANT, "local")) as uow:
            found = uow.identity.sign_ins.challenge(challenge, "code")
        if found is None:
            raise _challenge_over()
        with self.store.reading(unknown_actor(NOBODY, found.tenant, found.address)) as uow:
            account = uow.identity.accounts.with_id(found.account_id)
        name = NOBODY if account is None else account.name
        asked = SignInTry(name, found.tenant, found.address, found.agent)
        with self.store.transaction(asked.actor(account)) as uow:
            answer = self._answer(uow, found, asked, code)
        return _started(answer)

    def _answer(
        self, uow: UnitOfWork, found: Challenge, asked: SignInTry, code: str
    ) -> SignedIn | DharmaError:
        sign_ins, keys = uow.identity.sign_ins, self.keys(asked)
        account = uow.identity.accounts.with_id(found.account_id)
        if waiting := sign_ins.wait(keys):
            return too_many(waiting)
        if account is None or not account.active or not sign_ins.still_open(found):
            return _challenge_over()
        if not takes_code(uow.identity, account, code):
            sign_ins.answer_wrong(found, most=_MOST_WRONG_CODES)
            sign_ins.fail(keys, ("user", account.id), "code")
            return wrong_code()
        sign_ins.close(found)
        return self._let_in(uow, account, asked, second_factor=True)

    def _let_in(
        self, uow: UnitOfWork, account: Account, asked: SignInTry, *, second_factor: bool
    ) -> SignedIn:
        # Only the account's failures are forgotten: one's own sign-in must not free an address
        # for guessing at others.
        uow.identity.sign_ins.clear(self.keys(asked)[0])
        session_id, secret = uow.identity.sessions.start(
            account, agent=asked.agent, second_factor=second_factor
        )
        said = {"session": session_id, "second_factor": second_factor}
        uow.identity.sign_ins.record(EventType.SIGN_IN_SUCCEEDED, ("user", account.id), said)
        return SignedIn(secret, must_change=account.must_change)


def open_gate(cwd: Path | None = None) -> Gate:
    """Return the gate of the settings in force in a folder; the working folder when left out."""
    from dharma_core.storage.settings import load_settings

    return Gate(load_settings(cwd=cwd))


def _is_right(account: Account | None, password: str) -> bool:
    if account is None or not account.active or not account.password_hash:
        spend_as_much(password)
        return False
    return same_password(password, account.password_hash)


def _is_old(account: Account | None) -> bool:
    return account is not None and needs_rehash(account.password_hash)


def _still(proven: Account, now: Account, moment: datetime) -> bool:
    """Return whether what was proven holds: same password, active, a one-time one not too old."""
    in_time = now.password_until is None or moment < now.password_until
    return now.active and in_time and now.password_hash == proven.password_hash


def _started(answer: SignedIn | DharmaError) -> SignedIn:
    if isinstance(answer, DharmaError):
        raise answer
    return answer


def _refuse_second_owner(uow: UnitOfWork) -> None:
    if uow.identity.accounts.any_tenant_has_one():
        raise ConflictError(
            "There is an owner already.",
            next_step="Sign in as the owner; 'dharma user reset' gives a user a new password, and "
            "'dharma user recover' an owner who is locked out, on the machine of the server.",
        )


def _wrong() -> SignInRequired:
    return SignInRequired(
        "User or password are wrong.", next_step="Try again, or ask an administrator to reset it."
    )


def _wrong_owner_secret() -> SignInRequired:
    return SignInRequired(
        "The one-time secret is wrong, was used or is older than 24 hours.",
        next_step="Run 'dharma user owner' for a new one.",
    )


def _challenge_over() -> SignInRequired:
    return SignInRequired(
        "This sign-in has waited too long or was answered wrong too often.",
        next_step="Start again with user and password.",
    )
