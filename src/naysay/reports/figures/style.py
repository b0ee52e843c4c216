"""How every drawing looks, and the way from a figure to SVG. No global state is touched."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any, Final, ParamSpec

import fontpkg_fira_sans
import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.ticker import FuncFormatter, MaxNLocator

from naysay.reports.numbers import Numbers

INK: Final = "#1b1f24"
GREY: Final = "#6b7280"
LIGHT: Final = "#d5d9de"
BAND: Final = "#eceef1"
BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
SKY: Final = "#56B4E9"
WIDTH: Final = 6.69
"""Inches: 170 mm, the width of a page's text."""
HALF: Final = 3.23
"""Inches: 82 mm, a column of two."""

_FACES: Final = ("Regular", "Medium", "SemiBold", "Bold")
_FAMILIES: Final = ("Fira Sans", "DejaVu Sans")
_LOOK: Final[dict[str, Any]] = {
    "font.family": list(_FAMILIES),
    "font.size": 8.5,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.labelsize": 8,
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
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
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
    return stream.getvalue()


def new_figure(height: float, *, width: float = WIDTH) -> Figure:
    """An empty figure of inches that no window knows of."""
    return Figure(figsize=(width, height))


def margins(figure: Figure, *, left: float, right: float, top: float, bottom: float) -> None:
    """Margins in inches: fixed ones, so that nothing is laid out twice."""
    width, height = figure.get_size_inches()
    figure.subplots_adjust(
        left=left / width, right=1 - right / width, top=1 - top / height, bottom=bottom / height
    )


def numbered(axes: Axes, numbers: Numbers, *, axis: str = "y", ticks: int = 5, whole: bool = False) -> None:
    """Ticks of an axis written in the report's language, as many decimals as their step needs."""
    place = axes.yaxis if axis == "y" else axes.xaxis
    locator = MaxNLocator(ticks, integer=whole, steps=[1, 2, 2.5, 5, 10])
    place.set_major_locator(locator)

    def written(value: float, _: int | None = None) -> str:
        return numbers.decimal(value, _decimals(place.get_majorticklocs()))

    place.set_major_formatter(FuncFormatter(written))


def drawable(text: str, limit: int = 60) -> str:
    """``text`` on one line, at most ``limit`` long, with a box for each character that no font here has."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
    return "".join(c if _has(c) else "\N{WHITE SQUARE}" for c in line)


def nothing(figure: Figure, text: str) -> Figure:
    """A figure that says why there is nothing to see."""
    figure.text(0.5, 0.5, text, ha="center", va="center", color=GREY)
    return figure


@contextmanager
def _look() -> Iterator[None]:
    _fonts()
    settings: Any = _settings()
    with mpl.rc_context(settings):
        yield


@cache
def _settings() -> dict[str, Any]:
    """Matplotlib's own defaults with the look: what a user's matplotlibrc says does not matter."""
    own = {k: v for k, v in mpl.rcParamsDefault.items() if not k.startswith(_OF_THE_PROCESS)}
    return own | _LOOK


@cache
def _fonts() -> tuple[FT2Font, ...]:
    """Fira Sans made known to matplotlib; both families, in order of preference."""
    for face in _FACES:
        font_manager.fontManager.addfont(_face(face))
    other = font_manager.findfont(font_manager.FontProperties(family=_FAMILIES[1]))
    return FT2Font(_face("Regular")), FT2Font(other)


def _face(name: str) -> str:
    return str(fontpkg_fira_sans.ROOT / "files" / f"FiraSans-{name}.ttf")


@cache
def _has(character: str) -> bool:
    return any(font.get_char_index(ord(character)) for font in _fonts())


def _decimals(ticks: Any) -> int:
    """The fewest decimals that write every tick exactly."""
    for digits in range(4):
        if all(abs(tick - round(tick, digits)) < 1e-9 for tick in ticks):
            return digits
    return 4
