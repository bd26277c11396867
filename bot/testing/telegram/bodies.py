"""The fields of a call as they come: from its address, its JSON or its form."""

from __future__ import annotations

import json

from aiohttp import web

from bot.testing.telegram.refusals import NOT_FOUND, bad_request


async def read_body(request: web.Request) -> dict[str, object]:
    """Values of JSON as they are, all else as text, files as aiohttp gives them.

    Raises:
        Refusal: this is no call.
    """
    given: dict[str, object] = dict(request.query)
    if request.method == "GET":
        return given
    if request.method != "POST":
        raise NOT_FOUND
    if request.content_type == "application/json":
        raw = await request.read()
        try:
            body = json.loads(raw) if raw else {}
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("can't parse JSON object")
        return {**given, **body}
    return {**given, **dict(await request.post())}
