"""Users and roles: who may sign in, what their roles grant, what narrows them."""

from __future__ import annotations

import streamlit as st

from app.session import workbench
from app.widgets.frame import context_line, figures, heading
from app.widgets.messages import empty, guarded, say_now
from app.widgets.people import add_user, care_for_user
from app.widgets.roles import roles
from app.widgets.tables import table
from app.widgets.team_rules import team_rules
from dharma_core.views.people import people_headlines, users_table
from dharma_core.views.words import count
from dharma_core.workbench import Workbench


def page() -> None:
    heading("users")
    with guarded():
        bench = workbench()
        with st.skeleton(height=320):
            users = bench.users()
        context_line(f"tenant {bench.actor.tenant}", count(len(users), "user"))
        say_now()
        if not users:
            _nobody()
            return
        figures(people_headlines(users))
        table(users_table(users), key="user", noun="user")
        add_user(bench)
        care_for_user(bench, users)
        _beside(bench)


def _beside(bench: Workbench) -> None:
    roles(bench)
    team_rules(bench)


def _nobody() -> None:
    empty(
        "Everybody here is the same local user",
        "Start with dharma serve --sign-in: it prints a one-time secret, and whoever has it "
        "becomes the owner. From then on people sign in, and are listed here.",
    )


page()
