"""What went wrong when Yahoo was asked for a symbol, as one error that says what to do."""

from __future__ import annotations

import re
from typing import Final, TypeVar

from yfinance.exceptions import YFRateLimitError

from naysay.data.markets import _yahoo_client
from naysay.data.markets._patience import AbsentError, LimitedError, UnreachableError
from naysay.data.markets._yahoo_client import ChartAnswer, Watch
from naysay.study.counts import counted
from naysay.study.errors import DataError

Kind = TypeVar("Kind", bound=DataError)

LONGEST_REASON: Final = 150
_TOO_MANY: Final = 429
_REFUSED: Final = (401, 403)
_SERVER: Final = 500
_CURL_TIMED_OUT: Final = 28

_NO_PRICES: Final = (
    "Check the ticker at finance.yahoo.com. A delisted share needs its prices from files: "
    '[prices] source = "csv".'
)
_STORED: Final = "what came is stored, and it goes on from there."
_LIMITED: Final = f"Wait an hour and fetch again: {_STORED}"
_SLOW: Final = f"Yahoo or the network is slow. Fetch again later: {_STORED}"
_NO_CONNECTION: Final = f"Check the network and fetch again: {_STORED}"
_DOWN: Final = f"This is a fault of Yahoo's server. Fetch again later: {_STORED}"
_UNWELCOME: Final = "Yahoo refuses this client: update yfinance, or fetch from another network."
_PAGE: Final = (
    "A consent page or the login of a network answers in Yahoo's place. Open finance.yahoo.com in a browser "
    f"on this network, and fetch again: {_STORED}"
)
_DAMAGED: Final = "It was cut off or damaged on its way. Fetch again; if it stays so, update yfinance."
_ODD: Final = "Yahoo may be down or its format may have changed: fetch again later, or update yfinance."


def fault(symbol: str, error: Exception, watch: Watch) -> DataError:
    """What ``error`` of the client means for ``symbol``, by the latest answer that ``watch`` saw.

    The client reads an answer whatever its status, and takes every one without prices for an unknown symbol.
    """
    answer = watch.answer
    if answer is not None and (words := _words_of_absence(answer)):
        return absent(symbol, f"no such prices ({words})")
    if isinstance(error, YFRateLimitError) or (answer is not None and answer.status == _TOO_MANY):
        limited = _fault(symbol, "refused, too many requests", _LIMITED, LimitedError)
        limited.retry_after_seconds = _retry_after_seconds(answer)
        return limited
    if answer is None:
        return _no_answer(symbol, error, watch)
    return _odd_answer(symbol, error, answer)


def absent(symbol: str, reason: str) -> AbsentError:
    """Yahoo has no prices of ``symbol``."""
    error = _fault(symbol, reason[:LONGEST_REASON], _NO_PRICES, AbsentError)
    error.reason = reason[:LONGEST_REASON]
    return error


def incomplete(symbol: str, missing: str) -> DataError:
    """A table that lacks the columns ``missing``."""
    return _fault(symbol, f"an answer without {missing}", _ODD)


def _no_answer(symbol: str, error: Exception, watch: Watch) -> DataError:
    if watch.is_too_large:
        largest = _yahoo_client.LARGEST_BYTES // 1024**2
        return _fault(symbol, f"an answer of more than {largest} MB", _ODD)
    timed_out = isinstance(error, TimeoutError) or getattr(error, "code", 0) == _CURL_TIMED_OUT
    if timed_out or "Timeout" in type(error).__name__:
        waited = f"no answer within {_yahoo_client.REQUEST_SECONDS:g} seconds"
        return _fault(symbol, waited, _SLOW, UnreachableError)
    if isinstance(error, OSError):
        words = str(error).partition(". See ")[0]  # libcurl names its page of codes
        return _fault(symbol, f"no connection ({words})", _NO_CONNECTION, UnreachableError)
    return _fault(symbol, f"no answer ({type(error).__name__}: {error})", _ODD)


def _odd_answer(symbol: str, error: Exception, answer: ChartAnswer) -> DataError:
    status, words = answer.status, _error_words(answer)
    if status >= 400:
        mend = _DOWN if status >= _SERVER else _UNWELCOME if status in _REFUSED else _ODD
        return _fault(symbol, f"HTTP status {status}{f' ({words})' if words else ''}", mend)
    if answer.is_web_page:
        return _fault(symbol, "a web page instead of prices", _PAGE)
    if words:
        return _fault(symbol, f"no prices but a message ({words})", _ODD)
    if isinstance(error, ValueError) and not answer.chart():
        return _fault(symbol, f"{counted(len(answer.body), 'byte')} that are not JSON", _DAMAGED)
    if answer.chart() and not answer.result():
        return _fault(symbol, "neither prices nor a reason why there are none", _ODD)
    return _fault(symbol, f"an answer of another form ({type(error).__name__}: {error})", _ODD)


def _words_of_absence(answer: ChartAnswer) -> str:
    """Why Yahoo has no prices, in its own words; empty where it does not say that it has none."""
    words = _error_words(answer)
    if words.startswith(("Not Found: ", "Bad Request: Data doesn't exist")):
        return words.partition(": ")[2]
    result = answer.result()
    if answer.status == 200 and result.get("meta") and not result.get("timestamp"):
        return "possibly delisted: the symbol is known, but has no sessions on these dates"
    return ""


def _error_words(answer: ChartAnswer) -> str:
    """The code and the description of Yahoo's own error; empty where there is none."""
    error = answer.chart().get("error")
    if not isinstance(error, dict):
        return ""
    return ": ".join(str(error.get(key) or "-")[:LONGEST_REASON] for key in ("code", "description"))


def _retry_after_seconds(answer: ChartAnswer | None) -> float:
    """The wait that the server asked for, 0 where it asked for none."""
    seconds = str(answer.headers.get("Retry-After", "")) if answer else ""
    return float(seconds) if re.fullmatch(r"[0-9]{1,6}", seconds) else 0.0


def _fault(symbol: str, cause: str, mend: str, kind: type[Kind] = DataError) -> Kind:  # type: ignore[assignment]
    return kind("prices", got=f"{symbol}: {cause}", allowed="daily prices from Yahoo", mend=mend)
