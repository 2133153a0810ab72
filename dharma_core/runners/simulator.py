"""The embedded AWS simulator as a process of its own that outlives the command that started it.

Its pid, port and start id lie in a file under DHARMA_HOME; the next command finds it there and
believes it only when the process behind the port answers with the nonce of that file.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from dharma_core.errors import AdapterError, InputError
from dharma_core.ids import new_id
from dharma_core.runners.file_lock import FileLock
from dharma_core.runners.simulator_server import IDENTITY_HEADER, NONCE_VARIABLE, PORT_IN_USE

__all__ = ["Simulator", "SimulatorState", "SimulatorStatus"]

_HOST = "127.0.0.1"
_POLL_SECONDS = 0.02
_KILL_AFTER_SECONDS = 3.0
# What the child may know of our environment: nothing of AWS, no proxy.
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT")


class SimulatorState(StrEnum):
    """Whether the simulator is there."""

    RUNNING = "running"
    STOPPED = "stopped"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class SimulatorStatus:
    """What is known of the simulator now.

    Parameters
    ----------
    state : SimulatorState
        ``lost``: it was started and nobody stopped it, yet it is gone with all it held.
    endpoint : str
        ``http://127.0.0.1:PORT`` when running, else empty.
    start_id : str
        Changes with every start: what an older start id held is lost.
    message : str
        The same in one sentence for people.
    """

    state: SimulatorState
    endpoint: str = ""
    pid: int | None = None
    port: int | None = None
    start_id: str = ""
    started: datetime | None = None
    message: str = ""

    @property
    def running(self) -> bool:
        """Whether it answers."""
        return self.state is SimulatorState.RUNNING

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of ``dharma sandbox status``."""
        return {
            "state": self.state.value,
            "endpoint": self.endpoint or None,
            "pid": self.pid,
            "port": self.port,
            "start_id": self.start_id or None,
            "started": self.started.isoformat() if self.started else None,
            "message": self.message,
        }


