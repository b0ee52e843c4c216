"""Other scorers, other measures and announcement days in a run. Expected values: what each must repeat."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from naysay.data import scorers

Run = Callable[..., tuple[int, str, str]]
METHODS = 'methods = ["projections", "size", "robustness"]'


def asked(small: Path, options: str, chatter: str = "") -> Path:
    """The small study with ``options`` of its robustness list, and few methods."""
    study = small / "analysis" / "small.toml"
    text = study.read_text().replace("seed = 3", f"seed = 3\n{METHODS}")
    study.write_text(f"{text}\n[robustness]\ndraws = 20\n{options}\n{chatter}\n")
    return study


def lines(naysay: Run, study: Path, out: Path) -> pd.DataFrame:
    code, _, err = naysay("run", study, "--out", out, "--formats", "html", "--workers", 1)
    assert code == 0, err
    table = pd.read_csv(out / "tables" / "robustness.csv", keep_default_na=False, na_values=[""])
    return table.fillna({"variant": "", "reason": ""}).set_index(["check", "variant"])


def test_another_scorer_repeats_scoring_and_aggregation(naysay: Run, small: Path, tmp_path: Path) -> None:
    """The second scorer is the first again, so its line is the study's own."""
    study = asked(small, 'scorers = ["finance"]')
    study.write_text(study.read_text().replace('["cover", "methods"]', '["cover", "robustness"]'))
    table = lines(naysay, study, tmp_path / "run")
    pd.testing.assert_series_equal(
        table.loc[("other_scorer", "finance")], table.loc[("main", "")], check_names=False
    )
    assert "Scorer: finance" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")


def with_own_scores(study: Path, scorer: str = "finance") -> Path:
    """The study, with a column Sentiment of what ``finance`` says, on a scale from 5 (bad) to 1 (good)."""
    path = study.parent.parent / "data" / "posts.csv"
    posts = pd.read_csv(path)
    posts["Sentiment"] = 3 - 2 * scorers.scorer("finance").score(posts["text"])
    posts.to_csv(path, index=False)
    columns = '[posts.columns]\nscore = "Sentiment"\nscore_range = [5, 1]\n'
    study.write_text(f'{study.read_text()}\n{columns}\n[sentiment]\nscorer = "{scorer}"\n')
    return study


