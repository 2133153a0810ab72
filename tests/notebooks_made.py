"""Small notebooks that tests write and run."""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["write_notebook"]


def write_notebook(path: Path, *sources: str) -> Path:
    """Write a notebook with a title and these cells, the first tagged ``parameters``."""
    cells = [
        {"cell_type": "code", "id": str(n), "execution_count": None, "outputs": [],
         "metadata": {"tags": ["parameters"]} if n == 0 else {}, "source": source}
        for n, source in enumerate(sources)
    ]  # fmt: skip
    cells.insert(0, {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "# Why?"})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    document = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4}
    path.write_text(json.dumps(document | {"nbformat_minor": 5}), "utf-8")
    return path
