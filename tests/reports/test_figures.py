"""The drawings. Expected values: properties of SVG text, and labels by hand."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from tests.reports.fakes import fake_results

from naysay.reports.figures import (
    caar,
    clock,
    forest,
    horizons,
    lead_lag,
    posting_hours,
    price,
    specification_curve,
    style,
)
from naysay.reports.figures._dots import limits_of
from naysay.reports.figures._lettering import SMALL
from naysay.reports.figures.style import drawable, svg
from naysay.reports.results import Results
from naysay.reports.sections._variants import GROUPS, MAIN, PLACEBOS
from naysay.reports.words import Words
from naysay.study.about import Language


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


NAMES = (("main", "The study"), ("calculation", "Another calculation"), ("placebo_other", "Cross-check"))


def variants() -> pd.DataFrame:
    """The study between two variants, and one placebo."""
    return pd.DataFrame(
        {
            "group": ["calculation", "main", "calculation", "placebo_other"],
            "value": [-20.0, -12.0, 3.0, 1.0],
            "low": [-30.0, -18.0, -4.0, -5.0],
            "high": [-10.0, -6.0, 10.0, 7.0],
        }
    )


DRAWINGS: dict[str, Callable[[Words], Figure]] = {
    "caar": lambda words: caar.draw(path(), words, window=(0, 1)),
    "clock": lambda words: clock.draw(results().tables["clock_curve"], words),
    "forest": lambda words: forest.draw(
        effects(), words, pooled=pooled().head(1).assign(label="all", holds=True)
    ),
    "horizons": lambda words: horizons.draw(pooled(), words, primary=1, planted_bp=-12.0),
    "lead_lag": lambda words: lead_lag.draw(correlation(), words),
    "specification_curve": lambda words: specification_curve.draw(variants(), words, names=NAMES),
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
        "from naysay.reports.figures import posting_hours, specification_curve; "
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "english", "german"),
    [
        ("caar", "0.25", "0,25"),
        ("caar", "Trading days before and after the day", "Handelstage vor und nach dem Tag"),
        ("lead_lag", "posts first →", "zuerst Beiträge →"),
        ("lead_lag", "← price first", "← zuerst der Kurs"),
        ("specification_curve", "should be zero", "sollten null sein"),
        ("horizons", "– – put in: −12 bp", "– – eingebaut: −12\u00a0Bp"),
        ("price", "May", "Mai"),
        ("price", "2025", "2025"),
    ],
)
def test_labels_speak_the_language_of_the_report(name: str, english: str, german: str) -> None:
    assert english in texts(DRAWINGS[name](Words("en")))
    assert german in texts(DRAWINGS[name](Words("de")))


@pytest.mark.parametrize(
    ("counts", "events"),
    [([55, 55], "55 Ereignissen"), ([55, 54], "54 bis 55 Ereignissen"), ([1, 1], "1 Ereignis")],
)
def test_the_mean_path_tells_its_events(counts: list[int], events: str) -> None:
    rows = pd.DataFrame({"tau": [0, 1], "caar": 0.1, "low": 0.0, "high": 0.2, "n_events": counts})
    title = f"Rendite über die erwartete hinaus, aufsummiert (Mittel aus {events})"
    assert title in texts(caar.draw(rows, Words("de")))


def test_events_are_numbered_in_their_order() -> None:
    found = texts(DRAWINGS["price"](Words("en")))
    assert [text for text in found if text in {"1", "3", "4"}] == ["1", "3", "4"]


def test_forty_companies_have_a_row_each() -> None:
    found = texts(DRAWINGS["forest"](Words("en")))
    assert {f"C{i:02d}" for i in range(40)} <= set(found)


def test_one_imprecise_company_does_not_press_the_others_together() -> None:
    low, high = np.array([-9.0, -9.0, -500.0]), np.array([9.0, 11.0, 504.0])
    left, right = limits_of(np.array([0.0, 1.0, 2.0]), low, high)
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
        lambda words: specification_curve.draw(variants().assign(value=np.nan), words, names=NAMES),
    ],
)
def test_a_drawing_without_a_number_says_so(empty: Callable[[Words], Figure]) -> None:
    assert " ".join(texts(empty(Words("en")))) == "Nothing to draw: no number could be estimated."


@pytest.mark.parametrize("missing", ["low", "high"])
def test_a_missing_interval_leaves_the_estimate(missing: str) -> None:
    words = Words("en")
    for figure in (
        caar.draw(results().tables["caar"].assign(**{missing: np.nan}), words),
        horizons.draw(pooled().assign(**{missing: np.nan}), words, planted_bp=0.0),
        lead_lag.draw(correlation().assign(**{missing: np.nan}), words),
        forest.draw(effects().assign(**{missing: np.nan}), words),
        specification_curve.draw(variants().assign(**{missing: np.nan}), words, names=NAMES),
    ):
        assert texts(figure)


@pytest.mark.parametrize("sessions", [1, 2, 20, 80, 2600])
def test_few_and_many_sessions_have_readable_dates(sessions: int) -> None:
    days = pd.bdate_range("2015-01-02", periods=sessions)
    series = pd.DataFrame(
        {"session": days, "adj_close": 10.0, "negativity": 0.5, "n_posts": 3, "n_negative": 1}
    )
    assert texts(price.draw(series, Words("de")))


MOST_TEXT = [name for name in DRAWINGS if name != "price"]


@pytest.mark.parametrize("name", MOST_TEXT)
def test_no_text_is_under_seven_points_where_a_page_shrinks_the_drawing_by_a_fifth(name: str) -> None:
    root = ElementTree.fromstring(svg(DRAWINGS[name](Words("de"))))
    nodes = root.iter("{http://www.w3.org/2000/svg}text")
    sizes = [float(size) for node in nodes for size in re.findall(r"([\d.]+)px", node.get("style") or "")]
    assert sizes
    assert min(sizes) >= SMALL
    assert 0.8 * SMALL >= 7.0


def outside(figure: Figure) -> list[str]:
    """Texts that the edge of the drawing cuts."""
    canvas = FigureCanvasAgg(figure)
    with style._look():
        canvas.draw()
        drawn = set(figure.findobj(Text)) - undrawn(figure)
        boxes = [(text, text.get_window_extent()) for text in drawn if visible(text)]
    width, height = figure.bbox.width, figure.bbox.height
    return [
        text.get_text()
        for text, box in boxes
        if box.x0 < -1.5 or box.x1 > width + 1.5 or box.y0 < -1.5 or box.y1 > height + 1.5
    ]


def undrawn(figure: Figure) -> set[Text]:
    """Labels of ticks beyond the ends of their axis, which matplotlib keeps and does not draw."""
    axes = [axis for one in figure.axes for axis in (one.xaxis, one.yaxis)]
    beyond = [set(axis.get_major_ticks()) - set(axis._update_ticks()) for axis in axes]
    return {tick.label1 for ticks in beyond for tick in ticks}


def visible(text: Text) -> bool:
    return bool(text.get_visible() and text.get_text().strip())


LONG = ("Österreichische Donaudampfschifffahrtsgesellschaft Holding Aktiengesellschaft", "W" * 300, "A")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("scale", [1.0, 1e9])
@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("companies", [1, 3, 40])
def test_no_label_of_companies_is_cut_at_the_edge(
    language: Language, scale: float, short: bool, companies: int
) -> None:
    labels = tuple(LONG[place % 3] for place in range(companies))
    rows = effects(labels)
    rows = rows.assign(**{name: scale * rows[name] for name in ("bp_per_sd", "low", "high")})
    figure = forest.draw(rows, Words(language), pooled=rows.head(1), short=short)
    assert outside(figure) == []


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", MOST_TEXT)
def test_no_label_is_cut_at_the_edge(name: str, language: Language) -> None:
    assert outside(DRAWINGS[name](Words(language))) == []


@pytest.mark.parametrize("scale", [1e-4, 1e9])
def test_labels_of_odd_sizes_are_not_cut(scale: float) -> None:
    words = Words("de")
    sized = pooled().assign(**{name: scale * pooled()[name] for name in ("bp_per_sd", "low", "high")})
    curve = results().tables["clock_curve"]
    curve = curve.assign(**{name: scale * curve[name] for name in ("bp_per_sd", "low", "high")})
    many = variants().assign(**{name: scale * variants()[name] for name in ("value", "low", "high")})
    figures = (
        horizons.draw(sized.drop(columns=["low_joint", "high_joint"]), words, primary=1),
        clock.draw(curve, words),
        specification_curve.draw(many, words, names=NAMES),
    )
    assert [outside(figure) for figure in figures] == [[], [], []]


def dots_of(figure: Figure) -> list[tuple[float, bool]]:
    """The ends at which dots stand, each with whether it is filled."""
    found = []
    for line in figure.findobj(Line2D):
        if line.get_marker() == "o":
            filled = line.get_markerfacecolor() != "white"
            found += [(float(y), filled) for y in np.atleast_1d(line.get_ydata())]
    return sorted(found)


def test_a_dot_is_filled_where_its_interval_leaves_zero_out() -> None:
    figure = specification_curve.draw(variants(), Words("en"), names=())
    assert dots_of(figure) == [(-20.0, True), (1.0, False), (3.0, False)]


def test_a_company_whose_interval_holds_zero_has_a_hollow_dot() -> None:
    rows = pd.DataFrame(
        {"label": ["a", "b"], "bp_per_sd": [-5.0, 1.0], "low": [-9.0, -2.0], "high": [-1.0, 4.0]}
    )
    assert [filled for _, filled in dots_of(forest.draw(rows, Words("en")))] == [True, False]


def test_the_mean_path_has_hollow_dots_where_its_band_holds_zero() -> None:
    rows = pd.DataFrame({"tau": [-1, 0], "caar": [-0.02, 0.01], "low": [-0.03, -0.01], "high": [-0.01, 0.03],
                         "n_events": 2})  # fmt: skip
    assert dots_of(caar.draw(rows, Words("en"))) == [(-2.0, True), (1.0, False)]


def test_parts_of_the_mean_path_do_not_cover_each_other() -> None:
    number = "+1.25 % (−0.31 to +2.81 %)"
    parts = [caar.PathPart(when, "−10 to −1", number) for when in ("before", "day", "after")]
    rows = path()[path()["tau"].between(-1, 10)]
    figure = caar.draw(rows, Words("en"), parts=parts)
    canvas = FigureCanvasAgg(figure)
    with style._look():
        canvas.draw()
    boxes = [text.get_window_extent() for text in figure.findobj(Text) if text.get_text() == number]
    assert len(boxes) == 3
    first, second, third = sorted(boxes, key=lambda box: box.x0)
    assert first.x1 < second.x0
    assert second.x1 < third.x0


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_kinds_of_changes_fit_beside_the_specification_curve(language: Language) -> None:
    words = Words(language)
    names = [(group, words(f"variant_group.{group}")) for group in (MAIN, *GROUPS, *PLACEBOS)]
    rows = pd.DataFrame({"group": [group for group, _ in names], "value": 1.0, "low": 0.5, "high": 1.5})
    found = texts(specification_curve.draw(rows, words, names=names))
    assert {name for _, name in names} <= set(found)


def test_a_chart_that_stands_alone_is_as_wide_as_the_page() -> None:
    words = Words("en")
    assert lead_lag.draw(correlation(), words, width=style.WIDTH).get_figwidth() == style.WIDTH
    assert horizons.draw(pooled(), words, width=style.WIDTH).get_figwidth() == style.WIDTH
    assert lead_lag.draw(correlation(), words).get_figwidth() == style.HALF


@pytest.mark.parametrize("missing", ["low", "high"])
def test_an_interval_that_is_missing_is_no_line_and_its_dot_is_a_cross(missing: str) -> None:
    rows = variants().assign(**{missing: np.nan})
    companies = rows.rename(columns={"value": "bp_per_sd"}).assign(label="a")
    for figure in (
        specification_curve.draw(rows, Words("en"), names=()),
        forest.draw(companies, Words("en")),
    ):
        lines = [line for one in figure.findobj(LineCollection) for line in one.get_segments()]
        assert not any(np.isfinite(line).all() for line in lines if len(line))
        assert dots_of(figure) == []
