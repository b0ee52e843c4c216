"""Files of prices as sites and programs write them.

Expected values: by hand, next to each file. The files are made up in the layouts of the sites that name them.
"""

from __future__ import annotations

import re
import warnings
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.markets._cells import cells_of_rows
from naysay.data.markets._columns import NAMES, known_columns
from naysay.data.markets._layout import price_history
from naysay.data.markets.base import PriceFault, PriceHistory
from naysay.study.errors import DataError, DataWarning
from naysay.study.losses import rows_by_cause
from naysay.study.price_options import AS_FOUND, PriceColumns, PriceOptions

NONE = float("nan")
ARIVA = """\
Datum;Erster;Hoch;Tief;Schlusskurs;Stuecke;Volumen
2024-03-05;56,34;56,68;55,96;56,30;40.274;2.267.431,62
2024-03-04;56,08;56,78;55,75;56,44;740;41.765,60
"""
FINANZEN = """\
Datum;Eröffnung;Schluss;Tageshoch;Tagestief;Volumen
05.03.2024;1.056,34;1.056,30;1.056,68;1.055,96;40.274
04.03.2024;1.056,08;1.056,44;1.056,78;1.055,75;740
"""
ONVISTA = """\
Datum;Eröffnung;Hoch;Tief;Schluss;Volumen
04.03.2024;56,08;56,78;55,75;56,44;740
05.03.2024;56,34;56,68;55,96;56,30;40.274
"""
BUNDESBANK = """\
"";BBK01.WU3140;BBK01.WU3140_FLAGS
"";"Ein Index / Stand am Ende des Tages";""
Einheit;Index;
Dimension;Eins;
Stand vom;06.03.2024 12:00:00 Uhr;
2024-03-04;16701,55;
2024-03-05;.;Kein Wert vorhanden
2024-03-06;16751,64;
"""
INVESTING = """\
"Date","Price","Open","High","Low","Vol.","Change %"
"03/13/2024","8,795.77","8,790.00","8,800.50","8,700.10","1.23M","0.06%"
"03/12/2024","8,790.77","8,781.00","8,799.50","8,699.10","456.70K","-0.50%"
"""
INVESTING_DE = """\
"Datum","Zuletzt","Eröffn.","Hoch","Tief","Vol.","+/- %"
"13.03.2024","8.795,77","8.790,00","8.800,50","8.700,10","1,23M","0,06%"
"12.03.2024","8.790,77","8.781,00","8.799,50","8.699,10","456,70K","-0,50%"
"""
NASDAQ = """\
Date,Close/Last,Volume,Open,High,Low
03/13/2024,$184.40,55467800,$187.04,$187.095,$184.35
03/12/2024,$188.04,55859370,$190.94,$191.80,$187.47
"""
STOOQ = """\
<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>
AAA.DE,D,20240312,000000,160.5,161,159.9,160.1,1234567,0
AAA.DE,D,20240313,000000,160.2,162,160,161.7,7654321,0
"""
STOOQ_PLAIN = """\
Date,Open,High,Low,Close,Volume
2024-03-12,160.5,161,159.9,160.1,1234567
2024-03-13,160.2,162,160,161.7,7654321
"""
TIINGO = """\
date,close,high,low,open,volume,adjClose,adjHigh,adjLow,adjOpen,adjVolume,divCash,splitFactor
2024-03-12,400.5,402,399,401,1000,100.1,100.5,99.75,100.25,4000,0.0,1.0
2024-03-13,101,102,100,100.5,4100,101,102,100,100.5,4100,0.25,4.0
"""
ALPHA_VANTAGE = """\
timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient
2024-03-13,10,12,9,11,10.5,1000,0.0000,1.0
2024-03-12,9,10,8,9.5,9.1,900,0.1200,1.0
"""
EXCEL = "sep=;\r\nKurse der Beispiel AG\r\n\r\n"
EXCEL += "Tag;Schlusskurs bereinigt;Kurs (EUR);Umsatz (Stück);Umsatz (EUR)\r\n"
EXCEL += "12. März 2024;9,10;9,50 €;1'200;11'400\r\n13. März 2024;10,50;11,00 €;900;9'900\r\n"
LAYOUTS = {
    "ariva": (ARIVA, [[56.08, 56.78, 55.75, 56.44, 56.44, 740], [56.34, 56.68, 55.96, 56.3, 56.3, 40274]]),
    "finanzen": (
        FINANZEN,
        [
            [1056.08, 1056.78, 1055.75, 1056.44, 1056.44, 740],
            [1056.34, 1056.68, 1055.96, 1056.3, 1056.3, 40274],
        ],
    ),
    "onvista": (
        ONVISTA,
        [[56.08, 56.78, 55.75, 56.44, 56.44, 740], [56.34, 56.68, 55.96, 56.3, 56.3, 40274]],
    ),
    "bundesbank": (
        BUNDESBANK,
        [
            [NONE, NONE, NONE, 16701.55, 16701.55, NONE],
            [NONE] * 6,
            [NONE, NONE, NONE, 16751.64, 16751.64, NONE],
        ],
    ),
    "investing": (
        INVESTING,
        [
            [8781, 8799.5, 8699.1, 8790.77, 8790.77, 456_700],
            [8790, 8800.5, 8700.1, 8795.77, 8795.77, 1_230_000],
        ],
    ),
    "investing-de": (
        INVESTING_DE,
        [
            [8781, 8799.5, 8699.1, 8790.77, 8790.77, 456_700],
            [8790, 8800.5, 8700.1, 8795.77, 8795.77, 1_230_000],
        ],
    ),
    "nasdaq": (
        NASDAQ,
        [
            [190.94, 191.8, 187.47, 188.04, 188.04, 55_859_370],
            [187.04, 187.095, 184.35, 184.4, 184.4, 55_467_800],
        ],
    ),
    "stooq": (STOOQ, [[160.5, 161, 159.9, 160.1, 160.1, 1234567], [160.2, 162, 160, 161.7, 161.7, 7654321]]),
    "stooq-plain": (
        STOOQ_PLAIN,
        [[160.5, 161, 159.9, 160.1, 160.1, 1234567], [160.2, 162, 160, 161.7, 161.7, 7654321]],
    ),
    "tiingo": (TIINGO, [[401, 402, 399, 400.5, 100.1, 1000], [100.5, 102, 100, 101, 101, 4100]]),
    "alpha-vantage": (ALPHA_VANTAGE, [[9, 10, 8, 9.5, 9.1, 900], [10, 12, 9, 11, 10.5, 1000]]),
    "excel": (EXCEL, [[NONE, NONE, NONE, 9.5, 9.1, 1200], [NONE, NONE, NONE, 11, 10.5, 900]]),
}  # fmt: skip


PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats" / "prices.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)


def history(text: str | bytes, **options: object) -> PriceHistory:
    raw = text if isinstance(text, bytes) else text.encode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        return price_history("AAA", raw, name="AAA.csv", options=PriceOptions(**options))  # type: ignore[arg-type]


def refusal(text: str | bytes, **options: object) -> str:
    with pytest.raises(DataError) as caught:
        history(text, **options)
    return str(caught.value)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_is_known_by_its_columns(layout: str) -> None:
    text, rows = LAYOUTS[layout]
    read = history(text)
    np.testing.assert_array_equal(read.frame.to_numpy(), np.array(rows, dtype=float))
    assert read.frame.index.is_monotonic_increasing
    assert set(rows_by_cause(read.losses)) <= {"price_missing"}
    assert read.lost == 0


@pytest.mark.parametrize(
    ("layout", "days"),
    [
        ("ariva", ["2024-03-04", "2024-03-05"]),
        ("finanzen", ["2024-03-04", "2024-03-05"]),
        ("bundesbank", ["2024-03-04", "2024-03-05", "2024-03-06"]),
        ("investing", ["2024-03-12", "2024-03-13"]),
        ("investing-de", ["2024-03-12", "2024-03-13"]),
        ("stooq", ["2024-03-12", "2024-03-13"]),
        ("excel", ["2024-03-12", "2024-03-13"]),
    ],
)
def test_the_dates_of_a_layout_are_its_sessions(layout: str, days: list[str]) -> None:
    assert history(LAYOUTS[layout][0]).frame.index.tolist() == [pd.Timestamp(day) for day in days]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("\n")[0][:30])
