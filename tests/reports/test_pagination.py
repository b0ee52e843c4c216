"""Where pages end. Expected values: by hand, from heights that leave one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.reports.exports._pagination import EMPTY, SMALLEST, Item, Plan, paginate

PAGE = 100.0


def text(block: int, height: float, lines: int = 0, **of: float) -> Item:
    return Item(
        block, "text", gap=0.0, height=height, slices=(height / lines,) * lines if lines else (), **of
    )  # type: ignore[arg-type]


def heading(block: int, height: float = 5.0, level: int = 1) -> Item:
    return Item(block, "heading", gap=0.0, height=height, level=level)


def figure(block: int, height: float) -> Item:
    return Item(block, "figure", gap=0.0, height=height, drawing=height)


def begins(plan: Plan) -> list[tuple[int, ...]]:
    return [page.blocks for page in plan.pages]


def test_what_fits_takes_one_page() -> None:
    assert begins(paginate([text(0, 40), text(1, 60)], PAGE)) == [(0, 1)]


def test_a_heading_goes_with_what_it_heads() -> None:
    assert begins(paginate([text(0, 90), heading(1), text(2, 40)], PAGE)) == [(0,), (1, 2)]


def test_two_headings_go_together() -> None:
    items = [text(0, 86), heading(1), heading(2, level=2), text(3, 40)]
    assert begins(paginate(items, PAGE)) == [(0,), (1, 2, 3)]


def test_a_figure_becomes_smaller_to_stay_with_its_heading() -> None:
    plan = paginate([text(0, 30), heading(1), text(2, 5), figure(3, 70), text(4, 50)], PAGE)
    assert begins(plan) == [(0, 1, 2, 3), (4,)]
    assert plan.pages[0].scale == pytest.approx(60 / 70, abs=0.001)


def test_no_figure_loses_more_than_a_fifth() -> None:
    plan = paginate([text(0, 50), figure(1, 70), text(2, 50)], PAGE)
    assert all(page.scale >= SMALLEST for page in plan.pages)


def test_a_figure_moves_behind_the_text_that_fills_the_foot() -> None:
    plan = paginate([heading(0), text(1, 45), figure(2, 80), text(3, 45), text(4, 15)], PAGE)
    assert plan.order == (0, 1, 3, 2, 4)
    assert plan.is_good


def test_a_figure_stays_in_its_section() -> None:
    plan = paginate([text(0, 60), figure(1, 80), heading(2), text(3, 30)], PAGE)
    assert plan.order == (0, 1, 2, 3)


def test_room_between_blocks_grows_where_it_fills_the_foot() -> None:
    plan = paginate([text(0, 40), text(1, 40), figure(2, 100)], PAGE)
    assert plan.pages[0].stretched == (1,)
    assert plan.pages[0].empty <= EMPTY


def test_lines_do_not_stay_alone() -> None:
    plan = paginate([text(0, 90), text(1, 40, lines=4)], PAGE)
    assert begins(plan) == [(0,), (1,)]


def test_a_text_goes_on_where_two_lines_fit() -> None:
    plan = paginate([text(0, 75), text(1, 40, lines=4)], PAGE)
    assert begins(plan) == [(0, 1), ()]
    assert [page.goes_on for page in plan.pages] == [False, True]


def test_a_long_table_takes_as_many_pages_as_its_rows() -> None:
    rows = Item(0, "table", gap=0.0, height=10 + 250, slices=(10.0,) * 25, head=10.0, least=3, least_after=1)
    plan = paginate([rows, text(1, 20)], PAGE)
    assert len(plan.pages) == 3
    assert begins(plan)[-1] == (1,)


def test_footnotes_take_room() -> None:
    notes = Item(0, "text", gap=0.0, height=50, notes=10.0)
    assert len(paginate([notes, text(1, 35)], PAGE).pages) == 2
    assert len(paginate([text(0, 50), text(1, 35)], PAGE).pages) == 1


def test_what_stands_above_the_first_block_takes_room() -> None:
    assert begins(paginate([text(0, 50), text(1, 30)], PAGE, start=40.0)) == [(0,), (1,)]


def test_nothing_is_no_page() -> None:
    assert paginate([], PAGE).pages == ()


ITEMS = st.lists(
    st.tuples(st.sampled_from(["heading", "text", "figure", "other"]), st.floats(1, 160)), max_size=14
)


@given(ITEMS)
def test_every_block_begins_once_and_in_the_order_of_the_plan(drawn: list[tuple[str, float]]) -> None:
    items = [
        Item(i, kind, gap=2.0, height=height, drawing=height if kind == "figure" else 0.0)  # type: ignore[arg-type]
        for i, (kind, height) in enumerate(drawn)
    ]
    plan = paginate(items, PAGE)
    assert sorted(plan.order) == list(range(len(items)))
    assert [block for page in plan.pages for block in page.blocks] == list(plan.order)
