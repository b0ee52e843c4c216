"""What a server may answer to a request for prices: Yahoo's errors, and faults of servers and networks."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final


@dataclass(frozen=True)
class PriceRequest:
    """One request for the prices of ``symbol``; ``query`` has the parameters of its address."""

    symbol: str
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def period(self) -> tuple[float, float]:
        """The first instant that is asked for and the first one that is not, in seconds since 1970."""
        bounds = (("period1", float("-inf")), ("period2", float("inf")))
        first, end = (float(self.query.get(name, otherwise)) for name, otherwise in bounds)
        return first, end

    @property
    def is_latest_alone(self) -> bool:
        """Whether only the latest session is asked for, as the client does to learn the time zone."""
        return self.query.get("range") == "1d"


@dataclass(frozen=True)
class Reply:
    """A status, the bytes of the body and further headers, sent after ``wait_seconds``.

    With a status of 0 the connection ends without any reply.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait_seconds: float = 0.0


Answer = Reply | Callable[[PriceRequest], Reply]
"""The same reply each time, or a function that makes one of the request."""


def replied(answer: Answer, request: PriceRequest) -> Reply:
    """What ``answer`` replies to ``request``."""
    return answer(request) if callable(answer) else answer


def chart(*, result: object = None, error: object = None, status: int = 200) -> Reply:
    """A reply in Yahoo's JSON, which has a result or an error."""
    return Reply(
        status,
        json.dumps({"chart": {"result": result, "error": error}}).encode(),
        {"Content-Type": "application/json;charset=utf-8"},
    )


def _error(status: int, code: str, description: str) -> Reply:
    return chart(status=status, error={"code": code, "description": description})


NOT_FOUND: Final = _error(404, "Not Found", "No data found, symbol may be delisted")
"""Yahoo's answer for a symbol that it does not know, or no longer knows."""
DATES_MISSING: Final = _error(400, "Bad Request", "Data doesn't exist for startDate = 1, endDate = 2")
"""Yahoo's answer where it knows a symbol, but has nothing of it on the dates."""
SERVER_ERROR: Final = _error(500, "Internal Server Error", "Internal Server Error")
"""A fault of the server that says nothing about the symbol."""
WEB_PAGE: Final = Reply(
    200,
    b"<!DOCTYPE html><html><title>Before you continue</title><body>Accept our cookies?</body></html>",
    {"Content-Type": "text/html"},
)
"""A page for people in the place of prices, such as one that asks for consent."""
GARBAGE: Final = Reply(200, bytes(range(128, 256)) * 4, {"Content-Type": "application/octet-stream"})
"""Bytes that are no text."""

NO_CONNECTION: Final = Reply(0)
"""A connection that ends without a reply, as when a network is down."""


def too_many_requests(*, retry_after: str | int | None = None) -> Reply:
    """Status 429; ``retry_after`` becomes the header Retry-After, in seconds or as a date."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Reply(429, b"Too Many Requests\r\n", {"Content-Type": "text/html"} | headers)


def cut_off(answer: Answer, *, share: float = 0.5) -> Answer:
    """``answer`` with the first ``share`` of its bytes alone, whose length the header gives."""

    def cut(request: PriceRequest) -> Reply:
        reply = replied(answer, request)
        return replace(reply, body=reply.body[: int(len(reply.body) * share)])

    return cut


def slow(answer: Answer, *, seconds: float) -> Answer:
    """``answer`` after so many seconds. The client stops waiting earlier where its patience is shorter."""
    return lambda request: replace(replied(answer, request), wait_seconds=seconds)


def after_failures(failures: int, answer: Answer, *, failure: Answer = SERVER_ERROR) -> Answer:
    """``failure`` to the first ``failures`` requests, and ``answer`` to each later one.

    The client itself asks a second time, with other cookies, after a status of 400 or more.
    """
    counted = itertools.count()
    return lambda request: replied(failure if next(counted) < failures else answer, request)
