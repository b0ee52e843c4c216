"""Daily measures from elsewhere.

Expected values: by hand on files that each test writes (XNYS closes at 16:00 in New York, and 2024-01-15 was
a holiday there), and ``day_end``, which knows the ends of days one by one.
"""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from naysay.data.daily_measures import DailyMeasures, read_daily_measures
from naysay.data.instants import day_end
from naysay.data.measure_sessions import known_from
from naysay.run.aligned import study_sessions
from naysay.run.parts import study_type
from naysay.study.errors import DataError
from naysay.study.notices import caught
from naysay.study.spec import Study


def study_of(**chatter: Any) -> Study:
    return study_type().model_validate(
        {
            "study": {"name": "daily", "start": "2024-01-02", "end": "2024-02-29"},
            "company": [
                {"ticker": "AAA", "name": "Alpha"},
                {"ticker": "BBB", "aliases": ["Beta Corp"], "isin": "US0378331005"},
            ],
            "chatter": {
                "path": "data/daily/*.csv",
                "higher": "negative",
                "columns": {"measure": "m"},
                "timezone": "America/New_York",
                "min_history": 2,
                "history": 3,
                "max_lost": 1.0,
                **chatter,
            },
        }
    )


def read(folder: Path, text: str, name: str = "a.csv", **chatter: Any) -> DailyMeasures:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    study = study_of(**chatter)
    return read_daily_measures(study, {name: path}, study_sessions(study), quarantine=folder / "q.jsonl")


def values(measures: DailyMeasures, column: str = "measure") -> dict[tuple[str, str], float]:
    of = measures.daily[column].dropna()
    return {(company, f"{session:%Y-%m-%d}"): float(x) for (company, session), x in of.items()}  # type: ignore[misc]


def lost(measures: DailyMeasures) -> dict[tuple[str, str], int]:
    counted: dict[tuple[str, str], int] = {}
    for loss in measures.losses:
        counted[loss.stage, loss.cause] = counted.get((loss.stage, loss.cause), 0) + loss.rows
    total = sum(n for (stage, _), n in counted.items() if stage != "rows_in")
    assert total == counted["rows_in", "rows"]
    return counted


WEEKEND = "company,date,m,n\nAAA,2024-01-11,1,1\nAAA,2024-01-12,2,1\nAAA,2024-01-13,4,3\nAAA,2024-01-14,8,4\n"


def test_a_day_belongs_to_the_session_after_its_end(tmp_path: Path) -> None:
    """Thursday's value to Friday; those of Friday to Sunday to Tuesday, since Monday is a holiday."""
    read_back = read(tmp_path, WEEKEND)
    assert values(read_back) == {("AAA", "2024-01-12"): 1.0, ("AAA", "2024-01-16"): pytest.approx(14 / 3)}
    assert read_back.combined == {"AAA": 2}
    assert read_back.daily["n_posts"].isna().all()


def test_days_of_one_session_are_weighted_by_their_posts(tmp_path: Path) -> None:
    """(2 * 1 + 4 * 3 + 8 * 4) / 8 = 5.75."""
    read_back = read(tmp_path, WEEKEND, columns={"measure": "m", "n_posts": "n"})
    assert values(read_back)["AAA", "2024-01-16"] == pytest.approx(5.75)
    assert values(read_back, "n_posts") == {("AAA", "2024-01-12"): 1.0, ("AAA", "2024-01-16"): 8.0}


def test_the_zone_says_when_a_day_is_over(tmp_path: Path) -> None:
    """UTC-12 ends the 11th at 12:00 UTC of the 12th; Kiritimati (UTC+14) at 10:00 UTC of the 11th itself."""
    early = read(tmp_path, "company,date,m\nAAA,2024-01-11,1\n", timezone="Pacific/Kiritimati")
    assert values(early) == {("AAA", "2024-01-11"): 1.0}
    late = read(tmp_path, "company,date,m\nAAA,2024-01-11,1\n", timezone="Etc/GMT+12")
    assert values(late) == {("AAA", "2024-01-12"): 1.0}


def test_sessions_stay_where_they_are_and_other_dates_are_refused(tmp_path: Path) -> None:
    read_back = read(tmp_path, WEEKEND, dates="session")
    assert values(read_back) == {("AAA", "2024-01-11"): 1.0, ("AAA", "2024-01-12"): 2.0}
    assert lost(read_back)["quarantined", "no_session"] == 2
    rows = [json.loads(line) for line in (tmp_path / "q.jsonl").read_text().splitlines()]
    assert [(row["line"], row["reason"]) for row in rows] == [(4, "no_session"), (5, "no_session")]


