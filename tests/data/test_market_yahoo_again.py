"""A second fetch from Yahoo: what is kept, what is asked for again, and what is told of it.

Expected values: by hand. Prices go 10, 11, 12, so a second price of 11.11 changes the returns of both later
sessions by ln 1.01 = 99.5 basis points.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import yfinance

from naysay.data import snapshots
from naysay.data.markets import _fetching, yahoo
from naysay.data.markets._answers import is_older
from naysay.data.markets.base import FetchOptions
from naysay.data.markets.offline import (
    NO_CONNECTION,
    NOT_FOUND,
    SERVER_ERROR,
    OfflineYahoo,
    after_failures,
    prices,
    too_many_requests,
)
from naysay.study.errors import DataError

FIRST, LAST, LATER = date(2014, 1, 2), date(2014, 1, 6), date(2014, 1, 8)
PRICES = {"2014-01-02": 10.0, "2014-01-03": 11.0, "2014-01-06": 12.0, "2014-01-07": 13.0, "2014-01-08": 14.0}
REVISED = PRICES | {"2014-01-03": 11.11}
CLIENT = f"yfinance {yfinance.__version__}"
OLDER = "yfinance 0.2.40"


@pytest.fixture
def stand_in() -> Iterator[OfflineYahoo]:
    with OfflineYahoo({"AAA": prices(PRICES), "BBB": prices(PRICES)}) as yahoo:
        yield yahoo


class Fetching:
    """A snapshot that is fetched several times; what was told of the last time, and how long it waited."""

    def __init__(self, folder: Path, stand_in: OfflineYahoo) -> None:
        self.folder, self.stand_in = folder, stand_in
        self.lines: list[str] = []
        self.waits: list[float] = []
        self.on_wait: Callable[[], None] = lambda: None

    def __call__(
        self, *symbols: str, start: date = FIRST, end: date = LAST, renew: bool = False
    ) -> list[str]:
        """The symbols that were asked for."""
        self.stand_in.forget()
        self.lines.clear()
        self.waits.clear()
        options = FetchOptions(
            command="naysay fetch s.toml",
            today=date(2014, 2, 1),
            renew=renew,
            sleep=self.sleep,
            say=self.lines.append,
        )
        yahoo.fetch(symbols, start=start, end=end, folder=self.folder, options=options)
        return self.stand_in.symbols()

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.on_wait()

    def refused(self, *symbols: str, **dates: date) -> str:
        with pytest.raises(DataError) as caught:
            self(*symbols, **dates)
        return str(caught.value)

    def check(self, *symbols: str, start: date = FIRST, end: date = LAST) -> list[str]:
        return yahoo.check(symbols, start=start, end=end, folder=self.folder, command="naysay fetch s.toml")

    def unfit(self, *symbols: str, **dates: date) -> str:
        with pytest.raises(DataError) as caught:
            self.check(*symbols, **dates)
        return str(caught.value)

    def file(self, symbol: str) -> str:
        return (self.folder / f"{symbol}.csv").read_text()

    def closes(self, symbol: str = "AAA") -> list[float]:
        return yahoo.read([symbol], self.folder).histories[symbol].frame["close"].tolist()

    def said(self, words: str) -> bool:
        return any(words in line for line in self.lines)

    def by_client(self, client: str) -> None:
        """Write the snapshot as an earlier naysay did, without a record, fetched with ``client``."""
        snapshot = snapshots.load(self.folder)
        files = {name: of for name, of in snapshot.files.items() if name != "answers.json"}
        snapshots.write(self.folder, files, about={**snapshot.about, "client": client})


@pytest.fixture
def fetch(tmp_path: Path, stand_in: OfflineYahoo) -> Fetching:
    return Fetching(tmp_path / "yahoo", stand_in)


def test_what_is_stored_and_fits_is_not_asked_for_again(fetch):
    assert fetch("AAA") == ["AAA"]
    before = fetch.file("AAA")
    fetch.stand_in.answers["AAA"] = prices(REVISED)
    assert fetch("AAA", "BBB") == ["BBB"]
    assert fetch.file("AAA") == before
    assert fetch("AAA", "BBB") == []
    assert fetch.said("2 symbols: all are stored and fit")


def test_a_narrower_study_asks_for_nothing(fetch):
    fetch("AAA", end=LATER)
    assert fetch("AAA", start=date(2014, 1, 3), end=LAST) == []
    assert fetch.check("AAA", start=date(2014, 1, 3), end=LAST) == []


def test_a_later_end_is_asked_for_and_takes_its_place(fetch):
    fetch("AAA")
    assert fetch("AAA", end=LATER) == ["AAA"]
    assert fetch.closes() == [10.0, 11.0, 12.0, 13.0, 14.0]
    assert not fetch.said("differs")


def test_another_period_loses_no_session_that_was_stored(fetch):
    fetch("AAA")
    fetch("AAA", start=LAST, end=LATER)
    assert fetch.closes() == [10.0, 11.0, 12.0, 13.0, 14.0]


def test_a_symbol_that_the_study_no_longer_has_stays_in_the_snapshot(fetch):
    fetch("AAA", "BBB")
    fetch("AAA", end=LATER)
    assert fetch.closes("BBB") == [10.0, 11.0, 12.0]


@pytest.mark.parametrize(
    ("symbols", "dates", "words"),
    [
        (["AAA", "BBB"], {}, "BBB: not stored"),
        (["AAA"], {"end": LATER}, "AAA: stored to 2014-01-06 only"),
        (["AAA"], {"start": date(2013, 12, 31)}, "AAA: stored from 2014-01-02 only"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_command(fetch, symbols, dates, words):
    fetch("AAA")
    refusal = fetch.unfit(*symbols, **dates)
    assert words in refusal
    assert "Run `naysay fetch s.toml`" in refusal


def test_a_snapshot_of_an_older_client_is_refused_and_asked_for_again(fetch):
    fetch("AAA")
    fetch.by_client(OLDER)
    assert f"AAA: stored by {OLDER}" in fetch.unfit("AAA")
    before = fetch.file("AAA")
    assert fetch("AAA") == ["AAA"]
    assert fetch.file("AAA") == before
    assert fetch.check("AAA") == []


def test_a_snapshot_of_this_client_without_a_record_fits(fetch):
    fetch("AAA")
    fetch.by_client(CLIENT)
    assert fetch.check("AAA") == []
    assert fetch("AAA") == []


def test_without_a_record_prices_reach_no_further_than_their_last_session(fetch):
    """It was fetched before its end: the sessions that came later are not in it, whatever was asked for."""
    fetch("AAA")
    fetch.by_client(CLIENT)
    snapshot = snapshots.load(fetch.folder)
    snapshots.write(fetch.folder, snapshot.files, about={**snapshot.about, "end": "2014-12-31"})
    assert "AAA: stored to 2014-01-06 only" in fetch.unfit("AAA", end=LATER)


@pytest.mark.parametrize(
    ("client", "older"),
    [
        ("yfinance 0.2.40", True),
        ("yfinance 1.6.9", True),
        ("yfinance 1.7.0", False),
        ("yfinance 1.7.0rc1", False),
        ("yfinance 1.10.0", False),
        ("yfinance 2.0", False),
        ("yfinance", True),
        ("other 9.9.9", True),
        ("", True),
    ],
)
def test_a_client_is_older_by_its_first_two_numbers(client, older):
    assert is_older(client, "yfinance 1.7.2") is older


def test_a_delisted_symbol_is_refused_alike_each_time_and_asked_for_once(fetch):
    first = fetch.refused("AAA", "DEAD")
    assert "DEAD: no such prices" in first
    assert fetch.refused("AAA", "DEAD") == first
    assert fetch.stand_in.requests == []
    assert fetch.unfit("AAA", "DEAD") == first
    assert list(yahoo.read(["AAA", "DEAD"], fetch.folder).missed) == ["DEAD"]


def test_renewing_asks_for_a_symbol_without_prices_again(fetch):
    fetch.refused("DEAD")
    fetch.stand_in.answers["DEAD"] = prices(PRICES)
    assert fetch("DEAD", renew=True) == ["DEAD"]
    assert fetch.check("DEAD") == []


def test_prices_of_a_share_that_was_delisted_since_are_kept(fetch):
    fetch("AAA")
    fetch.stand_in.answers["AAA"] = NOT_FOUND
    assert "AAA: no such prices" in fetch.refused("AAA", end=LATER)
    assert fetch.closes() == [10.0, 11.0, 12.0]
    assert "AAA: no such prices" in fetch.unfit("AAA", end=LATER)
    assert fetch.check("AAA") == []


def test_prices_that_yahoo_no_longer_has_are_used_where_they_reach(fetch):
    fetch("AAA")
    fetch.by_client(OLDER)
    fetch.stand_in.answers["AAA"] = NOT_FOUND
    assert fetch("AAA") == ["AAA"]
    (line,) = fetch.check("AAA")
    assert "a later answer has no prices (no such prices" in line
    assert fetch.closes() == [10.0, 11.0, 12.0]
    assert fetch("AAA") == []


def test_a_snapshot_of_an_unknown_client_can_be_refused_twice(fetch):
    fetch("AAA")
    fetch.by_client("")
    fetch.stand_in.answers["AAA"] = prices(REVISED)
    for _ in range(2):
        assert "does not continue" in fetch.refused("AAA", end=LATER)
    assert "AAA: stored to 2014-01-06 only" in fetch.unfit("AAA", end=LATER)


def test_an_answer_with_other_returns_is_told_and_the_stored_one_is_kept(fetch):
    fetch("AAA")
    before = fetch.file("AAA")
    fetch.stand_in.answers["AAA"] = prices(REVISED)
    refusal = fetch.refused("AAA", end=LATER)
    how = "2 sessions with another return, by up to 99.5 basis points, from 2014-01-03 to 2014-01-06"
    assert f"AAA: a new answer that does not continue the stored one: {how}" in refusal
    assert "The stored prices are kept" in refusal
    assert "`naysay fetch s.toml --renew --only AAA`" in refusal
    assert fetch.file("AAA") == before
    assert "stored to 2014-01-06 only" in fetch.unfit("AAA", end=LATER)


def test_an_older_clients_prices_are_kept_when_the_new_answer_differs(fetch):
    """They reach as far as the study: it can run on them, and `check` says what is known."""
    fetch("AAA")
    fetch.by_client(OLDER)
    before = fetch.file("AAA")
    fetch.stand_in.answers["AAA"] = prices(REVISED)
    assert fetch("AAA") == ["AAA"]
    assert fetch.file("AAA") == before
    assert fetch.said("99.5 basis points, from 2014-01-03 to 2014-01-06; the stored prices are kept")
    (line,) = fetch.check("AAA")
    assert "stored prices of AAA are used" in line
    assert "99.5 basis points" in line
    assert fetch("AAA") == []


def test_renewing_takes_the_new_answer_and_keeps_the_old_snapshot_aside(fetch):
    fetch("AAA", "BBB")
    before = fetch.file("AAA")
    fetch.stand_in.answers["AAA"] = prices(REVISED)
    fetch("AAA", renew=True)
    assert fetch.closes() == [10.0, 11.11, 12.0]
    assert fetch.said("99.5 basis points, from 2014-01-03 to 2014-01-06; it replaces the stored one")
    aside = snapshots.load(fetch.folder.with_name("yahoo-before-2014-02-01"))
    assert aside.files["AAA.csv"].decode() == before
    assert {"AAA.csv", "BBB.csv", "answers.json"} == set(aside.files)


def test_a_second_renewal_of_a_day_has_a_place_of_its_own(fetch):
    fetch("AAA")
    for closes in (REVISED, PRICES):
        fetch.stand_in.answers["AAA"] = prices(closes)
        fetch("AAA", renew=True)
    names = sorted(path.name for path in fetch.folder.parent.iterdir())
    assert names == ["yahoo", "yahoo-before-2014-02-01", "yahoo-before-2014-02-01-2"]


def test_renewing_what_is_the_same_leaves_nothing_aside(fetch):
    fetch("AAA")
    assert fetch("AAA", renew=True) == ["AAA"]
    assert [path.name for path in fetch.folder.parent.iterdir()] == ["yahoo"]


def test_all_prices_times_a_number_are_no_other_returns(fetch):
    fetch("AAA")
    fetch.stand_in.answers["AAA"] = prices({day: close / 2 for day, close in PRICES.items()})
    fetch("AAA", end=LATER)
    assert fetch.closes() == [5.0, 5.5, 6.0, 6.5, 7.0]


def test_a_session_that_left_is_told(fetch):
    fetch("AAA")
    fetch.stand_in.answers["AAA"] = prices({day: of for day, of in PRICES.items() if day != "2014-01-03"})
    refusal = fetch.refused("AAA", end=LATER)
    assert "1 session with a price in one of the two alone, from 2014-01-03 to 2014-01-03" in refusal
    assert fetch.closes() == [10.0, 11.0, 12.0]


def test_another_currency_is_no_continuation(fetch):
    """Pence for pounds: a hundred times the price, and the same returns."""
    fetch("AAA")
    pence = {day: 100 * close for day, close in PRICES.items()}
    fetch.stand_in.answers["AAA"] = prices(pence, currency="GBp")
    assert "the currency GBp instead of USD" in fetch.refused("AAA", end=LATER)
    assert fetch.closes() == [10.0, 11.0, 12.0]


def test_another_exchange_is_told(fetch):
    fetch("AAA")
    fetch.stand_in.answers["AAA"] = prices(PRICES, exchange="NMS")
    fetch("AAA", end=LATER)
    assert fetch.said("AAA: the new answer has the exchange NMS instead of NYQ")
    assert len(fetch.closes()) == 5


def test_dates_without_prices_are_told(fetch):
    fetch("AAA", start=date(2013, 12, 26), end=date(2014, 1, 15))
    assert not fetch.said("alone")
    fetch("BBB", start=date(2013, 12, 25), end=LATER)
    assert fetch.said("BBB: prices from 2014-01-02 to 2014-01-08 alone")


def test_a_file_that_the_user_edited_is_refused_before_anything_is_asked(fetch):
    fetch("AAA")
    edited = fetch.file("AAA").replace("12.0", "12.5")
    (fetch.folder / "AAA.csv").write_text(edited)
    for renew in (False, True):
        with pytest.raises(DataError, match=r"AAA\.csv, which changed since it was fetched"):
            fetch("AAA", end=LATER, renew=renew)
    assert fetch.stand_in.requests == []
    assert fetch.file("AAA") == edited


def limited(times: int, retry_after: str | None = None):
    """Requests are limited ``times`` (each try of the client asks twice), then prices come."""
    return after_failures(2 * times, prices(PRICES), failure=too_many_requests(retry_after=retry_after))


def test_a_limit_is_waited_for_twice_as_long_each_time(fetch):
    fetch.stand_in.answers["AAA"] = limited(3)
    fetch("AAA")
    assert fetch.closes() == [10.0, 11.0, 12.0]
    assert [longest / 2 <= wait <= longest for wait, longest in zip(fetch.waits, (15, 30, 60), strict=True)]
    assert fetch.said("requests are limited: waiting")
    assert fetch.said("before try 4 of 6")


def test_waits_are_the_same_for_a_seed(fetch):
    waits = []
    for _ in range(2):
        fetch.stand_in.answers["AAA"] = limited(3)
        fetch("AAA", renew=True)
        waits.append(list(fetch.waits))
    assert waits[0] == waits[1]


def test_a_longer_wait_that_the_server_asks_for_is_kept_to(fetch):
    fetch.stand_in.answers["AAA"] = limited(2, "100")
    fetch("AAA")
    assert fetch.waits == [100.0, 100.0]


@pytest.mark.parametrize("word", ["-5", "nan", "1e9", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_a_wait_that_is_no_number_of_seconds_is_not_kept_to(fetch, word):
    fetch.stand_in.answers["AAA"] = limited(1, word)
    fetch("AAA")
    assert 7.5 <= fetch.waits[0] <= 15.0


def test_tries_are_bounded_and_the_others_are_not_asked_for(fetch):
    fetch.stand_in.answers["LIMIT"] = too_many_requests()
    refusal = fetch.refused("AAA", "LIMIT", "BBB", "CCC")
    assert "LIMIT: refused, too many requests" in refusal
    assert "2 symbols that were not asked for: BBB, CCC" in refusal
    assert len(fetch.waits) == 5
    assert sum(fetch.waits) <= 900
    assert fetch.stand_in.symbols() == ["AAA", "LIMIT"]
    assert fetch.closes() == [10.0, 11.0, 12.0]
    fetch.stand_in.answers["LIMIT"] = prices(PRICES)
    assert fetch("AAA", "LIMIT", "BBB") == ["LIMIT", "BBB"]


def test_a_wait_beyond_the_total_is_not_begun(fetch):
    fetch.stand_in.answers["AAA"] = limited(1, "3600")
    assert "too many requests" in fetch.refused("AAA")
    assert fetch.waits == []


def test_what_came_is_stored_before_a_wait(fetch):
    fetch.stand_in.answers["BBB"] = limited(1)
    stored: list[list[float]] = []
    fetch.on_wait = lambda: stored.append(fetch.closes("AAA"))
    fetch("AAA", "BBB")
    assert stored == [[10.0, 11.0, 12.0]]


def test_a_record_of_prices_without_their_file_is_no_answer(fetch):
    fetch("AAA", "BBB")
    snapshot = snapshots.load(fetch.folder)
    files = {name: of for name, of in snapshot.files.items() if name != "BBB.csv"}
    snapshots.write(fetch.folder, files, about=snapshot.about)
    assert "BBB: not stored" in fetch.unfit("AAA", "BBB")
    assert fetch("AAA", "BBB") == ["BBB"]


def test_another_fault_is_asked_once_more(fetch):
    fetch.stand_in.answers["AAA"] = after_failures(2, prices(PRICES))
    fetch("AAA")
    assert fetch.waits == [2.0]
    fetch.stand_in.answers["DOWN"] = SERVER_ERROR
    assert "DOWN: HTTP status 500" in fetch.refused("DOWN")
    assert fetch.waits == [2.0]


def test_without_a_connection_the_others_are_not_asked_for(fetch):
    fetch.stand_in.answers = dict.fromkeys(("AAA", "BBB", "CCC", "DDD", "EEE"), NO_CONNECTION)
    refusal = fetch.refused("AAA", "BBB", "CCC", "DDD", "EEE")
    assert "CCC: no connection" in refusal
    assert "2 symbols that were not asked for: DDD, EEE" in refusal


def test_a_fetch_that_is_killed_keeps_what_came(fetch, monkeypatch):
    monkeypatch.setattr(_fetching, "AT_ONCE", 1)
    real = yahoo._SOURCE.ask

    def ask(symbol: str, first: date, last: date):
        if symbol == "BBB":
            raise KeyboardInterrupt
        return real(symbol, first, last)

    monkeypatch.setattr(yahoo, "_SOURCE", _fetching.Source("yahoo", CLIENT, ask, yahoo.absent))
    with pytest.raises(KeyboardInterrupt):
        fetch("AAA", "BBB")
    assert fetch.closes() == [10.0, 11.0, 12.0]


KILLED = """
import os, sys
from pathlib import Path
from naysay.data import snapshots
rename, calls = Path.rename, []
def dying(self, target):
    calls.append(target)
    if len(calls) == 2:
        os._exit(9)
    return rename(self, target)
