"""What whole archives take on many workers: hours, memory, disk and money, from the measured pages alone.

It measures nothing. Figures of docs/measured/scale.md and docs/measured/stragglers.md are put together for
the public archive of StockTwits and for a billion posts. With --fill the tables of docs/scale.md are replaced
by these. Money is --price for the hour of a core: all workers and the driver from the start to the end.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks._measured_tables import MEASURED, MeasuredTable, number, table_below

PAGE: Final = MEASURED.parent / "scale.md"
PRICE: Final = 0.05
HOUR: Final = 3_600.0
SHARES: Final = (0.01, 0.1, 0.3, 1.0)
"""Of the posts of an archive those that are about companies of the study."""
EVERYTHING: Final = "all of these"
NOTHING: Final = "nothing happens"
FORMATS: Final = (
    "archive", "archive, carried", "CSV with quotes", "JSON lines", "JSON lines, carried", "JSON lines, .zst",
)  # fmt: skip
SESSIONS, TEN_YEARS = 504, 2_500
"""Of the studies that scale.md measured, and of ten years."""
LEAST_POSTS: Final = 1_000_000
"""Of the largest run, and messages of the largest join: lines through smaller ones lead nowhere."""
JOINING: Final = ("driver", "workers")
"""Who joins the files of an archive."""
GAINING: Final = {"whole run": "whole run,", "posts": "reading,", "sweep": "a sweep of 48 cells,"}
"""What is told of the gains of two workers."""
NUMBER_BYTES: Final = 32
"""Of memory for a message of the archive, while its files are joined."""
GIGABYTE: Final = 2**30


@dataclass(frozen=True, slots=True)
class Pages:
    """The text of the two measured pages."""

    scale: str
    stragglers: str

    def driver(self, format: str) -> dict[str, str]:
        """What one part of a format takes."""
        return table_below(self.stragglers, "What one part takes").row(format=format)

    @property
    def joining(self) -> dict[str, str]:
        """What joining the largest archive took."""
        return table_below(self.stragglers, "What comes before").rows[-1]

    def before(self, format: str, workers: float = math.inf) -> float:
        """Hours before the first part, for a million posts: the driver's, or those of ``workers`` if more."""
        if format.startswith("archive"):
            driver, work = (number(self.joining[f"{who}, s a million messages"]) for who in JOINING)
            return max(driver, work / workers) / HOUR
        return number(self.driver(format)["before the first, s a million posts"]) / HOUR

    def simulated(self, name: str) -> MeasuredTable:
        """The runs of an archive."""
        return table_below(self.stragglers, f"{name}:")

    def growth(self, axis: str, name: str) -> dict[str, str]:
        """The first line of a cost, such as "whole run, processors", along an axis."""
        table = table_below(self.scale, f"Growth with {axis}")
        for row in table.rows:
            if row["what"].startswith(f"{name}, "):
                return row
        raise LookupError(f"no growth of {name} with {axis}: measure again")

    def each(self, axis: str, name: str) -> float:
        """What each further million posts, or thousand of another axis, costs."""
        row = self.growth(axis, name)
        return number(next(row[column] for column in row if column.startswith("each further")))

    def fixed(self, axis: str, name: str) -> float:
        """What the line has without any."""
        return number(self.growth(axis, name)["fixed"])


@dataclass(frozen=True, slots=True)
class Plan:
    """An archive that is read as a whole by a cluster."""

    millions: float
    format: str

    @property
    def name(self) -> str:
        """As the page of stragglers calls it."""
        return f"{self.millions:,.0f} million posts, {self.format}"


STOCKTWITS: Final = Plan(550, "archive")
CARRIED: Final = Plan(550, "archive, carried")
BILLION: Final = Plan(1_000, "JSON lines")
PACKED: Final = Plan(1_000, "JSON lines, .zst")


