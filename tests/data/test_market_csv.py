"""Prices read from files in Yahoo's column layout; ``test_price_layouts`` has the layouts of others.

Expected values: written by hand next to each small file. The last test reads real files beside the repository
and compares with the file's own text.
"""

from __future__ import annotations

import hashlib
import os
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.markets._numbers import numbers
from naysay.data.markets.base import PRICE_COLUMNS
from naysay.data.markets.csv import read
from naysay.study.errors import DataError, DataWarning
from naysay.study.losses import rows_by_cause

HEADER = "Date,Open,High,Low,Close,Adj Close,Volume\n"
FIRST = "2014-01-02,10,12,9,11,10.5,1000\n"
SECOND = "2014-01-03,11,13,10,12,11.5,1100\n"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "stocknet" / "prices"


def history(folder: Path, text: str | bytes, symbol: str = "AAA"):
    (folder / f"{symbol}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read([symbol], folder).histories[symbol]


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(DataError) as caught:
        history(folder, text)
    assert caught.value.fault.field == "prices.path"
    assert "AAA.csv" in str(caught.value)
    return str(caught.value)


def test_prices_are_indexed_by_session(tmp_path):
    found = history(tmp_path, HEADER + FIRST + SECOND)
    assert found.symbol == "AAA"
    assert list(found.frame.columns) == list(PRICE_COLUMNS)
    assert (found.frame.dtypes == "float64").all()
    assert found.frame.index.name == "session"
    assert found.frame.index.tz is None
    assert list(found.frame.index) == [pd.Timestamp("2014-01-02"), pd.Timestamp("2014-01-03")]
    assert found.frame.iloc[0].tolist() == [10, 12, 9, 11, 10.5, 1000]
    assert found.losses == ()


def test_sessions_of_four_centuries_are_dates(tmp_path):
    days = ["1799-12-31", "1800-01-02", "1962-01-02", "2150-01-04", "2199-12-31", "2200-01-02"]
    found = history(tmp_path, HEADER + "".join(FIRST.replace("2014-01-02", day) for day in days))
    assert [f"{day:%Y-%m-%d}" for day in found.frame.index] == days[1:-1]
    assert rows_by_cause(found.losses) == {"unreadable_row": 2}


def test_a_row_that_is_left_out_has_one_cause(tmp_path):
    """The second row of a session and one without a date lack their prices too."""
    text = HEADER + FIRST + FIRST.replace("11,10.5,1000", ",,-5") + FIRST.replace("2014-01-02", "then")
    found = history(tmp_path, text.replace("then,10,12,9,11,10.5", "then,10,12,9,0,0"))
    assert rows_by_cause(found.losses) == {"unreadable_row": 1, "duplicate_session": 1}
    zeros = history(tmp_path, HEADER + FIRST + "2014-01-03,0,0,0,0,0,1100\n")
    assert rows_by_cause(zeros.losses) == {"price_not_positive": 1}


WRITTEN = st.one_of(
    st.floats(allow_nan=True).map(repr),
    st.decimals(0, 10**12, places=4).map(str),
    st.integers(-(10**14), 10**14).map(str),
    st.text("0123456789.eE+-", min_size=1, max_size=14),
    st.sampled_from(["", "null", "NULL", "nan", "-0", "-0.0", "0.0", "1e-7"]),
)


@given(st.lists(WRITTEN, min_size=1, max_size=20))
def test_many_numbers_at_once_are_those_that_pandas_reads_one_by_one(written):
    values, unreadable = numbers(pa.array(written))
    read = [float(pd.to_numeric(pd.Series([text]), errors="coerce").iloc[0]) for text in written]
    expected = np.array([value + 0.0 if np.isfinite(value) else np.nan for value in read])  # -0 is 0
    assert values.tobytes() == expected.tobytes()
    assert unreadable.tolist() == [
        bool(np.isnan(value)) and text.lower() not in ("", "null")
        for text, value in zip(written, expected, strict=True)
    ]


def test_half_past_midnight_is_no_midnight(tmp_path):
    with pytest.warns(DataWarning, match="dates with clock: AAA.csv"):
        history(tmp_path, HEADER + FIRST.replace("2014-01-02", "2014-01-02 00:30:00-05:00"))


def test_the_source_is_named_with_its_hash(tmp_path):
    text = HEADER + FIRST
    source = history(tmp_path, text).source
    assert (source.name, source.sha256) == ("AAA.csv", hashlib.sha256(text.encode()).hexdigest())


def test_sessions_rise_whatever_the_order_in_the_file(tmp_path):
    assert history(tmp_path, HEADER + SECOND + FIRST).frame["close"].tolist() == [11, 12]


@pytest.mark.parametrize(
    "text",
    [
        "date,OPEN,high,Low,close,adj close,VOLUME\n" + FIRST,
        "Date,Open,High,Low,Close,Adj_Close,Volume\n" + FIRST,
        "Volume,Adj Close,Close,Low,High,Open,Date\n1000,10.5,11,9,12,10,2014-01-02\n",
        HEADER.replace("\n", ",Dividends,Stock Splits\n") + FIRST.replace("\n", ",0.4,0.0\n"),
        "\n".join(f'"{line}"' for line in (HEADER + FIRST).splitlines()).replace(",", '","'),
        (HEADER + FIRST).replace("\n", "\r\n"),
        (HEADER + FIRST).replace(",", " , "),
        HEADER + "\n" + FIRST + "\n\n",
        ("\ufeff" + HEADER + FIRST),
        (HEADER + FIRST).encode("utf-16"),
        (HEADER + FIRST).replace(",", ";"),
        (HEADER + FIRST).replace(",", "\t"),
        (HEADER + FIRST).rstrip("\n"),
        HEADER + FIRST.replace("2014-01-02", "2014-01-02 00:00:00-05:00"),
        HEADER + FIRST.replace("2014-01-02", "2014-01-02T00:00:00"),
    ],
    ids=[
        "case", "underscore", "order", "more-columns", "quoted", "crlf", "spaces", "blank-lines", "bom",
        "utf-16", "semicolons", "tabs", "no-last-newline", "clock-and-zone", "iso-clock",
    ],
)  # fmt: skip
def test_variants_of_the_layout_give_the_same_prices(tmp_path, text):
    found = history(tmp_path, text)
    assert list(found.frame.index) == [pd.Timestamp("2014-01-02")]
    assert found.frame.iloc[0].tolist() == [10, 12, 9, 11, 10.5, 1000]
    assert found.losses == ()


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("2014-01-03,11,13,10,,11.5,1100", "price_missing"),
        ("2014-01-03,11,13,10,12,,1100", "price_missing"),
        ("2014-01-03,null,null,null,null,null,null", "price_missing"),
        ("2014-01-03,11,13,10,0,11.5,1100", "price_not_positive"),
        ("2014-01-03,11,13,10,-12,11.5,1100", "price_not_positive"),
        ("2014-01-03,11,13,10,12,0.0,1100", "price_not_positive"),
        ("2014-01-03,11,13,10,NA,11.5,1100", "price_unreadable"),
        ("2014-01-03,11,13,10,12,nan,1100", "price_unreadable"),
        ("2014-01-03,11,13,10,inf,11.5,1100", "price_unreadable"),
        ('2014-01-03,11,13,10,"1,2,3",11.5,1100', "price_unreadable"),
        ("2014-01-03,11,13,10,True,11.5,1100", "price_unreadable"),
        ("2014-01-03,11,13,10,1_2,11.5,1100", "price_unreadable"),
    ],
)
def test_a_close_that_cannot_be_used_is_missing_and_counted_and_its_session_stays(tmp_path, row, cause):
    found = history(tmp_path, HEADER + FIRST + row + "\n")
    assert rows_by_cause(found.losses) == {cause: 1}
    assert found.frame.index[-1] == pd.Timestamp("2014-01-03")
    assert found.frame.loc["2014-01-03", ["close", "adj_close"]].isna().all()
    assert found.frame.loc["2014-01-02", "adj_close"] == 10.5


