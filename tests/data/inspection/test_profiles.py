"""What columns, times, dates and prices look like. Expected values: by hand, from the rows written here."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.inspection.calendars import calendar_fits
from naysay.data.inspection.columns import profile
from naysay.data.inspection.file_profile import file_profile
from naysay.data.inspection.posts_profile import posts_profile
from naysay.data.inspection.price_profile import price_profile
from naysay.data.inspection.times import times_profile


def test_a_column_of_texts() -> None:
    column = profile("text", ["five words are a text", "and so is this longer one here", "", None])
    assert (column.kind, column.filled, column.shortest, column.longest) == ("text", 0.5, 21, 30)
    assert column.forms == ()


@pytest.mark.parametrize(
    ("cells", "kind", "forms"),
    [
        (["01.02.2024 17:49"] * 9, "time", ("99.99.9999 99:99",)),
        (["2024-02-01"] * 9, "date", ("9999-99-99",)),
        (["1.234,5", "7"] * 9, "number", ("9", "9.999,9")),
        (["ariva", "onvista"] * 9, "word", ("aaaaa", "aaaaaaa")),
        ([True, False], "flag", ("aaaa", "aaaaa")),
        ([{"a": 1}, {"a": 2}], "nested", ()),
        (["", None, " "], "empty", ()),
    ],
)
def test_kinds_of_columns(cells: list[object], kind: str, forms: tuple[str, ...]) -> None:
    column = profile("when", cells)
    assert column.kind == kind
    assert tuple(sorted(column.forms)) == forms


@given(
    st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.lists(st.text())))
)
def test_any_cells_have_a_profile_without_them(cells: list[object]) -> None:
    """Of the letters of a cell only their number is shown."""
    column = profile("x", cells)
    assert 0.0 <= column.filled <= 1.0
    assert {character for one in column.forms for character in one if character.isalpha()} <= {"a"}


def test_times_by_hour_and_month() -> None:
    times = times_profile(
        "when", ["2024-01-31T23:10:00Z", "2024-02-01T00:00:00Z", "2024-02-01T00:30:00Z", "soon"]
    )
    assert (times.n, times.unread, times.zoned, times.at_full_hour[0]) == (3, 1, 1.0, 1)
    assert times.by_hour == (2, *[0] * 22, 1)
    assert times.by_month == {"2024-01": 1, "2024-02": 2}
    assert str(times.first) == "2024-01-31 23:10:00+00:00"


def test_times_without_a_zone_and_in_doubt() -> None:
    times = times_profile("when", ["01/02/2024 10:00", "03/04/2024 11:00"])
    assert (times.zoned, times.is_in_doubt) == (0.0, True)
    assert not times_profile("when", ["01/02/2024 10:00", "13/04/2024 11:00"]).is_in_doubt


def test_dates_alone() -> None:
    times = times_profile("Datum", ["31.01.2024", "01.02.2024"])
    assert (times.dates_alone, times.days) == (1.0, ("2024-01-31", "2024-02-01"))
    assert times.by_month == {"2024-01": 1, "2024-02": 1}


def test_midnights_are_dates() -> None:
    rows = [
        {"date": f"2024-01-{1 + n % 28:02} 00:00:00", "text": f"a text of some words {n}"} for n in range(40)
    ]
    assert posts_profile(["date", "text"], rows).has_dates_alone


def test_the_calendar_of_dates() -> None:
    """15 January 2024 was a holiday in New York, and Good Friday one in Frankfurt and in New York."""
    days = pd.bdate_range("2024-01-02", "2024-03-28")
    assert calendar_fits(days)[0].calendar == "XETR"
    assert (
        calendar_fits(days.drop([pd.Timestamp("2024-01-15"), pd.Timestamp("2024-02-19")]))[0].calendar
        == "XNYS"
    )
    gap = calendar_fits(days.drop([pd.Timestamp("2024-02-07")]))[0]
    assert (gap.traded, gap.n_missing, gap.missing) == (1.0, 1, ("2024-02-07",))
    assert calendar_fits(days[:3]) == ()


def test_prices_of_a_german_site(tmp_path: Path) -> None:
    path = tmp_path / "GWP.DE.csv"
    days = [day.strftime("%d.%m.%Y") for day in pd.bdate_range("2024-01-02", "2024-02-29")][::-1]
    rows = [f"{day};8.795,77;1.000.000" for day in days[:-1]] + [f"{days[-1]};87,96;1.000.000"]
    path.write_text("Datum;Schlusskurs;Volumen\n" + "\n".join(rows) + "\n", encoding="cp1252")
    prices = price_profile(path)
    assert prices is not None
    assert (prices.symbol, prices.decimal, prices.first, prices.last) == (
        "GWP.DE",
        ",",
        "2024-01-02",
        "2024-02-29",
    )
    assert prices.forms["date"] == "99.99.9999"
    assert [(session, round(ratio, 1)) for session, ratio in prices.jumps] == [("2024-01-03", 100.0)]
    assert prices.frozen == len(days) - 1
    assert not prices.is_adjusted
    assert prices.fits[0].calendar == "XETR"


def test_what_is_neither(tmp_path: Path) -> None:
    for name, content in (("a.csv", b""), ("b.csv", b"x,y\n1,2\n"), ("c.bin", bytes(range(256)) * 9)):
        (tmp_path / name).write_bytes(content)
        file = file_profile(tmp_path / name)
        assert (file.posts, file.prices) == (None, None)
    assert file_profile(tmp_path / "none.csv").fault
    assert file_profile(tmp_path).fault


GOOD = b"id,created_at,text\n1,2024-01-02T10:00:00Z,one two three four five six\n2,2024-01-03T10:00:00Z,x\n"


@given(
    st.sampled_from(["a.csv", "a.jsonl", "a.json", "a.csv.gz", "a.parquet", "a.xlsx", "a.xml"]),
    st.one_of(
        st.binary(max_size=300),
        st.tuples(st.integers(0, len(GOOD)), st.binary(max_size=9)).map(
            lambda change: GOOD[: change[0]] + change[1] + GOOD[change[0] :]
        ),
    ),
)
def test_any_bytes_are_a_profile_or_a_fault(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(content)
    file = file_profile(path)
    assert file.fault or file.prices or file.sample


def test_the_rows_of_a_parquet_file(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "key": ["a", "b"],
            "when": pd.to_datetime(["2024-01-02 10:00", "2024-01-03 11:00"], utc=True),
            "body": ["one two three four five six", "seven eight nine ten eleven twelve"],
        }
    )
    frame.to_parquet(tmp_path / "p.parquet")
    file = file_profile(tmp_path / "p.parquet")
    assert file.posts is not None
    assert (file.posts.roles.posted_at, file.posts.roles.text) == (("when",), ("body",))
    assert file.sample is not None
    assert (file.sample.n_rows, file.sample.is_exact) == (2, True)
    assert file.posts.names_zones
