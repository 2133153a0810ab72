"""The lock dies with its holder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dharma_core.errors import AdapterError
from dharma_core.runners.file_lock import FileLock


def test_a_killed_holder_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    program = (
        "import sys, time; from pathlib import Path;"
        "from dharma_core.runners.file_lock import FileLock;"
        "print(FileLock(Path(sys.argv[1])).try_acquire(), flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "True"
        mine = FileLock(path)
        assert not mine.try_acquire()
        assert mine.holder() == child.pid
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert mine.try_acquire()
    assert mine.holder() == os.getpid()
    mine.release()
    assert FileLock(path).holder() is None


def test_a_folder_that_cannot_be_made_is_an_adapter_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AdapterError, match="Cannot open the lock file"):
        FileLock(tmp_path / "file" / "x.lock").try_acquire()
