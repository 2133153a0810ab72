"""The audit's promises: speed of writing and verifying, many writers, a kill, and every attack.

Figures are given by the clock and by processor time: on a machine that others use too only the
second one says what this program costs.

    python benchmarks/audit_chain.py [EVENTS]      (1,000,000 when left out)
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from audit_attacks import ATTACKS, Lab

from dharma_core.audit.proof import AuditReport
from dharma_core.events import Event, EventType
from dharma_core.ids import new_id
from dharma_core.storage.audit_proof import verify_store
from dharma_core.storage.checkpoints import Notary
from dharma_core.storage.cold_events import ColdEvents
from dharma_core.storage.outside_log import FileLog
from dharma_core.storage.signing_keys import SigningKeys
from dharma_core.storage.store import Store

EVENTS = 1_000_000
BATCH = 5000
SINGLE = 2000
LIMITS = {"batch": 20_000, "single": 1000}
VERIFY_S = 15.0
WRITERS, EACH = 8, 250
WRITER = """
import sys
from benchmarks.audit_chain import event, opened
with opened(sys.argv[1]) as store:
    for number in range(int(sys.argv[3])):
        with store.transaction() as uow:
            uow.events.append(event(f"{sys.argv[2]}_{number}"))
"""


@dataclass(frozen=True, slots=True)
class Took:
    """What something took: by the clock, and of the processors (this process and children)."""

    seconds: float
    cpu: float


def took(work: Callable[[], object]) -> Took:
    began, cpu = time.perf_counter(), _cpu()
    work()
    return Took(time.perf_counter() - began, _cpu() - cpu)


def _cpu() -> float:
    used = [resource.getrusage(r) for r in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def event(name: str) -> Event:
    """Return an event of the usual size, with an id as Dharma gives it: some 900 bytes stored."""
    return Event(
        new_id("evt"), EventType.BLUEPRINT_UPDATED, "blueprint", f"bp_{hash(name) % 1000}",
        datetime.now(UTC), "default", "ann", "10.0.0.1",
        before={"name": "web", "version": "1.0.0"}, after={"name": "web", "version": "1.0.1"},
        data={"why": "resize"}, correlation_id="cor_01", agent="dharma-cli",
    )  # fmt: skip


def _notary(folder: Path) -> Notary:
    return Notary(SigningKeys(folder / "keys"), FileLog(folder / "outside.jsonl"))


def opened(place: str) -> Store:
    """Open the signed store of a folder."""
    folder = Path(place)
    url = f"sqlite:///{folder / 'dharma.db'}"
    return Store.open(url, wait_seconds=300, notary=_notary(folder))


def _verified(folder: Path) -> AuditReport:
    with opened(str(folder)) as store, store.reading() as uow:
        return verify_store(uow.scope, _notary(folder), ColdEvents(folder / "archive"))


def _speed(folder: Path, number: int) -> bool:
    def one_by_one() -> None:
        for one in range(SINGLE):
            with store.transaction() as uow:
                uow.events.append(event(f"single_{one}"))

    with opened(str(folder)) as store:
        spent = Took(0.0, 0.0)
        for start in range(0, number, BATCH):
            batch = [event(f"{n}") for n in range(start, start + BATCH)]
            one = took(lambda: _append(store, batch))  # noqa: B023 - called at once
            spent = Took(spent.seconds + one.seconds, spent.cpu + one.cpu)
        fast = _say("appended in batches of 5,000", number, spent, LIMITS["batch"])
        slow = _say("appended one by one", SINGLE, took(one_by_one), LIMITS["single"])
    reports: list[AuditReport] = []
    spent = took(lambda: reports.append(_verified(folder)))
    limit = VERIFY_S * number / EVENTS
    held = max(
        resource.getrusage(r).ru_maxrss for r in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    whole = reports[0].valid and reports[0].events == number + SINGLE
    print(
        f"verified {reports[0].events:,} events: {spent.seconds:.1f} s by the clock, "
        f"{spent.cpu:.1f} s of processors ({spent.cpu / number * 1e6:.1f} us each), "
        f"{reports[0].log.records} checkpoints, valid {whole}, peak {held / 1024:.0f} MB "
        f"(limit {limit:.1f} s: {'met' if spent.seconds < limit else 'MISSED'})"
    )
    return fast and slow and whole and spent.seconds < limit


def _append(store: Store, batch: list[Event]) -> None:
    with store.transaction() as uow:
        uow.events.append_many(batch)


def _say(what: str, number: int, spent: Took, limit: int) -> bool:
    rate, per_cpu = number / spent.seconds, number / spent.cpu
    met = rate >= limit
    print(
        f"{number:,} {what}: {rate:,.0f}/s by the clock, {per_cpu:,.0f}/s of processor time, "
        f"{spent.cpu / number * 1e6:.0f} us each (limit {limit:,}/s: {'met' if met else 'MISSED'})"
    )
    return met


def _many_writers(folder: Path) -> bool:
    opened(str(folder)).close()
    writers = [_writer(folder, f"w{n}", EACH) for n in range(WRITERS)]
    ended = [writer.wait() for writer in writers]
    report = _verified(folder)
    whole = report.valid and report.events == WRITERS * EACH and not any(ended)
    print(
        f"{WRITERS} processes wrote {EACH} events each: {report.events:,} in one chain, valid "
        f"{report.valid}, log outside {report.outside.state}: {'met' if whole else 'MISSED'}"
    )
    return whole


def _killed(folder: Path) -> bool:
    opened(str(folder)).close()
    writers = [_writer(folder, f"k{n}", 10**9) for n in range(3)]
    while _verified(folder).events < 200:
        time.sleep(0.2)
    for writer in writers:
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    report = _verified(folder)
    print(
        f"kill -9 of 3 writers after {report.events:,} events: valid {report.valid}, log outside "
        f"{report.outside.state}: {'met' if report.valid else 'MISSED'}"
    )
    return report.valid


def _writer(folder: Path, name: str, number: int) -> subprocess.Popen[bytes]:
    root = Path(__file__).resolve().parents[1]
    places = os.pathsep.join([str(root), str(root / "benchmarks")])
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(number)],
        env={**os.environ, "PYTHONPATH": places},
    )


def _attacked(folder: Path) -> bool:
    print(f"{'attack':<32}{'verifier':<12}{'database alone':<40}first bad, reason")
    good = True
    for number, attack in enumerate(ATTACKS):
        place = folder / str(number)
        place.mkdir()
        lab = Lab(place)
        attack.run(lab)
        report, alone = lab.verify(), lab.verify(outside=False)
        found = not report.valid and report.first_bad == attack.first_bad
        good = good and found and alone.valid is not attack.alone
        lone = "found" if not alone.valid else "not found, said to be possible"
        print(
            f"{attack.name:<32}{'found' if found else 'MISSED':<12}{lone:<40}"
            f"{report.first_bad}: {report.reason[:90]}"
        )
    return good


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    with tempfile.TemporaryDirectory(prefix="dharma-audit-") as name:
        places = [Path(name) / part for part in ("speed", "many", "killed", "attacks")]
        for place in places:
            place.mkdir()
        good = [
            _speed(places[0], number),
            _many_writers(places[1]),
            _killed(places[2]),
            _attacked(places[3]),
        ]
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