def test_the_examples_of_the_page_are_four_sessions(example: str) -> None:
    """All but the index of the Bundesbank are the same made-up share."""
    read = history(example)
    closes = [17746.27, 17965.11, 17961.38, 17942.04] if "BBK01" in example else [56.44, 56.3, 56.85, 56.51]
    assert read.frame["close"].dropna().tolist() == closes
    assert read.frame.index[:4].tolist() == list(pd.date_range("2024-03-11", periods=4))
    assert read.lost == 0
    if "Stuecke" in example:
        assert read.frame["volume"].tolist() == [17740, 40274, 21005, 18333]


def test_the_page_shows_each_layout() -> None:
    assert len(EXAMPLES) == 12


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_change_nothing(encoding: str, ends: str) -> None:
    read = history(FINANZEN.replace("\n", ends).encode(encoding))
    assert read.frame["open"].tolist() == [1056.08, 1056.34]


def test_actions_are_read_where_the_source_lists_them() -> None:
    assert history(TIINGO).actions.splits == ((date(2024, 3, 13), 4.0),)
    assert history(TIINGO).actions.dividends == (date(2024, 3, 13),)
    assert history(ALPHA_VANTAGE).actions.dividends == (date(2024, 3, 12),)
    assert history(ARIVA).actions.splits == ()


def test_a_dividend_of_one_is_a_dividend_and_a_split_of_one_is_none() -> None:
    text = "Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits\n"
    actions = history(text + "2024-03-13,10,12,9,11,11,1000,1.0,1.0\n").actions
    assert (actions.dividends, actions.splits) == ((date(2024, 3, 13),), ())


@pytest.mark.parametrize("title", ["Adj Close", "Adj. Close", "Adjusted Close", "adjClose", "ADJ_CLOSE",
    "Adjusted", "Adj Close**", "5. adjusted close", "bereinigt", "Bereinigter Schlusskurs", "Adj Close (USD)",
    "Schluss bereinigt", "Close Adjusted", "Adj Price", "Close (adj)", "Schluss (bereinigt)"])  # fmt: skip
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_names_of_the_adjusted_close(title: str, delimiter: str) -> None:
    text = f"Date,Open,High,Low,Close,{title},Volume\n2024-03-13,10,12,9,11,10.5,1000\n"
    assert history(text.replace(",", delimiter)).frame["adj_close"].tolist() == [10.5]


@pytest.mark.parametrize("column", NAMES)
def test_each_name_is_that_of_one_column(column: str) -> None:
    for name in (name for names in NAMES[column] for name in names):
        assert dict(known_columns(["x", name.upper()], PriceColumns()).places) == {column: 1}, name


def test_pieces_are_the_volume_and_euros_are_none() -> None:
    assert history(ARIVA).frame["volume"].tolist() == [740, 40274]
    text = "Datum;Schluss;Volumen (EUR)\n13.03.2024;10,5;1.200,50\n"
    assert np.isnan(history(text).frame["volume"].iloc[0])


def test_what_a_file_of_closes_cannot_tell_is_said() -> None:
    with pytest.warns(DataWarning) as caught:
        read = price_history("AAA", b"Datum;Kurs\n13.03.2024;10,5\n", name="AAA.csv")
    assert {notice.message.notice.code for notice in caught} == {"no_adj_close", "no_open", "no_volume"}  # type: ignore[union-attr]
    assert rows_by_cause(read.losses) == {}
    np.testing.assert_array_equal(read.frame.iloc[0], [NONE, NONE, NONE, 10.5, 10.5, NONE])


