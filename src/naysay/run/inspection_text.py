"""What `naysay inspect` says of a file, in lines of at most eighty columns."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.cells import cell_len, set_cell_size

from naysay.data.inspection.columns import ColumnProfile
from naysay.data.inspection.file_profile import TABLE, FileProfile
from naysay.data.inspection.headings import is_priced
from naysay.data.inspection.languages import Shares
from naysay.data.inspection.posts_profile import PostsProfile
from naysay.data.inspection.sampled import SampledRows
from naysay.data.inspection.times import TimesProfile
from naysay.data.scorers import scorer
from naysay.run.daily_block import what_to_mend
from naysay.run.inspection_lines import WIDTH, percent, size_text, wrapped
from naysay.run.inspection_prices import prices_lines
from naysay.study.about import Sentiment
from naysay.study.counts import counted
from naysay.study.errors import printable

BARS: Final = " ▁▂▃▄▅▆▇█"
MOST_COLUMNS: Final = 60
"""Columns that are listed; a dump of a forum has more than a hundred."""
MOST_MONTHS: Final = 60
_NAME: Final = 22
NO_SCORER_NAMED: Final = "each post is scored by its language, no scorer has to be named"
NO_WORDS: Final = "no list of words here reads most of them: `naysay list scorers`"
_KINDS: Final[Mapping[str, str]] = {
    "text": "CSV",
    "json_lines": "JSON lines",
    "json": "JSON",
    "parquet": "Parquet",
    "workbook": "workbook",
    "compound": "old workbook",
    "markup": "XML or HTML",
    "gzip": "gzip",
    "zstd": "zstd",
    "tar": "tar, an archive of several files: unpack it",
    "empty": "empty",
}
_NAMES_ABOVE: Final = "write one above the rows, such as id,posted_at,text"
_PRICES: Final = (
    "prices in a file that a run does not read: save them as CSV (in a spreadsheet: Save As, CSV UTF-8), "
    "each file called by its ticker, such as AAA.csv, in data/prices"
)
_DELIMITERS: Final[Mapping[str, str]] = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def text_of_file(file: FileProfile) -> str:
    """What ``file`` is, without any text or author of a post."""
    lines = [printable(str(file.path))]
    if file.fault:
        lines += wrapped("cannot be read: " + file.fault)
    elif file.mixed:
        lines += wrapped(
            f"rows of several formats: {_by_cause(file.mixed)} of the first ones; a file of posts has one "
            "format: put the rows of each into a file of their own"
        )
    elif file.prices is not None:
        lines += prices_lines(file.prices)
    elif file.sample is not None:
        lines += _of_table(file.sample, file)
    return "\n".join(lines)


def _of_table(sample: SampledRows, file: FileProfile) -> Iterator[str]:
    posts, is_table = file.posts, file.format == TABLE
    what = "no posts and no prices"
    if posts is not None:
        what = "a table of posts" if is_table else f'posts, format = "{file.format}"'
    is_parsed = posts is not None and not is_table
    yield from wrapped(f"{what}: {', '.join(_facts(sample, is_parsed=is_parsed))}")
    if len(sample.sheets) > 1:
        yield from wrapped(
            "a study reads one sheet, and this has most rows; put the rows of the others below them, or save "
            "each sheet as a file of its own"
        )
    if sample.names or sample.refused:
        yield from _counts(sample, is_parsed=is_parsed)
    if posts is None:
        yield from wrapped(_what_is_missing(sample))
        return
    if file.is_part:
        names = ", ".join(printable(name[:_NAME]) for name in sample.names[:10])
        yield from wrapped(f"columns: {names}")
        yield from wrapped("a part of the posts: a study reads all files of this format together")
        return
    yield from ("", "  columns" if is_table else "  of each post")
    roles = _roles(posts) if is_table else {}
    shown = posts.columns[:MOST_COLUMNS]
    for column in shown:
        yield _of_column(column, roles.get(column.name, ""), sample.n_rows)
    if len(posts.columns) > len(shown):
        yield f"    and {len(posts.columns) - len(shown)} more"
    for note in posts.roles.notes:
        yield from wrapped(note, indent=4)
    yield from ("", *_of_times(posts.times, posts))
    if posts.languages:
        yield from wrapped(_of_languages(posts.languages))
    if posts.roles.id:
        yield from wrapped(f"ids: {percent(posts.repeated_ids)} are repeated")
    if posts.companies:
        yield from wrapped(_names(posts))
    if sample.marked:
        yield from _of_marks(file)


def _of_marks(file: FileProfile) -> Iterator[str]:
    """How many posts their writers marked, and the command that holds scorers to these marks."""
    assert file.sample is not None
    posts = "1 post is" if file.sample.marked == 1 else f"{file.sample.marked:,} posts are"
    yield from wrapped(f"{posts} marked by their writers, and scorers can be held to that:")
    yield f"    naysay evaluate {shlex.quote(printable(str(file.path)))} --format {file.format}"


def _of_languages(shares: Shares) -> str:
    """The languages of posts, and whether the default scorer reads most of them."""
    default = scorer(Sentiment().scorer)
    reads = sum(share for code, share in shares if default.reader(code)) > 0.5
    listed = ", ".join(f"{code} {percent(n)}" for code, n in shares[:5])
    return f"languages: {listed}; {NO_SCORER_NAMED if reads else NO_WORDS}"


def _counts(sample: SampledRows, *, is_parsed: bool) -> Iterator[str]:
    """How many rows there are, and what became of those that were read."""
    count = counted(sample.n_rows, "row")
    if not sample.is_exact:
        count = f"{'about' if sample.is_estimate else 'more than'} {count}; some of them were read"
    yield from wrapped(count)
    refused, skipped = sample.n_refused, sum(sample.skipped.values())
    if skipped:
        yield from wrapped(
            f"{skipped:,} of those read are no posts, and are left out: {_by_cause(sample.skipped)}"
        )
    if refused:
        fault = "be read" if is_parsed else "be taken apart"
        yield from wrapped(f"{refused:,} of those read cannot {fault}: {_by_cause(sample.refused)}")
    if sample.others:
        yield from wrapped(
            f"rows of another format are among them: {_by_cause(sample.others)}; a file of posts has one "
            "format: put these into a file of their own"
        )
    if sample.is_cut_off:
        yield from wrapped("the list ends in the middle: what stood behind that is missing")
    if "archive_damaged" in sample.refused:
        yield from wrapped("the packed file is damaged: what stands behind the damage is lost")


def _by_cause(counts: Mapping[str, int]) -> str:
    """Causes or formats and their rows, the most frequent first."""
    most = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{cause.replace('_', ' ')} ({n:,})" for cause, n in most)


def _facts(sample: SampledRows, *, is_parsed: bool) -> Iterator[str]:
    yield ("XML" if is_parsed and sample.kind == "markup" else _KINDS[sample.kind]) + (
        f" packed by {sample.packed}" if sample.packed else ""
    )
    yield size_text(sample.size)
    if sample.encoding is not None:
        yield sample.encoding.name + (", misread as another once" if sample.encoding.is_mojibake else "")
    if sample.sheet:
        others = len(sample.sheets) - 1
        yield f'sheet "{printable(sample.sheet)}"' + (f", one of {others + 1} with rows" if others else "")
    if sample.dialect is not None:
        yield f"{_DELIMITERS.get(sample.dialect.delimiter, sample.dialect.delimiter)} between cells"
        if sample.dialect.preamble and sample.names:
            yield f"{counted(sample.dialect.preamble, 'line')} above the names of columns"


def _what_is_missing(sample: SampledRows) -> str:
    if sample.kind == "empty":
        return "nothing is in it"
    if not sample.names and sample.kind in ("json", "json_lines"):
        return "no object with values is in it: an empty page or list, or no whole JSON"
    if not sample.names:
        return f"no line has the names of its columns: {sample.hint or _NAMES_ABOVE}"
    if is_priced(sample.names):
        return _PRICES
    names = ", ".join(printable(name[:_NAME]) for name in sample.names[:10])
    if not sample.rows and not sample.refused:
        return f"{counted(len(sample.names), 'name')} of columns, and no row below them: {names}"
    return (
        f"of its {counted(len(sample.names), 'column')} none is a time beside a text, or a date beside a "
        f"close: {names}{what_to_mend(sample)}"
    )


def _of_column(column: ColumnProfile, role: str, n_rows: int) -> str:
    name = (
        set_cell_size(printable(column.name), _NAME)
        if cell_len(column.name) > _NAME
        else printable(column.name)
    )
    length = (
        f"{column.shortest}"
        if column.shortest == column.longest
        else f"{column.shortest} to {column.longest}"
    )
    said = "empty" if column.kind == "empty" else f"{column.kind}, {length} character{'s' * (length != '1')}"
    if column.filled < 0.995 and column.kind != "empty":
        said += f", {percent(column.filled)} filled"
    if column.kind == "word" and column.values <= 50 < n_rows:
        said += f", {column.values} different"
    mark = f"  <- {role}" if role else ""
    head = f"    {name}{' ' * max(0, _NAME - cell_len(name))} {said}"
    return set_cell_size(head, min(cell_len(head), WIDTH - cell_len(mark))) + mark


def _roles(posts: PostsProfile) -> dict[str, str]:
    roles = posts.roles
    held = {roles.id: "id", roles.company: "company", roles.author: "author", roles.forum: "forum"}
    held |= dict.fromkeys(roles.text, "text") | dict.fromkeys(roles.posted_at, "time")
    return held | {roles.score: "score"}


def _of_times(times: TimesProfile, posts: PostsProfile) -> Iterator[str]:
    forms = ", ".join(
        f"{'time stamps' if one.startswith('a ') else one} ({percent(share)})" for one, share in times.forms
    )
    yield from wrapped(f"times: {forms}" if forms else "times: none")
    if times.unread:
        yield from wrapped(f"{times.unread:,} of {times.n + times.unread:,} cannot be read as times")
    if times.first is None or times.last is None:
        if times.days is not None:
            yield from wrapped(f"{times.days[0]} to {times.days[1]}: dates alone, without a time of day")
        return
    zone = "each names its zone" if posts.names_zones else "they name no zone: say it with timezone"
    yield from wrapped(f"{times.first:%Y-%m-%d %H:%M} to {times.last:%Y-%m-%d %H:%M}; {zone}")
    if posts.has_dates_alone:
        yield from wrapped(f"nearly all at {times.hour_of_all or 0:02}:00: these are dates, not times of day")
    clock = "UTC" if posts.names_zones else "as written"
    yield f"  by hour   0 {bars(times.by_hour)} 23 ({clock})"
    months = list(times.by_month.items())
    for start in range(0, min(len(months), 5 * MOST_MONTHS), MOST_MONTHS):
        part, most = months[start : start + MOST_MONTHS], max(times.by_month.values())
        yield f"  by month  {part[0][0]} {bars([n for _, n in part], most)} {part[-1][0]}"


def _names(posts: PostsProfile) -> str:
    names = [f"{name} ({n:,})" for name, n in posts.companies[:8]]
    more = f" and {len(posts.companies) - 8} more" if len(posts.companies) > 8 else ""
    return f"companies: {', '.join(names)}{more}"


def bars(counts: Sequence[int], most: int = 0) -> str:
    """One character a count; a count above 0 has a bar at least."""
    most = max(most, *counts, 1)
    return "".join(BARS[0] if n == 0 else BARS[max(1, round(n / most * (len(BARS) - 1)))] for n in counts)
