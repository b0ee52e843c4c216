"""Values of a drawing at their places: not painted, but a page can show them on hover and focus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from naysay.reports.numbers import MISSING, bp_digits
from naysay.reports.words import Words
from naysay.study.characters import readable

POINTS: Final = 72
"""Units of an SVG drawing in one inch."""
REACH: Final = 6
"""Units around a point within which a pointer meets it."""


class Values(Line2D):
    """Points of ``axes`` with what each is called and how large it is, both as text."""

    def __init__(self, x: Sequence[float], y: Sequence[float], names: Sequence[str], sizes: Sequence[str]):
        super().__init__(x, y, visible=False)
        self.points = tuple(zip(x, y, strict=True))
        self.names = tuple(names)
        self.sizes = tuple(sizes)


def valued(axes: Axes, x: Any, y: Any, *, names: Sequence[str], values: Sequence[str]) -> None:
    """Give points of a drawing their values as text: ``names`` say which point, ``values`` its size.

    ``x`` and ``y`` are in units of the data, one entry a point. What has no place, NaN, has no value either.
    The limits of the axes stay as they are.
    """
    axes.add_artist(Values(list(x), list(y), names, values))


def in_basis_points(words: Words, values: Any, low: Any, high: Any) -> list[str]:
    """Estimates in basis points with their 95 % intervals, where they have one."""
    digits, written = bp_digits(*values), words.numbers
    return [
        written.basis_points(value, digits=digits, sign=True)
        + _interval(words, written.span(first, last, digits, sign=True))
        for value, first, last in zip(values, low, high, strict=True)
    ]


def in_percent(words: Words, values: Any, low: Any, high: Any) -> list[str]:
    """Decimal numbers in percent with their 95 % intervals, where they have one."""
    written = words.numbers
    return [
        written.percent(value, sign=True) + _interval(words, written.percent_span(first, last, sign=True))
        for value, first, last in zip(values, low, high, strict=True)
    ]


def in_decimals(words: Words, values: Any, low: Any, high: Any) -> list[str]:
    """Plain numbers such as correlations with their 95 % intervals, where they have one."""
    written = words.numbers
    return [
        written.decimal(value, 2, sign=True) + _interval(words, written.span(first, last, 2, sign=True))
        for value, first, last in zip(values, low, high, strict=True)
    ]


def _interval(words: Words, span: str) -> str:
    return "" if span == MISSING else words("interval", span=span)


def values_as_svg(figure: Figure) -> str:
    """A group of points that are not painted, each with its title; empty where the figure has none.

    Figures are placed in units of ``POINTS`` an inch from the top, as matplotlib writes them.
    """
    groups = [_group(figure, axes) for axes in figure.axes]
    return "".join(filter(None, groups))


def _group(figure: Figure, axes: Axes) -> str:
    scale = POINTS / figure.dpi
    height = figure.get_figheight() * POINTS
    circles = []
    for line in (child for child in axes.get_children() if isinstance(child, Values)):
        places = line.get_transform().transform(line.points)
        for (x, y), name, size in zip(places, line.names, line.sizes, strict=True):
            if x == x and y == y:  # no NaN
                circles.append(
                    f'<circle class="value" cx="{x * scale:.1f}" cy="{height - y * scale:.1f}" r="{REACH}" '
                    f'fill="none" pointer-events="all" data-name={_quoted(name)} data-value={_quoted(size)}>'
                    f"<title>{escape(readable(f'{name}: {size}'))}</title></circle>"
                )
    title = _quoted(axes.get_title(loc="left"))
    return f'<g class="values" data-title={title}>{"".join(circles)}</g>' if circles else ""


def _quoted(text: str) -> str:
    """An attribute's value, always in double quotes."""
    return quoteattr(readable(text), {'"': "&quot;"})