def test_a_study_names_columns_as_it_likes() -> None:
    text = "Wann;Kasse;Kurs\n13.03.2024;10,5;99\n"
    columns = {"date": "Wann", "close": "Kasse"}
    assert history(text, columns=columns).frame["close"].tolist() == [10.5]
    assert 'close = "ITS NAME"' in refusal("Datum;Kasse\n13.03.2024;10,5\n")
    assert "Correct close" in refusal(text, columns=columns | {"close": "Kassa"})


@pytest.mark.parametrize(
    ("text", "close"),
    [
        ('Date,Close,Volume\n2024-03-13,"1,234.5","1,234,567"\n', 1234.5),
        ("Date;Close;Volume\n2024-03-13;1'234.50;12\n", 1234.5),
        ("Datum;Schluss\n13.03.2024;1 234,50\n", 1234.5),
        ("Datum;Schluss\n13.03.2024;1\u202f234,50 EUR\n", 1234.5),
        ("Datum;Schluss\n13.03.2024;13,279\n12.03.2024;13,2835\n", 13.279),
        ("Datum;Hoch;Schluss\n13.03.2024;1.240,50;1.234\n", 1234.0),
        ("Datum;Schluss;Volumen\n13.03.2024;56.30;40.274\n", 56.3),
    ],
)
def test_the_decimal_sign_is_told_by_the_rows_and_the_columns(text: str, close: float) -> None:
    assert history(text).frame["close"].iloc[-1] == close


def test_a_thousand_pieces_are_no_piece() -> None:
    assert history("Datum;Schluss;Volumen\n13.03.2024;56.30;40.274\n").frame["volume"].tolist() == [40274]


def test_a_price_that_may_be_two_is_refused_until_the_study_says_which() -> None:
    text = "Datum;Schluss\n13.03.2024;1.234\n14.03.2024;1.240\n"
    assert 'decimal = ","' in refusal(text)
    assert history(text, decimal=",").frame["close"].tolist() == [1234, 1240]
    assert history(text, decimal=".").frame["close"].tolist() == [1.234, 1.24]


def test_dates_that_may_be_two_are_refused_until_the_study_says_which() -> None:
    text = "Date,Open,High,Low,Close,Volume\n03/04/2024,1,1,1,1,1\n"
    assert 'date_order = "day_first"' in refusal(text)
    assert history(text, date_order="day_first").frame.index.tolist() == [pd.Timestamp("2024-04-03")]
    assert history(text, date_order="month_first").frame.index.tolist() == [pd.Timestamp("2024-03-04")]


def test_dates_may_be_moved_by_a_day() -> None:
    text = "Date,Close\n2024-03-12T23:00:00Z,10\n2024-03-13T23:00:00Z,11\n"
    moved = [pd.Timestamp("2024-03-13"), pd.Timestamp("2024-03-14")]
    assert history(text, date_shift=1).frame.index.tolist() == moved


def test_commas_in_numbers_that_part_cells_are_refused_with_the_mend() -> None:
    assert "part the cells by semicolons" in refusal("Datum,Schluss\n13.03.2024,56,34\n14.03.2024,56,40\n")


def test_spaces_within_a_cell_cost_no_square() -> None:
    """A search that begins anew at each of 100,000 spaces would take minutes."""
    text = "Date;Close;Volume\n2024-03-12;1,5;1" + " " * 100_000 + "x\n2024-03-13;1,5;2K\n"
    np.testing.assert_array_equal(history(text).frame["volume"], [NONE, 2000])


def test_a_session_with_two_prices_is_told() -> None:
    text = "Date,Close\n2024-03-12,10\n2024-03-12,11\n2024-03-13,12\n2024-03-13,12\n"
    read = history(text)
    assert read.faults == (PriceFault("session_conflict", "AAA", date(2024, 3, 12), 1),)
    assert rows_by_cause(read.losses) == {"duplicate_session": 2}


