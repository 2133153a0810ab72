"""Blueprints over HTTP: read, write, and every way a call can be refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dharma_core.workbench import Workbench
from tests.unit.app.conftest import DESIGN, Client

PATH = "/api/v1/blueprints"
YAML = {"Content-Type": "application/yaml"}
JSON = {"Content-Type": "application/json"}
Bearer = Callable[..., dict[str, str]]


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Assert the one error shape and return it."""
    assert answer.status_code == status, answer.text
    error: dict[str, Any] = answer.json()["error"]
    assert set(error) == {
        "code", "message", "next_step", "details", "correlation_id", "timestamp",
    }  # fmt: skip
    assert error["code"] == code
    assert error["correlation_id"] == answer.headers["X-Correlation-ID"]
    return error


def test_a_token_reads_the_blueprints_of_its_tenant(
    client: Client, bearer: Bearer, bench: Workbench
) -> None:
    saved = bench.save_blueprint(DESIGN)
    answer = client.get(PATH, headers=bearer("blueprint:read"))
    assert answer.status_code == 200
    document = answer.json()
    assert [row["id"] for row in document["blueprints"]] == [saved.id]
    assert (document["page"], document["pages"], document["total"]) == (1, 1, 1)
    one = client.get(f"{PATH}/{saved.id}", headers=bearer("blueprint:read")).json()
    assert one["document"]["resources"][0]["name"] == "store"


def test_a_token_that_may_not_read_users_gets_no_names(
    client: Client, bearer: Bearer, bench: Workbench
) -> None:
    other = Workbench.open(actor=replace(bench.actor, user="ann"))
    saved = other.save_blueprint(DESIGN)
    narrow, wide = bearer("blueprint:read"), bearer("blueprint:read", "user:read")
    for path in (PATH, f"{PATH}/{saved.id}"):
        assert '"owner": "ann"' in client.get(path, headers=wide).text
        assert '"owner": "(redacted)"' in client.get(path, headers=narrow).text


def test_a_call_without_a_token_is_told_how_to_get_one_even_in_demo_mode(
    client: Client,
) -> None:
    error = refused(client.get(PATH), 401, "sign_in_required")
    assert "dharma token create" in error["next_step"]
    assert client.get(PATH).headers["WWW-Authenticate"].startswith("Bearer")


def test_every_answer_carries_the_security_headers(client: Client) -> None:
    headers = client.get(PATH).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_only_https_is_told_to_stay_https(client: Client) -> None:
    headers = client.get(f"https://localhost{PATH}").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_new_blueprint_is_created_and_the_same_again_changes_nothing(
    client: Client, bearer: Bearer
) -> None:
    headers = bearer("blueprint:*") | YAML
    first = client.post(PATH, content=DESIGN, headers=headers)
    assert first.status_code == 201, first.text
    assert first.headers["Location"] == f"{PATH}/{first.json()['id']}"
    again = client.post(PATH, content=DESIGN, headers=headers)
    assert (again.status_code, again.json()["version"]) == (200, "1.0.0")


