"""No path to a write without the one gate: every public name of the workbench is in a table here.

A new method fails `test_every_public_name_is_in_one_table` until it is put where it belongs. What
is in WRITES and GUARDED_READS is called by somebody without a role and has to be refused before
anything changes; what is in FREE has to reach no sink, which is read from the code itself.
"""

from __future__ import annotations

import ast
import inspect
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dharma_core.audit.searching import EventQuery
from dharma_core.deployments.values import DeploymentRequest
from dharma_core.errors import PermissionDenied
from dharma_core.events import EventType
from dharma_core.finops.budgets import Budget
from dharma_core.finops.daily_series import By
from dharma_core.finops.feedback import Feedback, Verdict
from dharma_core.forecasting.anomalies.episodes import EpisodeRules
from dharma_core.forecasting.outlook import Ask
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.identity import Actor, AttributeRule, Effect
from dharma_core.policies.findings import CheckReport
from dharma_core.policies.waivers import Form, Waiver
from dharma_core.storage.store import Store
from dharma_core.workbench import Workbench
from dharma_core.workbench.report_schedules import ReportWish
from dharma_core.workbench.reports import RunNotebook

NOBODY = Actor("nils", "default", ())
OUT = Path("written.txt")
FILES = Generation("terraform", (GeneratedFile("main.tf", "# x"),))
WAIVER = Waiver("DH_AWS_S3_001", "", Form.STORE, "why")
FEEDBACK = Feedback("web", "2026-03-01", "2026-03-02", Verdict.REAL, 0.9)
RULE = AttributeRule("nights", Effect.DENY, "deployment:create")


def _plan(bench):
    return bench.read("serverless-api")


def _draft(bench):
    return bench.draft_blueprint(_plan(bench), name="imported")


def _savings(bench):
    report = bench.savings(bench.read("three-tier-web"))
    return bench.apply_savings(report, [report.advice[0].id])


