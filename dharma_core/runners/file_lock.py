"""A lock that dies with its holder: one worker, one simulator start at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from dharma_core.errors import AdapterError

__all__ = ["FileLock"]


class FileLock:
    """An advisory lock on a file; the system frees it when the process ends, however it ends.

    Parameters
    ----------
    path : Path
        Made when missing; it holds the holder's pid while the lock is held.

    Examples
    --------
    >>> import tempfile
    >>> lock = FileLock(Path(tempfile.mkdtemp()) / "worker.lock")
    >>> lock.try_acquire(), FileLock(lock.path).try_acquire(), lock.holder() == os.getpid()
    (True, False, True)
    >>> lock.release()
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    def try_acquire(self) -> bool:
        """Take the lock if nobody holds it; return whether it is ours now."""
        return self._acquire(fcntl.LOCK_EX | fcntl.LOCK_NB)

    def __enter__(self) -> FileLock:
        self._acquire(fcntl.LOCK_EX)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        if self._fd is not None:
            os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = None

    def holder(self) -> int | None:
        """Return the pid of the process that holds the lock, None when nobody does."""
        probe = FileLock(self.path)
        if self._fd is None and probe.try_acquire():
            probe.release()
            return None
        text = self.path.read_text(encoding="ascii").strip()
        return int(text) if text.isdigit() else None

    def _acquire(self, how: int) -> bool:
        if self._fd is not None:
            return True
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise AdapterError(
                f"Cannot open the lock file {self.path.name}: {error.strerror}.",
                next_step=f"Make the folder {self.path.parent} writable, or set DHARMA_HOME.",
            ) from error
        try:
            fcntl.flock(fd, how)
        except BlockingIOError:
            os.close(fd)
            return False
        os.ftruncate(fd, 0)
        os.pwrite(fd, str(os.getpid()).encode(), 0)
        self._fd = fd
        return True
