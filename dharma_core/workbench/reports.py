"""Reports: a notebook run from beginning to end, and what was made of it, on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from dharma_core.workbench.context import Context

__all__ = ["Reports", "RunNotebook"]


@dataclass(frozen=True, slots=True)
class RunNotebook:
    """A notebook that was run.

    Parameters
    ----------
    name : str
        Of its file.
    digest : str
        SHA-256 of its file.
    document : mapping
        With its outputs, in Jupyter's format 4.
    parameters : mapping of str to value
        What it was told.
    at : datetime
        When it ended, UTC.
    """

    name: str
    digest: str
    document: Mapping[str, Any]
    parameters: Mapping[str, Any]
    at: datetime


class Reports(Context):
    """The part of the workbench that makes reports of notebooks."""

    def run_notebook(
        self, notebook: str, parameters: Mapping[str, str] | None = None
    ) -> RunNotebook:
        """Run a notebook in a kernel of its own; its file stays as it is.

        What it asks the workbench passes the gate there, as whoever runs it. Whoever may not read
        users gets no names in what it put out.

        Parameters
        ----------
        notebook : str
            A path, or the name of one of the installation's.
        parameters : mapping of str to str, optional
            Of its cell tagged ``parameters``.

        Raises
        ------
        PermissionDenied
            If the actor may not make reports.
        InputError
            If there is no such notebook or parameter, or the extra 'notebooks' is missing.
        AdapterError
            If a cell fails; the message names it.
        """
        from dharma_core.runners.notebook_runs import execute, find_notebook, open_notebook

        self.allow("report:make")
        found = open_notebook(find_notebook(notebook, here=self.cwd))
        told = found.told(parameters or {})
        document = execute(found, told, here=self.cwd)
        return RunNotebook(
            found.path.name, found.digest, self._nameless(document), told, self.now()
        )

    def write_report(self, ran: RunNotebook, page: str, file: Path | None = None) -> Path:
        """Write what was made of a notebook, whole or not at all; the act is on record.

        Parameters
        ----------
        page : str
            The report.
        file : Path, optional
            The notebook's name with ``.html`` here, when left out.

        Raises
        ------
        PermissionDenied
            If the actor may not make reports.
        """
        from dharma_core.events import EventType
        from dharma_core.storage.atomic_file import replacing

        self.allow("report:make")
        place = self.cwd / (file or Path(ran.name).with_suffix(".html"))
        with replacing(place) as stream:
            stream.write(page)
        data = {
            "notebook_sha256": ran.digest,
            "report_sha256": sha256(page.encode()).hexdigest(),
            "parameters": sorted(ran.parameters),
        }
        with self.store.transaction(self.actor) as uow:
            draft = uow.scope.event(EventType.REPORT_MADE, ("report", ran.name))
            uow.events.append(replace(draft, data=data))
        return place

    def _nameless(self, document: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a document without who people are in its outputs, where the actor may not know."""
        from dharma_core.personal_data import mask_personal
        from dharma_core.workbench.leaving import pseudonyms_for

        shown = pseudonyms_for(self)
        if shown is None:
            return document
        names = [name for name in shown.known if name not in shown.own]
        cells = [
            {**cell, "outputs": mask_personal(cell["outputs"], names)}
            if "outputs" in cell
            else cell
            for cell in document["cells"]
        ]
        return {**document, "cells": cells}