def test_json_updates_a_blueprint_by_its_id(client: Client, bearer: Bearer) -> None:
    headers = bearer("blueprint:*")
    made = client.post(PATH, content=DESIGN, headers=headers | YAML).json()
    document = made["document"] | {"description": "For the shop."}
    answer = client.post(f"{PATH}?id={made['id']}", json=document, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["version"] == "1.0.1"


def test_a_change_on_an_older_version_is_a_conflict(client: Client, bearer: Bearer) -> None:
    headers = bearer("blueprint:*") | YAML
    made = client.post(PATH, content=DESIGN, headers=headers).json()
    changed = DESIGN + "description: one\n"
    where = f"{PATH}?id={made['id']}&expected_version=1.0.0"
    assert client.post(where, content=changed, headers=headers).status_code == 200
    error = refused(
        client.post(where, content=DESIGN + "description: two\n", headers=headers), 409, "conflict"
    )
    assert error["details"] == {"current": "1.0.1", "expected": "1.0.0"}


def test_a_read_with_the_tag_of_what_one_has_is_not_sent_again(
    client: Client, bearer: Bearer, bench: Workbench
) -> None:
    saved = bench.save_blueprint(DESIGN)
    headers = bearer("blueprint:read")
    tag = client.get(f"{PATH}/{saved.id}", headers=headers).headers["ETag"]
    again = client.get(f"{PATH}/{saved.id}", headers=headers | {"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    bench.mark_blueprint(saved.id, status="published")
    fresh = client.get(f"{PATH}/{saved.id}", headers=headers | {"If-None-Match": tag})
    assert fresh.status_code == 200


def test_a_scope_that_only_reads_writes_nothing(
    client: Client, bearer: Bearer, bench: Workbench
) -> None:
    headers = bearer("blueprint:read") | YAML
    refused(client.post(PATH, content=DESIGN, headers=headers), 403, "permission_denied")
    assert bench.blueprints().total == 0
    assert bench.events()[0].event.type.value == "PermissionDenied"


def test_a_scope_that_only_creates_does_not_save_over_what_is_there(
    client: Client, bearer: Bearer, bench: Workbench
) -> None:
    saved = bench.save_blueprint(DESIGN)
    headers = bearer("blueprint:create", "blueprint:read") | YAML
    changed = DESIGN + "description: taken over\n"
    refused(client.post(PATH, content=changed, headers=headers), 403, "permission_denied")
    assert bench.blueprint(saved.id).version == "1.0.0"


def test_an_unknown_id_is_not_found(client: Client, bearer: Bearer) -> None:
    refused(client.get(f"{PATH}/bp_nothing", headers=bearer()), 404, "not_found")
    refused(client.get("/api/v2/blueprints"), 404, "not_found")


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=x", "page=1.5", "page=99999999999", "page_size=201",
        "page=%D9%A1", "unknown=1", "page=1&page=2", "search=" + "a" * 201,
    ],
)  # fmt: skip
def test_a_malformed_parameter_is_named(client: Client, bearer: Bearer, query: str) -> None:
    refused(client.get(f"{PATH}?{query}", headers=bearer()), 400, "input_error")


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "multipart/form-data", "application/json; charset=utf-16"]
)
def test_a_body_of_another_type_is_refused(client: Client, bearer: Bearer, kind: str) -> None:
    headers = bearer() | {"Content-Type": kind}
    refused(client.post(PATH, content=b"{}", headers=headers), 415, "unsupported_media_type")


def test_a_compressed_body_is_refused(client: Client, bearer: Bearer) -> None:
    headers = bearer() | JSON | {"Content-Encoding": "gzip"}
    refused(client.post(PATH, content=b"{}", headers=headers), 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "body",
    [b"", b"  ", b"\xff\xfe", b"[" * 65 + b"]" * 65, b'{"a":' * 100_000, b"[" * 500_000],
    ids=["empty", "blank", "no UTF-8", "65 deep", "open objects", "open lists"],
)
def test_a_body_that_is_no_request_is_malformed(
    client: Client, bearer: Bearer, body: bytes
) -> None:
    refused(client.post(PATH, content=body, headers=bearer() | JSON), 400, "input_error")


