"""The audit over HTTP: the verdict on the record, and the evidence to judge it elsewhere.

Both walk the whole chain, so they count as costly calls.
"""

from __future__ import annotations

from starlette.responses import Response

from app.api.answers import json_answer
from app.api.calls import Call
from app.api.parameters import parameters
from app.evidence import EVIDENCE_FILE, evidence_zip

__all__ = ["take_evidence", "verify_audit"]


async def verify_audit(call: Call) -> Response:
    """Answer whether the record is whole, and the first bad event where it is not."""
    parameters(call.request, ())
    report = await call.asks(call.bench.verify_audit)
    return json_answer(call.request, report.as_dict())


async def take_evidence(call: Call) -> Response:
    """Answer a zip that is verified without Dharma; personal fields are left out."""
    parameters(call.request, ())
    body = await call.asks(evidence_zip, call.bench)
    headers = {
        "Content-Disposition": f'attachment; filename="{EVIDENCE_FILE}"',
        "Cache-Control": "no-store",
    }
    return Response(body, headers=headers, media_type="application/zip")
