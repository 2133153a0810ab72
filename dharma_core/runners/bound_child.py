"""``python -m dharma_core.runners.bound_child MODULE WORD...``: ends with whoever started it.

A module runs here as a program. The parent holds the other end of stdin: when that closes, since
the parent let go of it or was killed, the whole process group ends at once.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading

__all__ = ["main"]


def main() -> None:
    """Run the module that the arguments name; the process leads a group of its own."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()
