"""How every drawing looks, and the way from a figure to SVG. No global state is touched."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any, Final, ParamSpec

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from naysay.reports.figures._lettering import FAMILIES, SMALL, TEXT, fonts, width_of, wrapped
from naysay.reports.figures._lettering import drawable as drawable
from naysay.reports.figures._values import values_as_svg
from naysay.reports.numbers import Numbers

INK: Final = "#1b1f24"
GREY: Final = "#5b6370"
LIGHT: Final = "#d5d9de"
BAND: Final = "#eceef1"
BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
SKY: Final = "#56B4E9"
GREEN: Final = "#00734F"
"""What was put into simulated companies."""
WIDTH: Final = 6.69
"""Inches: 170 mm, the width of a page's text."""
HEADING: Final = 9.8
"""Points of what a drawing shows."""
HALF: Final = 3.23
"""Inches: 82 mm, a column of two."""

_LOOK: Final[dict[str, Any]] = {
    "font.family": list(FAMILIES),
    "font.size": TEXT,
    "axes.titlesize": HEADING,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.labelsize": SMALL,
    "axes.labelcolor": GREY,
    "axes.edgecolor": LIGHT,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": BAND,
    "grid.linewidth": 0.7,
    "axes.axisbelow": True,
    "text.color": INK,
    "text.parse_math": False,  # names of companies may hold a dollar sign
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "xtick.major.width": 0.7,
    "lines.linewidth": 1.3,
    "lines.solid_capstyle": "round",
    "svg.fonttype": "none",
    "svg.hashsalt": "naysay",
    "axes.formatter.use_locale": False,
    "axes.unicode_minus": True,
}
_OF_THE_PROCESS: Final = ("backend", "toolbar", "interactive")
"""Settings that belong to whoever runs matplotlib, not to a drawing."""

P = ParamSpec("P")


def drawing(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Makes a function that draws a figure draw it in the one look."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with _look():
            return draw(*args, **kwargs)

    return drawn


def svg(figure: Figure) -> bytes:
    """The figure as SVG with real text; equal figures give equal bytes."""
    with _look():
        stream = io.BytesIO()
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(stream, metadata={"Date": None, "Creator": None})
        values = values_as_svg(figure).encode("utf-8")
    return stream.getvalue().replace(b"</svg>", values + b"</svg>")


def new_figure(height: float, *, width: float = WIDTH) -> Figure:
    """An empty figure of inches that no window knows of."""
    return Figure(figsize=(width, height))


def margins(figure: Figure, *, left: float, right: float, top: float, bottom: float) -> None:
    """Margins in inches: fixed ones, so that nothing is laid out twice."""
    width, height = figure.get_size_inches()
    figure.subplots_adjust(
        left=left / width, right=1 - right / width, top=1 - top / height, bottom=bottom / height
    )


def titled(figure: Figure, text: str, *, right: float = 0.0) -> None:
    """What the drawing shows, at its upper left edge; ``right`` inches are of something else."""
    width, height = figure.get_size_inches()
    line = wrapped(text, width - right, HEADING, lines=1, bold=True)
    figure.text(0, 1 - 0.05 / height, line, va="top", fontsize=HEADING, fontweight="bold")


def numbered(axes: Axes, numbers: Numbers, *, axis: str = "y", ticks: int = 5, whole: bool = False) -> None:
    """Ticks of an axis written in the report's language, as many decimals as their step needs.

    Those of a level axis are so few that none touches the next; its limits have to be set before.
    """
    place = axes.yaxis if axis == "y" else axes.xaxis

    def written(value: float, _: int | None = None) -> str:
        return numbers.decimal(value, _decimals(place.get_majorticklocs()))

    for most in range(ticks, 0, -1):
        place.set_major_locator(MaxNLocator(most, integer=whole, steps=[1, 2, 2.5, 5, 10]))
        if axis == "y" or _apart([written(value) for value in place.get_majorticklocs()], axes):
            break
    place.set_major_formatter(FuncFormatter(written))


def ticks_width(axes: Axes) -> float:
    """Inches that the labels of the upright axis take, for the margin at the left."""
    formatter = axes.yaxis.get_major_formatter()
    return max((width_of(formatter(value)) for value in axes.yaxis.get_majorticklocs()), default=0.0)


def _apart(labels: list[str], axes: Axes) -> bool:
    figure: Any = axes.figure
    room = float(axes.get_position().width * figure.get_size_inches()[0]) / max(len(labels) - 1, 1)
    return max(map(width_of, labels), default=0.0) + 0.1 <= room


def nothing(figure: Figure, text: str) -> Figure:
    """A figure that says why there is nothing to see."""
    room = figure.get_size_inches()[0] - 0.2
    figure.text(0.5, 0.5, wrapped(text, room, TEXT, lines=3), ha="center", va="center", color=GREY)
    return figure


@contextmanager
def _look() -> Iterator[None]:
    fonts()
    settings: Any = _settings()
    with mpl.rc_context(settings):
        yield


@cache
def _settings() -> dict[str, Any]:
    """Matplotlib's own defaults with the look: what a user's matplotlibrc says does not matter."""
    own = {k: v for k, v in mpl.rcParamsDefault.items() if not k.startswith(_OF_THE_PROCESS)}
    return own | _LOOK


def _decimals(ticks: Any) -> int:
    """The fewest decimals that write every tick exactly."""
    for digits in range(4):
        if all(abs(tick - round(tick, digits)) < 1e-9 for tick in ticks):
            return digits
    return 4
