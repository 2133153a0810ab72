"""REST under /api/v1: thin routes that ask the workbench."""

from app.api.routes import api_routes

__all__ = ["api_routes"]
