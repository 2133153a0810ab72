"""Writes a realistic Terraform folder of any size: services of 20 resources, locals and modules.

Its files are made from the patterns in ``grown/``; ``@`` there stands for a service's number.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_folder"]

_PATTERNS = Path(__file__).parent / "grown"


def write_folder(folder: Path, services: int) -> tuple[int, int, int]:
    """Write a folder and return its lines, its resource blocks and their types."""
    root, module, service = (
        (_PATTERNS / f"{name}.tf.in").read_text("utf-8") for name in ("root", "bucket", "service")
    )
    texts = {
        "main.tf": root,
        "modules/bucket/main.tf": module,
        **{f"service_{n}.tf": service.replace("@", str(n)) for n in range(1, services + 1)},
    }
    headers = []
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        headers += [line for line in text.splitlines() if line.startswith(("resource ", "data "))]
    lines = sum(text.count("\n") for text in texts.values())
    return lines, len(headers), len({line.split('"')[1] for line in headers})
