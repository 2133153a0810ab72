"""Passwords: what one has to be, and how it is kept (argon2id)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dharma_core.errors import InputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = [
    "COST",
    "LONGEST",
    "SHORTEST",
    "Cost",
    "check_password",
    "hash_password",
    "is_common",
    "needs_rehash",
    "same_password",
    "spend_as_much",
]

SHORTEST, LONGEST = 12, 128
_FEWEST_LETTERS = 5
_SAID_FOR = str.maketrans("013457@$!", "oieastasi")
_SHORTEST_NAME = 3
_AROUND = re.compile(r"^[^a-z]+|[^a-z]+$")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one hash costs: rounds, memory in KiB, lanes.

    The default takes 50 to 250 ms of one core (``benchmarks/login.py`` measures it) and twice the
    memory of the least that OWASP's Password Storage Cheat Sheet (read 2026-11) names.
    """

    rounds: int = 2
    memory_kib: int = 47_104
    lanes: int = 1


COST = Cost()


def check_password(password: str, *, user: str, common: Collection[str]) -> str:
    """Return a new password in its normal form.

    Parameters
    ----------
    user : str
        Whose it is; it must not hold this name.
    common : collection of str
        Words that everybody tries first, in small letters.

    Raises
    ------
    InputError
        If it is shorter than 12 or longer than 128 characters, holds the user's name, repeats
        few characters, or is a common one with digits or signs around it. The password itself is
        in no message.
    """
    said = _normal(password) if len(password) <= LONGEST else password
    if not SHORTEST <= len(said) <= LONGEST:
        raise InputError(
            f"The password has {len(said)} characters.",
            next_step=f"Give {SHORTEST} to {LONGEST}; four random words do well.",
        )
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in said):
        raise InputError(
            "The password holds characters that cannot be typed.", next_step="Type it as text."
        )
    lowered = said.lower()
    name = user.partition("@")[0].lower()
    if len(name) >= _SHORTEST_NAME and name in lowered:
        raise InputError("The password holds the user's name.", next_step="Leave the name out.")
    if len(set(lowered)) < _FEWEST_LETTERS or is_common(lowered, common):
        raise InputError(
            "The password is among those that are tried first.",
            next_step="Take four random words, or let a password manager make one.",
        )
    return said


def is_common(password: str, common: Collection[str]) -> bool:
    """Return whether a password is a common word, a variant of one, two of them, or no word at all.

    Variants are made by taking away what people add: capitals, digits for letters, and digits
    and signs before and after.

    Examples
    --------
    >>> words = {"password", "dragon", "123456"}
    >>> [is_common(p, words) for p in ("P4ssw0rd!2026", "dragonpassword", "123456123456")]
    [True, True, True]
    >>> is_common("tall violet kettle", words)
    False
    """
    lowered = password.lower()
    if not any(letter.isalpha() for letter in lowered):
        return True
    plain = lowered.translate(_SAID_FOR)
    bare = {lowered, plain}
    bare |= {_AROUND.sub("", form) for form in (lowered, plain)}
    bare.add(_AROUND.sub("", lowered).translate(_SAID_FOR))
    bare |= {re.sub(r"[^a-z0-9]", "", form) for form in bare}
    return any(_built_of(form, common) for form in bare if form)


def hash_password(password: str, cost: Cost | None = None) -> str:
    """Return an argon2id hash with its parameters and a new salt."""
    return _hasher(cost or COST).hash(_bytes(password))


def same_password(password: str, kept: str) -> bool:
    """Return whether a password is the one of a hash; a text that is no hash fits none."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    if len(password) > LONGEST:
        spend_as_much(password)
        return False
    try:
        return _hasher(COST).verify(kept, _bytes(password))
    except (Argon2Error, InvalidHashError):
        return False


def needs_rehash(kept: str, cost: Cost | None = None) -> bool:
    """Return whether a hash was made with other parameters than are in force."""
    return _hasher(cost or COST).check_needs_rehash(kept)


def spend_as_much(password: str, cost: Cost | None = None) -> None:
    """Take the time of a check, so that a user who is not there answers as late as one who is."""
    hash_password(password[:LONGEST], cost)


def _built_of(form: str, common: Collection[str]) -> bool:
    if form in common:
        return True
    cuts = range(1, len(form))
    return any(form[:cut] in common and form[cut:] in common for cut in cuts)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    # Half a letter of UTF-16 is no password that was ever chosen, and no error either.
    return _normal(password).encode("utf-8", "surrogatepass")


def _hasher(cost: Cost) -> PasswordHasher:
    from argon2 import PasswordHasher
    from argon2.low_level import Type

    return PasswordHasher(
        time_cost=cost.rounds,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        type=Type.ID,
    )
