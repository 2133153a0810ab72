from __future__ import annotations

from pathlib import Path

from app.navigation import PAGES, page_file, sections


def test_pages_and_their_rows_agree(repository: Path) -> None:
    files = {path.stem for path in (repository / "pages").glob("*.py")}
    assert files == {row.name for row in PAGES}
    assert all(page_file(row.name).is_file() for row in PAGES)


def test_names_titles_and_questions_are_unique() -> None:
    for part in ("name", "title", "question"):
        words = [getattr(row, part) for row in PAGES]
        assert len(set(words)) == len(words)


def test_the_overview_stands_first_and_outside_every_section() -> None:
    found = sections()
    assert len(found[""]) == 1
    assert PAGES[0].name == "overview"
    assert list(found) == ["", "Design", "Guard", "Cost", "Run"]
