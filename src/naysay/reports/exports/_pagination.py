"""Where pages end: each part of a document is cut so that no page but its last has an empty foot.

A part is a row of items whose heights were measured on one page without end. The cheapest way through them
is found as TeX finds the lines of a paragraph (Knuth and Plass 1981): every place where a page may end is
weighed, and what follows a place is computed once. A figure may become smaller by a fifth, and may move
behind what follows it in its section; room between blocks may grow a little.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, Literal

EMPTY: Final = 0.14
"""The share of its text that a page may leave empty at its foot: 15 %, less what is measured wrongly."""
SMALLEST: Final = 0.8
"""The share of its size that a figure keeps."""
STRETCH: Final = 12.0
"""Points that the room between two blocks may grow by."""
MOST_MOVED: Final = 4
"""Blocks that a figure moves behind at most."""
NOTES: Final = 10.0
"""Points of the line above footnotes with its room."""

Kind = Literal["heading", "text", "figure", "table", "other"]


@dataclass(frozen=True, slots=True)
class Item:
    """A block as high as it is, in points; ``gap`` is the room before it where it does not begin a page."""

    block: int
    kind: Kind
    gap: float
    height: float
    level: int = 0
    """Of a heading."""
    drawing: float = 0.0
    """The part of a figure's height that becomes less with its size."""
    slices: tuple[float, ...] = ()
    """Heights of lines or rows, between which the item may go on on the next page; none if it may not."""
    head: float = 0.0
    """The height that stands again on each page: the head of a table."""
    least: int = 2
    """Slices that stay together where it begins."""
    least_after: int = 2
    """And where it ends."""
    notes: float = 0.0
    """The height of its footnotes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a part is set. Blocks are named by their numbers."""

    order: tuple[int, ...]
    pages: tuple[PlannedPage, ...]
    cost: float

    @property
    def is_good(self) -> bool:
        """Whether no page but the last has an empty foot."""
        return all(page.empty <= EMPTY for page in self.pages[:-1])


@dataclass(frozen=True, slots=True)
class PlannedPage:
    first: int
    """The block that it begins with, or goes on with."""
    goes_on: bool
    empty: float
    """The share that stays empty at the foot."""
    scale: float = 1.0
    """Of its figures."""
    stretch: float = 0.0
    """Points that are added before some blocks: not before the first, nor behind a heading."""
    blocks: tuple[int, ...] = ()
    """Those that begin on it."""
    stretched: tuple[int, ...] = ()
    """Those of them before which there is more room."""
    loose: tuple[int, ...] = ()
    """Those that go on on the next page although they are neither text nor table."""


def paginate(items: Sequence[Item], capacity: float, start: float = 0.0) -> Plan:
    """The cheapest plan for ``items`` on pages of ``capacity`` points; ``start`` are taken on the first."""
    best = _cheapest(tuple(items), capacity, start)
    for _ in range(MOST_MOVED):
        if best.is_good:
            break
        better = min(
            (_cheapest(moved, capacity, start, moves=1) for moved in _moved(items, best)),
            key=lambda plan: plan.cost,
            default=best,
        )
        if better.cost >= best.cost:
            break
        best = better
        items = [{item.block: item for item in items}[block] for block in best.order]
    return best


def _moved(items: Sequence[Item], plan: Plan) -> list[tuple[Item, ...]]:
    """The orders in which one figure near an empty foot stands behind one to four blocks of its section."""
    orders = []
    for ended, page in zip(plan.pages, plan.pages[1:], strict=False):
        if ended.empty <= EMPTY:
            continue
        at = next(i for i, item in enumerate(items) if item.block == page.first)
        for place in range(at, min(at + 4, len(items))):
            if items[place].kind != "figure":
                continue
            for behind in range(place + 1, min(place + 1 + MOST_MOVED, len(items))):
                if items[behind].kind in ("heading", "figure"):
                    break
                rest = (*items[place + 1 : behind + 1], items[place], *items[behind + 1 :])
                orders.append((*items[:place], *rest))
    return orders


@dataclass
class _Filling:
    """A page that is being filled."""

    used: float
    drawings: float = 0.0
    notes: float = 0.0
    joints: list[int] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)


def _cheapest(items: tuple[Item, ...], capacity: float, start: float, *, moves: int = 0) -> Plan:
    @cache
    def rest(at: int, cut: int) -> tuple[float, tuple[PlannedPage, ...]]:
        """The cost and the pages of all from item ``at`` on, of which ``cut`` slices stand already."""
        cheapest: tuple[float, tuple[PlannedPage, ...]] = (math.inf, ())
        for page, upto, slices in _pages_from(items, at, cut, capacity, start if at == cut == 0 else 0.0):
            is_last = upto == len(items)
            cost = _page_cost(page, is_last) + (0.0 if is_last else _break_cost(items, upto, slices))
            further, pages = (0.0, ()) if is_last else rest(upto, slices)
            if cost + further < cheapest[0]:
                cheapest = (cost + further, (page, *pages))
        return cheapest

    cost, pages = rest(0, 0) if items else (0.0, ())
    rest.cache_clear()
    return Plan(tuple(item.block for item in items), pages, cost + 0.6 * moves)


