"""The drawings. Expected values: properties of SVG text, and labels by hand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from tests.reports.fakes import fake_results

from naysay.reports.figures import caar, clock, forest, horizons, lead_lag, posting_hours, price
from naysay.reports.figures.style import drawable, svg
from naysay.reports.results import Results
from naysay.reports.words import Words


@cache
def results() -> Results:
    return fake_results(companies=40)


HOSTILE = ("$\\alpha_{1}$ & <b>Co</b>", "\x00\x1b[31m\u202eevil", "株式会社\U0001f4a9", "W" * 300)


def texts(figure: Figure) -> list[str]:
    """What can be read in the drawing."""
    root = ElementTree.fromstring(svg(figure))
    return ["".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")]


def effects(labels: tuple[str, ...] = ()) -> pd.DataFrame:
    rows = results().tables["effects"].query("measure == 'as measured' and horizon == 1")
    rows = rows[rows["company"].str.startswith("C")].head(len(labels) or 40)
    return rows.assign(label=list(labels) or list(rows["company"]), holds=rows["pvalue"] < 0.05)


def pooled() -> pd.DataFrame:
    return results().tables["effects"].query("measure == 'as measured' and company == 'POOLED'")


def path() -> pd.DataFrame:
    """The mean path of the run, made smaller so that its axis has decimals."""
    table = results().tables["caar"]
    return table.assign(**{name: 0.2 * table[name] for name in ("caar", "low", "high")})


def correlation() -> pd.DataFrame:
    rows = results().tables["correlation"]
    return rows[(rows["company"] == "C00") & (rows["measure"] == "prewhitened")]


DRAWINGS: dict[str, Callable[[Words], Figure]] = {
    "caar": lambda words: caar.draw(path(), words, window=(0, 1)),
    "clock": lambda words: clock.draw(results().tables["clock_curve"], words),
    "forest": lambda words: forest.draw(
        effects(), words, pooled=pooled().head(1).assign(label="all", holds=True)
    ),
    "horizons": lambda words: horizons.draw(pooled(), words, primary=1, planted_bp=-12.0),
    "lead_lag": lambda words: lead_lag.draw(correlation(), words),
    "posting_hours": lambda words: posting_hours.draw(results().tables["posting_hours"], words),
    "price": lambda words: price.draw(
        results().series, words, numbered_events=results().series["session"].iloc[[100, 103, 106, 200]],
        other_events=results().series["session"].iloc[[150]], threshold=2.0, currency="EUR",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_equal_drawings_have_equal_bytes(name: str, language: str) -> None:
    words = Words("de" if language == "de" else "en")
    assert svg(DRAWINGS[name](words)) == svg(DRAWINGS[name](words))


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings_leave_the_settings_of_the_process_alone(name: str) -> None:
    before = dict(mpl.rcParams)
    svg(DRAWINGS[name](Words("en")))
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", DRAWINGS)
def test_settings_of_the_process_do_not_change_a_drawing(name: str) -> None:
    usual = svg(DRAWINGS[name](Words("en")))
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "red", "svg.fonttype": "path"}):
        assert svg(DRAWINGS[name](Words("en"))) == usual


def test_no_drawing_needs_pyplot() -> None:
    code = (
        "import sys; from naysay.reports.figures import caar, clock, forest, horizons, lead_lag, price; "
        "from naysay.reports.figures import posting_hours; "
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "english", "german"),
    [
        ("caar", "0.2", "0,2"),
        ("caar", "Sessions relative to the event", "Handelstage vor und nach dem Ereignis"),
        ("lead_lag", "chatter first →", "zuerst das Forum →"),
        ("lead_lag", "← price moves first", "← zuerst der Kurs"),
        ("horizons", "– – put in: −12 bp", "– – eingebaut: −12 Bp"),
        ("price", "May", "Mai"),
        ("price", "2025", "2025"),
    ],
)
def test_labels_speak_the_language_of_the_report(name: str, english: str, german: str) -> None:
    assert english in texts(DRAWINGS[name](Words("en")))
    assert german in texts(DRAWINGS[name](Words("de")))


def test_the_mean_path_tells_its_events() -> None:
    n = int(results().tables["caar"]["n_events"].iloc[0])
    assert f"Mean cumulative abnormal return, {n} events" in texts(DRAWINGS["caar"](Words("en")))


def test_events_are_numbered_in_their_order() -> None:
    found = texts(DRAWINGS["price"](Words("en")))
    assert [text for text in found if text in {"1", "3", "4"}] == ["1", "3", "4"]


def test_marks_of_near_events_do_not_cover_each_other() -> None:
    places = np.array([0.0, 1.0, 2.0, 10.0])
    assert price._levels(places, room=2.0) == [0, 1, 0, 0]


def test_forty_companies_have_a_row_each() -> None:
    found = texts(DRAWINGS["forest"](Words("en")))
    assert {f"C{i:02d}" for i in range(40)} <= set(found)


def test_one_imprecise_company_does_not_press_the_others_together() -> None:
    rows = pd.DataFrame(
        {"bp_per_sd": [0.0, 1.0, 2.0], "low": [-9.0, -9.0, -500.0], "high": [9.0, 11.0, 504.0]}
    )
    left, right = forest._limits(rows)
    assert (round(left), round(right)) == (-30, 34)


def test_hostile_names_are_drawn_as_text() -> None:
    found = texts(forest.draw(effects(HOSTILE), Words("en")))
    assert "$\\alpha_{1}$ & <b>Co</b>" in found
    assert not any(ord(character) < 32 or character == "\u202e" for text in found for character in text)
    assert max(map(len, found)) < 80


def test_characters_without_a_glyph_become_boxes() -> None:
    assert drawable("Ü株\U0001f4a9") == "Ü□□"


@pytest.mark.parametrize(
    "empty",
    [
        lambda words: caar.draw(results().tables["caar"].assign(caar=np.nan), words),
        lambda words: lead_lag.draw(correlation().head(0), words),
        lambda words: horizons.draw(pooled().assign(bp_per_sd=np.nan), words),
        lambda words: forest.draw(effects().head(0), words),
        lambda words: price.draw(pd.DataFrame(), words),
        lambda words: posting_hours.draw(results().tables["posting_hours"].head(0), words),
    ],
)
def test_a_drawing_without_a_number_says_so(empty: Callable[[Words], Figure]) -> None:
    assert texts(empty(Words("en"))) == ["Nothing to draw: no number could be estimated."]


@pytest.mark.parametrize("missing", ["low", "high"])
def test_a_missing_interval_leaves_the_estimate(missing: str) -> None:
    words = Words("en")
    for figure in (
        caar.draw(results().tables["caar"].assign(**{missing: np.nan}), words),
        horizons.draw(pooled().assign(**{missing: np.nan}), words, planted_bp=0.0),
        lead_lag.draw(correlation().assign(**{missing: np.nan}), words),
        forest.draw(effects().assign(**{missing: np.nan}), words),
    ):
        assert texts(figure)


@pytest.mark.parametrize("sessions", [1, 2, 20, 80, 2600])
def test_few_and_many_sessions_have_readable_dates(sessions: int) -> None:
    days = pd.bdate_range("2015-01-02", periods=sessions)
    series = pd.DataFrame(
        {"session": days, "adj_close": 10.0, "negativity": 0.5, "n_posts": 3, "n_negative": 1}
    )
    assert texts(price.draw(series, Words("de")))
