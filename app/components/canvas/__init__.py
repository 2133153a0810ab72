"""The designer's canvas: data in, operations out; drawn by the built files beside this one.

Streamlit finds the manifest of an installed package by the name of its distribution. Dharma's
pages are no package of their own, so the manifest is registered here, from the files that lie
beside it: a checkout and an installed wheel serve their own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

__all__ = ["NAME", "canvas"]

_HERE = Path(__file__).resolve().parent
NAME = "dharma-canvas.designer"


def canvas(
    data: Mapping[str, Any],
    *,
    key: str,
    on_operation: Callable[[], None],
    on_find: Callable[[], None],
) -> None:
    """Draw the canvas.

    Parameters
    ----------
    data : mapping
        As ``dharma_core.views.canvas.canvas_data`` makes it, with ``palette`` and ``found``.
    key : str
        ``st.session_state[key]`` holds ``operation`` (a mapping) or ``find`` (a text) while the
        callback runs.
    """
    _register()
    _component()(key=key, data=dict(data), on_operation_change=on_operation, on_find_change=on_find)


def _register() -> None:
    """Tell the running server where the component's files lie; a test's server is a new one."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(NAME) is None:
        manager.register_from_manifest(_manifest(), _HERE)


@cache
def _manifest() -> ComponentManifest:
    written = tomllib.loads((_HERE / "pyproject.toml").read_text("utf-8"))
    components = written["tool"]["streamlit"]["component"]["components"]
    return ComponentManifest(
        name=written["project"]["name"],
        version=written["project"]["version"],
        components=[ComponentConfig.from_dict(c) for c in components],
    )


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(NAME, js="canvas.js", css="canvas.css")
