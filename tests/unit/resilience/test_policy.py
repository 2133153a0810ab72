"""Which failures may pass by themselves, and how long to wait for it."""

from __future__ import annotations

from email.message import Message
from types import SimpleNamespace
from urllib.error import HTTPError, URLError

import pytest

from dharma_core.errors import AdapterError, InputError
from dharma_core.resilience import Policy, is_transient


class _ClientError(Exception):
    def __init__(self, response: object) -> None:
        super().__init__("client")
        self.response = response


def _raised_from(cause: BaseException, *, hidden: bool = False) -> BaseException:
    outer = AdapterError("The service failed.")
    outer.__context__ = cause
    outer.__suppress_context__ = hidden
    return outer


def _http(status: int) -> HTTPError:
    return HTTPError("http://x", status, "", Message(), None)


@pytest.mark.parametrize(
    ("error", "transient"),
    [
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (ConnectionResetError(), False),
        (InputError("no"), False),
        (URLError(ConnectionRefusedError()), True),
        (URLError("no host"), False),
        (_ClientError({"ResponseMetadata": {"HTTPStatusCode": 503}}), True),
        (_ClientError({"ResponseMetadata": {"HTTPStatusCode": 404}}), False),
        (_ClientError({}), False),
        (_ClientError(SimpleNamespace(status_code=500)), True),
        (_ClientError(SimpleNamespace()), False),
        (_raised_from(TimeoutError()), True),
        (_raised_from(TimeoutError(), hidden=True), False),
    ],
)
def test_is_transient_knows_refused_timed_out_and_5xx(
    error: BaseException, transient: bool
) -> None:
    assert is_transient(error) is transient


@pytest.mark.parametrize(("status", "transient"), [(500, True), (599, True), (499, False)])
def test_is_transient_reads_the_status_of_urllib(status: int, transient: bool) -> None:
    with _http(status) as error:
        assert is_transient(error) is transient


def test_is_transient_ends_on_errors_that_name_each_other() -> None:
    first, second = ValueError(), ValueError()
    first.__cause__, second.__cause__ = second, first
    assert not is_transient(first)


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 1.8), (1.0, 2.2)])
def test_a_wait_varies_by_ten_percent(chance: float, seconds: float) -> None:
    assert Policy().wait_before(2, chance) == pytest.approx(seconds)