@pytest.mark.parametrize("open_", ["0", "", "NA", "-3"])
def test_an_open_that_cannot_be_used_leaves_the_close(tmp_path, open_):
    found = history(tmp_path, HEADER + f"2014-01-02,{open_},12,9,11,10.5,1000\n")
    assert rows_by_cause(found.losses) == {"range_unusable": 1}
    assert np.isnan(found.frame["open"].iloc[0])
    assert found.frame["adj_close"].iloc[0] == 10.5


@pytest.mark.parametrize(
    ("text", "volume", "lost"),
    [("", np.nan, 0), ("0", 0.0, 0), ("-", np.nan, 0), ("-5", np.nan, 1), ("?", np.nan, 1)],
)
def test_a_volume_is_a_count_or_missing(tmp_path, text, volume, lost):
    found = history(tmp_path, HEADER + f"2014-01-02,10,12,9,11,10.5,{text}\n")
    assert rows_by_cause(found.losses).get("volume_unusable", 0) == lost
    assert found.frame["volume"].tolist() == pytest.approx([volume], nan_ok=True)


@pytest.mark.parametrize(
    "row",
    ["2014-01-03,11,13", "2014-01-03,11,13,10,12,11.5,1100,extra", "03/01/2014,11,13,10,12,11.5,1100",
     "2014-02-30,11,13,10,12,11.5,1100", ",11,13,10,12,11.5,1100", "2014-01-031,1,3,1,2,1.5,1100",
     "9999-01-03,11,13,10,12,11.5,1100", "garbage"],
)  # fmt: skip
def test_rows_without_a_date_or_with_other_fields_are_left_out_and_counted(tmp_path, row):
    found = history(tmp_path, HEADER + FIRST + row + "\n")
    assert rows_by_cause(found.losses) == {"unreadable_row": 1}
    assert len(found.frame) == 1


