"""Runs a notebook in a kernel of its own: found, given its parameters, executed to the end."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dharma_core.errors import AdapterError, InputError, NotFoundError, nearest

__all__ = ["Notebook", "execute", "find_notebook", "house_notebooks", "open_notebook"]

_MOST_BYTES = 20_000_000
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook file and what it can be told.

    Parameters
    ----------
    parameters : mapping of str to value
        What its cell tagged ``parameters`` assigns.
    digest : str
        SHA-256 of the file.
    told_after : int
        Which cell its parameters are told after, counted from 0; -1 where none is tagged.
    question : str
        Its first heading; empty where it has none.
    """

    path: Path
    parameters: Mapping[str, Any]
    digest: str
    told_after: int = -1
    question: str = ""

    def told(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """Return values for parameters given as text, each of the kind of its default.

        Raises
        ------
        InputError
            If there is no such parameter, or the text is of another kind.
        """
        return {name: self._value(name, text) for name, text in texts.items()}

    def _value(self, name: str, text: str) -> Any:
        if name not in self.parameters:
            known = nearest(name, self.parameters) if self.parameters else "It takes none."
            raise InputError(f"{self.path.name} has no parameter {name!r}.", next_step=known)
        default = self.parameters[name]
        if isinstance(default, str):
            return text
        value = _literal({"true": "True", "false": "False"}.get(text.lower(), text))
        kinds = (int, float) if type(default) is float else (type(default),)
        if default is not None and type(value) not in kinds:
            raise InputError(
                f"The parameter {name} cannot be {text!r}.",
                next_step=f"Give a value such as {default!r}.",
            )
        return value


def house_notebooks() -> Mapping[str, Path]:
    """Return the notebooks of this installation by name; empty where it came without them."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package.parent / "notebooks", package / "_face" / "notebooks"):
        found = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
        if found:
            return {path.stem: path for path in found}
    return {}


def find_notebook(name: str, *, here: Path) -> Path:
    """Return the file of a notebook: a path, else one of the installation's by name.

    ``08_monthly_cost_review``, ``monthly_cost_review`` and ``monthly-cost-review`` are the same.

    Raises
    ------
    NotFoundError
        If there is none; the message names the nearest.
    """
    given = here / name
    if given.is_file():
        return given
    house = house_notebooks()
    wanted = Path(name).name.removesuffix(".ipynb").replace("-", "_")
    for stem, path in house.items():
        if wanted in (stem, stem[3:]):
            return path
    known = f"{nearest(wanted, house)} There are {', '.join(house)}." if house else ""
    raise NotFoundError(
        f"There is no notebook {name!r}.", next_step=known.strip() or "Give the path of one."
    )


def open_notebook(path: Path) -> Notebook:
    """Return a notebook with its parameters; nothing is run.

    Raises
    ------
    InputError
        If the file is no notebook.
    """
    try:
        raw = path.read_bytes()
        cells = json.loads(raw)["cells"] if len(raw) <= _MOST_BYTES else None
        tags = [cell["metadata"].get("tags", ()) for cell in cells or ()]
        place = next((n for n, known in enumerate(tags) if "parameters" in known), -1)
        source = "" if cells is None or place < 0 else "".join(cells[place]["source"])
        assigned = ast.parse(source).body
        question = _question(cells or ())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        raise InputError(
            f"{path} is no notebook that can be read ({error}).",
            next_step="Give a Jupyter notebook (.ipynb) of format 4.",
        ) from error
    if cells is None:
        raise InputError(f"{path} is larger than 20 MB.", next_step="Strip its outputs.")
    values = {
        one.targets[0].id: _literal(ast.unparse(one.value))
        for one in assigned
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)
    }
    return Notebook(path, values, sha256(raw).hexdigest(), place, question)


def execute(notebook: Notebook, parameters: Mapping[str, Any], *, here: Path) -> Mapping[str, Any]:
    """Execute a notebook and return its document, outputs included; its file stays as it is.

    Parameters
    ----------
    here : Path
        The kernel's working folder.

    Raises
    ------
    InputError
        If the extra 'notebooks' is not installed.
    AdapterError
        If a cell fails, or the kernel does; the message names the cell.
    """
    try:
        from nbclient.exceptions import DeadKernelError
        from papermill import execute_notebook
        from papermill.exceptions import PapermillExecutionError
    except ImportError as error:
        raise InputError(
            "Notebooks cannot run here: the extra 'notebooks' is not installed.",
            next_step="Install it: pip install 'dharma[notebooks]'.",
        ) from error
    try:
        document: Any = execute_notebook(
            str(notebook.path), None, parameters=dict(parameters), kernel_name="python3",
            progress_bar=False, cwd=str(here),
            extra_arguments=["--IPKernelApp.log_level=ERROR"],
        )  # fmt: skip
    except PapermillExecutionError as failed:
        # What it was told is a cell of its own, which the file does not have.
        own = failed.cell_index - (bool(parameters) and failed.cell_index > notebook.told_after)
        raise AdapterError(
            f"Cell {own + 1} of {notebook.path.name} failed: {failed.ename}: "
            f"{_line(failed.evalue)}",
            next_step="No report was written. Run the notebook in Jupyter to look into it.",
            details={"cell": own + 1, "begins": _line(failed.source)},
        ) from failed
    except DeadKernelError as dead:
        raise AdapterError(
            f"The kernel of {notebook.path.name} died.",
            next_step="No report was written. It may have had too little memory.",
        ) from dead
    ran: dict[str, Any] = json.loads(json.dumps(document))
    return ran


def _question(cells: Iterable[Mapping[str, Any]]) -> str:
    told = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    lines = (line for text in told for line in text.splitlines())
    return next((line[2:].strip() for line in lines if line.startswith("# ")), "")


def _line(text: str) -> str:
    return text.strip().partition("\n")[0][:_LONGEST_LINE]


def _literal(text: str) -> Any:
    """Return a Python literal, or the text where it is none."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