def main(argv: Sequence[str]) -> int:
    """Print each table, and with --fill put them into the page; 1 where the pages lack a figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks plan", description=__doc__)
    parser.add_argument("--price", type=float, default=PRICE, help="of a core for an hour (0.05)")
    parser.add_argument("--fill", action="store_true", help="also write the tables into docs/scale.md")
    options = parser.parse_args(argv)
    pages = measured()
    for name, table in TABLES.items():
        print(f"{name}\n\n{table(pages, options.price)}\n")
    if options.fill:
        PAGE.write_text(filled(PAGE.read_text("utf-8"), pages, options.price), "utf-8")
    return 0


def measured(folder: Path = MEASURED) -> Pages:
    """The pages as they stand."""
    return Pages(*((folder / f"{name}.md").read_text("utf-8") for name in ("scale", "stragglers")))


def filled(page: str, pages: Pages, price: float = PRICE) -> str:
    """``page`` with each table between the marks of its name; what else it says stays."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        if page.count(begin) != 1 or page.count(end) != 1:
            raise ValueError(f"the page has no place for the table {name}")
        inside = re.escape(begin) + ".*?" + re.escape(end)
        content = f"{begin}\n{table(pages, price)}\n\n{end}"
        page = re.sub(inside, lambda _, content=content: content, page, flags=re.DOTALL)  # type: ignore[misc]
    return page


def _costs(pages: Pages, price: float) -> str:
    """What a unit of each kind costs, and the exponents."""
    del price
    lines = [
        ("a million posts, read, by the clock", "posts", "reading, clock", "s"),
        ("a million posts, whole run, all processors", "posts", "whole run, processors", "s"),
        ("a million posts, memory of all processes", "posts", "peak memory", "MB"),
        ("a thousand companies, whole run, all processors", "companies", "whole run, processors", "s"),
        ("a thousand companies, memory of all processes", "companies", "peak memory", "MB"),
        ("a thousand events, methods, by the clock", "events", "methods, clock", "s"),
        ("a thousand events, memory of all processes", "events", "peak memory", "MB"),
    ]
    rows = [
        (
            name,
            _cost(pages.each(axis, cost), unit),
            _cost(pages.fixed(axis, cost), unit),
            pages.growth(axis, cost)["exponent"],
        )
        for name, axis, cost, unit in lines
    ]
    return f"{_markdown(('what', 'each', 'fixed', 'exponent'), rows)}\n\n{_sizes(pages)}"


def _cost(value: float, unit: str) -> str:
    """A cost; noise is larger than one that seems to be less than nothing."""
    return f"{value:,.1f} {unit}" if value >= 0 else "too small to be measured"


def _sizes(pages: Pages) -> str:
    """Up to which sizes runs were measured."""
    runs = table_below(pages.scale, "Each run").rows
    posts, companies = (max(number(run[column]) for run in runs) for column in ("posts", "companies"))
    said = f"Measured with up to {posts:,.0f} posts and {companies:,.0f} companies."
    if posts < LEAST_POSTS:
        said += " **Preliminary: lines through runs this small do not lead to archives.**"
    return said


def _joined(pages: Pages) -> str:
    """Up to which size archives were joined."""
    messages = number(pages.joining["messages"])
    said = f"Joining was measured with up to {messages:,.0f} messages."
    if messages < LEAST_POSTS:
        said += " **Preliminary: the times before the first part rest on archives this small.**"
    return said


def _gains(pages: Pages, price: float) -> str:
    """What two workers gain over one, beside a plain loop."""
    del price
    columns = ("one, s", "two, s", "gain", "of the loop's")
    rows = [
        (GAINING[stage] + of, *(row[column] for column in columns))
        for row in table_below(pages.scale, "Gains of two workers").rows
        for stage, colon, of in [row["what"].partition(":")]
        if colon and stage in GAINING
    ]
    return _markdown(("what", "one worker, s", "two workers, s", "gain", "of a plain loop's gain"), rows)


def _driver(pages: Pages, price: float) -> str:
    """What one driver can do."""
    del price
    rows = []
    for name in FORMATS:
        one = pages.driver(name)
        parts = 1e9 / number(one["posts a part"])
        cutting = parts * number(one["driver, ms a part"]) / 1e3 / HOUR
        alone = 1e3 * pages.before(name)
        working = parts * number(one["worker, ms a part"]) / 1e3 / HOUR
        fed = one["workers that one driver feeds"]
        rows.append((name, one["cut, MB/s"], f"{cutting:.1f}", f"{alone:.1f}", f"{working:,.0f}", fed))
    head = (
        "format", "cut, MB/s", "driver cuts a billion posts, hours", "driver before the first part, hours",
        "workers, core hours", "workers that one driver feeds",
    )  # fmt: skip
    return f"{_markdown(head, rows)}\n\n{_joined(pages)}"


