"""Dropping a person from stored events: what goes, what cannot, and the rows without them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii
from typing import Any

from sqlalchemy import or_, select, update

from dharma_core.audit import COLUMNS, REDACTED, Row, Unreadable, canonical_json
from dharma_core.audit.chain import row_of
from dharma_core.audit.redaction import drop
from dharma_core.audit.rows import entry_of
from dharma_core.audit.texts import has_places
from dharma_core.personal_data import mentions
from dharma_core.storage.audit_tables import audit_archives, audit_checkpoints
from dharma_core.storage.identity_tables import users
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import chain_head, events

__all__ = ["Person", "Redacted", "names_of", "redact_hot", "redacted_rows", "titles_of"]

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Person:
    """Who is dropped.

    Parameters
    ----------
    user : str
        As it stands in the events.
    words : tuple of str
        Everything they are called.
    """

    user: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redacted:
    """What was dropped.

    Parameters
    ----------
    events : int
        Events that lost something.
    still_named : int
        Events that name the person where nothing can be dropped: written before format 3, or in
        words that are no personal value, such as the name of a design.
    """

    events: int = 0
    still_named: int = 0

    def __add__(self, other: Redacted) -> Redacted:
        return Redacted(self.events + other.events, self.still_named + other.still_named)

    def as_dict(self) -> dict[str, int]:
        """Return the JSON form."""
        return {"events": self.events, "still_named": self.still_named}


def titles_of(scope: Scope, user: str) -> tuple[str, ...]:
    """Return the full name that an account of the actor's tenant gives, if there is one."""
    query = select(users.c.title).where(users.c.tenant == scope.actor.tenant, users.c.name == user)
    return tuple(row[0] for row in scope.tuples(query) if row[0])


def names_of(scope: Scope) -> tuple[str, ...]:
    """Return the names of everybody who has or had an account of the actor's tenant."""
    query = select(users.c.name, users.c.title).where(users.c.tenant == scope.actor.tenant)
    return tuple(sorted({name for row in scope.tuples(query) for name in row if name}))


def redacted_rows(rows: Iterable[Row], person: Person, tenant: str) -> tuple[list[Row], Redacted]:
    """Return rows without a person, as far as a tenant's events name them."""
    cleaned, dropped, named = [], 0, 0
    for row in rows:
        kept = _without(row, person) if row.tenant == tenant else row
        dropped += kept != row
        named += row.tenant == tenant and _names(kept, person)
        cleaned.append(kept)
    return cleaned, Redacted(dropped, named)


def redact_hot(scope: Scope, person: Person) -> Redacted:
    """Drop a person from the events in the database, and from what signed or moved them."""
    done = Redacted()
    for rows in _concerned(scope, person):
        cleaned, found = redacted_rows(rows, person, scope.actor.tenant)
        done += found
        for before, after in zip(rows, cleaned, strict=True):
            if before != after:
                scope.write(
                    update(events).where(events.c.seq == after.seq).values(**_changed(after))
                )
    for table in (chain_head, audit_checkpoints, audit_archives):
        owned = (table.c.tenant == scope.actor.tenant) & (table.c.user == person.user)
        scope.write(update(table).where(owned).values(user=REDACTED))
    return done


def _changed(row: Row) -> dict[str, Any]:
    names = ("user", "address", "agent", "before", "after", "data", "salts")
    return {name: getattr(row, name) for name in names}


def _concerned(scope: Scope, person: Person) -> Iterator[list[Row]]:
    """Yield the tenant's events that may name a person, some hundred at a time."""
    texts = (events.c.before, events.c.after, events.c.data)
    named = (c.icontains(form, autoescape=True) for c in texts for form in _forms(person.words))
    query = (
        select(*(events.c[name] for name in COLUMNS))
        .where(events.c.tenant == scope.actor.tenant)
        .where(or_(events.c.user == person.user, *named))
        .order_by(events.c.seq)
        .limit(_BATCH)
    )
    last = 0
    while rows := [Row(*row) for row in scope.tuples(query.where(events.c.seq > last))]:
        yield rows
        last = rows[-1].seq


def _forms(words: Iterable[str]) -> set[str]:
    """Return how words may stand in canonical JSON, where a database ignores case in ASCII only."""
    cases = {
        form
        for word in words
        for form in (
            (word,) if word.isascii() else (word, word.lower(), word.upper(), word.title())
        )
    }
    return {encode_basestring_ascii(form)[1:-1] for form in cases}


def _without(row: Row, person: Person) -> Row:
    if row.user == person.user:
        agent = REDACTED if row.format > 1 else row.agent
        row = row._replace(user=REDACTED, address=REDACTED, agent=agent, salts=_inner_salts(row))
    if not has_places(row) or isinstance(entry := entry_of(row), Unreadable):
        return row
    gone = {p for p in entry.places if mentions(entry.personal_value(p) or "", person.words)}
    return row_of(drop(entry, gone)) if gone else row


def _inner_salts(row: Row) -> str:
    """Return the salts of what stands within an event: it may concern somebody else."""
    if not has_places(row):
        return "{}"
    salts = json.loads(row.salts)
    return canonical_json({name: salts[name] for name in salts if name.startswith("/")})


def _names(row: Row, person: Person) -> bool:
    texts = (text for text in (row.before, row.after, row.data) if text and text != "{}")
    return any(mentions(_readable(text), person.words) for text in texts)


def _readable(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False) if "\\u" in text else text
