"""Record Terraform's answers again: ``python record_answers.py [FILE_OF_EXPRESSIONS...]``.

Without a file the expressions of ``answers.jsonl`` are asked again; with one, its lines are added.
One ``terraform console`` answers them all; a second one tells the errors.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FILES = Path(__file__).parent / "files"
TABLE = Path(__file__).parent / "answers.jsonl"
LOCALS = 'greeting = "Hello $${name}"\nloop = "%%{ for n in names }<$${n}>%%{ endfor }"'
_ENVIRONMENT = {
    "TF_CLI_CONFIG_FILE": "/dev/null",
    "CHECKPOINT_DISABLE": "1",
    "HOME": "/nonexistent",
}


def answers(expressions: list[str], terraform: str) -> list[str]:
    """Return one JSON row an expression: its ``answer``, or the ``error`` Terraform gives."""
    names = range(len(expressions))
    good = _values({i: f"can(jsonencode({expressions[i]}))" for i in names}, terraform)
    texts = _values({i: f"jsonencode({expressions[i]})" for i in names if good[i]}, terraform)
    errors = _errors({i: expressions[i] for i in names if not good[i]}, terraform)
    return [_row(expressions[i], texts.get(i), errors.get(i)) for i in names]


def _row(expression: str, text: str | None, error: str | None) -> str:
    """Write a row by hand: the answer keeps every digit of Terraform's own text."""
    head = f'{{"expression": {json.dumps(expression, ensure_ascii=False)}'
    if text is None:
        return f'{head}, "error": {json.dumps(error or "it is refused", ensure_ascii=False)}}}'
    return f'{head}, "answer": {text}}}'


def _values(expressions: dict[int, str], terraform: str) -> dict[int, Any]:
    listed = ",".join(f"local.e{i}" for i in expressions)
    output, errors = _console(
        expressions, f"nonsensitive(base64encode(jsonencode([{listed}])))", terraform
    )
    if not output.strip():
        raise SystemExit(errors or "an answer depends on what only apply tells")
    found = json.loads(base64.b64decode(json.loads(output)))
    return dict(zip(expressions, found, strict=True))


def _errors(expressions: dict[int, str], terraform: str) -> dict[int, str]:
    """Return the first sentence of each error, by the line it points at."""
    _, text = _console(expressions, "1", terraform)
    numbers = list(expressions)
    first_line = len(LOCALS.splitlines()) + 2
    found: dict[int, str] = {}
    for block in text.split("╷"):
        lines = [line.strip("│╵ \t") for line in block.splitlines()]
        place = re.search(r"on expressions\.tf line (\d+)", block)
        said = [x for x in lines if x and not re.match(r"Error:|on expressions|\d+:|├|while", x)]
        if place:
            found[numbers[int(place[1]) - first_line]] = " ".join(said).split(" goroutine")[0][:160]
    return found


def _console(expressions: dict[int, str], question: str, terraform: str) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(FILES, folder, dirs_exist_ok=True)
        lines = "\n".join(f"e{number} = {text}" for number, text in expressions.items())
        (folder / "expressions.tf").write_text(f"locals {{\n{LOCALS}\n{lines}\n}}\n")
        done = subprocess.run(
            [terraform, "console"],
            input=question + "\n",
            cwd=folder, env=_ENVIRONMENT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    return done.stdout, re.sub(r"\x1b\[[0-9;]*m", "", done.stderr)


def main(files: list[str]) -> None:
    rows = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    expressions = [json.loads(row)["expression"] for row in rows]
    for file in files:
        expressions += Path(file).read_text(encoding="utf-8").splitlines()
    wanted = [e for e in dict.fromkeys(expressions) if e.strip()]
    found = answers(wanted, shutil.which("terraform") or "terraform")
    TABLE.write_text("\n".join(found) + "\n", encoding="utf-8")
    print(len(found), "expressions")


if __name__ == "__main__":
    main(sys.argv[1:])
