"""What counting a call costs, where it is kept: in memory, in a file of its own, in the store's."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from dharma_core.storage.call_counts import CallCounts, Limit
from dharma_core.storage.engine import open_engine, parse_url
from dharma_core.storage.settings import load_settings
from dharma_core.storage.store import Store

CALLS = 3_000
LIMIT = Limit("api", 1_000_000, 3600)


def _memory() -> Callable[[], None]:
    """Return a sliding window of times behind a lock: the rival that one process could use."""
    times: deque[float] = deque()
    guard = threading.Lock()

    def take() -> None:
        with guard:
            now = time.monotonic()
            while times and times[0] < now - LIMIT.window_s:
                times.popleft()
            times.append(now)

    return take


def _measure(name: str, take: Callable[[], object]) -> None:
    took = []
    cpu = time.process_time()
    for _ in range(CALLS):
        start = time.perf_counter()
        take()
        took.append(time.perf_counter() - start)
    cpu = time.process_time() - cpu
    took.sort()
    median, last = took[CALLS // 2] * 1e3, took[CALLS * 99 // 100] * 1e3
    print(
        f"{name:28} median {median:7.3f} ms   p99 {last:7.3f} ms   cpu {cpu / CALLS * 1e3:6.3f} ms"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(Path(folder), {"DHARMA_HOME": folder})
        _measure("memory (one process only)", _memory())
        own = CallCounts.open(settings)
        _measure("file of its own", lambda: own.take("default", "ann", LIMIT))
        own.close()
        Store.open(settings.store_url).close()
        store = CallCounts(open_engine(parse_url(settings.store_url), wait_seconds=5))
        _measure("the store's file", lambda: store.take("default", "ann", LIMIT))
        store.close()


if __name__ == "__main__":
    main()
