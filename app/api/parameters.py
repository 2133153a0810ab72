"""What stands behind the question mark of a call."""

from __future__ import annotations

from starlette.requests import Request

from app.api.answers import MalformedRequestError

__all__ = ["parameters"]


def parameters(request: Request, known: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters of a call.

    Raises
    ------
    MalformedRequestError
        If one is unknown here, or stands twice.
    """
    said = request.query_params.multi_items()
    names = [name for name, _ in said]
    wrong = [name for name in names if name not in known or names.count(name) > 1]
    if wrong:
        raise MalformedRequestError(
            f"The parameter {wrong[0]!r:.60} is unknown here, or stands twice.",
            next_step=f"Known: {', '.join(known) or 'none'}.",
        )
    return dict(said)