def _pages_from(
    items: tuple[Item, ...], at: int, cut: int, capacity: float, start: float
) -> list[tuple[PlannedPage, int, int]]:
    """Every page that begins at a place, with the place where the next one begins."""
    filling = _Filling(start)
    pages: list[tuple[PlannedPage, int, int]] = []
    place, done = at, cut
    while place < len(items):
        item = items[place]
        gap = 0.0 if place == at and start == 0.0 else item.gap
        is_joint = place > at and items[place - 1].kind != "heading"
        above = gap + (item.head if done else item.height - sum(item.slices))
        if ends := _last_slice(item, done, capacity - _taken(filling, item) - above):
            one = _with(filling, item, above + sum(item.slices[done:ends]), is_joint, done == 0)
            full = _page(one, items[at].block, cut, capacity, ends_by_itself=True)
            pages.append((full, place, ends))
        filling = _with(filling, item, above + sum(item.slices[done:]), is_joint, done == 0)
        if _overflow(filling, capacity) > 0 and (place > at or item.slices):
            break
        if (is_last := place == len(items) - 1) or item.kind != "heading":
            pages.append(
                (_page(filling, items[at].block, cut, capacity, ends_by_itself=is_last), place + 1, 0)
            )
        place, done = place + 1, 0
    return pages or [(_page(filling, items[at].block, cut, capacity), place + 1, 0)]


def _last_slice(item: Item, done: int, room: float) -> int:
    """The slice behind which a page with ``room`` ends by itself; 0 where all fit or too few would stay."""
    ends = done
    while ends < len(item.slices) and item.slices[ends] <= room:
        room -= item.slices[ends]
        ends += 1
    if ends == len(item.slices):
        return 0
    ends = min(ends, len(item.slices) - item.least_after)
    return ends if ends >= done + (1 if done else item.least) else 0


def _with(filling: _Filling, item: Item, height: float, is_joint: bool, is_begun: bool = True) -> _Filling:
    return replace(
        filling,
        used=filling.used + height,
        drawings=filling.drawings + item.drawing,
        notes=filling.notes + item.notes,
        joints=[*filling.joints, item.block] if is_joint else filling.joints,
        loose=[*filling.loose, item.block] if item.slices and item.kind == "other" else filling.loose,
        blocks=[*filling.blocks, *([item.block] if is_begun else [])],
    )


def _overflow(filling: _Filling, capacity: float) -> float:
    """Points that do not fit even with the smallest figures."""
    notes = filling.notes + NOTES if filling.notes else 0.0
    return filling.used + notes - (1 - SMALLEST) * filling.drawings - capacity


def _taken(filling: _Filling, item: Item) -> float:
    """Points that stand before ``item``, with the footnotes that it brings."""
    notes = filling.notes + item.notes
    return filling.used + (notes + NOTES if notes else 0.0)


def _page(
    filling: _Filling, first: int, cut: int, capacity: float, *, ends_by_itself: bool = False
) -> PlannedPage:
    """The page with its figures as small as they must be; ``ends_by_itself`` keeps its room as it is."""
    over = _overflow(filling, capacity) + (1 - SMALLEST) * filling.drawings
    scale, stretch, empty = 1.0, 0.0, max(0.0, -over) / capacity
    if over > 0 and filling.drawings:
        scale = max(0.3, math.floor(1000 * (1 - over / filling.drawings)) / 1000)
    if empty > EMPTY and filling.joints and not ends_by_itself:
        wanted = (empty - EMPTY + 0.005) * capacity / len(filling.joints)
        if wanted <= STRETCH:
            stretch, empty = wanted, EMPTY - 0.005
    return PlannedPage(
        first,
        cut > 0,
        empty,
        scale,
        stretch,
        tuple(filling.blocks),
        tuple(filling.joints) if stretch else (),
        tuple(filling.loose),
    )


def _page_cost(page: PlannedPage, is_last: bool) -> float:
    cost = 3.0 + 3 * (1 - page.scale) + page.stretch / 7
    if is_last:
        return cost + (1.0 if page.empty > 0.85 else 0.0)
    return cost + page.empty + (20 + 60 * (page.empty - EMPTY) if page.empty > EMPTY else 0.0)


def _break_cost(items: tuple[Item, ...], upto: int, slices: int) -> float:
    """What it costs to go on there: a figure without its heading, a text or a table in two."""
    if slices:
        item = items[upto]
        short = len(item.slices) <= 20 or len(item.slices) - slices < 3
        return 0.6 if item.kind == "table" and short else 0.15
    follows = items[upto]
    if follows.kind in ("figure", "table") and upto >= 2 and items[upto - 2].kind == "heading":
        return 2.5
    if follows.kind == "heading":
        return 0.0 if follows.level == 1 else 0.1
    return 0.3
