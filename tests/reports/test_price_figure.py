"""The chart of price and events. Expected values: places and labels by hand, properties of SVG text."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from naysay.reports.figures import price
from naysay.reports.figures._dates import days_of, runs
from naysay.reports.figures._marks import BADGE, spread
from naysay.reports.figures.style import svg
from naysay.reports.words import Words
from naysay.study.about import Language

DAYS = pd.bdate_range("2023-01-02", "2024-12-30")


def series(days: pd.DatetimeIndex = DAYS, **columns: object) -> pd.DataFrame:
    made = pd.DataFrame({"session": days, "adj_close": 10.0, "negativity": 0.5, "n_negative": 1.0})
    return made.assign(**columns)


def told(figure: Figure) -> list[str]:
    root = ElementTree.fromstring(svg(figure))
    return ["".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_marks_that_are_far_apart_stay_where_they_are() -> None:
    places = np.array([1.0, 2.0, 4.0])
    assert spread(places, 0.5, low=0.0, high=5.0).tolist() == [1.0, 2.0, 4.0]


def test_near_marks_move_aside_by_the_same_and_keep_their_order() -> None:
    moved = spread(np.array([2.0, 2.0, 2.0]), 0.5, low=0.0, high=5.0)
    assert moved.tolist() == [1.5, 2.0, 2.5]


def test_marks_at_an_edge_move_inwards() -> None:
    assert spread(np.array([0.0, 0.1]), 0.5, low=0.2, high=5.0).tolist() == [0.2, 0.7]


@given(
    st.lists(st.floats(0, 6, allow_nan=False), min_size=1, max_size=30),
)
def test_marks_never_hide_each_other_as_long_as_they_have_room(places: list[float]) -> None:
    moved = spread(np.sort(np.array(places)), BADGE, low=0.0, high=6.0)
    assert (np.diff(moved) >= BADGE - 1e-9).all()
    assert moved.min() >= -1e-9
    assert moved.max() <= 6.0 + 1e-9


def test_more_marks_than_fit_lie_equally_close() -> None:
    moved = spread(np.zeros(61), 0.2, low=0.0, high=6.0)
    assert np.allclose(np.diff(moved), 0.1)


def test_twenty_events_within_a_month_have_all_their_numbers() -> None:
    found = told(price.draw(series(), Words("en"), numbered_events=pd.Series(DAYS[200:220])))
    assert {str(number) for number in range(1, 21)} <= set(found)


def test_three_hundred_events_are_drawn() -> None:
    figure = price.draw(
        series(), Words("de"), numbered_events=pd.Series(DAYS[:20]), other_events=pd.Series(DAYS[20:300]),
        kind="storm",
    )  # fmt: skip
    assert {"20", "weiterer Sturm"} <= set(told(figure))


def test_each_year_is_named_once_below_its_first_month() -> None:
    found = told(price.draw(series(), Words("de")))
    assert [text for text in found if text.startswith("202")] == ["2023", "2024"]
    assert {"Jan", "Apr", "Jul", "Okt"} <= set(found)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "event from 2.5"), ("de", "Ereignis ab 2,5")],
)
def test_the_line_of_the_threshold_is_explained(language: Language, text: str) -> None:
    assert text in told(price.draw(series(), Words(language), threshold=2.5))
    assert text not in told(price.draw(series(), Words(language)))


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_explanations_of_all_marks_fit_beside_each_other(language: Language) -> None:
    chosen, others = pd.Series(DAYS[[50]]), pd.Series(DAYS[[70]])
    figure = price.draw(
        series(),
        Words(language),
        numbered_events=chosen,
        other_events=others,
        announced=chosen,
        threshold=2.25,
    )
    canvas = FigureCanvasAgg(figure)
    box = figure.legends[0].get_window_extent(canvas.get_renderer())
    assert len(figure.legends[0].get_texts()) == 4
    assert box.x0 >= 0
    assert box.x1 <= figure.bbox.x1


def test_only_marks_that_are_there_are_explained() -> None:
    found = told(price.draw(series(), Words("en"), numbered_events=pd.Series(DAYS[[50]])))
    assert "number in the table" in found
    assert not {"another event", "near an announcement"} & set(found)


def test_events_near_announcements_are_explained() -> None:
    figure = price.draw(
        series(), Words("de"), numbered_events=pd.Series(DAYS[[50]]), announced=pd.Series(DAYS[[50]])
    )
    assert "nahe einer Mitteilung" in told(figure)


def test_a_long_time_without_prices_is_named() -> None:
    close = np.where(np.arange(len(DAYS)) < 200, np.nan, 10.0)
    assert "kein Kurs" in told(price.draw(series(adj_close=close), Words("de")))


@pytest.mark.parametrize(
    ("made", "gaps"),
    [
        (series(), False),
        (series(adj_close=np.where(np.arange(len(DAYS)) == 7, np.nan, 10.0)), False),
        (series(negativity=np.where(np.arange(len(DAYS)) < 30, np.nan, 0.5)), True),
        (series(DAYS.delete(range(100, 140))), True),
        (series().iloc[:0], False),
    ],
    ids=["whole", "one day", "no measure at first", "no sessions", "nothing"],
)
def test_gaps_are_stretches_of_days(made: pd.DataFrame, gaps: bool) -> None:
    assert price.has_gaps(made) is gaps


def test_a_line_breaks_where_sessions_are_missing() -> None:
    figure = price.draw(series(DAYS.delete(range(100, 140))), Words("en"))
    assert np.isnan(np.asarray(figure.axes[0].lines[0].get_ydata(), dtype=float)).sum() == 1


def test_runs_are_told_by_their_ends() -> None:
    assert runs(np.array([True, False, True, True])) == [(0, 0), (2, 3)]
    assert runs(np.array([], dtype=bool)) == []


def test_days_count_from_1970() -> None:
    assert days_of(pd.Series(["1970-01-03"])).tolist() == [2.0]
    assert days_of(None).tolist() == []


def test_a_price_that_does_not_move_has_an_axis() -> None:
    assert told(price.draw(series(adj_close=0.0), Words("en")))