def test_the_scores_of_the_source_have_a_line_where_the_study_scores_texts(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    """The column holds what the study's scorer says, so its line is the study's own."""
    study = with_own_scores(asked(small, ""))
    study.write_text(study.read_text().replace('["cover", "methods"]', '["cover", "robustness"]'))
    table = lines(naysay, study, tmp_path / "run")
    pd.testing.assert_series_equal(
        table.loc[("other_scorer", "given")], table.loc[("main", "")], check_names=False
    )
    report = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "Scorer: the source&#x27;s own scores" in report or "Scorer: the source's own scores" in report


def test_a_study_of_the_sources_scores_has_lines_of_ours_alone(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    study = with_own_scores(asked(small, 'scorers = ["finance"]'), "given")
    table = lines(naysay, study, tmp_path / "run")
    assert list(table.loc["other_scorer"].index) == ["finance"]
    pd.testing.assert_series_equal(
        table.loc[("other_scorer", "finance")], table.loc[("main", "")], check_names=False
    )


def test_scores_of_the_source_that_cannot_be_used_are_refused_by_check_and_run(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    study = with_own_scores(asked(small, ""))
    study.write_text(study.read_text().replace("score_range = [5, 1]", ""))
    for command in (("check", study), ("run", study, "--out", tmp_path / "run", "--workers", 1)):
        code, _, err = naysay(*command)
        assert (code, "score_range = [" in err) == (1, True)


def test_another_measure_is_the_line_of_a_study_with_that_measure(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    study = asked(small, "")
    first = lines(naysay, study, tmp_path / "first")
    study.write_text(study.read_text() + '\n[chatter]\nmeasure = "mean_score"\n')
    second = lines(naysay, study, tmp_path / "second")
    pd.testing.assert_series_equal(
        first.loc[("other_measure", "mean_score")], second.loc[("main", "")], check_names=False
    )


def test_announcement_days_are_read_and_left_out(naysay: Run, small: Path, tmp_path: Path) -> None:
    """2024-06-01 is a Saturday and moves on to Monday; a day of a company that is not here counts nowhere."""
    path = small / "data" / "announcements.csv"
    path.write_text("company,session\nSIM1,2024-06-01\nSIM2,2024-07-10\nELSE,2024-07-11\n")
    study = asked(small, "", '[announcements]\npath = "data/announcements.csv"')
    code, out, _ = naysay("check", study)
    assert (code, "announcements of announcements.csv: 3 rows" in out) == (0, True)
    table = lines(naysay, study, tmp_path / "run")
    found = table.loc[("without_announcements", "")]
    inputs = json.loads((tmp_path / "run" / "manifest.json").read_text())["inputs"]
    (read,) = [one for one in inputs if one["kind"] == "announcements"]
    assert read["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (read["name"], read["rows"]) == ("announcements.csv", 3)
    assert found["reason"] == ""
    # Two announcements, each with its session and the next.
    assert table.loc[("main", ""), "nobs"] - found["nobs"] == 4


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (None, "no file"),
        ("company,day\nSIM1,2024-06-03\n", "session"),
        ("company,session\nSIM1,June\n", "4 characters in line 2"),
    ],
)
def test_announcements_that_cannot_be_read_are_refused(
    naysay: Run, small: Path, tmp_path: Path, content: str | None, word: str
) -> None:
    if content is not None:
        (small / "data" / "days.csv").write_text(content)
    study = asked(small, "", '[announcements]\npath = "data/days.csv"')
    for verb in (["check", study], ["run", study, "--out", tmp_path / "run"]):
        code, _, err = naysay(*verb)
        assert code == 1
        assert "announcements.path" in err
        assert word in err


def test_the_change_of_value_is_the_companys_own_effect_times_its_market_value(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    lines(naysay, asked(small, ""), tmp_path / "run")
    size = pd.read_csv(tmp_path / "run" / "tables" / "size.csv")
    forward = size[size["direction"] == "forward"].set_index(["company", "quantity"])
    effects = pd.read_csv(tmp_path / "run" / "tables" / "effects.csv")
    own = effects[(effects["company"] == "SIM1") & (effects["measure"] == "as measured")]
    own = own.set_index("horizon")
    peak = own["bp_per_sd"].abs().idxmax()
    close = pd.read_csv(small / "data" / "prices" / "SIM1.csv", index_col=0)
    last = close.filter(regex="(?i)^close$").iloc[:, 0].loc[:"2024-09-30"].iloc[-1]
    for column, at_horizon, at_peak in (
        ("value", "bp_per_sd", "bp_per_sd"),
        ("low", "low", "low_joint"),
        ("high", "high", "high_joint"),
    ):
        money = forward.loc[("SIM1", "effect_value"), column]
        assert money == pytest.approx(1e6 * last * own.loc[1, at_horizon] / 1e4)
        money = forward.loc[("SIM1", "peak_value"), column]
        assert money == pytest.approx(1e6 * last * own.loc[peak, at_peak] / 1e4)
    assert "SIM2" not in forward.index.get_level_values("company")


@pytest.mark.parametrize("covariance", ["CR3_session", "driscoll_kraay"])
def test_verdict_size_and_robustness_speak_of_one_estimate(
    naysay: Run, small: Path, tmp_path: Path, covariance: str
) -> None:
    options = f'[projections]\nprimary_horizon = 2\npooled_covariance = "{covariance}"\ncovariance = "HAC"'
    main = lines(naysay, asked(small, "", options), tmp_path / "run").loc[("main", "")]
    tables = tmp_path / "run" / "tables"
    effects = pd.read_csv(tables / "effects.csv")
    size = pd.read_csv(tables / "size.csv").query("direction == 'forward' and company == 'POOLED'")
    (row,) = effects[effects["primary"]].to_dict("records")
    effect = size.set_index("quantity").loc["effect"]
    assert (row["covariance"], effects["covariance"].iloc[0]) == (covariance, "HAC")
    assert main["value"] == pytest.approx(row["bp_per_sd"])
    assert effect["value"] == pytest.approx(row["bp_per_sd"])
    for edge in ("low", "high"):
        assert main[edge] == pytest.approx(row[edge])
        assert effect[edge] == pytest.approx(row[edge])


@pytest.mark.parametrize("by", ["column", "file"])
def test_each_forum_alone_is_the_line_of_a_study_of_its_posts(
    naysay: Run, small: Path, tmp_path: Path, by: str
) -> None:
    posts = pd.read_csv(small / "data" / "posts.csv", dtype=str)
    posts["forum"] = ["loud" if place % 3 else "quiet" for place in range(len(posts))]
    if by == "column":
        posts.to_csv(small / "data" / "posts.csv", index=False)
    else:
        (small / "data" / "posts.csv").unlink()
        (small / "data" / "by").mkdir()
        for name, own in posts.groupby("forum"):
            own.drop(columns="forum").to_csv(small / "data" / "by" / f"{name}.csv", index=False)
    study = asked(small, "", "[projections]\nattention = false")  # it would be that of all forums
    path = "data/posts.csv" if by == "column" else "data/by/*.csv"
    text = study.read_text().replace('path = "data/posts.csv"', f'path = "{path}"\nforum = "{by}"')
    study.write_text(text)
    both = lines(naysay, study, tmp_path / "both")
    assert set(both.loc["by_forum"].index) == {"loud", "quiet"}
    alone = small / "data" / "alone.csv"
    posts[posts["forum"] == "loud"].drop(columns="forum").to_csv(alone, index=False)
    study.write_text(text.replace(f'path = "{path}"\nforum = "{by}"', 'path = "data/alone.csv"'))
    one = lines(naysay, study, tmp_path / "one")
    pd.testing.assert_series_equal(both.loc[("by_forum", "loud")], one.loc[("main", "")], check_names=False)
    assert one.loc[("by_forum", ""), "reason"] == "no_forums_apart"


def test_a_forum_column_that_is_not_there_is_told_before_anything_is_read(naysay: Run, small: Path) -> None:
    study = asked(small, "")
    study.write_text(
        study.read_text().replace(
            'path = "data/posts.csv"', 'path = "data/posts.csv"\nforum = "column"\ncolumns.forum = "board"'
        )
    )
    code, _, err = naysay("run", study)
    assert code == 1
    assert "a table with board" in err
