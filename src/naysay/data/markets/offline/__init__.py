"""Yahoo on this machine: a server that answers the real client, yfinance, with prices and faults of your own.

For tests, and for trying how a study behaves with prices that you know. Nothing reaches the network::

    from naysay.data.markets.offline import NOT_FOUND, OfflineYahoo, prices

    closes = {"2024-01-02": 100.0, "2024-01-03": 104.0, "2024-01-04": 26.5}
    answers = {"AAA": prices(closes, splits={"2024-01-04": 4}), "BBB": NOT_FOUND}
    with OfflineYahoo(answers) as yahoo:
        ...  # fetch, run a study, or use yfinance itself
    assert yahoo.symbols() == ["AAA", "BBB"]
"""

from naysay.data.markets.offline.answers import (
    DATES_MISSING,
    GARBAGE,
    NO_CONNECTION,
    NOT_FOUND,
    SERVER_ERROR,
    WEB_PAGE,
    Answer,
    PriceRequest,
    Reply,
    after_failures,
    cut_off,
    slow,
    too_many_requests,
)
from naysay.data.markets.offline.quotes import OfflinePrices, edited, prices, without_prices
from naysay.data.markets.offline.stand_in import OfflineYahoo

__all__ = [
    "DATES_MISSING",
    "GARBAGE",
    "NOT_FOUND",
    "NO_CONNECTION",
    "SERVER_ERROR",
    "WEB_PAGE",
    "Answer",
    "OfflinePrices",
    "OfflineYahoo",
    "PriceRequest",
    "Reply",
    "after_failures",
    "cut_off",
    "edited",
    "prices",
    "slow",
    "too_many_requests",
    "without_prices",
]
