"""The body of a request, within limits.

Input: a request. Output: its bytes. What is too large, or comes too slowly, is refused.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from kg.web.limits import MEGABYTE, Limits, RefusedError

DRAINED = 8 * MEGABYTE  # of a body that is too large is read before the answer, so that the client sees the answer


async def read(request: Request, limits: Limits) -> bytes:
    """The body of a request. Raises RefusedError where it is too large or comes too slowly."""
    most, body, size = limits.body * MEGABYTE, bytearray(), 0
    try:
        async with asyncio.timeout(limits.request_seconds):
            async for piece in request.stream():
                size += len(piece)
                if size > DRAINED:
                    break
                if size <= most:
                    body += piece
    except TimeoutError as error:
        text = f"the body did not come within {limits.request_seconds:g} s: send it faster"
        raise RefusedError(408, text, {"Connection": "close"}) from error
    if size > most:
        text = f"cannot read a body of more than {limits.body:,} MB: ask for less at a time"
        raise RefusedError(413, text, {"Connection": "close"})
    return bytes(body)
