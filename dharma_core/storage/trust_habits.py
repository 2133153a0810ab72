"""What is usual for people and groups, in the database: read and written for a batch at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Text, bindparam, cast, insert, select, update

from dharma_core.events import Event
from dharma_core.storage.scope import Scope
from dharma_core.storage.trust_tables import trust_habits
from dharma_core.trust.habits import Habit
from dharma_core.trust.sightings import Known, Sighting, known_after

__all__ = ["GROUP", "PERSON", "TrustHabits"]

PERSON, GROUP = "person", "group"
_AT_A_TIME = 500
_PARSED = 2_000
_TABLE = trust_habits
# Built once: they run in every batch. A habit is read as text, so that it is parsed once.
_NAMED = select(_TABLE.c.name, cast(_TABLE.c.habit, Text).label("text"), _TABLE.c.seen).where(
    _TABLE.c.tenant == bindparam("tenant"),
    _TABLE.c.kind == bindparam("kind"),
    _TABLE.c.name.in_(bindparam("names", expanding=True)),
)
_INSERT = insert(_TABLE)
_UPDATE = update(_TABLE).where(
    _TABLE.c.tenant == bindparam("of_tenant"),
    _TABLE.c.kind == bindparam("of_kind"),
    _TABLE.c.name == bindparam("of_name"),
)
_NOTHING = Known()


class _Key(NamedTuple):
    tenant: str
    kind: str
    name: str


class TrustHabits:
    """The habits of people and groups of any tenant."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def known(self, kind: str, name: str) -> Known:
        """Return what is known of a person or group of the actor's tenant."""
        key = _Key(self._scope.actor.tenant, kind, name)
        return self._read([key]).get(key, _NOTHING)

    def learn(self, seen: Iterable[tuple[Event, Sighting]]) -> None:
        """Teach the model what is new; the writer's lock keeps others out meanwhile.

        Parameters
        ----------
        seen : iterable of Event and Sighting
            The event says in which tenant, and who asked.
        """
        sightings = [(key, *pair) for pair in seen for key in _keys(*pair)]
        before = self._read(list(dict.fromkeys(key for key, _, _ in sightings)))
        after = dict(before)
        teachers: dict[_Key, str] = {}
        for key, event, sighting in sightings:
            then = known_after(after.get(key, _NOTHING), sighting)
            after[key] = then if key.kind == PERSON else Known(then.habit)
            teachers[key] = event.user
        self._keep(before, after, teachers)

    def _read(self, keys: list[_Key]) -> dict[_Key, Known]:
        names: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key in keys:
            names[key[:2]].append(key.name)
        found = {}
        for (tenant, kind), all_names in names.items():
            for first in range(0, len(all_names), _AT_A_TIME):
                few = all_names[first : first + _AT_A_TIME]
                values = {"tenant": tenant, "kind": kind, "names": few}
                for row in self._scope.read(_NAMED, values):
                    found[_Key(tenant, kind, row.name)] = Known.of(_habit(row.text), row.seen)
        return found

    def _keep(
        self, before: Mapping[_Key, Known], after: Mapping[_Key, Known], users: Mapping[_Key, str]
    ) -> None:
        fresh, learnt, met = [], [], []
        for key, user in users.items():
            then, known = before.get(key), after[key]
            values: dict[str, Any] = {
                "user": user,
                "updated": self._scope.now,
                "seen": known.seen_as_dict(),
            }
            where = {f"of_{name}": said for name, said in key._asdict().items()}
            if then is None:
                fresh.append(key._asdict() | values | {"habit": known.habit.as_dict()})
            elif known.habit is not then.habit:
                learnt.append(where | values | {"habit": known.habit.as_dict()})
            elif known != then:
                met.append(where | values)
        for statement, rows in ((_INSERT, fresh), (_UPDATE, learnt), (_UPDATE, met)):
            if rows:
                self._scope.write(statement, rows)


def _keys(event: Event, sighting: Sighting) -> Iterator[_Key]:
    for kind, name in ((PERSON, sighting.person), (GROUP, sighting.peer_group)):
        if name:
            yield _Key(event.tenant, kind, name)


@lru_cache(maxsize=_PARSED)
def _habit(text: str) -> Habit:
    return Habit.of(json.loads(text))
