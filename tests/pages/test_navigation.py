from __future__ import annotations

from pathlib import Path

from app.navigation import PAGES, SIGN_IN, page_file, rows_for, sections
from dharma_core.identity import Actor, local_actor


def test_pages_and_their_rows_agree(repository: Path) -> None:
    files = {path.stem for path in (repository / "pages").glob("*.py")}
    assert files == {SIGN_IN, *(row.name for row in PAGES)}
    assert all(page_file(row.name).is_file() for row in PAGES)


def test_names_titles_and_questions_are_unique() -> None:
    for part in ("name", "title", "question"):
        words = [getattr(row, part) for row in PAGES]
        assert len(set(words)) == len(words)


def test_the_overview_stands_first_and_outside_every_section() -> None:
    found = sections()
    assert len(found[""]) == 1
    assert PAGES[0].name == "overview"
    assert list(found) == ["", "Design", "Guard", "Cost", "FinOps", "Run", "People", "More"]


def test_everybody_sees_the_pages_that_their_roles_open() -> None:
    everything = [row.name for row in PAGES]
    assert [row.name for row in rows_for(local_actor())] == [
        n for n in everything if n != "profile"
    ]
    assert [row.name for row in rows_for(Actor("ann", "default", ("owner",), session="s"))] == (
        everything
    )
    seen = {row.name for row in rows_for(Actor("vera", "default", ("viewer",), session="s"))}
    assert {"audit", "users"}.isdisjoint(seen)
    assert {"overview", "guardrails", "profile"} <= seen
