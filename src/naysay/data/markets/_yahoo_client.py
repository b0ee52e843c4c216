"""yfinance, the client that asks Yahoo, with an eye on what came over the network and how long it took."""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd
import yfinance
from yfinance.data import YfData

REQUEST_SECONDS: Final = 10.0
"""A request whose answer is not there as a whole by then has none."""
SYMBOL_SECONDS: Final = 30.0
"""All requests of one try of a symbol together: the client asks for cookies and the time zone as well."""
LARGEST_BYTES: Final = 64 * 1024**2
"""An answer, unpacked; a hundred years of daily prices take less than 3 million."""
_CHART: Final = "/v8/finance/chart/"
_STOP: Final = 0xFFFFFFFF
"""What tells libcurl to end a transfer (CURL_WRITEFUNC_ERROR)."""


@dataclass(frozen=True)
class ChartAnswer:
    """Yahoo's latest answer to a request for prices, as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_web_page(self) -> bool:
        """Whether it is HTML."""
        return self.body.lstrip()[:1] == b"<"

    def chart(self) -> Mapping[str, Any]:
        """The chart of Yahoo's JSON, which has ``result`` and ``error``; empty where there is none."""
        try:
            chart = json.loads(self.body)["chart"]
        except (ValueError, LookupError, TypeError, RecursionError):
            return {}
        return chart if isinstance(chart, dict) else {}

    def result(self) -> Mapping[str, Any]:
        """The first result of the chart; empty where there is none."""
        results = self.chart().get("result")
        first = results[0] if isinstance(results, list) and results else {}
        return first if isinstance(first, dict) else {}


class Watch:
    """Stands before a session's ``get``: bounds what a request may take, and keeps the latest chart answer.

    ``answer`` is None from the moment a chart is asked for until it came as a whole.
    """

    def __init__(self, session: Any) -> None:
        self.answer: ChartAnswer | None = None
        self.is_too_large = False
        self._get = session.get
        self._counts_bytes = hasattr(session, "curl")
        self._end = time.monotonic() + SYMBOL_SECONDS

    def get(self, url: str, **options: Any) -> Any:
        """As the session's own ``get``, within the bounds.

        Raises
        ------
        TimeoutError
            When the time of the symbol is over; errors of the session pass.
        """
        left = self._end - time.monotonic()
        if _CHART in url:
            self.answer, self.is_too_large = None, False
        if left <= 0.0:
            raise TimeoutError("the time for this symbol is over")
        response = self._within(url, options | {"timeout": min(REQUEST_SECONDS, left)})
        if _CHART in url:
            self.answer = ChartAnswer(response.status_code, response.headers, response.content)
        return response

    def _within(self, url: str, options: Mapping[str, Any]) -> Any:
        if not self._counts_bytes:
            return self._get(url, **options)
        body = bytearray()

        def take(part: bytes) -> int:
            self.is_too_large = len(body) + len(part) > LARGEST_BYTES
            if self.is_too_large:
                return _STOP
            body.extend(part)
            return len(part)

        response = self._get(url, content_callback=take, **options)
        response.content = bytes(body)
        return response


@contextmanager
def watched() -> Iterator[Watch]:
    """A watch on all that the client asks for meanwhile, while it raises what goes wrong.

    Otherwise it makes a fault and an unknown ticker look alike, as no rows.
    """
    debug, session = yfinance.config.debug, YfData()._session
    hidden, watch = debug.hide_exceptions, Watch(session)
    debug.hide_exceptions, session.get = False, watch.get
    try:
        with warnings.catch_warnings():
            # It uses pandas in ways that newer versions call deprecated.
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", FutureWarning)
            yield watch
    except BaseException:
        YfData.cache_get.cache_clear()  # it would give the same faulty answer to the next try
        raise
    finally:
        debug.hide_exceptions = hidden
        del session.get


def history(ticker: yfinance.Ticker, start: date, end: date) -> pd.DataFrame:
    """Daily prices from ``start`` to ``end`` (both included), with splits and dividends.

    Rows are indexed by midnight of the exchange. Close is adjusted for splits, Adj Close for dividends, too.
    """
    # Yahoo's end is the first day left out.
    table: pd.DataFrame = ticker.history(
        start=str(start), end=str(end + timedelta(days=1)), auto_adjust=False, actions=True
    )
    return table