def test_each_row_is_used_skipped_or_refused(tmp_path: Path) -> None:
    text = "\n".join(
        [
            "company,date,m",
            "Alpha,2024-01-03,1",
            "$AAA,2024-01-03,1",
            "US0378331005,2024-01-03,2",
            "beta corp,2024-01-04,3",
            "CCC,2024-01-04,3",
            "AAA,2023-12-01,3",
            "AAA,2024-01-05,",
            "AAA,2024-01-08,NaN",
            "AAA,2024-01-09,inf",
            "AAA,2024-01-10,much",
            "AAA,2024-01-11 16:00,1",
            "AAA,,1",
            "AAA,1066-10-14,1",
            "AAA,soon,1",
        ]
    )
    read_back = read(tmp_path, text, dates="session")
    assert lost(read_back) == {
        ("rows_in", "rows"): 14,
        ("kept", "daily_measures"): 3,
        ("duplicate", "same_key"): 1,
        ("filtered", "no_company"): 1,
        ("filtered", "outside_period"): 1,
        ("filtered", "no_measure"): 2,
        ("quarantined", "measure_out_of_range"): 1,
        ("quarantined", "measure_unreadable"): 1,
        ("quarantined", "date_with_clock"): 1,
        ("quarantined", "no_time"): 1,
        ("quarantined", "time_out_of_range"): 1,
        ("quarantined", "time_unreadable"): 1,
    }
    assert ("AAA", "2024-01-05") not in values(read_back)


def test_a_file_without_a_row_beside_others_is_warned_of(tmp_path: Path) -> None:
    paths = {name: tmp_path / name for name in ("a.csv", "b.csv")}
    paths["a.csv"].write_text("company,date,m\n")
    paths["b.csv"].write_text("company,date,m\nAAA,2024-01-03,1\n")
    study = study_of()
    with caught() as notices:
        read_daily_measures(study, paths, study_sessions(study), quarantine=tmp_path / "q.jsonl")
    assert [(notice.code, notice.about) for notice in notices] == [("without_rows", ("a.csv",))]


@pytest.mark.parametrize(
    ("cells", "field", "got"),
    [
        ("2024-01-1{n},{n}.5 %,7", "measure", "with a percent sign in the column m"),
        ('2024-01-1{n},"{n},5%",7', "measure", "with a percent sign in the column m"),
        ("2024-01-1{n},0.{n},5 %", "n_posts", "with a percent sign in the column n"),
        ("2024-01-1{n} 09:30,1,7", "date", "with a time of day in the column date"),
        ("1/1{n}/2024 9:30 AM,1,7", "date", "with a time of day in the column date"),
        ("170500{n}000,1,7", "date", "with a time of day in the column date"),
        ("2024011{n}093000,1,7", "date", "with a time of day in the column date"),
    ],
)
def test_percent_signs_and_times_of_day_have_words_of_their_own(
    tmp_path: Path, cells: str, field: str, got: str
) -> None:
    """Five rows of six, the first of them in the third line; the second is good."""
    rows = "".join(f"AAA,{cells.format(n=n)}\n" for n in range(5, 10))
    columns = {"measure": "m", "n_posts": "n"}
    with pytest.raises(DataError) as caught:
        read(tmp_path, f"company,date,m,n\nAAA,2024-01-03,1,7\n{rows}", columns=columns, max_lost=0.05)
    fault = caught.value.fault
    assert fault.field == f"chatter.columns.{field}"
    assert fault.got == f'"5 of 6 rows {got}, the first at a.csv:3"'
    few = read(tmp_path, f"company,date,m,n\nAAA,2024-01-03,1,7\n{rows}", columns=columns)
    assert few.rows("kept") == 1


def test_other_unreadable_rows_keep_the_general_words(tmp_path: Path) -> None:
    rows = "AAA,2024-01-03,5 %\nAAA,2024-01-04,x\nAAA,2024-01-05,y %\n"
    with pytest.raises(DataError, match=r"3 of 3 rows unreadable, the first for measure_percent at a\.csv:2"):
        read(tmp_path, f"company,date,m\n{rows}", max_lost=0.05)


