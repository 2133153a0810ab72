"""The audit over HTTP: the verdict, the evidence, and the limit of costly calls."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from dharma_core.workbench import Workbench
from tests.unit.app.api.test_blueprints import PATH, Bearer, refused
from tests.unit.app.conftest import DESIGN, Client

VERIFICATION, EVIDENCE = "/api/v1/audit/verification", "/api/v1/audit/evidence"


def test_the_verdict_is_the_workbench_s(client: Client, bearer: Bearer, bench: Workbench) -> None:
    bench.save_blueprint(DESIGN)
    answer = client.get(VERIFICATION, headers=bearer("audit:read"))
    assert answer.status_code == 200
    said = answer.json()
    assert (said["valid"], said["first_bad"]) == (True, None)
    assert said["events"] == bench.verify_audit().events


def test_the_evidence_is_a_zip_without_people(
    client: Client, bearer: Bearer, bench: Workbench
) -> None:
    bench.save_blueprint(DESIGN)
    answer = client.get(EVIDENCE, headers=bearer("audit:read"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.headers["Content-Disposition"].endswith('"dharma-audit.zip"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = {name.rpartition("/")[2] for name in archive.namelist()}
        lines = archive.read("dharma-audit/events.jsonl").decode()
    assert {"events.jsonl", "checkpoints.jsonl", "verify_audit.py"} <= names
    assert '"value": "local"' not in lines


@pytest.mark.parametrize("path", [VERIFICATION, EVIDENCE])
def test_the_record_is_for_whoever_may_read_it(client: Client, bearer: Bearer, path: str) -> None:
    refused(client.get(path), 401, "sign_in_required")
    refused(client.get(path, headers=bearer("blueprint:*")), 403, "permission_denied")
    refused(client.get(f"{path}?x=1", headers=bearer("audit:read")), 400, "input_error")


def test_costly_calls_have_a_limit_of_their_own(
    client: Client, bearer: Bearer, configure: Callable[[str], None]
) -> None:
    configure("[server]\ncostly_per_hour = 2\n")
    headers = bearer("audit:read", "blueprint:read")
    first = client.get(VERIFICATION, headers=headers).headers
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    assert first["RateLimit-Policy"] == "2;w=3600"
    # Both routes count together, whatever token makes the calls.
    assert client.get(EVIDENCE, headers=bearer("audit:read")).status_code == 200
    third = client.get(VERIFICATION, headers=headers)
    error = refused(third, 429, "too_many_requests")
    assert (error["details"]["limit"], third.headers["RateLimit-Remaining"]) == (2, "0")
    assert int(third.headers["Retry-After"]) > 0
    other = client.get(PATH, headers=headers)
    assert (other.status_code, other.headers["RateLimit-Limit"]) == (200, "100")
