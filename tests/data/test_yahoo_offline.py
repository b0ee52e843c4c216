"""The real client against Yahoo on this machine: right returns, and one clear error for each fault.

Expected values: by hand. Closes as paid are 100, 104, then 26.5 after a split of 4 to 1, 26.2 without a
dividend of 0.5, and 27. In shares of today that is 25, 26, 26.5, 26.2, 27, and the day of the dividend
returns ln(26.2 / (26.5 - 0.5)).
"""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yfinance
from yfinance import cache
from yfinance.data import YfData

from naysay.data import snapshots
from naysay.data.markets import _yahoo_client
from naysay.data.markets.base import FetchOptions, PriceHistory
from naysay.data.markets.offline import (
    DATES_MISSING,
    GARBAGE,
    NO_CONNECTION,
    NOT_FOUND,
    SERVER_ERROR,
    WEB_PAGE,
    Answer,
    OfflineYahoo,
    PriceRequest,
    Reply,
    after_failures,
    cut_off,
    edited,
    prices,
    slow,
    too_many_requests,
    without_prices,
)
from naysay.data.markets.yahoo import check, fetch, read
from naysay.study.errors import DataError, InputError
from naysay.study.losses import rows_by_cause

FIRST, LAST = date(2024, 1, 2), date(2024, 1, 8)
DAYS = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"]
CLOSES = dict(zip(DAYS, [100.0, 104.0, 26.5, 26.2, 27.0], strict=True))
OPENS = dict(zip(DAYS, [100.0, 103.0, 26.0, 26.4, 26.3], strict=True))
SPLIT, DIVIDEND = {"2024-01-04": 4.0}, {"2024-01-05": 0.5}
SHARE = prices(CLOSES, opens=OPENS, splits=SPLIT, dividends=DIVIDEND)
RETURNS = np.log([26 / 25, 26.5 / 26, 26.2 / 26.0, 27 / 26.2])


@pytest.fixture
def yahoo() -> Iterator[OfflineYahoo]:
    with OfflineYahoo({"AAA": SHARE}) as offline:
        yield offline


def fetched(folder: Path, *symbols: str, first: date = FIRST, last: date = LAST) -> Path:
    options = FetchOptions(sleep=lambda seconds: None)
    fetch(symbols, start=first, end=last, folder=folder / "yahoo", options=options)
    return folder / "yahoo"


def history(folder: Path, yahoo: OfflineYahoo, answer: Answer, **dates: date) -> PriceHistory:
    """What is read of a symbol after it was fetched."""
    yahoo.answers["XXX"] = answer
    return read(["XXX"], fetched(folder, "XXX", **dates)).histories["XXX"]


def refusal(folder: Path, yahoo: OfflineYahoo, answer: Answer) -> DataError:
    """The one error of a symbol that was asked for together with two that have prices."""
    yahoo.answers.update(XXX=answer, BBB=SHARE)
    with pytest.raises(DataError) as caught:
        fetched(folder, "AAA", "XXX", "BBB")
    return caught.value


def test_returns_through_a_split_and_a_dividend_are_those_by_hand(tmp_path, yahoo):
    frame = history(tmp_path, yahoo, SHARE).frame
    assert np.diff(np.log(frame["adj_close"])) == pytest.approx(RETURNS, rel=0, abs=1e-12)
    assert frame["close"].tolist() == [25.0, 26.0, 26.5, 26.2, 27.0]
    assert frame["open"].tolist() == [25.0, 25.75, 26.0, 26.4, 26.3]
    assert frame["volume"].tolist() == [400.0, 400.0, 100.0, 100.0, 100.0]


def test_the_split_and_the_dividend_are_listed_on_their_days(tmp_path, yahoo):
    listed = history(tmp_path, yahoo, SHARE).actions
    assert listed.splits == ((date(2024, 1, 4), 4.0),)
    assert listed.dividends == (date(2024, 1, 5),)


def test_later_events_are_in_the_prices_of_an_earlier_period(tmp_path, yahoo):
    """26 is the close before the split, and the dividend of 0.5 takes 0.5 / 26.5 from what is before it."""
    frame = history(tmp_path, yahoo, SHARE, last=date(2024, 1, 3)).frame
    assert frame["close"].tolist() == [25.0, 26.0]
    assert frame["adj_close"].iloc[-1] == pytest.approx(26.0 * 26.0 / 26.5, abs=1e-12)


