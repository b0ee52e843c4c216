"""Values of drawings. Expected values: places by hand on axes that fill a figure of 2 by 1 inches."""

from __future__ import annotations

import re

import pytest

from naysay.reports.exports._html_drawings import inline
from naysay.reports.figures._values import valued
from naysay.reports.figures.style import new_figure, svg

FIGURE = {"left": 0, "right": 1, "bottom": 0, "top": 1}


def drawn(name: str = "day 1", value: str = "5 %") -> str:
    figure = new_figure(1.0, width=2.0)
    axes = figure.subplots(gridspec_kw=FIGURE)
    axes.set_xlim(0, 4)
    axes.set_ylim(0, 10)
    axes.set_title("A & B", loc="left")
    valued(
        axes,
        [1, 2, float("nan")],
        [5, 10, 1],
        names=[name, "day 2", "no place"],
        values=[value, "7 %", "1 %"],
    )
    assert axes.get_xlim() == (0, 4)
    return svg(figure).decode()


def test_a_value_stands_at_its_place_in_the_drawing() -> None:
    places = re.findall(r'cx="([\d.]+)" cy="([\d.]+)"[^>]*data-name="([^"]*)"', drawn())
    assert places == [("36.0", "36.0", "day 1"), ("72.0", "0.0", "day 2")]


def test_a_value_is_not_painted_and_has_a_title() -> None:
    circle = re.findall(r'<circle class="value".*?</circle>', drawn())[0]
    assert 'fill="none"' in circle
    assert "stroke" not in circle
    assert "<title>day 1: 5 %</title>" in circle


@pytest.mark.parametrize("text", ['"><script>', "</svg>", "a & 'b'", "株"])
def test_texts_of_values_are_data(text: str) -> None:
    drawing = inline("one", drawn(text, text))
    assert "<script>" not in drawing.svg
    assert drawing.svg.count("</svg>") == 1
    assert drawing.values == (("A & B", ((text, text), ("day 2", "7 %"))),)


def test_a_drawing_without_values_has_no_group_of_them() -> None:
    figure = new_figure(1.0)
    figure.subplots()
    assert b'class="values"' not in svg(figure)
