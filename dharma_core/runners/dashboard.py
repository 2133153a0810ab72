"""Starts the dashboard: one process that serves pages and health on a loopback port."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from dharma_core.errors import AdapterError, InputError

__all__ = ["face_root", "serve_dashboard"]


def face_root() -> Path:
    """Return the folder that holds ``app/``, ``pages/`` and ``.streamlit/``.

    Raises
    ------
    AdapterError
        If this installation came without them.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent, package / "_face"):
        if (folder / "app" / "server.py").is_file():
            return folder
    raise AdapterError(
        "The dashboard's files (app/, pages/) are missing from this installation.",
        next_step="Install the package again, or run from a full checkout.",
    )


def serve_dashboard(*, address: str, port: int, hosts: Sequence[str] = ()) -> NoReturn:
    """Become the dashboard's server, so that signals and the exit code are its own.

    Parameters
    ----------
    hosts : sequence of str
        Names it may be called by; those of ``.streamlit/config.toml`` when left out.

    Raises
    ------
    InputError
        If the port is in use or the address is not this machine's.
    AdapterError
        If this installation came without the dashboard.
    """
    _require_free(address, port)
    root = face_root()
    command = [
        sys.executable, "-m", "streamlit", "run", str(root / "app" / "server.py"),
        "--server.address", address, "--server.port", str(port), "--server.headless", "true",
        *(part for host in hosts for part in ("--server.allowedHosts", host.strip("[]"))),
    ]  # fmt: skip
    # Streamlit reads .streamlit/ from the working directory; sources are still named from here.
    environment = os.environ | {"DHARMA_CWD": str(Path.cwd())}
    sys.stdout.flush()
    os.chdir(root)
    os.execve(sys.executable, command, environment)  # noqa: S606 - an argument list, no shell


def _require_free(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise InputError(
                f"Port {port} on {address} cannot be used: {error.strerror}.",
                next_step=f"Stop what uses it, or choose another: dharma serve --port {port + 1}",
                details={"port": port, "address": address},
            ) from error
