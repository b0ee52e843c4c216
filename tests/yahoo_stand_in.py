"""A server on this machine that answers the real client as Yahoo does, with prices that a test sets.

``answers`` has what is sent for each symbol: a status and a text, or a function from the dates that are asked
for. ``asked`` has what came.
"""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yfinance
from yfinance.cache import _CookieCacheDummy, _CookieCacheManager, _TzCacheDummy, _TzCacheManager
from yfinance.data import YfData

Reply = tuple[int, str] | tuple[int, str, dict[str, str]]
Answer = Reply | Callable[[date, date], Reply]

META = {
    "currency": "USD",
    "symbol": "AAA",
    "exchangeName": "NYQ",
    "instrumentType": "EQUITY",
    "exchangeTimezoneName": "America/New_York",
    "timezone": "EST",
    "gmtoffset": -18000,
    "priceHint": 2,
    "validRanges": ["1d", "max"],
    "regularMarketTime": 1389105000,
    "currentTradingPeriod": {},
}
GONE: Reply = (
    404,
    json.dumps(
        {
            "chart": {
                "result": None,
                "error": {"code": "Not Found", "description": "No data found, symbol may be delisted"},
            }
        }
    ),
)
LIMITED: Reply = (429, "Too Many Requests")


def prices(closes: Mapping[str, float], **meta: str) -> Callable[[date, date], Reply]:
    """An answer with ``closes`` by day (year-month-day), of those days that are asked for.

    Open, high, low and the adjusted close are the close, the volume is 100. ``meta`` changes ``META``.
    """

    def answer(first: date, last: date) -> Reply:
        days = [day for day in closes if str(first) <= day <= str(last)]
        values = [closes[day] for day in days]
        quote = dict.fromkeys(("open", "high", "low", "close"), values) | {"volume": [100] * len(days)}
        result = {
            "meta": META | meta,
            "timestamp": [int(datetime.fromisoformat(f"{day}T14:30+00:00").timestamp()) for day in days],
            "indicators": {"quote": [quote], "adjclose": [{"adjclose": values}]},
        }
        return 200, json.dumps({"chart": {"result": [result], "error": None}})

    return answer


@dataclass
class StandIn:
    """``answers`` by symbol; any other symbol is unknown. ``asked`` has each symbol and its query."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)

    def symbols(self) -> list[str]:
        """The symbols whose prices were asked for, in order, each once for requests in a row."""
        named = [symbol for symbol, _ in self.asked]
        return [symbol for n, symbol in enumerate(named) if n == 0 or named[n - 1] != symbol]

    def forget(self) -> None:
        """Begin to count anew; the client forgets what it was answered, as a new process does."""
        self.asked.clear()
        YfData().cache_get.cache_clear()

    def reply(self, symbol: str, query: dict[str, list[str]]) -> Reply:
        self.asked.append((symbol, query))
        answer = self.answers.get(symbol, GONE)
        if not callable(answer):
            return answer
        first, last = (
            datetime.fromtimestamp(int(query[key][0]), UTC).date() if key in query else day
            for key, day in (("period1", date.min), ("period2", date.max))
        )
        return answer(first, last if last == date.max else last - timedelta(days=1))


@contextmanager
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The client pointed at a server on this machine, with no cookies and no caches of its own."""
    stand_in = StandIn()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            status, text, *headers = stand_in.reply(unquote(url.path.rpartition("/")[2]), parse_qs(url.query))
            self.send_response(status)
            for name, value in dict(*headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *arguments: object) -> None:
            """Nothing on stderr."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    for module in (yfinance.base, yfinance.scrapers.history, yfinance.scrapers.quote):
        monkeypatch.setattr(module, "_BASE_URL_", address)
    for module in (yfinance.base, yfinance.scrapers.quote):
        monkeypatch.setattr(module, "_QUERY1_URL_", address)
    monkeypatch.setattr(yfinance.scrapers.quote, "_QUOTE_SUMMARY_URL_", f"{address}/v10/finance/quoteSummary")
    monkeypatch.setattr(YfData, "_get_cookie_and_crumb", lambda self, timeout=30: (None, "basic"))
    monkeypatch.setattr(_TzCacheManager, "_tz_cache", _TzCacheDummy())
    monkeypatch.setattr(_CookieCacheManager, "_Cookie_cache", _CookieCacheDummy())
    stand_in.forget()
    yield stand_in
    server.shutdown()
    server.server_close()
    thread.join()