@pytest.mark.parametrize(
    "body",
    [
        b"{", b'{"name": NaN}', b'{"name": "a", "name": "b"}', b"[]", b"null", b'"text"',
        b'{"name": "x"}', b'{"name": 5, "resources": {}}', b"{}", b'{"name": "\\ud800"}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_blueprint_is_told_why(
    client: Client, bearer: Bearer, bench: Workbench, body: bytes
) -> None:
    refused(client.post(PATH, content=body, headers=bearer() | JSON), 422, "input_error")
    assert bench.blueprints().total == 0


def test_64_levels_of_json_are_read_and_brackets_in_text_are_no_levels(
    client: Client, bearer: Bearer
) -> None:
    body = b'{"name": "' + b"[" * 200 + b'\\"", "a": ' + b"[" * 63 + b"]" * 63 + b"}"
    refused(client.post(PATH, content=body, headers=bearer() | JSON), 422, "input_error")


def test_a_body_over_the_limit_is_not_read_to_its_end(
    client: Client, bearer: Bearer, configure: Callable[[str], None]
) -> None:
    configure("[server]\nrequest_bytes = 2048\n")
    read: list[int] = []

    async def parts() -> Any:
        for number in range(100):
            read.append(number)
            yield b" " * 1024

    answer = client.post(PATH, content=parts(), headers=bearer() | YAML)
    error = refused(answer, 413, "request_too_large")
    assert read == [0, 1, 2]
    assert error["details"] == {"allowed_bytes": 2048}
    said = client.post(PATH, content=b" " * 2049, headers=bearer() | YAML)
    refused(said, 413, "request_too_large")
    exact = client.post(PATH, content=b" " * 2048, headers=bearer() | YAML)
    refused(exact, 400, "input_error")


def test_a_correlation_id_that_is_well_formed_ties_the_call_to_its_events(
    client: Client, bearer: Bearer, bench: Workbench
) -> None:
    headers = bearer() | YAML | {"X-Correlation-ID": "ci-run.4711"}
    answer = client.post(PATH, content=DESIGN, headers=headers)
    assert answer.headers["X-Correlation-ID"] == "ci-run.4711"
    created = bench.events()[0].event
    assert (created.type.value, created.correlation_id) == ("BlueprintCreated", "ci-run.4711")
    assert created.address == "203.0.113.7"


@pytest.mark.parametrize("said", ["short", "a" * 65, "cor 1234567", "-cor12345", "<script>12"])
def test_a_malformed_correlation_id_is_replaced(client: Client, said: str) -> None:
    found = client.get(PATH, headers={"X-Correlation-ID": said}).headers["X-Correlation-ID"]
    assert found.startswith("cor_")


def test_a_repeated_request_with_its_key_is_answered_and_not_done_again(
    client: Client, bearer: Bearer, bench: Workbench
) -> None:
    headers = bearer() | YAML | {"Idempotency-Key": "run-1"}
    first = client.post(PATH, content=DESIGN, headers=headers)
    bench.delete_blueprint(bench.save_blueprint(DESIGN.replace("shop\n", "other\n", 1)).id)
    count = len(bench.events(limit=1000))
    again = client.post(PATH, content=DESIGN, headers=headers)
    assert (again.status_code, again.content) == (201, first.content)
    assert len(bench.events(limit=1000)) == count


def test_a_key_of_another_request_is_refused(client: Client, bearer: Bearer) -> None:
    headers = bearer() | YAML | {"Idempotency-Key": "run-1"}
    client.post(PATH, content=DESIGN, headers=headers)
    other = client.post(PATH, content=DESIGN + "description: x\n", headers=headers)
    refused(other, 422, "input_error")


def test_a_request_that_failed_may_be_repeated_with_its_key(client: Client, bearer: Bearer) -> None:
    headers = bearer() | YAML | {"Idempotency-Key": "run-1"}
    broken = client.post(PATH, content="name: shop\n", headers=headers)
    refused(broken, 422, "input_error")
    again = client.post(PATH, content="name: shop\n", headers=headers)
    assert "at work" not in refused(again, 422, "input_error")["message"]


@pytest.mark.parametrize("key", ["", "a b", "x" * 201])
def test_a_key_that_is_none_is_malformed(client: Client, bearer: Bearer, key: str) -> None:
    headers = bearer() | YAML | {"Idempotency-Key": key}
    refused(client.post(PATH, content=DESIGN, headers=headers), 400, "input_error")


def test_calls_beyond_the_tier_wait_and_the_headers_say_how_long(
    client: Client, bearer: Bearer, configure: Callable[[str], None]
) -> None:
    configure("[server]\ntiers = {free = 2}\n")
    headers = bearer()
    first = client.get(PATH, headers=headers).headers
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    assert first["RateLimit-Policy"] == "2;w=3600"
    assert client.get(PATH, headers=headers).headers["RateLimit-Remaining"] == "0"
    third = client.get(PATH, headers=headers)
    refused(third, 429, "too_many_requests")
    assert 0 < int(third.headers["Retry-After"]) <= 1800
    assert third.headers["RateLimit-Remaining"] == "0"
    # Another token of the same user has no calls of its own.
    refused(client.get(PATH, headers=bearer()), 429, "too_many_requests")


def test_an_address_that_calls_without_end_is_stopped_before_it_is_known(
    client: Client, bearer: Bearer, configure: Callable[[str], None]
) -> None:
    configure("[server]\naddress_per_15_minutes = 3\n")
    for _ in range(3):
        assert client.get(PATH).status_code == 401
    answer = client.get(PATH, headers=bearer())
    error = refused(answer, 429, "too_many_requests")
    assert error["details"]["window_s"] == 900
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "", "127.0.0.1.nip.io"])
def test_a_server_called_by_another_name_answers_nothing(client: Client, host: str) -> None:
    answer = client.get(PATH, headers={"Host": host})
    refused(answer, 400, "input_error")