Path.rename = dying
snapshots.write(Path(sys.argv[1]), {"BBB.csv": b"b"})
"""


def test_what_a_killed_fetch_had_moved_aside_is_not_asked_for_again(fetch):
    fetch("AAA")
    subprocess.run([sys.executable, "-c", KILLED, str(fetch.folder)], check=False)
    assert not fetch.folder.exists()
    assert fetch("AAA") == []
    assert fetch.closes() == [10.0, 11.0, 12.0]


@pytest.mark.parametrize(
    "record",
    [
        "", "[]", "{}", '{"format": 2}', '{"format": 1, "prices": [], "absent": {}}',
        '{"format": 1, "prices": {"AAA": {"first": "x", "last": "y"}}, "absent": {}}',
        '{"format": 1, "prices": {"AAA": {"first": "2014-01-02", "last": "2014-01-06", "client": 1}}, '
        '"absent": {}}',
        '{"format": 1, "prices": {"AAA": {"first": "2014-01-02", "last": "2014-01-06", "client": "", '
        '"x": ""}}, "absent": {}}',
        "[" * 5000,
    ],
)  # fmt: skip
def test_a_record_that_is_none_is_refused(fetch, record):
    fetch("AAA")
    files = dict(snapshots.load(fetch.folder).files)
    snapshots.write(fetch.folder, files | {"answers.json": record.encode()})
    assert "answers.json, which is no record of answers" in fetch.unfit("AAA")


def test_the_snapshot_says_when_it_was_made_and_of_what_exchange(fetch):
    fetch("AAA")
    assert snapshots.load(fetch.folder).about["fetched"] == "2014-02-01"
    record = json.loads((fetch.folder / "answers.json").read_text())
    assert record["prices"]["AAA"] == {
        "first": "2014-01-02",
        "last": "2014-01-06",
        "client": CLIENT,
        "asked_on": "2014-02-01",
        "currency": "USD",
        "exchange": "NYQ",
    }
