"""A study of fetched prices: fetch, check and run against a stand-in of Yahoo on this machine.

Expected values: by hand, from what the stand-in was asked for and what was stored before.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.run.changes import change
from tests.run.conftest import END

from naysay.data import snapshots
from naysay.data.markets.offline import OfflineYahoo, prices
from naysay.data.simulation import BENCHMARK
from naysay.run.check import read_checked
from naysay.run.fetched import needed_dates
from naysay.run.verbs import check as check_verb
from naysay.run.verbs import fetch as fetch_verb
from naysay.run.verbs import run as run_verb
from naysay.study.errors import DataError

Run = Callable[..., tuple[int, str, str]]
BEFORE_THE_STUDY = "2022-05-12"
"""600 days before its start; the exchange was open."""


@pytest.fixture
def study(small: Path) -> Path:
    """The small study with Yahoo as its source of prices."""
    return change(small, '[prices]\npath = "data/prices"', '[prices]\nsource = "yahoo"')


@pytest.fixture
def stand_in(small: Path) -> Iterator[OfflineYahoo]:
    with OfflineYahoo() as yahoo:
        for file in (small / "data" / "prices").iterdir():
            with file.open() as lines:
                closes = {row["Date"][:10]: float(row["Adj Close"]) for row in csv.DictReader(lines)}
            yahoo.answers[file.stem] = prices(closes)
        yield yahoo


@pytest.fixture
def snapshot(small: Path) -> Path:
    return small / "data" / "snapshots" / "small" / "yahoo"


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    for verb in (check_verb, fetch_verb, run_verb):
        monkeypatch.setattr(verb, "today", lambda: day)


def test_a_run_without_a_snapshot_fetches_and_a_locked_one_reads_it(
    naysay: Run, study: Path, stand_in: OfflineYahoo, small: Path
) -> None:
    code, _, err = naysay("run", study, "--out", small / "one", "--workers", "1")
    assert (code, stand_in.symbols()) == (0, ["SIM1", "SIM2", BENCHMARK]), err
    stand_in.forget()
    code, _, err = naysay("run", study, "--locked", "--out", small / "two", "--workers", "1")
    assert (code, stand_in.requests) == (0, []), err
    assert (small / "one/results.json").read_bytes() == (small / "two/results.json").read_bytes()


@pytest.mark.parametrize("command", [["check"], ["run"], ["run", "--locked"]])
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('ticker = "SIM2"', 'ticker = "NEW"', "NEW: not stored"),
        (f"end = {END}", "end = 2024-12-30", f"SIM1, SIM2, {BENCHMARK}: stored to 2024-09-30 only"),
        ("start = 2024-01-02", "start = 2023-01-02", f"{BENCHMARK}: stored from {BEFORE_THE_STUDY} only"),
    ],
)
def test_a_snapshot_that_does_not_fit_is_refused_with_the_command(
    naysay: Run,
    study: Path,
    stand_in: OfflineYahoo,
    small: Path,
    command: list[str],
    old: str,
    new: str,
    words: str,
) -> None:
    assert naysay("fetch", study)[0] == 0
    stand_in.forget()
    change(small, old, new)
    code, _, err = naysay(*command, study)
    assert code == 1
    assert words in err
    assert f"Run `naysay fetch {study}`" in err
    assert stand_in.requests == []
    assert list(small.rglob("manifest.json")) == []


def test_the_command_names_the_data_folder(
    naysay: Run, study: Path, stand_in: OfflineYahoo, small: Path
) -> None:
    data = Path(shutil.copytree(small / "data", small / "other data"))
    assert naysay("fetch", study, "--data", data)[0] == 0
    change(small, f"end = {END}", "end = 2024-12-30")
    _, _, err = naysay("check", study, "--data", data)
    assert f"Run `naysay fetch {study} --data '{data}'`" in err


def test_a_company_without_prices_is_refused_alike_by_fetch_run_and_check(
    naysay: Run, study: Path, stand_in: OfflineYahoo, small: Path
) -> None:
    change(small, 'ticker = "SIM2"', 'ticker = "DEAD"')
    told = set()
    for command in (["run"], ["run"], ["run", "--locked"], ["fetch"], ["check"]):
        code, _, err = naysay(*command, study)
        assert code == 1
        told.add(next(line.strip() for line in err.splitlines() if "DEAD: no such prices" in line))
    assert len(told) == 1
    assert stand_in.symbols().count("DEAD") == 1


def test_what_a_study_that_goes_on_needs_ends_yesterday(
    naysay: Run, study: Path, stand_in: OfflineYahoo, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 and 21 July 2024 are a weekend: on Monday nothing is new since Friday, on Tuesday something is."""
    on(monkeypatch, date(2024, 7, 20))
    assert naysay("fetch", study)[0] == 0
    last = [file.decode().splitlines()[-1][:10] for name, file in files(snapshot).items() if name[0] == "S"]
    assert last == ["2024-07-19", "2024-07-19"]
    on(monkeypatch, date(2024, 7, 22))
    code, out, _ = naysay("check", study)
    assert code == 0
    assert "the study goes on: so far it needs prices up to 2024-07-19" in out
    on(monkeypatch, date(2024, 7, 23))
    code, _, err = naysay("check", study)
    assert code == 1
    assert "stored to 2024-07-19 only" in err
    assert naysay("fetch", study)[0] == 0
    assert naysay("check", study)[0] == 0


