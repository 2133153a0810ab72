"""Nobody without the right to read users gets a name from any export, in any form."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

import dharma_core
from dharma_core.audit import verify_chain
from dharma_core.audit.searching import EventQuery
from dharma_core.cli.main import invoke
from dharma_core.deployments.values import Deployment, DeploymentRequest, DeploymentState, LogLine
from dharma_core.errors import PermissionDenied
from dharma_core.finops.budgets import Budget
from dharma_core.finops.feedback import Feedback, Verdict
from dharma_core.identity import Actor, AttributeRule, Effect, passwords
from dharma_core.personal_data import PERSON_KEYS
from dharma_core.policies.waivers import Form, Waiver
from dharma_core.runners import notebook_runs
from dharma_core.workbench import Workbench, facade, leaving
from dharma_core.workbench.report_schedules import ReportWish
from tests.house import CHEAP, open_house

AT = datetime(2026, 3, 2, tzinfo=UTC)
RULE = "DH_AWS_S3_001"
DESIGN = """
name: shop
version: 1.0.0
provider: aws
region: eu-central-1
resources:
  - {name: files, type: aws_s3_bucket, properties: {bucket: shop-files}}
"""
# All that anybody may do, but for who other people are.
NO_NAMES = AttributeRule("no-names", Effect.DENY, "user:read")


class World:
    """What the owner Olga left behind, and who looks at it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        house = open_house()
        self.owner = replace(house.owner(), session="")
        bench = self.bench(self.owner)
        bench.change_user("olga", title="Olga Berg")
        self.account = bench.user("olga").id
        self.design = bench.save_blueprint(DESIGN).id
        self.waiver = bench.add_waiver(
            Waiver(RULE, "", Form.STORE, "Olga Berg agreed", AT.date().replace(year=2030),
                        "olga", "as olga said", "*", design="*")
        ).id  # fmt: skip
        bench.add_attribute_rule(
            AttributeRule("late", Effect.DENY, "sandbox:stop", users=("olga",))
        )
        bench.judge_anomaly(
            Feedback("web", "2026-03-01", "2026-03-02", Verdict.REAL, 0.9, "Olga Berg saw it")
        )
        bench.set_budget(Budget("platform", Decimal(100), owner="olga"))
        bench.schedule_report(ReportWish("03_cost_review", "0 7 1 * *"))
        bench.create_token("ci", ["blueprint:read"])
        bench.trust_verify("olga", "blueprint", "read")
        bench.trust_flush()
        draft = Deployment(
            "dep_1", "shop", DeploymentState.QUEUED, DeploymentRequest(), AT, AT, "olga",
            "default", reason="Approved by olga.",
        )  # fmt: skip
        with bench.store.transaction(self.owner) as uow:
            self.deployment = uow.deployments.add(draft).id
            line = LogLine(AT, "info", "Approved by olga.")
            uow.deployments.append_log(self.deployment, line)
        self.reader = Actor("dan", "default", ("owner",), rules=(NO_NAMES,))

    def bench(self, actor: Actor) -> Workbench:
        return Workbench.open(actor=actor)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patched:
        home = tmp_path_factory.mktemp("leaving")
        patched.setenv("DHARMA_HOME", str(home))
        patched.setenv("DHARMA_CWD", str(home))
        patched.delenv("DHARMA_DATABASE_URL", raising=False)
        patched.setattr(passwords, "COST", CHEAP)
        (home / "shop.yaml").write_text(DESIGN, encoding="utf-8")
        yield World(home)