@pytest.mark.parametrize(
    ("answer", "cause", "mend"),
    [
        (NOT_FOUND, "no such prices (No data found, symbol may be delisted)", "Check the ticker"),
        (DATES_MISSING, "no such prices (Data doesn't exist for startDate = 1", "Check the ticker"),
        (without_prices(), "no such prices (possibly delisted:", "Check the ticker"),
        (too_many_requests(), "refused, too many requests", "Wait an hour"),
        (SERVER_ERROR, "HTTP status 500 (Internal Server Error", "fault of Yahoo's server"),
        (Reply(500, b"<html>"), "HTTP status 500", "fault of Yahoo's server"),
        (Reply(403, b"Forbidden"), "HTTP status 403", "update yfinance"),
        (Reply(404, b"<html>not here"), "HTTP status 404", "Yahoo may be down"),
        (WEB_PAGE, "a web page instead of prices", "Open finance.yahoo.com in a browser"),
        (GARBAGE, "512 bytes that are not JSON", "cut off or damaged"),
        (cut_off(SHARE), "bytes that are not JSON", "cut off or damaged"),
        (Reply(200), "0 bytes that are not JSON", "cut off or damaged"),
        (NO_CONNECTION, "no connection", "Check the network"),
        (
            Reply(200, b'{"chart": {"result": null, "error": null}}'),
            "neither prices nor a reason why there are none",
            "Yahoo may be down",
        ),
        (Reply(200, b"[1, 2]"), "an answer of another form", "Yahoo may be down"),
        (Reply(200, b"[" * 100_000), "bytes that are not JSON", "cut off or damaged"),
        (Reply(200, b'{"finance": {"error": "x"}}'), "another form", "Yahoo may be down"),
    ],
)
def test_each_fault_is_one_error_and_the_others_are_stored(tmp_path, yahoo, answer, cause, mend):
    error = refusal(tmp_path, yahoo, answer)
    if cause.startswith("refused"):
        assert "1 symbol that was not asked for: BBB" in str(error)
    else:
        assert error.fault.got.startswith(f'"XXX: {cause}') or cause in error.fault.got
        assert mend in error.fault.mend
        assert list(read(["AAA", "XXX", "BBB"], tmp_path / "yahoo").missed) == ["XXX"]
    assert mend in str(error)
    assert np.diff(np.log(read(["AAA"], tmp_path / "yahoo").histories["AAA"].frame["adj_close"])) == (
        pytest.approx(RETURNS, abs=1e-12)
    )


def test_a_fault_that_says_nothing_of_the_symbol_is_not_stored_as_no_prices(tmp_path, yahoo):
    refusal(tmp_path, yahoo, SERVER_ERROR)
    yahoo.answers["XXX"] = SHARE
    assert check(["XXX"], start=FIRST, end=LAST, folder=fetched(tmp_path, "XXX"), command="") == []


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_yahoo_client, "REQUEST_SECONDS", 0.3)


def test_a_slow_answer_is_waited_for_as_long_as_is_said(tmp_path, yahoo, impatient):
    began = time.monotonic()
    error = refusal(tmp_path, yahoo, slow(SHARE, seconds=60.0))
    assert error.fault.got == '"XXX: no answer within 0.3 seconds"'
    assert "Yahoo or the network is slow" in error.fault.mend
    assert time.monotonic() - began < 15.0, "two tries of 0.3 seconds, and much for a busy computer"


def test_a_symbol_has_no_more_time_than_all_its_requests_may_take(tmp_path, yahoo, monkeypatch):
    monkeypatch.setattr(_yahoo_client, "SYMBOL_SECONDS", 0.0)
    with pytest.raises(DataError, match="AAA: no answer within"):
        fetched(tmp_path, "AAA")
    assert yahoo.requests == []


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_without_end_is_not_taken_in(tmp_path, yahoo, monkeypatch, packed):
    monkeypatch.setattr(_yahoo_client, "LARGEST_BYTES", 1024**2)
    body = b" " * (32 * 1024**2)
    headers = {"Content-Encoding": "gzip"} if packed else {}
    error = refusal(tmp_path, yahoo, Reply(200, gzip.compress(body) if packed else body, headers))
    assert error.fault.got == '"XXX: an answer of more than 1 MB"'


def test_a_redirection_to_another_host_is_not_followed(tmp_path, yahoo):
    for place in ("https://example.org/prices", "http://example.org/prices"):
        error = refusal(tmp_path, yahoo, Reply(302, headers={"Location": place}))
        assert "XXX: no connection" in error.fault.got
    assert set(yahoo.refused) == {"example.org"}


def test_a_failure_leaves_the_snapshot_as_it_was(tmp_path, yahoo):
    folder = fetched(tmp_path, "AAA")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    yahoo.answers["AAA"] = cut_off(SHARE)
    with pytest.raises(DataError, match="not JSON"):
        fetched(tmp_path, "AAA", last=date(2024, 1, 9))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["yahoo"]


def test_a_volume_that_yahoo_does_not_know_is_no_session_without_trade(tmp_path, yahoo):
    volumes = {day: 1000.0 for day in DAYS if day != "2024-01-03"} | {"2024-01-08": 0.0}
    frame = history(tmp_path, yahoo, prices(CLOSES, volumes=volumes)).frame
    assert frame["volume"].tolist() == pytest.approx([1000, np.nan, 1000, 1000, 0], nan_ok=True)
    assert frame["close"].notna().all()


def test_prices_beyond_the_dates_are_left_out(tmp_path, yahoo):
    """The latest price and two of the future, none of which were asked for."""

    def add(result):
        result["timestamp"] += [1704900000, 4102444800, 4102531200]
        for lists in (result["indicators"]["quote"][0], result["indicators"]["adjclose"][0]):
            for values in lists.values():
                values += [99.0, 99.0, 99.0]

    frame = history(tmp_path, yahoo, edited(prices(CLOSES), add)).frame
    assert frame["close"].tolist() == list(CLOSES.values())