WRITES = {
    "add_attribute_rule": lambda b: b.add_attribute_rule(RULE),
    "add_waiver": lambda b: b.add_waiver(WAIVER),
    "tell_new_anomalies": lambda b: b.tell_new_anomalies(),
    "judge_anomaly": lambda b: b.judge_anomaly(FEEDBACK),
    "apply_fixes": lambda b: b.apply_fixes(b.fixes("serverless-api")),
    "apply_savings": _savings,
    "approve_deployment": lambda b: b.approve_deployment("dep_x"),
    "check_budgets": lambda b: b.check_budgets(),
    "set_budget": lambda b: b.set_budget(Budget("platform", Decimal(100))),
    "remove_budget": lambda b: b.remove_budget("platform"),
    "cancel_deployment": lambda b: b.cancel_deployment("dep_x"),
    "change_password": lambda b: b.change_password("old", "tall violet kettle"),
    "change_role": lambda b: b.change_role("reviewer", ["blueprint:read"]),
    "change_user": lambda b: b.change_user("ann", roles=["admin"]),
    "clone_blueprint": lambda b: b.clone_blueprint("serverless-api", "copy"),
    "confirm_second_factor": lambda b: b.confirm_second_factor("123456"),
    "create_service_account": lambda b: b.create_service_account("ci", ["blueprint:read"]),
    "create_token": lambda b: b.create_token("ci", ["blueprint:read"]),
    "create_role": lambda b: b.create_role("reviewer", ["blueprint:read"]),
    "create_tenant": lambda b: b.create_tenant("other", "eve"),
    "create_user": lambda b: b.create_user("bob", roles=["viewer"]),
    "delete_blueprint": lambda b: b.delete_blueprint("bp_x"),
    "delete_role": lambda b: b.delete_role("reviewer"),
    "delete_user": lambda b: b.delete_user("ann"),
    "deploy": lambda b: b.deploy(_plan(b), DeploymentRequest()),
    "disable_service_account": lambda b: b.disable_service_account("ci"),
    "disable_user": lambda b: b.disable_user("ann"),
    "drop_policy": lambda b: b.drop_policy("mine"),
    "enable_user": lambda b: b.enable_user("ann"),
    "end_other_sessions": lambda b: b.end_other_sessions(),
    "end_own_session": lambda b: b.end_own_session("ses_x"),
    "end_user_sessions": lambda b: b.end_user_sessions("ann"),
    "archive_events": lambda b: b.archive_events(),
    "export_events_to": lambda b: b.export_events_to(OUT),
    "export_evidence": lambda b: b.export_evidence(Path("out")),
    "import_bills": lambda b: b.import_bills([Path("design.yaml")]),
    "import_sample_bill": lambda b: b.import_sample_bill(),
    "set_sample_budgets": lambda b: b.set_sample_budgets(),
    "import_prices": lambda b: b.import_prices([Path("prices.json")]),
    "link_outside_account": lambda b: b.link_outside_account("ann", "acme", "7"),
    "issue_service_tokens": lambda b: b.issue_service_tokens("ci"),
    "keep_policy": lambda b: b.keep_policy("mine", "package a\ndeny[x] { x := 1 }"),
    "run_due_reports": lambda b: b.run_due_reports(),
    "schedule_report": lambda b: b.schedule_report(ReportWish("03_cost_review", "0 7 1 * *")),
    "unschedule_report": lambda b: b.unschedule_report("cost-review"),
    "run_notebook": lambda b: b.run_notebook("08_monthly_cost_review"),
    "write_report": lambda b: b.write_report(RunNotebook("a.ipynb", "", {}, {}, b.now()), "", OUT),
    "mark_blueprint": lambda b: b.mark_blueprint("bp_x", status="published"),
    "put_blueprint": lambda b: b.put_blueprint(b.template("serverless-api")),
    "put_blueprint_once": lambda b: b.put_blueprint_once(b.template("serverless-api"), "key"),
    "recover_blueprint": lambda b: b.recover_blueprint("bp_x"),
    "redact_person": lambda b: b.redact_person("ann"),
    "remove_attribute_rule": lambda b: b.remove_attribute_rule("nights"),
    "remove_second_factor": lambda b: b.remove_second_factor("old", "123456"),
    "remove_waiver": lambda b: b.remove_waiver("wv_x"),
    "renew_recovery_codes": lambda b: b.renew_recovery_codes("old"),
    "reset_user": lambda b: b.reset_user("ann"),
    "restore_blueprint": lambda b: b.restore_blueprint("bp_x", "1.0.0"),
    "revoke_token": lambda b: b.revoke_token("tok_x"),
    "rewrap_keys": lambda b: b.rewrap_keys(),
    "rotate_keys": lambda b: b.rotate_keys(),
    "rotate_audit_key": lambda b: b.rotate_audit_key(),
    "sandbox_stop": lambda b: b.sandbox_stop(),
    "save_blueprint": lambda b: b.save_blueprint(b.template("serverless-api")),
    "save_blueprint_file": lambda b: b.save_blueprint_file(Path("design.yaml")),
    "save_draft": lambda b: b.save_draft(*b.open_draft("serverless-api")),
    "save_imported": lambda b: b.save_imported(_draft(b)),
    "sign_audit": lambda b: b.sign_audit(),
    "start_second_factor": lambda b: b.start_second_factor("old"),
    "start_worker": lambda b: b.start_worker(),
    "stop_worker": lambda b: b.stop_worker(),
    "test_alerts": lambda b: b.test_alerts(),
    "tag_blueprint": lambda b: b.tag_blueprint("bp_x", "live"),
    "unlink_outside_account": lambda b: b.unlink_outside_account("ann", "out_x"),
    "untag_blueprint": lambda b: b.untag_blueprint("bp_x", "live"),
    "write_baseline": lambda b: b.write_baseline(CheckReport((), (), 0), OUT),
    "write_files": lambda b: b.write_files(FILES, Path("out")),
    "write_new_text": lambda b: b.write_new_text(OUT, "text"),
    "write_sample_bill": lambda b: b.write_sample_bill(
        Path("bill"), rows=400, months=1, seed=0, first_month=date(2025, 1, 1)
    ),
    "write_policy": lambda b: b.write_policy(_wish(), Path("policies")),
    "write_text": lambda b: b.write_text(OUT, "text"),
}
# They write only an event, and only about a stored design.
RECORDED = {
    "check": lambda b, plan: b.check(plan),
    "compare": lambda b, plan: b.compare(plan, plan),
    "estimate": lambda b, plan: b.estimate(plan),
    "generate": lambda b, plan: b.generate(plan, "terraform", checks=False),
    "savings": lambda b, plan: b.savings(plan),
}
GUARDED_READS = {
    "backtest_costs": lambda b: b.backtest_costs(By.TOTAL, Ask(30)),
    "plan_commitments": lambda b: b.plan_commitments(),
    "attribute_rules": lambda b: b.attribute_rules(),
    "audit_keys": lambda b: b.audit_keys(),
    "billing": lambda b: b.billing(),
    "billing_dimensions": lambda b: b.billing_dimensions(),
    "billing_stamp": lambda b: b.billing_stamp(),
    "cost_anomalies": lambda b: b.cost_anomalies(EpisodeRules()),
    "forecast_costs": lambda b: b.forecast_costs(By.TOTAL, Ask(30)),
    "billing_summary": lambda b: b.billing_summary(),
    "usage_from_bill": lambda b: b.usage_from_bill(_plan(b)),
    "blueprint": lambda b: b.blueprint("bp_x"),
    "blueprint_history": lambda b: b.blueprint_history("bp_x"),
    "blueprints": lambda b: b.blueprints(),
    "budget_standing": lambda b: b.budget_standing("platform"),
    "budget_standings": lambda b: b.budget_standings(),
    "budgets": lambda b: b.budgets(),
    "cite": lambda b: b.cite("dharma://estimate/bp_x"),
    "deployment": lambda b: b.deployment("dep_x"),
    "deployment_log": lambda b: b.deployment_log("dep_x"),
    "deployments": lambda b: b.deployments(),
    "diff_blueprint": lambda b: b.diff_blueprint("bp_x", "1.0.0", "1.1.0"),
    "diff_documents": lambda b: b.diff_documents("bp_x", "1.0.0", "1.1.0"),
    "events": lambda b: b.events(),
    "cost_sharing": lambda b: b.cost_sharing(),
    "cost_sharing_text": lambda b: b.cost_sharing_text(),
    "divided_bill": lambda b: b.divided_bill(),
    "explore_bills": lambda b: b.explore_bills(None),
    "export_events": lambda b: list(b.export_events()),
    "finops_review": lambda b: b.finops_review(),
    "landed_review": lambda b: b.landed_review(None),
    "month_anomalies": lambda b: b.month_anomalies(),
    "untaught_anomalies": lambda b: b.untaught_anomalies(EpisodeRules()),
    "outside_accounts": lambda b: b.outside_accounts("ann"),
    "master_keys": lambda b: b.master_keys(),
    "own_sessions": lambda b: b.own_sessions(),
    "profile": lambda b: b.profile(),
    "propose_version": lambda b: b.propose_version(b.template("serverless-api"), id="bp_x"),
    "recovery_codes_left": lambda b: b.recovery_codes_left(),
    "report_file": lambda b: b.report_file("run_x"),
    "report_runs": lambda b: b.report_runs("cost-review"),
    "report_schedules": lambda b: b.report_schedules(),
    "roles": lambda b: b.roles(),
    "service_accounts": lambda b: b.service_accounts(),
    "search_events": lambda b: b.search_events(EventQuery()),
    "security_events": lambda b: b.security_events(),
    "team_roles": lambda b: b.team_roles(),
    "tokens": lambda b: b.tokens(),
    "trust_distribution": lambda b: b.trust_distribution(),
    "trust_drift": lambda b: b.trust_drift("ann"),
    "trust_history": lambda b: b.trust_history(),
    "trust_if_bar_rose": lambda b: b.trust_if_bar_rose(),
    "trust_verify": lambda b: b.trust_verify("ann", "blueprint", "read"),
    "user": lambda b: b.user("ann"),
    "user_sessions": lambda b: b.user_sessions("ann"),
    "users": lambda b: b.users(),
    "verify_audit": lambda b: b.verify_audit(),
    "waivers": lambda b: b.waivers(),
    "anomalies_in_billing": lambda b: b.anomalies_in_billing(EpisodeRules()),
    "anomaly_feedback": lambda b: b.anomaly_feedback(),
    "anomaly_thresholds": lambda b: b.anomaly_thresholds(base=0.5),
}
# They read bundled facts, files that the caller can read anyway, and stored designs through
# `_find_stored`, which asks the gate.
FREE = {
    "assess_draft", "baseline", "blueprint_text", "budget_for", "check_generation", "check_prices",
    "check_usage", "cluster_cost", "compliance", "design_in", "draft_blueprint", "draft_policy",
    "draft_usage", "drawable", "excerpts", "find_prices", "fixes", "framework", "frameworks", "now",
    "open_draft", "open_template", "own_policies", "plan_fixes", "price_books", "price_overrides",
    "read", "read_folder", "read_text", "read_upload", "retarget", "rule", "rules", "sample",
    "sandbox_status", "side_by_side", "sketch", "source_texts", "template", "templates",
    "test_policies", "trust_facts", "trust_rules", "trust_score", "try_policy", "upload_texts",
    "usage_file_text", "validate_bills", "waived", "waiver_stamp", "ways_to_pay", "anomalies_in",
    "forecast_of", "report_notebooks", "may_open_report", "report_place",
}  # fmt: skip
# The gate itself, the way in, and what everything else stands on.
GROUND = {
    "allow",
    "audit_home",
    "trust_flush",
    "trust_warm",
    "catalog",
    "leaving",
    "may_name_people",
    "open",
    "prepare_check",
    "price_book",
    "sizes",
    "store",
    "has_bill",
    "store_exists",
}