def test_needed_dates_are_sessions(study: Path) -> None:
    read = read_checked(study)
    assert needed_dates(read, None) == (date.fromisoformat(BEFORE_THE_STUDY), END)
    assert needed_dates(read, date(2030, 1, 1))[1] == END
    assert needed_dates(read, date(2024, 1, 1))[1] == date(2023, 12, 29)
    with pytest.raises(DataError, match=r"study\.start.*there are no prices yet|There are no prices yet"):
        needed_dates(read, date(2020, 1, 1))


def test_only_the_symbols_that_are_named_are_asked_for(
    naysay: Run, study: Path, stand_in: OfflineYahoo, snapshot: Path
) -> None:
    assert naysay("fetch", study)[0] == 0
    stand_in.forget()
    assert naysay("fetch", study, "--renew", "--only", "SIM2")[0] == 0
    assert stand_in.symbols() == ["SIM2"]
    assert set(files(snapshot)) == {"SIM1.csv", "SIM2.csv", f"{BENCHMARK}.csv", "answers.json"}
    code, _, err = naysay("fetch", study, "--only", "SIM9")
    assert code == 1
    assert '--only: got "SIM9"' in err


def test_a_fetch_says_how_far_it_is(naysay: Run, study: Path, stand_in: OfflineYahoo) -> None:
    _, out, err = naysay("fetch", study)
    assert out.strip().endswith("snapshots/small/yahoo")
    assert f"prices from {BEFORE_THE_STUDY} to {END}" in err
    assert "3 symbols: 0 are stored and fit, 3 are asked for" in err


def files(snapshot: Path) -> dict[str, bytes]:
    return dict(snapshots.load(snapshot).files)


def test_a_study_until_the_latest_prices_ends_where_its_snapshot_does(
    naysay: Run, small: Path, study: Path, stand_in: OfflineYahoo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was fetched on a Saturday ends on the Friday, also for later runs, until the next fetch."""
    change(small, f"end = {END}", 'end = "latest"')
    on(monkeypatch, date(2024, 7, 20))
    assert naysay("fetch", study)[0] == 0
    stand_in.forget()
    on(monkeypatch, date(2024, 7, 24))
    code, _, err = naysay("run", study, "--out", small / "one", "--workers", "1")
    assert (code, stand_in.requests) == (0, []), err
    assert f"the study ends on 2024-07-19, the last session with prices of the benchmark {BENCHMARK}" in err
    assert "latest: the study ends on 2024-07-19" in naysay("check", study)[1]
    assert naysay("fetch", study)[0] == 0
    assert "latest: the study ends on 2024-07-23" in naysay("check", study)[1]