class Simulator:
    """The one simulator of a DHARMA_HOME.

    Parameters
    ----------
    home : Path
        DHARMA_HOME; everything lies in its folder ``simulator``.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "simulator"
        self._file = self._folder / "simulator.json"
        self._lock = FileLock(self._folder / "start.lock")

    @property
    def log_file(self) -> Path:
        """Where the simulator writes its log, one megabyte and one older file at most."""
        return self._folder / "simulator.log"

    def status(self) -> SimulatorStatus:
        """Return whether it runs, was stopped, or died with all it held."""
        record = self._record()
        if record is None:
            return SimulatorStatus(SimulatorState.STOPPED, message="The simulator is not running.")
        if _answers(record):
            return _running(record)
        return SimulatorStatus(
            SimulatorState.LOST,
            pid=record["pid"],
            start_id=record["start_id"],
            started=datetime.fromisoformat(record["started"]),
            message=f"The simulator (pid {record['pid']}) has died: all it held is lost.",
        )

    def start(self, *, port: int | None = None, timeout_seconds: float = 30.0) -> SimulatorStatus:
        """Return the running simulator, starting it when there is none.

        Parameters
        ----------
        port : int, optional
            A port that must be used; any free one when left out.

        Raises
        ------
        InputError
            If ``port`` is taken by another program, or the simulator runs on another port.
        AdapterError
            If it does not come up in ``timeout_seconds``.
        """
        if port is not None and not 0 < port < 65536:
            raise InputError(
                f"{port} is not a port.", next_step="Choose a number from 1024 to 65535."
            )
        with self._lock:
            found = self.status()
            if found.running:
                return _on_port(found, port)
            record = self._spawn(port or 0, timeout_seconds)
        status = _running(record)
        if found.state is not SimulatorState.LOST:
            return status
        return SimulatorStatus(
            **{name: getattr(status, name) for name in status.__slots__ if name != "message"},
            message=f"{found.message} A new, empty one runs at {status.endpoint}.",
        )

    def stop(self) -> SimulatorStatus:
        """Stop it, with all it holds, and return what was there."""
        with self._lock:
            found = self.status()
            record = self._record()
            if record is not None:
                _end(record)
            self._file.unlink(missing_ok=True)
        if found.running:
            told = f"The simulator (pid {found.pid}) was stopped; all it held is gone."
            return SimulatorStatus(SimulatorState.STOPPED, start_id=found.start_id, message=told)
        return SimulatorStatus(SimulatorState.STOPPED, message=found.message)

    def _record(self) -> Mapping[str, Any] | None:
        try:
            record = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise AdapterError(
                f"Cannot read {self._file}: {error}.",
                next_step="Remove the file; a simulator it named can be found with 'ps'.",
            ) from error
        return dict(record)

    def _spawn(self, port: int, timeout_seconds: float) -> Mapping[str, Any]:
        ready = self._folder / "ready.json"
        ready.unlink(missing_ok=True)
        nonce = secrets.token_urlsafe(24)
        with (self._folder / "start.log").open("wb") as errors:
            child = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "dharma_core.runners.simulator_server"),
                    *(str(self._folder), str(port)),
                ],
                env=_environment(nonce),
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )
        chosen = _wait_ready(child, ready, port, timeout_seconds)
        record = {
            "pid": child.pid,
            "port": chosen,
            "nonce": nonce,
            "start_id": new_id("sim"),
            "started": datetime.now(UTC).isoformat(),
            "process_started": _process_started(child.pid),
        }
        self._write(record)
        # The child lives on by design: do not let its handle complain or reap it.
        child.returncode = 0
        return record

    def _write(self, record: Mapping[str, Any]) -> None:
        temporary = self._file.with_suffix(".tmp")
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(fd, "w", encoding="utf-8") as stream:
            json.dump(record, stream)
        temporary.replace(self._file)


def _running(record: Mapping[str, Any]) -> SimulatorStatus:
    endpoint = f"http://{_HOST}:{record['port']}"
    return SimulatorStatus(
        SimulatorState.RUNNING,
        endpoint=endpoint,
        pid=record["pid"],
        port=record["port"],
        start_id=record["start_id"],
        started=datetime.fromisoformat(record["started"]),
        message=f"The simulator runs at {endpoint} (pid {record['pid']}).",
    )


def _on_port(found: SimulatorStatus, port: int | None) -> SimulatorStatus:
    if port is not None and found.port != port:
        raise InputError(
            f"The simulator already runs on port {found.port}, not on {port}.",
            next_step="Use it there, or stop it first with 'dharma sandbox stop'.",
        )
    return found


def _environment(nonce: str) -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        **passed,
        NONCE_VARIABLE: nonce,
        "AWS_ACCESS_KEY_ID": "simulator",
        "AWS_SECRET_ACCESS_KEY": "simulator",
        "AWS_EC2_METADATA_DISABLED": "true",
        "MOTO_DISABLE_GLOBAL_CORS": "true",
    }


def _answers(record: Mapping[str, Any], *, timeout_seconds: float = 5.0) -> bool:
    connection = http.client.HTTPConnection(_HOST, record["port"], timeout=timeout_seconds)
    with contextlib.closing(connection):
        try:
            connection.request("GET", "/moto-api/config")
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        said = answer.getheader(IDENTITY_HEADER, "")
        return answer.status < 300 and secrets.compare_digest(said, record["nonce"])


def _wait_ready(
    child: subprocess.Popen[bytes], ready: Path, port: int, timeout_seconds: float
) -> int:
    for _ in _ticks(timeout_seconds):
        if ready.exists():
            return int(json.loads(ready.read_text(encoding="ascii"))["port"])
        if child.poll() is not None:
            break
    code = child.poll()
    if code == PORT_IN_USE:
        raise InputError(
            f"Port {port} is in use by another program.",
            next_step="Choose another port, or leave it out and a free one is taken.",
            details={"port": port},
        )
    child.kill()
    child.wait()
    said = (ready.parent / "start.log").read_text(encoding="utf-8", errors="replace").strip()
    how = f"did not answer in {timeout_seconds:g} s" if code is None else f"ended with code {code}"
    last = said.splitlines()[-1] if said else "it said nothing"
    raise AdapterError(
        f"The simulator {how}: {last}.",
        next_step="Check the installation with 'dharma doctor'.",
    )


def _process_started(pid: int) -> float | None:
    import psutil

    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return None


def _end(record: Mapping[str, Any]) -> None:
    """End the very process of the record: same pid, same moment of birth."""
    import psutil

    if _process_started(record["pid"]) != record["process_started"]:
        return
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(record["pid"])
        process.terminate()
        try:
            process.wait(_KILL_AFTER_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(_KILL_AFTER_SECONDS)


def _ticks(seconds: float) -> Iterator[None]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(_POLL_SECONDS)
