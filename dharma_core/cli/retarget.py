"""``dharma blueprint retarget``: a design moved to another cloud or region."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dharma_core.cli.options import Format, OutputFormat, Source
from dharma_core.cli.printing import note

if TYPE_CHECKING:
    from dharma_core.blueprints.retargeting import Retargeted

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add this file's command."""
    group.command("retarget")(retarget)


def retarget(
    source: Source,
    provider: Annotated[
        str, typer.Option("--provider", help="aws, azure or gcp.", show_default=False)
    ],
    region: Annotated[
        str,
        typer.Option("--region", help="As that cloud calls it: westeurope.", show_default=False),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the moved design to this file.")
    ] = None,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Move a design to another cloud or region and list what does not translate.

    The moved design goes to stdout, or to --out; the list to stderr.
    """
    from dharma_core.blueprints import dump_blueprint
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    moved = bench.retarget(source, provider=provider, region=region)
    text = dump_blueprint(moved.blueprint)
    if out is not None:
        bench.write_text(out, text)
    if chosen is OutputFormat.JSON:
        sys.stdout.write(json.dumps(_document(moved), ensure_ascii=False, indent=2) + "\n")
        return
    if out is None:
        sys.stdout.write(text)
    _tell(moved, out)


def _document(moved: Retargeted) -> dict[str, Any]:
    from dharma_core.blueprints import dump_blueprint

    return {
        "blueprint": json.loads(dump_blueprint(moved.blueprint, syntax="json")),
        "untranslated": [item.as_dict() for item in moved.untranslated],
        "changes": [change.as_dict() for change in moved.changes],
    }


def _tell(moved: Retargeted, out: Path | None) -> None:
    for change in moved.changes:
        whose = f"{change.resource}: " if change.resource else ""
        note(f"{whose}{change.what}: {change.before} -> {change.after}")
    count = len(moved.untranslated)
    note(f"{count} {'thing does' if count == 1 else 'things do'} not translate:")
    for item in moved.untranslated:
        where = ": ".join(part for part in (item.resource, item.part) if part)
        note(f"  {item.place}: {where}: {item.reason}. {item.todo}")
    if out is not None:
        note(f"Wrote {out}.")