def _memory(pages: Pages, price: float) -> str:
    """Memory of all processes by the share of posts that a study keeps."""
    del price
    a_million, own = pages.each("posts", "peak memory"), pages.fixed("posts", "peak memory")
    rows = []
    for share in SHARES:
        held = [(own + a_million * share * plan.millions) / 1024 for plan in (STOCKTWITS, BILLION)]
        rows.append((f"{100 * share:g} %", *(f"{one:,.1f} GB" for one in held)))
    table = _markdown(("posts of companies of the study", "of 550 million", "of a billion"), rows)
    return f"{table}\n\n{_sizes(pages)}"


def _stocktwits(pages: Pages, price: float) -> str:
    joined = STOCKTWITS.millions * 1e6 * NUMBER_BYTES / GIGABYTE
    notes = STOCKTWITS.millions * 1e6 * number(pages.joining["disk, bytes a message"]) / GIGABYTE
    files = STOCKTWITS.millions * 1e6 * number(pages.driver(STOCKTWITS.format)["bytes a post"]) / GIGABYTE
    table = _hours(pages, STOCKTWITS, price)
    disk = (
        f"The files would have {files:,.0f} GB, the notes of their symbols {notes:,.0f} GB of disk, and "
        f"joining them takes {joined:,.0f} GB of memory for a moment."
    )
    return f"{table}\n\n{disk}"


def _carried(pages: Pages, price: float) -> str:
    return _hours(pages, CARRIED, price)


def _billion(pages: Pages, price: float) -> str:
    return _hours(pages, BILLION, price)


def _packed(pages: Pages, price: float) -> str:
    return _hours(pages, PACKED, price)


def _hours(pages: Pages, plan: Plan, price: float) -> str:
    """Hours and money by workers."""
    one, table = pages.driver(plan.format), pages.simulated(plan.name)
    after = plan.millions * number(one["driver at the end, s a million posts"]) / HOUR
    rows = []
    for workers in dict.fromkeys(row["workers"] for row in table.rows):
        calm, usual = (
            number(table.row(workers=workers, what_happens=what)["hours"]) for what in (NOTHING, EVERYTHING)
        )
        ideal = number(table.row(workers=workers, what_happens=NOTHING)["ideal"])
        before = plan.millions * pages.before(plan.format, int(workers))
        whole = before + usual + after
        cores = (int(workers) + 1) * whole
        hours = [f"{one:.1f}" for one in (before, ideal, calm, usual, after, whole)]
        rows.append((workers, *hours, f"{cores:,.0f}", f"{cores * price:,.0f}"))
    head = (
        "workers", "before the first part, h", "reading, ideal, h", "reading, nothing happens, h",
        "reading, all faults, h", "driver alone after, h", "in all, h", "core hours",
        f"money at {price:g} a core hour",
    )  # fmt: skip
    return _markdown(head, rows)


def _files(pages: Pages, price: float) -> str:
    """The largest tables of a run, as measured and for ten years."""
    del price
    said = re.search(
        r"The largest files of [^:]* ([\d,]+) companies[^:]*: (.*)\.$", pages.scale, re.MULTILINE
    )
    if said is None:
        raise LookupError("no largest files: measure again")
    rows = [
        (f"`{name}`", f"{number(size):,.0f} MB", f"{number(size) * TEN_YEARS / SESSIONS:,.0f} MB")
        for name, size in re.findall(r"(\S+) ([\d,.]+) MB", said[2])
    ]
    companies = said[1]
    head = (
        "file",
        f"{companies} companies, {SESSIONS} sessions",
        f"{companies} companies, {TEN_YEARS:,} sessions",
    )
    return _markdown(head, [row for row in rows if row[0].startswith("`tables/")])


def _faults(pages: Pages, price: float) -> str:
    """What faults cost on 32 workers."""
    del price
    columns = ("hours", "times the ideal", "done twice", "order costs")
    rows = [
        (plan.name, row["what happens"], *(row[column] for column in columns))
        for plan in (STOCKTWITS, BILLION)
        for row in pages.simulated(plan.name).rows
        if row["workers"] == "32"
    ]
    return _markdown(("archive", "what happens", *columns), rows)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


TABLES: Final[dict[str, Callable[[Pages, float], str]]] = {
    "costs": _costs, "gains": _gains, "driver": _driver, "memory": _memory, "stocktwits": _stocktwits,
    "carried": _carried, "billion": _billion, "packed": _packed, "files": _files, "faults": _faults,
}  # fmt: skip