def test_a_defect_of_ours_shows_an_id_and_nothing_of_its_inside(
    client: Client, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError("password=hunter2 in /srv/dharma")

    headers = bearer()
    monkeypatch.setattr(Workbench, "blueprints", fail)
    answer = client.get(PATH, headers=headers)
    refused(answer, 500, "error")
    assert "hunter2" not in answer.text
    assert "/srv" not in answer.text


@pytest.mark.parametrize(
    "text",
    ["'; DROP TABLE blueprints; --", '" OR 1=1 --', "%27%20UNION%20SELECT", "\\'; --"],
)
def test_sql_in_a_search_or_an_id_finds_nothing_and_harms_nothing(
    client: Client, bearer: Bearer, bench: Workbench, text: str
) -> None:
    bench.save_blueprint(DESIGN)
    headers = bearer()
    found = client.get(PATH, params={"search": text}, headers=headers)
    assert (found.status_code, found.json()["total"]) == (200, 0)
    refused(client.get(f"{PATH}/{text}", headers=headers), 404, "not_found")
    assert bench.blueprints().total == 1


SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "field",
    [
        {"description": SCRIPT},
        {"author": SCRIPT},
        {"tags": {"Owner": SCRIPT}},
        {"tags": {SCRIPT: "x"}},
        {"variables": {"a": {"type": "string", "description": SCRIPT}}},
        {"outputs": {"a": {"value": "x", "description": SCRIPT}}},
        {"name": SCRIPT},
        {"region": SCRIPT},
        {"version": SCRIPT},
    ],
    ids="-".join,
)
def test_script_in_a_text_field_of_a_blueprint_is_refused(
    client: Client, bearer: Bearer, bench: Workbench, field: dict[str, Any]
) -> None:
    bucket = {"name": "store", "type": "aws_s3_bucket", "properties": {"bucket": "shop"}}
    document = {
        "name": "shop", "version": "1.0.0", "provider": "aws", "region": "eu-west-1",
        "resources": [bucket],
    } | field  # fmt: skip
    refused(client.post(PATH, json=document, headers=bearer()), 422, "input_error")
    assert bench.blueprints().total == 0


def test_an_answer_is_json_that_no_browser_takes_for_a_page(client: Client, bearer: Bearer) -> None:
    answer = client.get(PATH, params={"search": SCRIPT}, headers=bearer())
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_token_of_another_tenant_finds_and_changes_nothing(
    client: Client, bench: Workbench
) -> None:
    from dharma_core.identity import Actor
    from dharma_core.workbench.new_accounts import new_account

    saved = bench.save_blueprint(DESIGN)
    with bench.store.transaction(Actor("setup", "elsewhere", ("owner",))) as uow:
        uow.identity.accounts.add(new_account("eve", roles=("admin",)))
    eve = Workbench(bench.settings, Actor("eve", "elsewhere", ("admin",)), bench.cwd)
    _, secret = eve.create_token("spy", ["blueprint:*"])
    headers = {"Authorization": f"Bearer {secret.text}"}
    assert client.get(PATH, headers=headers).json()["total"] == 0
    refused(client.get(f"{PATH}/{saved.id}", headers=headers), 404, "not_found")
    where = f"{PATH}?id={saved.id}"
    refused(client.post(where, content=DESIGN, headers=headers | YAML), 404, "not_found")
    bench.mark_blueprint(saved.id, visibility="public")
    found = client.get(f"{PATH}/{saved.id}", headers=headers).json()
    assert (found["author"], found["owner"]) == ("(redacted)", "(redacted)")
    assert client.get(PATH, headers=headers).json()["blueprints"][0]["owner"] == "(redacted)"
    refused(client.post(where, content=DESIGN, headers=headers | YAML), 404, "not_found")
    eve.store.close()


def test_secrets_are_shown_to_a_token_that_may_see_them_and_masked_to_others(
    client: Client, bearer: Bearer, bench: Workbench
) -> None:
    secret = "variables: {key: {type: string, sensitive: true, default: k-4711}}\n"
    saved = bench.save_blueprint(DESIGN + secret)
    path = f"{PATH}/{saved.id}"
    assert "k-4711" not in client.get(path, headers=bearer("blueprint:read")).text
    both = bearer("blueprint:read", "blueprint:reveal")
    assert "k-4711" in client.get(path, headers=both).text