def test_sessions_in_any_order_and_twice_are_sorted_and_counted_once(tmp_path, yahoo):
    def shuffle(result):
        order = [3, 0, 4, 2, 1, 0][: len(result["timestamp"]) + 1]
        if len(result["timestamp"]) < 5:
            return
        result["timestamp"] = [result["timestamp"][n] for n in order]
        for lists in (result["indicators"]["quote"][0], result["indicators"]["adjclose"][0]):
            for name, values in lists.items():
                lists[name] = [values[n] for n in order]

    assert history(tmp_path, yahoo, edited(prices(CLOSES), shuffle)).frame["close"].tolist() == list(
        CLOSES.values()
    )


def test_closes_that_are_no_prices_are_counted(tmp_path, yahoo):
    odd = CLOSES | {"2024-01-03": 0.0, "2024-01-05": -1.0, "2024-01-04": None}
    read_back = history(tmp_path, yahoo, prices(odd, volumes=dict.fromkeys(DAYS, 5.0)))
    assert rows_by_cause(read_back.losses) == {"price_missing": 1, "price_not_positive": 2}


def test_a_split_by_nothing_is_no_split(tmp_path, yahoo):
    def edit(result):
        for split in result.get("events", {}).get("splits", {}).values():
            split.update(numerator=4, denominator=0)

    assert history(tmp_path, yahoo, edited(SHARE, edit)).actions.splits == ()


@pytest.mark.parametrize(
    ("zone", "opens_at"),
    [
        ("Asia/Tokyo", "09:00"),
        ("Pacific/Auckland", "10:00"),
        ("Europe/London", "00:00"),
        ("America/Sao_Paulo", "00:00"),
    ],
)
def test_sessions_are_dates_of_their_exchange(tmp_path, yahoo, zone, opens_at):
    answer = prices(CLOSES, zone=zone, opens_at=opens_at)
    assert [str(day.date()) for day in history(tmp_path, yahoo, answer).frame.index] == DAYS


def test_pence_and_their_exchange_are_recorded(tmp_path, yahoo):
    history(tmp_path, yahoo, prices(CLOSES, currency="GBp", exchange="LSE", zone="Europe/London"))
    record = snapshots.load(tmp_path / "yahoo").files["answers.json"].decode()
    assert '"currency": "GBp"' in record
    assert '"exchange": "LSE"' in record


def test_a_symbol_that_comes_after_failures_is_asked_for_again(tmp_path, yahoo):
    assert len(history(tmp_path, yahoo, after_failures(2, SHARE)).frame) == 5


def sessions_of_the_client(**options: object) -> int:
    """What yfinance itself gives, called without naysay."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return len(yfinance.Ticker("AAA", **options).history(start="2024-01-01", end="2024-01-09"))


def test_the_client_is_as_before_also_after_an_error():
    threads = threading.enumerate()
    client = YfData()
    state, kept = dict(vars(client)), cache._TzCacheManager._tz_cache
    with contextlib.suppress(KeyError), OfflineYahoo({"AAA": SHARE}):
        assert sessions_of_the_client() == 5
        raise KeyError
    assert dict(vars(client)) == state
    assert cache._TzCacheManager._tz_cache is kept
    assert threading.enumerate() == threads


def test_only_one_is_on_at_a_time_and_it_can_be_entered_again(yahoo):
    with pytest.raises(InputError, match="a second one"), OfflineYahoo():
        pass
    assert sessions_of_the_client() == 5


def test_a_fault_of_an_answers_own_function_is_raised_at_the_end(tmp_path):
    def failing(request: PriceRequest) -> Reply:
        raise LookupError(request.symbol)

    offline = OfflineYahoo({"AAA": failing})
    with pytest.raises(LookupError, match="AAA"), offline, contextlib.suppress(DataError):
        fetched(tmp_path, "AAA")


def test_a_session_of_the_users_is_not_used(yahoo):
    session = type(YfData()._session._session)(proxies={"http": "http://127.0.0.1:9"})
    assert sessions_of_the_client(session=session) == 5


@pytest.mark.parametrize(
    ("closes", "options", "words"),
    [
        ({"2024-01-02": 1.0}, {"splits": {"2024-01-03": 2}}, "a day without a close"),
        ({"2024-01-02": 1.0}, {"splits": {"2024-01-02": 0}}, "a split that is not above 0"),
        (CLOSES, {"dividends": {"2024-01-03": 100.0}}, "a dividend on 2024-01-03"),
        ({"soon": 1.0}, {}, "soon"),
        ({"2024-01-02": 1.0, date(2024, 1, 2): 2.0}, {}, "2024-01-02 twice"),
        (CLOSES, {"zone": "Moon/Base"}, "Moon/Base"),
        (pd.DataFrame({"Close": [1.0]}, ["2024-01-02"]), {}, "Close"),
    ],
)
def test_prices_that_make_no_answer_are_refused(closes, options, words):
    with pytest.raises(DataError, match=words):
        prices(closes, **options)