def _wish():
    from dharma_core.policies.drafting import PolicyWish

    return PolicyWish("TEAM_S3_009", "aws_s3_bucket", "bucket")


def test_every_public_name_is_in_one_table():
    tables = [WRITES, RECORDED, GUARDED_READS, FREE, GROUND]
    named = [name for table in tables for name in table]
    public = {name for name in dir(Workbench) if not name.startswith("_")}
    assert public - set(named) == set(), "put these into the table where they belong"
    assert set(named) - public == set()
    assert len(named) == len(set(named))


@pytest.fixture
def touched(monkeypatch, tmp_path):
    """Return what was written: transactions opened and files made, in order."""
    seen = []
    real = Store.transaction

    def watched(self, actor=None):
        caller = inspect.stack()[1].function
        seen.append(f"transaction of {caller}")
        return real(self, actor)

    monkeypatch.setattr(Store, "transaction", watched)
    monkeypatch.chdir(tmp_path)
    return seen


@pytest.mark.parametrize("call", (WRITES | GUARDED_READS).values(), ids=WRITES | GUARDED_READS)
def test_somebody_without_a_role_is_refused_before_anything_changes(call, touched, tmp_path):
    (tmp_path / "design.yaml").write_text(Workbench.open().template("serverless-api"), "utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(PermissionDenied, match="nils"):
        call(Workbench.open(actor=NOBODY, cwd=tmp_path))
    assert touched == ["transaction of _record_refusal"]
    assert sorted(tmp_path.rglob("*")) == before
    kept = Workbench.open().events()
    assert [(e.event.type, e.event.success) for e in kept] == [(EventType.PERMISSION_DENIED, False)]


@pytest.mark.parametrize("call", RECORDED.values(), ids=RECORDED)
def test_a_judgement_of_a_stored_design_needs_the_right_to_read_it(call, touched):
    bench = Workbench.open()
    stored = bench.save_blueprint(bench.template("serverless-api"))
    plan = bench.read(stored.id)
    touched.clear()
    with pytest.raises(PermissionDenied, match="blueprint:read"):
        call(Workbench.open(actor=NOBODY), plan)
    assert touched == ["transaction of _record_refusal"]


# What changes something: each of these may be reached only behind `allow`.
SINKS = {
    "transaction", "replacing", "write_files", "write_bytes", "mkdir", "unlink", "rename", "rmtree",
    "submit", "approve", "cancel", "try_start", "take_in",
    "checkpoint", "commit", "retire", "staging", "redact_person", "export_to",
}  # fmt: skip
PACKAGE = Path(inspect.getfile(Workbench)).parent


def _methods():
    """Return every function of the mixins: name -> its syntax."""
    found = {}
    for owner in Workbench.__mro__[:-1]:
        tree = ast.parse(Path(inspect.getfile(owner)).read_text("utf-8"))
        classes = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
        (body,) = [n.body for n in classes if n.name == owner.__name__]
        found |= {n.name: n for n in body if isinstance(n, ast.FunctionDef) and n.name not in found}
    return found


def _calls(function):
    """Yield what a function calls, in the order of its lines."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        target = call.func
        if isinstance(target, ast.Attribute):
            own = isinstance(target.value, ast.Name) and target.value.id == "self"
            yield target.attr, own
        elif isinstance(target, ast.Name):
            yield target.id, False


def _before_the_gate(name, methods, seen=()):
    """Return the sinks that a method reaches before it asks the gate, and whether it asks."""
    reached = set()
    for called, own in _calls(methods[name]):
        if own and called == "allow":
            return reached, True
        if own and called in methods and called not in seen:
            below, asked = _before_the_gate(called, methods, (*seen, name))
            reached |= below
            if asked:
                return reached, True
        elif called in SINKS:
            reached.add(called)
    return reached, False


@pytest.mark.parametrize("name", sorted({*WRITES, *RECORDED, *GUARDED_READS, *FREE}))
def test_no_method_reaches_a_write_before_it_asks_the_gate(name):
    assert _before_the_gate(name, _methods())[0] == set()


def test_the_reading_of_the_code_finds_a_write_that_nobody_asked_about():
    late = "def a(self):\n    self._b()\ndef _b(self):\n    s.transaction()\n    self.allow('x')"
    early = "def a(self):\n    self._b()\n    s.unlink()\ndef _b(self):\n    self.allow('x')"
    found = [{n.name: n for n in ast.parse(code).body} for code in (late, early)]
    assert [_before_the_gate("a", methods)[0] for methods in found] == [{"transaction"}, set()]


def test_no_face_opens_a_transaction_of_its_own(repository):
    faces = [repository / "app", repository / "pages", repository / "dharma_core" / "cli"]
    guilty = [
        path.name
        for face in faces
        for path in face.rglob("*.py")
        if ".transaction(" in path.read_text("utf-8")
        or ".store.reading(" in path.read_text("utf-8")
    ]
    assert guilty == []
