"""Options of a study as a sentence names them: lists, lag orders, standard errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from naysay.reports.words import Words


def enumerated(items: Sequence[str], words: Words, last: str = "method.and") -> str:
    """``a``, ``a and b``, ``a, b and c``; ``last`` is the phrase before the last item."""
    return words(last).join(part for part in (", ".join(items[:-1]), items[-1]) if part)


def orders(lags: int | Sequence[int], primary: int | None, words: Words) -> str:
    """``1 to 5 lags (shown: 5)``; of a list each order is named."""
    each = range(1, lags + 1) if isinstance(lags, int) else sorted(lags)
    if isinstance(lags, int):
        named = words.numbers.range(1, lags)
    else:
        named = enumerated([words.numbers.count(order) for order in each], words)
    text = words("noun.lag.one" if named == "1" else "noun.lag.other", n=named)
    shown = words.numbers.count(each[-1] if primary is None else primary)
    return text if len(each) == 1 else words("method.orders", orders=text, shown=shown)


def covariance(study: Mapping[str, Any], words: Words) -> str:
    """``HC3 covariance``, or ``HAC (bandwidth: 4 lags) covariance``."""
    name, bandwidth = str(study["covariance"]), study["bandwidth"]
    if name == "HAC" and isinstance(bandwidth, int):
        name = words("method.bandwidth", lags=words.counted("lag", bandwidth))
    elif name == "HAC":
        name = words("method.bandwidth_automatic" if bandwidth else "method.bandwidth_rule")
    return of_kind("covariance", name, words)


def of_kind(noun: str, name: str, words: Words) -> str:
    """``HC3 errors``; a word such as classical takes the form that the language asks for."""
    own = f"method.{noun}_{name}"
    return words(own) if words.knows(own) else words(f"method.{noun}_named", name=name)