@pytest.fixture
def world(made: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return the world, made once: each test has a home of its own otherwise."""
    monkeypatch.setenv("DHARMA_HOME", str(made.home))
    monkeypatch.setenv("DHARMA_CWD", str(made.home))
    return made


@pytest.fixture
def as_reader(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(facade, "actor_of_command_line", lambda *_: world.reader)
    return world


def _commands() -> list[list[str]]:
    check = [["check", "{design}", "--format", f] for f in _forms("check")]
    frames = [
        ["compliance", "{design}", "--framework", "SOC 2", "--format", f]
        for f in ("table", "json", "html")
    ]
    both = [
        ["waiver", "list"], ["rule", "list"], ["token", "list", "--all"], ["trust", "history"],
        ["blueprint", "list"], ["blueprint", "history", "{design}"], ["deploy", "list"],
        ["deploy", "status", "{deployment}"], ["audit", "tail", "--limit", "50"],
        ["audit", "cite", "dharma://waiver/{waiver}"], ["anomaly", "list"],
        ["budget", "list"], ["budget", "show", "platform"], ["report", "schedules"],
    ]  # fmt: skip
    told = [[*command, "--format", form] for command in both for form in ("table", "json")]
    exports = [["audit", "export"], ["audit", "export", "--no-redact"]]
    return [*check, *frames, *told, *exports]


def _forms(command: str) -> tuple[str, ...]:
    from dharma_core.views.check_formats import CHECK_FORMATS

    return ("table", *CHECK_FORMATS) if command == "check" else ()


@pytest.mark.parametrize("command", _commands(), ids=" ".join)
def test_no_command_names_anybody(as_reader, command, capsys) -> None:
    names = {n: getattr(as_reader, n) for n in ("design", "waiver", "deployment")}
    assert invoke([part.format(**names) for part in command]) in (0, 1), capsys.readouterr().err
    said = capsys.readouterr()
    assert said.out
    assert "olga" not in (said.out + said.err).lower()


@pytest.mark.parametrize("command", [["user", "list"], ["user", "links", "olga"]], ids=" ".join)
def test_what_is_about_people_alone_is_refused(as_reader, command, capsys) -> None:
    assert invoke(command) == 2
    assert "user:read" in capsys.readouterr().err


def test_an_account_s_id_stands_for_its_name_and_one_s_own_name_stays(as_reader) -> None:
    reader, owner = as_reader.bench(as_reader.reader), as_reader.bench(as_reader.owner)
    (waiver,) = reader.leaving(reader.waivers())
    assert (waiver.waiver.owner, waiver.user) == (as_reader.account, as_reader.account)
    assert waiver.waiver.reason == "(redacted) agreed"
    olga = as_reader.bench(replace(as_reader.owner, rules=(NO_NAMES,)))
    assert olga.leaving(olga.waivers()) == owner.waivers()


def test_whoever_may_read_users_gets_the_thing_itself(world) -> None:
    bench = world.bench(world.owner)
    found = bench.waivers()
    assert bench.leaving(found) is found
    assert found[0].waiver.owner == "olga"


def test_events_that_leave_keep_their_chain_without_names(as_reader, tmp_path: Path) -> None:
    bench = as_reader.bench(as_reader.reader)
    page = bench.search_events(EventQuery(), limit=100)
    kept = verify_chain(page.entries[::-1])
    assert kept.valid
    bench.export_evidence(tmp_path / "out", redacted=False)
    bench.export_events_to(tmp_path / "lines.jsonl", redacted=False)
    for file in (tmp_path / "out" / "events.jsonl", tmp_path / "lines.jsonl"):
        lines = file.read_text("utf-8").splitlines()
        assert len(lines) >= kept.events
        assert not any("olga" in line.lower() for line in lines)
        assert all(json.loads(line)["personal"]["user"]["salt"] is None for line in lines)


def test_a_kind_that_nobody_looked_at_does_not_leave(as_reader) -> None:
    with pytest.raises(TypeError, match="who is named in a Actor"):
        as_reader.bench(as_reader.reader).leaving(as_reader.owner)


_FIELD = re.compile(rf"^    (?:{'|'.join(PERSON_KEYS)}): ", re.MULTILINE)
# They name people and are no answer to anybody: they ask, they act, or become another kind.
ASK_OR_ACT = {"Actor", "Event", "EventQuery", "Outsider", "Person", "Question", "Who"}
# An owner or user there is a resource.
OF_DESIGNS = {"Companion", "Fit", "Fold", "GraphEdge", "Links", "Satellite"}
# An owner there is who a cost is allocated to: a team, an account, a cost centre.
OF_COSTS = {"Statement"}
INSIDE = ASK_OR_ACT | OF_DESIGNS | OF_COSTS


def test_every_kind_that_names_people_is_known() -> None:
    """A dataclass with a text field named as in PERSON_KEYS is told in `leaving`, or stays."""
    known = {kind.__name__ for kind in leaving._told.registry}
    found = {}
    for file in Path(dharma_core.__file__).parent.rglob("*.py"):
        text = file.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if _FIELD.search(text) else ():
            if isinstance(node, ast.ClassDef) and _names_people(node):
                found[node.name] = file.name
    assert {name: found[name] for name in set(found) - known - INSIDE} == {}
    assert INSIDE - set(found) == set()


def _names_people(node: ast.ClassDef) -> bool:
    marked = any("dataclass" in ast.unparse(mark) for mark in node.decorator_list)
    texts = (n for n in node.body if isinstance(n, ast.AnnAssign) and "str" in _type_of(n))
    return marked and any(ast.unparse(field.target) in PERSON_KEYS for field in texts)


def _type_of(node: ast.AnnAssign) -> str:
    return ast.unparse(node.annotation)


def test_a_refused_reader_is_on_record_and_a_masked_one_is_not(as_reader) -> None:
    bench = as_reader.bench(as_reader.reader)
    before = bench.events(limit=1)[0].seq
    bench.leaving(bench.waivers())
    assert bench.events(limit=1)[0].seq == before
    with pytest.raises(PermissionDenied):
        bench.users()
    assert bench.events(limit=1)[0].seq == before + 1


def test_what_a_notebook_put_out_names_nobody(as_reader, monkeypatch) -> None:
    said = {"output_type": "stream", "name": "stdout", "text": ["Olga and olga spent $5\n"]}
    document = {"cells": [{"cell_type": "code", "source": "", "outputs": [said]}]}
    monkeypatch.setattr(notebook_runs, "execute", lambda *_, **__: document)
    for actor, named in ((as_reader.owner, True), (as_reader.reader, False)):
        ran = as_reader.bench(actor).run_notebook("03_cost_review")
        assert ("olga" in json.dumps(ran.document).lower()) is named
        assert "spent $5" in json.dumps(ran.document)


# What they print names nobody to anybody: no column of a table and no key says who.
SILENT = {
    "blueprint list --format table",
    "budget list --format table",
    "budget show platform --format table", "deploy list --format table", "audit export",
    "compliance {design} --framework SOC 2 --format table",
    # Of waived findings that form says nothing.
    "check {design} --format gitlab", "check {design} --format gitlab-sast",
    "check {design} --format table",
}  # fmt: skip


@pytest.mark.parametrize("command", _commands(), ids=" ".join)
def test_the_same_commands_name_people_to_whoever_may_read_users(
    world, monkeypatch, command, capsys
) -> None:
    monkeypatch.setattr(facade, "actor_of_command_line", lambda *_: world.owner)
    names = {n: getattr(world, n) for n in ("design", "waiver", "deployment")}
    invoke([part.format(**names) for part in command])
    assert ("olga" in capsys.readouterr().out.lower()) is (" ".join(command) not in SILENT)
