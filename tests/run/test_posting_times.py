"""Studies whose posts have no times of day: refused with one line that mends them, and what they say with it.

Expected values: the small study, whose posts have true instants; dates in its place, written by each test.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.run.changes import change
from tests.run.pages import words_of_page

Run = Callable[..., tuple[int, str, str]]
CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "data-in"
LINE = 'clock = "date_only"'


def rewritten(workspace: Path, written: str, zone: str = "Europe/Berlin", share: float = 1.0) -> None:
    """Write the time of every post, or of the first ``share`` of every hundred, in the form ``written``."""
    path = workspace / "data" / "posts.csv"
    table = pd.read_csv(path)
    at = pd.to_datetime(table["posted_at"], utc=True).dt.tz_convert(zone)
    table["posted_at"] = at.dt.strftime(written).where(table.index % 100 < 100 * share, table["posted_at"])
    table.to_csv(path, index=False)


def daily(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "tables" / "daily.csv")


@pytest.mark.parametrize(
    ("written", "zone", "share"),
    [
        ("%Y-%m-%d 00:00:00", "Europe/Berlin", 1.0),
        ("%Y-%m-%dT00:00:00Z", "Europe/Berlin", 1.0),
        ("%Y-%m-%d 00:00:00", "America/New_York", 0.3),
        ("%Y-%m-%d 00:00:00%z", "America/New_York", 0.3),
        ("%Y-%m-%d %H:00:00%z", "Asia/Kolkata", 1.0),
    ],
)
def test_heaps_are_refused_and_the_line_of_the_message_mends_it(
    naysay: Run, small: Path, tmp_path: Path, written: str, zone: str, share: float
) -> None:
    rewritten(small, written, zone, share)
    study, out = small / "analysis" / "small.toml", tmp_path / "run"
    code, said, err = naysay("run", study, "--out", out)
    assert (code, said) == (1, "")
    assert "posts.clock: got" in err
    assert f"Write {LINE} below [posts]" in err
    assert "Traceback" not in err
    assert not (out / "manifest.json").exists()
    change(small, "[posts]", f"[posts]\n{LINE}")
    code, _, err = naysay("run", study, "--out", out)
    assert code == 0, err
    assert (out / "manifest.json").exists()


def test_dates_are_refused_as_rows_and_the_line_of_the_message_mends_it(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    rewritten(small, "%Y-%m-%d")
    study, out = small / "analysis" / "small.toml", tmp_path / "run"
    code, _, err = naysay("run", study, "--out", out)
    assert code == 1
    assert "time_without_clock" in err
    assert f"Write {LINE} below [posts]" in err
    change(small, "[posts]", f'[posts]\n{LINE}\ntimezone = "Europe/Berlin"')
    code, checked, _ = naysay("check", study)
    assert code == 0
    assert "posts known after the end of their day in Europe/Berlin" in checked
    code, _, err = naysay("run", study, "--out", out)
    assert code == 0, err
    assert pd.read_csv(out / "tables" / "posting_hours.csv").empty
    assert pd.read_csv(out / "tables" / "posting_heaps.csv").empty


def test_a_post_with_a_date_counts_for_the_session_after_its_day(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    """Counted by hand: the posts of each local date go to the first session of XETR after that date."""
    study = change(small, "[posts]", f'[posts]\n{LINE}\ntimezone = "Europe/Berlin"')
    table = pd.read_csv(small / "data" / "posts.csv")
    dates = pd.to_datetime(table["posted_at"], utc=True).dt.tz_convert("Europe/Berlin").dt.tz_localize(None)
    assert naysay("run", study, "--out", tmp_path / "run")[0] == 0
    found = daily(tmp_path / "run")
    sessions = pd.DatetimeIndex(sorted(found["session"].unique()))
    place = sessions.searchsorted(dates.dt.normalize(), side="right")
    inside = place < len(sessions)
    counted = table[inside].groupby([table["company"][inside], sessions[place[inside]]]).size()
    told = found[found["n_posts"] > 0].set_index(["company", "session"])["n_posts"]
    told.index = told.index.set_levels(pd.to_datetime(told.index.levels[1]), level=1)
    first = sessions[0]  # posts of the holidays before it count for it, too
    pd.testing.assert_series_equal(
        told[told.index.get_level_values(1) > first],
        counted[counted.index.get_level_values(1) > first],
        check_names=False,
    )


def test_true_instants_have_a_profile_and_no_doubt(naysay: Run, small: Path, tmp_path: Path) -> None:
    study = change(small, 'sections = ["cover", "methods"]', 'sections = ["cover", "data", "methods"]')
    assert naysay("run", study, "--out", tmp_path / "run")[0] == 0
    hours = pd.read_csv(tmp_path / "run" / "tables" / "posting_hours.csv")
    posts = daily(tmp_path / "run")["n_posts"].sum()
    assert hours.groupby("clock")["n_posts"].sum().to_dict() == {"exchange": posts, "forum": posts}
    assert hours[hours["clock"] == "exchange"]["open"].sum() == 8.5
    heaps = pd.read_csv(tmp_path / "run" / "tables" / "posting_heaps.csv")
    assert (heaps["share"] <= heaps["allowed"]).all()
    assert (tmp_path / "run" / "figures" / "posting_hours.svg").exists()
    page = words_of_page(tmp_path / "run")
    assert "When posts were written" in page
    assert "the times may be wrong" not in page


def test_posts_of_a_quiet_afternoon_are_a_doubt_on_page_1(naysay: Run, small: Path, tmp_path: Path) -> None:
    """Posts from midnight to noon and in the evening alone, by the clock of Berlin."""
    path = small / "data" / "posts.csv"
    table = pd.read_csv(path)
    hour = pd.to_datetime(table["posted_at"], utc=True).dt.tz_convert("Europe/Berlin").dt.hour
    table[~hour.between(12, 17)].to_csv(path, index=False)
    study = change(small, 'sections = ["cover", "methods"]', 'sections = ["cover", "data"]')
    code, answer, _ = naysay("run", study, "--out", tmp_path / "run")
    assert code == 0
    doubt = "The fewest posts are written from 12:00 to 18:00 exchange time: the times may be wrong."
    assert doubt in " ".join(answer.split())
    page = words_of_page(tmp_path / "run")
    assert page.count(doubt) == 1
    assert page.count("Warning: the quiet hours lie in the afternoon") == 1


@pytest.mark.slow
def test_midnights_of_the_case_are_refused_and_read_as_dates_show_nothing(
    naysay: Run, tmp_path: Path
) -> None:
    """As its true instants do: the interval of the pooled effect at the next session holds zero."""
    if not (CASES / "02-midnight-as-instant").is_dir():
        pytest.skip("../shared/cases is absent: its cases are not part of the repository")
    for name in ("02-midnight-as-instant", "02-true-instants-for-comparison"):
        shutil.copytree(CASES / name, tmp_path / name)
    study = tmp_path / "02-midnight-as-instant" / "analysis" / "s.toml"
    code, _, err = naysay("run", study, "--out", tmp_path / "a", "--formats", "html")
    assert code == 1
    assert f"Write {LINE} below [posts]" in err
    study.chmod(0o644)
    study.write_text(study.read_text().replace("[posts]", f"[posts]\n{LINE}"))
    true = tmp_path / "02-true-instants-for-comparison" / "analysis" / "s.toml"
    for place, path in (("a", study), ("b", true)):
        assert naysay("run", path, "--out", tmp_path / place, "--formats", "html")[0] == 0
        effects = pd.read_csv(tmp_path / place / "tables" / "effects.csv")
        row = effects.query("company == 'POOLED' and measure == 'as measured' and horizon == 1").iloc[0]
        assert row["low"] < 0 < row["high"]