def test_of_a_session_that_comes_twice_the_first_row_is_kept(tmp_path):
    found = history(tmp_path, HEADER + FIRST + FIRST.replace("10.5", "99") + SECOND)
    assert rows_by_cause(found.losses) == {"duplicate_session": 1}
    assert found.frame["adj_close"].tolist() == [10.5, 11.5]


def test_without_an_adjusted_close_the_close_is_used_with_a_warning(tmp_path):
    with pytest.warns(DataWarning, match="no adj close: AAA.csv"):
        found = history(tmp_path, "Date,Open,High,Low,Close,Volume\n2014-01-02,10,12,9,11,1000\n")
    assert found.frame["adj_close"].tolist() == [11]


def test_a_clock_other_than_midnight_is_warned_about(tmp_path):
    with pytest.warns(DataWarning, match="clock"):
        found = history(tmp_path, HEADER + FIRST.replace("2014-01-02", "2014-01-02 05:00:00+00:00"))
    assert list(found.frame.index) == [pd.Timestamp("2014-01-02")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "empty file"),
        (b"\xef\xbb\xbf \n", "empty file"),
        ("Date,Open,High,Low,Adj Close,Volume\n", "without Close"),
        ("Date;Open;High;Low;Close;Adj Close;Volume\n", "no row of which has a date"),
        ("Open;High;Low;Close\n10;12;9;11\n", "without Date"),
        ("Date,Open,High,Low,Close,close,Adj Close,Volume\n" + FIRST, "Close twice"),
        (HEADER, "AAA.csv"),
        (HEADER + "03.01.14.,11,13,10,12,11.5,1100\n", "03.01.14."),
        ("<html><body>Too Many Requests</body></html>", "without Date"),
    ],
)
def test_files_that_are_no_prices_are_refused_with_the_reason(tmp_path, text, words):
    assert words in refusal(tmp_path, text)


def test_a_quotation_mark_left_open_never_passes_for_prices(tmp_path):
    (tmp_path / "AAA.csv").write_text(HEADER + FIRST + '2014-01-03,"11,13,10,12,11.5,1100\n' + SECOND)
    try:
        found = read(["AAA"], tmp_path).histories["AAA"]
    except DataError:
        return
    assert found.losses
    assert found.frame["adj_close"].iloc[0] == 10.5


def test_a_file_that_cannot_be_opened_is_refused(tmp_path, monkeypatch):
    (tmp_path / "AAA.csv").write_text(HEADER + FIRST)

    def denied(path, flags):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(DataError, match="Permission denied"):
        read(["AAA"], tmp_path)


