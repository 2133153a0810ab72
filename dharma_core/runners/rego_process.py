"""One engine process and its two pipes: asked, timed, and killed when it does not answer."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import IO, Any

from dharma_core.errors import AdapterError
from dharma_core.runners.rego_child import HEADER

__all__ = ["RegoProcess", "RegoStopped"]

_ANSWER_BYTES = 64 * 1024 * 1024


class RegoStopped(Exception):  # noqa: N818 - the end of a process, not an error of the caller
    """The process was killed or died; the text says why."""

    def __init__(self, reason: str, *, crashed: bool) -> None:
        super().__init__(reason)
        self.crashed = crashed


class RegoProcess:
    """A child that speaks length-prefixed JSON.

    Parameters
    ----------
    memory_bytes : int
        Address space that policies may use above what the engine itself maps.
    """

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        command = [sys.executable, "-I", "-m", "dharma_core.runners.rego_child", str(memory_bytes)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        self._selector = selectors.DefaultSelector()
        self._selector.register(_pipe(self._process.stdout), selectors.EVENT_READ)

    def ask(self, request: Mapping[str, Any], *, seconds: float) -> dict[str, Any]:
        """Send one request and wait for its answer; raise RegoStopped when none comes in time."""
        deadline = time.monotonic() + seconds
        text = json.dumps(request, ensure_ascii=False).encode("utf-8", "surrogatepass")
        try:
            sink = _pipe(self._process.stdin)
            sink.write(HEADER.pack(len(text)) + text)
            sink.flush()
        except BrokenPipeError:
            raise RegoStopped(self._epitaph(), crashed=True) from None
        (size,) = HEADER.unpack(self._read(HEADER.size, deadline, seconds))
        if size > _ANSWER_BYTES:
            raise RegoStopped("returned far too much", crashed=False)
        answer: dict[str, Any] = json.loads(self._read(size, deadline, seconds))
        return answer

    def _read(self, size: int, deadline: float, seconds: float) -> bytes:
        source = _pipe(self._process.stdout)
        chunks = bytearray()
        while len(chunks) < size:
            if not self._selector.select(max(0.0, deadline - time.monotonic())):
                reason = f"did not finish within {seconds:.3g} s and was stopped"
                raise RegoStopped(reason, crashed=False)
            chunk = os.read(source.fileno(), min(size - len(chunks), 1 << 20))
            if not chunk:
                raise RegoStopped(self._epitaph(), crashed=True)
            chunks += chunk
        return bytes(chunks)

    def _epitaph(self) -> str:
        code = self._process.wait(timeout=5)
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        bound = f"{self._memory_bytes / 1024**2:.0f} MB"
        return f"crashed the policy engine ({name}): too deep, or more memory than {bound}"

    def interrupt(self) -> None:
        """End the process; whoever waits for its answer learns that it died."""
        self._process.kill()

    def kill(self) -> None:
        """End the process, whatever it does, and free its pipes."""
        self._process.kill()
        self._process.wait()
        self._selector.close()
        for stream in (self._process.stdin, self._process.stdout):
            try:
                _pipe(stream).close()
            except BrokenPipeError:  # unsent bytes of a request that killed it
                continue


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise AdapterError("The policy engine started without its pipes.")
    return stream
