"""Where log lines go, what is on them, and that they never fill the disk."""

from __future__ import annotations

import json
import logging
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from dharma_core.ids import correlating, correlation_in_force
from dharma_core.observability.logs import configure_logging

OURS = logging.getLogger("dharma_core.sample")
OTHERS = logging.getLogger("somebody.else")


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), logging.getLogger("dharma_core").level
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    logging.getLogger("dharma_core").setLevel(level)
    structlog.reset_defaults()


def _lines(home: Path) -> list[dict[str, Any]]:
    file = home / "logs" / "dharma.log"
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_the_file_holds_json_from_info_on(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    OURS.info("made %d resources", 3, extra={"step": "apply"})
    OURS.debug("detail")
    OTHERS.info("chatter")
    (line,) = _lines(tmp_path)
    assert line.pop("time").endswith("Z")
    assert line == {
        "event": "made 3 resources",
        "level": "info",
        "logger": "dharma_core.sample",
        "step": "apply",
    }


def test_structlog_and_logging_give_the_same_line(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    structlog.get_logger("dharma_core.sample").info("made", count=3)
    (line,) = _lines(tmp_path)
    assert (line["event"], line["count"], line["logger"]) == ("made", 3, "dharma_core.sample")


def test_stderr_shows_warnings_and_stdout_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(tmp_path)
    OURS.info("quiet")
    OURS.warning("loud")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "loud" in shown.err
    assert "quiet" not in shown.err


def test_stderr_can_be_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(json_console=True, console_level=logging.INFO)
    OURS.info("made")
    assert json.loads(capsys.readouterr().err)["event"] == "made"


def test_no_file_is_made_before_the_first_line(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    OURS.info("made")
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "logs" / "dharma.log").stat().st_mode) == 0o600


def test_the_files_stay_within_their_bound(tmp_path: Path) -> None:
    configure_logging(tmp_path, max_bytes=2000, keep=2)
    for number in range(200):
        OURS.info("line %d %s", number, "x" * 50)
    files = list((tmp_path / "logs").iterdir())
    assert len(files) == 3
    assert sum(file.stat().st_size for file in files) <= 6000
    assert _lines(tmp_path)[-1]["event"].startswith("line 199")


def test_secrets_are_hidden_in_values_texts_and_tracebacks(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    try:
        int("password=hunter2")
    except ValueError:
        OURS.exception("token=hunter2 failed", extra={"secret": "hunter2"})
    assert "hunter2" not in (tmp_path / "logs" / "dharma.log").read_text()
    assert "password=***" in _lines(tmp_path)[0]["exception"]


def test_the_correlation_id_is_on_every_line_of_its_block(tmp_path: Path) -> None:
    configure_logging(tmp_path)
    with correlating() as outer:
        OURS.info("one")
        with correlating("cor_2"):
            OTHERS.warning("two")
        assert correlation_in_force() == outer
    OURS.info("three")
    assert [line.get("correlation_id") for line in _lines(tmp_path)] == [outer, "cor_2", None]
    assert outer.startswith("cor_")
    assert correlation_in_force() == ""


def test_a_second_call_replaces_the_first(tmp_path: Path) -> None:
    configure_logging(tmp_path / "a")
    configure_logging(tmp_path / "b")
    OURS.info("once")
    assert not (tmp_path / "a").exists()
    assert len(_lines(tmp_path / "b")) == 1


def test_a_file_that_cannot_be_written_is_given_up_with_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("in the way")
    configure_logging(tmp_path)
    OURS.warning("first")
    OURS.warning("second")
    shown = capsys.readouterr().err
    assert shown.count("No log file from here on") == 1
    assert "second" in shown
    assert "Traceback" not in shown


def test_a_line_that_cannot_be_made_is_reported_by_logging(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Silent:
        def __repr__(self) -> str:
            raise RuntimeError("no words")

        __str__ = __repr__

    configure_logging(tmp_path, console_level=logging.CRITICAL)
    OURS.info("x", extra={"thing": Silent()})
    assert "RuntimeError: no words" in capsys.readouterr().err


def test_structlog_is_loaded_at_the_first_line_and_not_before(tmp_path: Path) -> None:
    program = (
        "import logging, pathlib, sys\n"
        "from dharma_core.observability.logs import configure_logging\n"
        "configure_logging(pathlib.Path(sys.argv[1]))\n"
        "before = 'structlog' in sys.modules\n"
        "logging.getLogger('dharma_core.sample').info('made')\n"
        "print(before, 'structlog' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False True\n"
    assert [line["event"] for line in _lines(tmp_path)] == ["made"]
