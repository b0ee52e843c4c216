"""What a run refuses, and how: exit code 1, one clear message on stderr, no traceback, nothing half written.

Expected values: the rule for errors in docs/architecture.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.run.changes import change

Run = Callable[..., tuple[int, str, str]]


def refused(naysay: Run, workspace: Path, tmp_path: Path, *words: str) -> str:
    """Run the small study, see it refused with ``words``, and nothing left but what could not be read."""
    code, out, err = naysay("run", workspace / "analysis" / "small.toml", "--out", tmp_path / "run")
    assert (code, out) == (1, "")
    assert "Traceback" not in err
    for word in words:
        assert word in err
    assert not (tmp_path / "run" / "manifest.json").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".naysay-")] == []
    return err


def completed(naysay: Run, workspace: Path, tmp_path: Path) -> pd.Series:
    """Run the small study, see it completed, and give its attrition by stage and cause."""
    code, _, err = naysay(
        "run", workspace / "analysis" / "small.toml", "--out", tmp_path / "run", "--formats", "pdf,html"
    )
    assert code == 0, err
    rows = pd.read_csv(tmp_path / "run" / "tables" / "attrition.csv")
    stages = rows.groupby("stage")["rows"].sum()
    assert (
        stages["rows_in"] == stages["kept"] + stages["quarantined"] + stages["duplicate"] + stages["filtered"]
    )
    return rows.groupby(["stage", "cause"])["rows"].sum()


def test_a_study_that_is_not_there(naysay: Run, tmp_path: Path) -> None:
    code, _, err = naysay("run", tmp_path / "none.toml")
    assert code == 1
    assert "none.toml" in err
    assert "Traceback" not in err


def test_posts_that_are_not_there(naysay: Run, small: Path, tmp_path: Path) -> None:
    (small / "data" / "posts.csv").unlink()
    refused(naysay, small, tmp_path, "posts.path", "data/posts.csv", "--data")


def test_an_empty_file_of_posts(naysay: Run, small: Path, tmp_path: Path) -> None:
    (small / "data" / "posts.csv").write_bytes(b"")
    refused(naysay, small, tmp_path, "posts.path", "without a single row")


def test_posts_in_another_encoding_are_read(naysay: Run, small: Path, tmp_path: Path) -> None:
    path = small / "data" / "posts.csv"
    path.write_bytes(path.read_text().encode("utf-16"))
    completed(naysay, small, tmp_path)


def test_too_many_unreadable_rows_are_kept_for_mending(naysay: Run, small: Path, tmp_path: Path) -> None:
    path = small / "data" / "posts.csv"
    rows = path.read_text().splitlines()
    path.write_text("\n".join([rows[0], *rows[1:50], *["broken"] * 50]))
    refused(
        naysay, small, tmp_path, "posts.max_lost", "50 of 99 rows", "wrong_number_of_fields at posts.csv:51"
    )
    kept = (tmp_path / "run" / "quarantine.jsonl").read_text().splitlines()
    assert len(kept) == 50
    assert json.loads(kept[0])["line"] == 51


def test_one_bad_row_among_good_ones_is_set_aside(naysay: Run, small: Path, tmp_path: Path) -> None:
    path = small / "data" / "posts.csv"
    path.write_text(path.read_text() + "broken\n")
    assert completed(naysay, small, tmp_path)["quarantined", "wrong_number_of_fields"] == 1
    assert len((tmp_path / "run" / "quarantine.jsonl").read_text().splitlines()) == 1


def test_a_company_without_posts(naysay: Run, small: Path, tmp_path: Path) -> None:
    path = small / "data" / "posts.csv"
    path.write_text(
        "".join(line for line in path.read_text().splitlines(keepends=True) if ",SIM2," not in line)
    )
    assert completed(naysay, small, tmp_path)["companies", "without_posts"] == 1
    granger = pd.read_csv(tmp_path / "run" / "tables" / "granger.csv")
    assert granger.loc[granger["company"] == "SIM2", "reason"].notna().all()


def test_a_company_without_prices(naysay: Run, small: Path, tmp_path: Path) -> None:
    (small / "data" / "prices" / "SIM2.csv").unlink()
    assert completed(naysay, small, tmp_path)["companies", "without_prices"] == 1


def test_no_prices_at_all(naysay: Run, small: Path, tmp_path: Path) -> None:
    for ticker in ("SIM1", "SIM2"):
        (small / "data" / "prices" / f"{ticker}.csv").unlink()
    refused(naysay, small, tmp_path, "prices.path")


def test_no_benchmark(naysay: Run, small: Path, tmp_path: Path) -> None:
    (small / "data" / "prices" / "^SIM.csv").unlink()
    refused(naysay, small, tmp_path, "market.benchmark", "^SIM")


def test_a_folder_of_prices_that_is_not_there(naysay: Run, small: Path, tmp_path: Path) -> None:
    change(small, "data/prices", "data/price")
    refused(naysay, small, tmp_path, "prices.path")


def test_an_empty_file_of_prices(naysay: Run, small: Path, tmp_path: Path) -> None:
    (small / "data" / "prices" / "SIM1.csv").write_bytes(b"")
    refused(naysay, small, tmp_path, "SIM1.csv")


def test_prices_with_gaps_and_zeros_are_missing_and_counted(naysay: Run, small: Path, tmp_path: Path) -> None:
    path = small / "data" / "prices" / "SIM1.csv"
    prices = pd.read_csv(path)
    at = prices.index[prices["Date"] >= "2024-03-01"][:6]
    prices.loc[at[0], ["Open", "High", "Low", "Close", "Adj Close"]] = 0
    prices.drop(index=at[3]).to_csv(path, index=False)
    rows = completed(naysay, small, tmp_path)
    assert rows["price_rows", "price_not_positive"] == 1
    daily = (
        pd.read_csv(tmp_path / "run" / "tables" / "daily.csv").query("company == 'SIM1'").set_index("session")
    )
    missing = prices.loc[at[[0, 1, 3, 4]], "Date"]
    assert daily.loc[missing, "ret"].isna().all()
    assert daily.loc[prices.loc[at[[2, 5]], "Date"], "ret"].notna().all()


def test_a_ticker_that_is_a_path(naysay: Run, small: Path, tmp_path: Path) -> None:
    change(small, '"SIM2"', '"../x"')
    refused(naysay, small, tmp_path, "company[1].ticker", '"../x"', "A-Z a-z 0-9")


def test_the_ticker_na_is_a_ticker(naysay: Run, small: Path, tmp_path: Path) -> None:
    change(small, '"SIM2"', '"NA"')
    posts = small / "data" / "posts.csv"
    posts.write_text(posts.read_text().replace(",SIM2,", ",NA,"))
    (small / "data" / "prices" / "SIM2.csv").rename(small / "data" / "prices" / "NA.csv")
    assert completed(naysay, small, tmp_path)["companies", "without_prices"] == 0
    daily = pd.read_csv(tmp_path / "run" / "tables" / "daily.csv", keep_default_na=False)
    assert (daily.loc[daily["company"] == "NA", "ret"] != "").any()


def test_all_faults_of_a_study_at_once(naysay: Run, small: Path, tmp_path: Path) -> None:
    change(small, "start = 2024-01-02", "start = 2025-01-02")
    change(small, "[posts]", "[posts]\nformatt = 1")
    refused(naysay, small, tmp_path, "2 faults", "study.end", "Swap the two dates", "Did you mean format?")


def test_an_exchange_that_is_not_known(naysay: Run, small: Path, tmp_path: Path) -> None:
    change(small, '"XETR"', '"XETA"')
    refused(naysay, small, tmp_path, "market.calendar", "XETA")


def test_a_place_that_holds_other_things(naysay: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "thesis.txt").write_text("mine")
    refused(naysay, small, tmp_path, "--out", "stay untouched")
    assert (tmp_path / "run" / "thesis.txt").read_text() == "mine"


def test_a_hostile_post_is_data(naysay: Run, small: Path, tmp_path: Path) -> None:
    path = small / "data" / "posts.csv"
    hostile = [
        'x1,2024-03-04T10:00:00Z,SIM1,<script>alert(1)</script> #read(""/etc/passwd"") $x$ \\input{a},,',
        "x2,2024-03-04T10:00:00Z,SIM1,a\x00b \u202eevil\u202c \u2066x,,",
        "x3,2024-03-04T10:00:00Z,SIM1," + "terrible " * 120_000 + ",,",
    ]
    path.write_text(path.read_text() + "".join(f"{line}\n" for line in hostile))
    rows = completed(naysay, small, tmp_path)
    assert rows["quarantined", "none"] == 0
    for file in (tmp_path / "run").rglob("*"):
        if file.is_file():
            assert b"alert(1)" not in file.read_bytes()


def test_formats_that_do_not_exist(naysay: Run, small: Path) -> None:
    code, _, err = naysay("run", small / "analysis" / "small.toml", "--formats", "docx")
    assert code == 1
    assert "datapackage, html, latex, markdown, pdf, png, r, ro_crate, stata, xlsx" in err


@pytest.mark.parametrize(
    "arguments", [("run",), ("list", "poems"), ("sing",), ("run", "x.toml", "--workers", "0")]
)
def test_usage_is_exit_code_two(naysay: Run, arguments: tuple[str, ...]) -> None:
    assert naysay(*arguments)[0] == 2


def test_prices_that_are_read_a_few_at_a_time_are_refused_together(
    naysay: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The benchmark last, as the study names it."""
    monkeypatch.setattr("naysay.run.prices.AT_ONCE", 1)
    for prices in (small / "data" / "prices").iterdir():
        prices.write_text("no prices\n")
    err = refused(naysay, small, tmp_path, "3 symbols that cannot be used")
    assert err.index("SIM1.csv") < err.index("SIM2.csv") < err.index("^SIM.csv")