def test_all_broken_files_are_reported_at_once(tmp_path):
    (tmp_path / "AAA.csv").write_text("")
    (tmp_path / "BBB.csv").write_text("Date\n")
    with pytest.raises(DataError, match=r"(?s)2 symbols.*AAA\.csv.*BBB\.csv"):
        read(["AAA", "BBB"], tmp_path)


def test_a_symbol_without_a_file_is_missed_and_the_others_are_read(tmp_path):
    (tmp_path / "AAA.csv").write_text(HEADER + FIRST)
    found = read(["AAA", "BBB"], tmp_path)
    assert list(found.histories) == ["AAA"]
    assert list(found.missed) == ["BBB"]
    assert "BBB.csv" in found.missed["BBB"]


@pytest.mark.parametrize("symbol", ["NA", "TRUE", "null", "NaN", "1", "^GSPC", "BRK-B", "RDS.A", "EURUSD=X"])
def test_odd_tickers_are_tickers(tmp_path, symbol):
    found = history(tmp_path, HEADER + FIRST, symbol)
    assert found.symbol == symbol
    assert found.frame["close"].tolist() == [11]


def test_a_pattern_finds_files_by_their_stem(tmp_path):
    for folder, symbol in [("us", "AAA"), ("de", "BBB.DE"), ("de", "other")]:
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{symbol}.csv").write_text(HEADER + FIRST)
    found = read(["AAA", "BBB.DE", "CCC"], tmp_path / "**" / "*.csv")
    assert list(found.histories) == ["AAA", "BBB.DE"]
    assert list(found.missed) == ["CCC"]


@pytest.mark.parametrize("ending", ["csv", "txt", "tsv"])
@pytest.mark.parametrize("pattern", ["", "*"])
def test_a_file_may_end_in_txt_or_tsv(tmp_path, ending, pattern):
    (tmp_path / f"BRK.B.{ending}").write_text(HEADER + FIRST)
    assert list(read(["BRK.B", "BRK"], tmp_path / pattern).histories) == ["BRK.B"]


@pytest.mark.parametrize("pattern", ["", "*"])
def test_of_several_endings_csv_comes_first(tmp_path, pattern):
    (tmp_path / "AAA.csv").write_text(HEADER + FIRST)
    (tmp_path / "AAA.txt").write_text("notes")
    (tmp_path / "AAA").write_text("notes")
    assert read(["AAA"], tmp_path / pattern).histories["AAA"].source.name == "AAA.csv"


def test_two_files_of_one_symbol_are_refused(tmp_path):
    for folder in ["one", "two"]:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "AAA.csv").write_text(HEADER + FIRST)
    with pytest.raises(DataError, match="one file a symbol"):
        read(["AAA"], tmp_path / "*" / "*.csv")


def test_a_folder_may_have_brackets_in_its_name(tmp_path):
    folder = tmp_path / "prices [old]"
    folder.mkdir()
    assert history(folder, HEADER + FIRST).losses == ()


def test_a_folder_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(DataError, match="relative to the workspace") as caught:
        read(["AAA"], tmp_path / "nowhere")
    assert caught.value.fault.field == "prices.path"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real prices beside the repository are absent")
def test_real_files_are_read_without_loss():
    symbols = sorted(file.stem for file in SHARED.glob("*.csv"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read(symbols, SHARED)
    assert not found.missed
    for symbol, prices in found.histories.items():
        lines = (SHARED / f"{symbol}.csv").read_text().splitlines()[1:]
        assert prices.losses == ()
        assert len(prices.frame) == len(lines)
        date, *values = lines[-1].split(",")
        last = prices.frame.iloc[-1]
        assert last.name == pd.Timestamp(date)
        assert last.tolist() == [float(value) for value in values]


def test_a_table_without_any_title_is_not_quoted(tmp_path):
    (tmp_path / "AAA.csv").write_text("Jane Doe,what I think of it,1\n")
    with pytest.raises(DataError, match=r"AAA\.csv without Date") as caught:
        read(["AAA"], tmp_path)
    assert "what I think" not in str(caught.value)


def test_a_table_of_a_million_columns_is_refused(tmp_path):
    (tmp_path / "AAA.csv").write_text(HEADER.rstrip("\n") + "," * 500_000 + "\n")
    with pytest.raises(DataError, match="1000 at most"):
        read(["AAA"], tmp_path)
