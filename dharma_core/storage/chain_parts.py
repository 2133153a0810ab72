"""Walking a long chain in parts, one process each, with every joint checked.

Run as a module it walks one part: the task comes as JSON on standard input (a URL may hold a
password, so not as an argument) and the result leaves as JSON on standard output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import select

from dharma_core.audit import ChainHead, Walk, walk_rows
from dharma_core.identity import local_actor
from dharma_core.storage.engine import open_engine, parse_url
from dharma_core.storage.events import EventRepository
from dharma_core.storage.scope import Scope
from dharma_core.storage.tables import events

__all__ = ["walk_stored"]

# A new process costs about a second; it walks some 50,000 entries in that time.
PART = 100_000
_MOST_PARTS = 8


def walk_stored(scope: Scope, start: ChainHead, noted: Mapping[int, str]) -> Walk:
    """Walk the stored chain to its end, with as many processes as its length is worth.

    Any fault is looked for once more by one process in one snapshot, so that the first bad entry
    is named whatever happened in between.

    Parameters
    ----------
    start : ChainHead
        The entry before the first stored one.
    noted : mapping
        Hashes that were signed, by entry number.
    """
    repository = EventRepository(scope)
    heads = _joints(scope, start, repository.head().seq)
    if heads:
        walk = _walk_parts(scope, [start, *heads], noted)
        if walk is not None:
            return walk
    return walk_rows(repository.rows(start.seq + 1), start=start, noted=noted)


def _joints(scope: Scope, start: ChainHead, last: int) -> list[ChainHead]:
    """Return the entries after which another part begins; none for a short chain."""
    parts = min((last - start.seq) // PART, _processors(), _MOST_PARTS)
    wanted = [start.seq + (last - start.seq) * part // parts for part in range(1, parts)]
    query = select(events.c.seq, events.c.hash).where(events.c.seq.in_(wanted))
    found = [ChainHead(*row) for row in scope.tuples(query.order_by(events.c.seq))]
    return found if [head.seq for head in found] == wanted else []


def _walk_parts(scope: Scope, starts: list[ChainHead], noted: Mapping[int, str]) -> Walk | None:
    """Return the whole walk, None when any part of it is not sound or could not be walked."""
    url = scope.connection.engine.url.render_as_string(hide_password=False)
    children = [
        _started({
            "url": url,
            "start": [before.seq, before.hash],
            "last": end.seq,
            "noted": {n: text for n, text in noted.items() if before.seq < n <= end.seq},
        })
        for before, end in pairwise(starts)
    ]  # fmt: skip
    rows = EventRepository(scope).rows(starts[-1].seq + 1)
    walks = [walk_rows(rows, start=starts[-1], noted=noted)]
    walks[:0] = [_ended(child) for child in children]
    joined = all(walk.head == start for walk, start in zip(walks, starts[1:], strict=False))
    if not joined or any(walk.bad for walk in walks):
        return None
    return Walk(
        walks[-1].head, sum(walk.events for walk in walks), sum(walk.redacted for walk in walks)
    )


def _started(task: Mapping[str, Any]) -> subprocess.Popen[str]:
    home = str(Path(__file__).resolve().parents[2])
    child = subprocess.Popen(
        [sys.executable, "-m", __spec__.name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([home, *sys.path])},
    )
    assert child.stdin is not None  # noqa: S101 - asked for above
    child.stdin.write(json.dumps(task))
    child.stdin.close()
    return child


def _ended(child: subprocess.Popen[str]) -> Walk:
    """Return the walk of a part; one of nothing when its process failed."""
    with child:
        text = child.stdout.read() if child.stdout else ""
    if child.returncode or not text:
        return Walk(ChainHead(-1, ""))
    said = json.loads(text)
    return Walk(ChainHead(*said["head"]), said["events"], said["redacted"])


def _processors() -> int:
    count = getattr(os, "sched_getaffinity", None)
    return len(count(0)) if count else os.cpu_count() or 1


def _main() -> None:
    task = json.loads(sys.stdin.read())
    engine = open_engine(parse_url(task["url"]), wait_seconds=60)
    with engine.begin() as connection:
        scope = Scope(connection, local_actor(), datetime.now(UTC), writes=False)
        start = ChainHead(*task["start"])
        noted = {int(number): text for number, text in task["noted"].items()}
        rows = EventRepository(scope).rows(start.seq + 1, task["last"])
        walk = walk_rows(rows, start=start, noted=noted)
    engine.dispose()
    said = {
        "head": [walk.head.seq, walk.head.hash],
        "events": walk.events,
        "redacted": walk.redacted,
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    _main()
