"""Prices that a run and a check refuse, mend, leave out or tell of.

Expected values: by hand; each fault is planted in the prices of the small study.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.run.changes import change

from naysay.data import snapshots
from naysay.run.check import read_checked
from naysay.run.prices import read_prices
from naysay.run.workspace import workspace_of
from naysay.study.errors import NaysayError, Notice
from naysay.study.losses import Loss
from naysay.study.notices import caught, merged

Run = Callable[..., tuple[int, str, str]]
PRICES = ["Open", "High", "Low", "Close", "Adj Close"]
FIRST = "2024-03-05"
"""The session from which on a planted fault holds."""


def table(workspace: Path, symbol: str = "SIM1") -> pd.DataFrame:
    return pd.read_csv(workspace / "data" / "prices" / f"{symbol}.csv")


def store(workspace: Path, prices: pd.DataFrame, symbol: str = "SIM1", **form: str) -> None:
    prices.to_csv(workspace / "data" / "prices" / f"{symbol}.csv", index=False, **form)  # type: ignore[call-overload]


def scale(workspace: Path, ratio: float, *, until: str = "2100") -> None:
    """Divide the prices of SIM1 by ``ratio`` from FIRST on."""
    prices = table(workspace)
    rows = (prices["Date"] >= FIRST) & (prices["Date"] < until)
    prices.loc[rows, PRICES] /= ratio
    store(workspace, prices)


def read(workspace: Path) -> tuple[dict[str, float], list[Notice]]:
    """The largest return of each company, after reading as a run does, and what was told."""
    study = read_checked(workspace / "analysis" / "small.toml")
    with caught() as notices:
        prices, priced = read_prices(
            study,
            workspace_of(workspace / "analysis" / "small.toml", None),
        )
    assert all(fault.symbol in prices.histories for fault in prices.faults)
    return dict(
        zip(priced.rows.companies, np.nan_to_num(np.abs(priced.returns)).max(axis=1), strict=True)
    ), list(merged(notices))


def refusal(workspace: Path) -> str:
    with pytest.raises(NaysayError) as error:
        read(workspace)
    return str(error.value)


def codes(notices: list[Notice]) -> dict[str, tuple[str, ...]]:
    return {notice.code: notice.about for notice in notices}


def test_simulated_prices_have_no_fault(small: Path) -> None:
    assert codes(read(small)[1]) == {}


@pytest.mark.parametrize(
    ("ratio", "told", "line"),
    [(100.0, "a change of the unit (100:1)", "100:1"), (0.25, "a split (1:4)", "1:4")],
)
def test_a_jump_that_no_market_made_is_refused_until_a_line_explains_it(
    small: Path, ratio: float, told: str, line: str
) -> None:
    usual = read(small)[0]["SIM1"]
    scale(small, ratio)
    message = refusal(small)
    assert told in message
    assert f'jumps = ["SIM1 {FIRST} {line}"]' in message
    change(small, 'path = "data/prices"', f'path = "data/prices"\njumps = ["SIM1 {FIRST} {line}"]')
    assert read(small)[0]["SIM1"] == pytest.approx(usual, rel=1e-9)


def test_a_jump_that_is_called_real_stays(small: Path) -> None:
    scale(small, 100.0)
    change(small, 'path = "data/prices"', f'path = "data/prices"\njumps = ["SIM1 {FIRST} real"]')
    assert read(small)[0]["SIM1"] == pytest.approx(np.log(100), rel=0.05)


def test_a_listed_split_that_was_not_applied_is_refused(small: Path) -> None:
    scale(small, 1.5)
    prices = table(small)
    store(small, prices.assign(**{"Stock Splits": np.where(prices["Date"] == FIRST, 1.5, 0.0)}))
    assert f'"SIM1 {FIRST} 3:2"' in refusal(small)


def test_check_refuses_what_a_run_refuses(naysay: Run, small: Path, tmp_path: Path) -> None:
    scale(small, 100.0)
    study = small / "analysis" / "small.toml"
    code, _, checked = naysay("check", study)
    assert code == 1
    again, _, run = naysay("run", study, "--out", tmp_path / "run")
    assert again == 1
    assert run.strip().removeprefix("prices: ") in checked


def test_many_days_in_pence_are_counted(small: Path) -> None:
    prices = table(small)
    days = prices.index[(prices["Date"] >= FIRST)][:40:4]
    prices.loc[days, PRICES] *= 100
    store(small, prices)
    message = refusal(small)
    assert message.count("100:1") + message.count("1:100") == 21  # all 20 jumps, and the first once more
    assert "and on 19 more" in message


def test_all_symbols_are_refused_at_once(small: Path) -> None:
    for symbol in ("SIM1", "SIM2", "^SIM"):
        prices = table(small, symbol)
        prices.loc[prices["Date"] >= FIRST, PRICES] /= 100
        store(small, prices, symbol)
    message = refusal(small)
    assert all(f'"{symbol} {FIRST} 100:1"' in message for symbol in ("SIM1", "SIM2", "^SIM"))


def test_lines_about_other_symbols_are_refused(small: Path) -> None:
    change(small, 'path = "data/prices"', 'path = "data/prices"\njumps = ["AAA 2024-03-05 4:1"]')
    assert "AAA" in refusal(small)


def test_faults_that_are_told_stand_in_the_losses(small: Path) -> None:
    prices = table(small)
    rows = prices.index[prices["Date"] >= FIRST][:12]
    prices.loc[rows, PRICES] = 50.0
    store(small, prices)
    study = read_checked(small / "analysis" / "small.toml")
    with caught() as notices:
        found, _ = read_prices(
            study,
            workspace_of(small / "analysis" / "small.toml", None),
        )
    assert codes(list(notices))["price_frozen"] == (f"SIM1 {FIRST}",)
    assert Loss("price_faults", "price_frozen", "SIM1", 12) in found.histories["SIM1"].losses


def test_a_company_of_which_too_much_is_lost_is_left_out(small: Path) -> None:
    prices = table(small).astype({"Close": object})
    prices.loc[prices.index[::10], "Close"] = "n.a."
    store(small, prices)
    _, notices = read(small)
    assert codes(notices)["prices_left_out"] == ("SIM1",)
    change(small, 'path = "data/prices"', 'path = "data/prices"\nmax_lost = 0.11')
    assert "prices_left_out" not in codes(read(small)[1])


def test_a_run_without_any_company_of_use_is_refused(small: Path) -> None:
    for symbol in ("SIM1", "SIM2"):
        store(small, table(small, symbol).assign(Close="n.a."), symbol)
    assert "prices of no company: " in refusal(small)
    assert "rows of SIM1.csv cannot be used" in refusal(small)


def test_a_benchmark_of_which_too_much_is_lost_is_refused(small: Path) -> None:
    store(small, table(small, "^SIM").assign(Close="n.a."), "^SIM")
    assert "max_lost = 0.05" in refusal(small)


@pytest.mark.parametrize(("days", "told", "line"), [(-1, "a day later", 1), (1, "a day earlier", -1)])
def test_dates_that_are_moved_by_a_day_are_refused(small: Path, days: int, told: str, line: int) -> None:
    for symbol in ("SIM1", "SIM2", "^SIM"):
        prices = table(small, symbol)
        moved = pd.to_datetime(prices["Date"]) + pd.Timedelta(days=days)
        store(small, prices.assign(Date=moved.dt.strftime("%Y-%m-%d")), symbol)
    message = refusal(small)
    assert told in message
    assert f"date_shift = {line} below [prices]" in message
    change(small, 'path = "data/prices"', f'path = "data/prices"\ndate_shift = {line}')
    assert codes(read(small)[1]) == {}


def test_prices_that_begin_with_the_study_are_told(small: Path) -> None:
    prices = table(small)
    store(small, prices[prices["Date"] >= "2023-12-01"])
    assert codes(read(small)[1])["prices_late"] == ("SIM1",)


def test_a_form_of_files_is_refused_with_fetched_prices(small: Path) -> None:
    change(small, 'path = "data/prices"', 'source = "yahoo"\ndecimal = ","')
    folder = workspace_of(small / "analysis" / "small.toml", None).data / "snapshots" / "small" / "yahoo"
    from_files = {f"{symbol}.csv": table(small, symbol) for symbol in ("SIM1", "SIM2", "^SIM")}
    snapshots.write(folder, {name: of.to_csv(index=False).encode() for name, of in from_files.items()})
    assert "prices.decimal" in refusal(small)


def test_prices_of_a_german_site_give_the_same_returns(small: Path) -> None:
    """The rows of Yahoo's layout as finanzen.net writes them, to four decimals."""
    usual = read(small)[0]
    for symbol in ("SIM1", "SIM2", "^SIM"):
        prices = table(small, symbol)
        written = pd.DataFrame(
            {
                "Datum": pd.to_datetime(prices["Date"]).dt.strftime("%d.%m.%Y"),
                "Eröffnung": prices["Open"],
                "Schluss": prices["Adj Close"],
                "Tageshoch": prices["High"],
                "Tagestief": prices["Low"],
                "Volumen": [f"{int(volume):,}".replace(",", ".") for volume in prices["Volume"]],
            }
        )
        store(small, written[::-1], symbol, sep=";", decimal=",", float_format="%.4f")
    returns, notices = read(small)
    assert returns == pytest.approx(usual, abs=1e-5)
    assert set(codes(notices)) == {"no_adj_close"}