def test_the_same_day_with_another_value_is_an_error_that_names_both_lines(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"AAA on 2024-01-03 with different values at a\.csv:2 and a\.csv:3"):
        read(tmp_path, "company,date,m\nAAA,2024-01-03,1\nAlpha,2024-01-03,2\n")


def test_too_many_refused_rows_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"chatter\.max_lost"):
        read(tmp_path, "company,date,m\nAAA,2024-01-03,1\nAAA,2024-01-04,x\n", max_lost=0.4)


def test_a_missing_column_is_named_as_the_study_calls_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"chatter\.columns.*\[chatter\.columns\]"):
        read(tmp_path, "company,date,x\nAAA,2024-01-03,1\n")


def test_fewer_posts_than_the_study_asks_for_are_no_measure_and_unknown_ones_are(tmp_path: Path) -> None:
    text = "company,date,m,n\nAAA,2024-01-03,1,4\nAAA,2024-01-04,2,5\nAAA,2024-01-05,3,\n"
    columns = {"measure": "m", "n_posts": "n"}
    read_back = read(tmp_path, text, dates="session", min_posts=5, columns=columns)
    assert values(read_back) == {("AAA", "2024-01-04"): 2.0, ("AAA", "2024-01-05"): 3.0}
    assert values(read_back, "n_posts") == {("AAA", "2024-01-03"): 4.0, ("AAA", "2024-01-04"): 5.0}


def test_a_day_without_a_measure_keeps_its_number_of_posts(tmp_path: Path) -> None:
    text = "company,date,m,n\nAAA,2024-01-03,,0\n"
    read_back = read(tmp_path, text, dates="session", columns={"measure": "m", "n_posts": "n"})
    assert values(read_back, "n_posts") == {("AAA", "2024-01-03"): 0.0}
    assert values(read_back) == {}


FOUR = "company,date,m\nAAA,2024-01-03,1\nAAA,2024-01-04,3\nAAA,2024-01-05,4\nAAA,2024-01-08,1\n"


@pytest.mark.parametrize(("higher", "sign"), [("negative", 1.0), ("positive", -1.0)])
def test_the_sign_turns_negativity_and_nothing_else(tmp_path: Path, higher: str, sign: float) -> None:
    """Third: (4 - 2) / sqrt(2); fourth: the mean of 1, 3, 4 is 8/3, their standard deviation sqrt(7/3)."""
    read_back = read(tmp_path, FOUR, dates="session", higher=higher)
    negativity = values(read_back, "negativity")
    assert list(negativity.values()) == pytest.approx([sign * 2**0.5, sign * (1 - 8 / 3) / (7 / 3) ** 0.5])
    assert values(read_back)["AAA", "2024-01-08"] == 1.0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", FOUR),
        ("a.tsv", FOUR.replace(",", "\t")),
        ("a.csv", FOUR.replace(",", ";").replace("2024-01-03", "03.01.2024")),
        (
            "a.jsonl",
            "\n".join(
                json.dumps({"company": "AAA", "date": date, "m": m})
                for date, m in (("2024-01-03", 1), ("2024-01-04", 3.0), ("2024-01-05", "4"), ("20240108", 1))
            ),
        ),
    ],
)
def test_tables_of_each_kind_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    read_back = read(tmp_path, text, name, dates="session")
    assert list(values(read_back).values()) == [1.0, 3.0, 4.0, 1.0]


def test_parquet_says_the_same(tmp_path: Path) -> None:
    frame = pd.read_csv(StringIO(FOUR), parse_dates=["date"])
    frame.to_parquet(tmp_path / "a.parquet")
    study = study_of(dates="session")
    files = {"a.parquet": tmp_path / "a.parquet"}
    read_back = read_daily_measures(study, files, study_sessions(study), quarantine=tmp_path / "q.jsonl")
    assert list(values(read_back).values()) == [1.0, 3.0, 4.0, 1.0]


@pytest.mark.parametrize(
    "zone",
    ["UTC", "America/New_York", "Europe/Berlin", "America/Sao_Paulo", "Africa/Cairo", "America/Havana"],
)
def test_ends_of_days_are_those_of_posts_with_dates_alone(zone: str) -> None:
    """Some of these zones set their clocks at midnight."""
    days = np.arange("2016-01-01", "2019-12-31", dtype="datetime64[D]")
    one_by_one = [day_end(int(day), zone) for day in days.astype("datetime64[ns]").astype(np.int64)]
    assert known_from(days, zone).tolist() == one_by_one
