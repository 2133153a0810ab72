"""``dharma trust``: how far somebody is trusted, what they may do with that, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Format, OutputFormat
from dharma_core.cli.printing import answer, simple_table

if TYPE_CHECKING:
    from rich.console import Console

    from dharma_core.trust import Decision, Score

__all__ = ["register"]

_STYLE = {"allow": "green", "step_up": "yellow", "deny": "red"}
_ANY = "any"


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    group = typer.Typer(no_args_is_help=True, help="How far somebody is trusted, and why.")
    group.command("score")(score)
    group.command("verify")(verify)
    group.command("rules")(rules)
    group.command("history")(history)
    app.add_typer(group, name="trust")


def score(
    device: Annotated[str, typer.Option("--device", help="Device trust, 0 to 100.")],
    user: Annotated[str, typer.Option("--user", help="User trust, 0 to 100.")],
    context: Annotated[str, typer.Option("--context", help="Context trust, 0 to 100.")],
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Weigh three components: 0.35 device + 0.40 user + 0.25 context."""
    from dharma_core.trust import score_document
    from dharma_core.trust.score import component_of_text
    from dharma_core.workbench import Workbench

    typed = {"device": device, "user": user, "context": context}
    values = {name: component_of_text(name, text) for name, text in typed.items()}
    found = Workbench.open().trust_score(**values)

    def show(console: Console) -> None:
        console.print(f"Trust score {found.overall}: {found.level.value}")
        _show_lowered(console, found)

    answer(lambda: score_document(found), chosen, show)


def verify(
    user: Annotated[str, typer.Option("--user", help="Whose trust is asked about.")],
    resource: Annotated[
        str, typer.Option("--resource", help="Such as deployment, or blueprint:bp_1.")
    ],
    action: Annotated[str, typer.Option("--action", help="Such as read, update or delete.")],
    device: Annotated[
        str,
        typer.Option(
            "--device",
            metavar="FACTS",
            help="JSON or a file of it: compliance, disk_encrypted, firewall, patch_age_days, "
            "managed, jailbroken; or a number from 0 to 100.",
        ),
    ] = "{}",
    context: Annotated[
        str,
        typer.Option(
            "--context",
            metavar="FACTS",
            help="JSON or a file of it: second_factor, failed_logins, address, network, place, "
            "country, latitude, longitude, at, before, sensitivity, peer_group, session; or a "
            "number from 0 to 100.",
        ),
    ] = "{}",
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Say whether somebody may do something now, and record it; exit 1 unless it is allowed."""
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    posture, around = bench.trust_facts(device, "device"), bench.trust_facts(context, "context")
    found = bench.trust_verify(user, resource, action, device=posture, context=around)
    bench.trust_flush()
    answer(found.as_dict, chosen, lambda console: _show_decision(console, found))
    raise typer.Exit(int(not found.allowed))


def rules(chosen: Format = OutputFormat.TABLE) -> None:
    """List the access rules in force; of those that match, the strictest decides."""
    from dharma_core.workbench import Workbench

    found = Workbench.open().trust_rules()

    def show(console: Console) -> None:
        table = simple_table("Rule", "Resources", "Sensitivity", "Actions", "When", "Asks for")
        for rule in found.rules:
            factor = " and a second factor" if rule.second_factor else ""
            table.add_row(
                rule.id, ", ".join(sorted(rule.resources)) or _ANY,
                ", ".join(sorted(rule.sensitivities)) or _ANY,
                ", ".join(sorted(rule.actions)) or _ANY,
                ", ".join(sorted(rule.when)) or _ANY,
                f"{rule.requires.value} ({rule.requires.floor}){factor}",
            )  # fmt: skip
        console.print(table)

    answer(lambda: {"rules": [rule.as_dict() for rule in found.rules]}, chosen, show)


def history(
    user: Annotated[str, typer.Option("--user", help="Of one person only.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many.")] = 20,
    chosen: Format = OutputFormat.TABLE,
) -> None:
    """Show the newest trust decisions; of one person with the moments their trust changed."""
    from dharma_core.trust.drift import drift
    from dharma_core.workbench import Workbench

    bench = Workbench.open()
    found = bench.leaving(bench.trust_history(user or None, limit=limit))
    changes = drift(found).changes if user else ()

    def show(console: Console) -> None:
        table = simple_table("Time (UTC)", "Who", "What", "Decision", "Score", "Rule")
        for one in found:
            table.add_row(
                f"{one.at:%Y-%m-%d %H:%M:%S}", one.subject, f"{one.action} {one.resource}".strip(),
                one.decision.value, f"{one.score:.2f} {one.level.value}", one.rule,
            )  # fmt: skip
        console.print(table)
        for change in changes:
            console.print(f"{change.at:%Y-%m-%d %H:%M}: the usual score went {change.change}.")

    answer(
        lambda: {
            "evaluations": [one.as_dict() for one in found],
            "changes": [{"time": c.at.isoformat(), "change": c.change} for c in changes],
        },
        chosen,
        show,
    )


def _show_decision(console: Console, found: Decision) -> None:
    word = found.decision.value.replace("_", " ")
    console.print(f"{word.capitalize()} ({found.rule})", style=_STYLE[found.decision.value])
    for reason in found.reasons:
        console.print(f"  {reason}")
    _show_lowered(console, found.score)


def _show_lowered(console: Console, found: Score) -> None:
    from dharma_core.trust.explain import shown_lowerings

    lowered = shown_lowerings(found)
    if not lowered:
        return
    table = simple_table("Lowered by", "Points", right=("Points",))
    for low in lowered:
        table.add_row(low.reason, f"-{low.points}")
    console.print(table)