def test_rows_of_many_symbols_in_one_file_are_lost() -> None:
    """The file of a symbol has one price a session; here are three shares, one below the other."""
    text = "Date,Symbol,Close\n" + "".join(
        f"2024-03-{day},{symbol},{price}\n"
        for day in (12, 13)
        for symbol, price in (("A", 10), ("B", 90), ("C", 5))
    )
    read = history(text)
    assert (read.rows, read.lost) == (6, 4)


def test_a_column_without_anything_in_it_is_as_good_as_absent() -> None:
    text = "Date,Open,High,Low,Close,Adj Close,Volume\n2024-03-12,,,,10,,\n2024-03-13,,,,11,,\n"
    with pytest.warns(DataWarning):
        read = price_history("AAA", text.encode(), name="AAA.csv")
    assert read.frame["adj_close"].tolist() == [10, 11]
    assert rows_by_cause(read.losses) == {}


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("\n", "\r"), lambda text: text.replace("\n", ",\n")]
)
def test_other_line_ends_and_a_comma_too_many_do_no_harm(change) -> None:
    rows = "".join(f"2024-03-{day:02},10,12,9,{day},11,1000\n" for day in range(1, 29))
    header = "Date,Open,High,Low,Close,Adj Close,Volume"
    text = change(header + "\n" + rows * 1).replace(header + ",", header, 1)
    assert history(text).frame["close"].tolist() == list(range(1, 29))


def test_rows_that_cannot_be_read_are_lost_and_rows_without_price_are_not() -> None:
    read = history("Date;Close\n2024-03-12;10\n2024-03-13;\n2024-03-14;0\n2024-03-15;x\nwhen;12\n;;;1;2\n")
    assert (read.rows, read.lost) == (6, 4)


def test_a_sheet_that_was_taken_apart_is_read_by_the_same_rules() -> None:
    rows = [["Kurse"], ["Datum", "Schluss", ""], ["13.03.2024", " 10,5 ", ""], ["14.03.2024", "11"]]
    cells = cells_of_rows(rows, "AAA.xlsx", AS_FOUND)
    assert {name: texts.to_pylist() for name, texts in cells.columns.items()} == {
        "date": ["13.03.2024"],
        "close": ["10,5"],
    }
    assert cells.skipped == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 5_000,
        b"Date\n",
        b"Date,Close\n" + b"\0" * 100,
        b"Date,Close\n\xff\xfe\xfd,\0\n",
        b"Date,Close\n2024-03-12," + b"9" * 200_000 + b"\n",
        b"Date,Close\n2024-03-12," + b"1," * 20_000 + b"\n",
        b'Date;Close\n"2024-03-12;10\n2024-03-13;11\n',
        (",".join(f"c{i}" for i in range(10_000)) + "\n").encode(),
        ("Date;" + ";".join(f"c{i}" for i in range(10_000)) + "\n2024-01-01\n").encode(),
        b"Date,Close\n",
        b"Date;Close;Volume\n2024-03-12;1;1" + b" " * 100_000 + b"x\n" + b"\n" * 300_000,
        b"Date;Close;" + b"(" * 150_000 + b"\n",
        b"Datum;Schluss\n" + b"(" * 100_000,
        "Datum;Schluss\n٢٠٢٤-٠١-٠٢;١٢\n".encode(),
    ],
)  # fmt: skip
def test_what_is_no_table_of_prices_is_refused(raw: bytes) -> None:
    message = refusal(raw)
    assert "AAA.csv" in message
    assert message.isprintable()


@given(st.binary(max_size=300))
def test_bytes_are_prices_or_refused(raw: bytes) -> None:
    for head in (b"", b"Date;Close\n", b"Date,Open,High,Low,Close,Volume\n", ARIVA.encode()):
        try:
            read = history(head + raw)
        except DataError:
            continue
        assert not (read.frame[["close", "adj_close"]] <= 0.0).to_numpy().any()
        assert read.frame.index.is_unique
        assert read.lost <= read.rows
