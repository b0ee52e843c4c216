"""Text in drawings: where a long one breaks and how wide it is.

Expected values: by hand; the widths are those that matplotlib draws.
"""

from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from naysay.reports.figures import style
from naysay.reports.figures._lettering import width_of, wrapped


@pytest.mark.parametrize("text", ["Wacker", "95-%-Intervall", "−1.234,5", "Österreich Öl SE"])
def test_a_text_is_as_wide_as_it_is_drawn(text: str) -> None:
    with style._look():
        figure = style.new_figure(1.0)
        canvas = FigureCanvasAgg(figure)
        drawn = figure.text(0, 0.5, text, fontsize=20)
        canvas.draw()
        width = drawn.get_window_extent().width / figure.dpi
    assert width_of(text, 20) == pytest.approx(width, abs=0.06)


def test_a_long_text_breaks_between_its_words() -> None:
    assert wrapped("Thüringer Glas Aktiengesellschaft", 1.4) == "Thüringer Glas\nAktiengesellschaft"


def test_a_word_without_room_breaks_inside_and_the_rest_is_left_out() -> None:
    first, second = wrapped("W" * 300, 1.0).split("\n")
    assert set(first) == {"W"}
    assert second.endswith("W…")
    assert max(width_of(first), width_of(second)) <= 1.0


def test_a_text_with_room_stays_as_it_is() -> None:
    assert wrapped("Blaue Bank", 5.0) == "Blaue Bank"


def test_nothing_is_written_as_nothing() -> None:
    assert wrapped("", 1.0) == ""
    assert width_of("") == 0.0
