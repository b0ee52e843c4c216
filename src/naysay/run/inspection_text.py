"""What `naysay inspect` says of a file, in lines of at most eighty columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.cells import cell_len, set_cell_size

from naysay.data.inspection.calendars import CalendarFit
from naysay.data.inspection.columns import ColumnProfile
from naysay.data.inspection.file_profile import FEED, TWITTER, FileProfile
from naysay.data.inspection.languages import Shares
from naysay.data.inspection.posts_profile import PostsProfile
from naysay.data.inspection.price_profile import FROZEN, PriceProfile
from naysay.data.inspection.sample import SampledRows
from naysay.data.inspection.times import TimesProfile
from naysay.data.scorers import scorer
from naysay.study.about import Sentiment
from naysay.study.errors import printable

WIDTH: Final = 80
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
    "empty": "empty",
}
_FORMATS: Final = {TWITTER: "tweets of Twitter's API v1.1", FEED: "a feed of a forum"}
_DELIMITERS: Final[Mapping[str, str]] = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def text_of_file(file: FileProfile) -> str:
    """What ``file`` is, without any text or author of a post."""
    lines = [printable(str(file.path))]
    if file.fault:
        lines += _wrapped("cannot be read: " + file.fault)
    elif file.prices is not None:
        lines += _of_prices(file.prices)
    elif file.sample is not None:
        lines += _of_table(file.sample, file)
    return "\n".join(lines)


def _of_table(sample: SampledRows, file: FileProfile) -> Iterator[str]:
    posts = file.posts
    what = _FORMATS.get(file.format, "a table of posts")
    yield from _wrapped(f"{what if posts else 'no posts and no prices'}: {', '.join(_facts(sample))}")
    if sample.names:
        yield from _wrapped(_count(sample))
    if posts is None:
        yield from _wrapped(_what_is_missing(sample))
        return
    yield from ("", "  columns")
    roles = _roles(posts)
    shown = posts.columns[:MOST_COLUMNS]
    for column in shown:
        yield _of_column(column, roles.get(column.name, ""), sample.n_rows)
    if len(posts.columns) > len(shown):
        yield f"    and {len(posts.columns) - len(shown)} more"
    for note in posts.roles.notes:
        yield from _wrapped(note, indent=4)
    yield from ("", *_of_times(posts.times, posts))
    if posts.languages:
        yield from _wrapped(_of_languages(posts.languages))
    if posts.roles.id:
        yield from _wrapped(f"ids: {_share(posts.repeated_ids)} are repeated")
    if posts.companies:
        yield from _wrapped(_names(posts))


def _of_languages(shares: Shares) -> str:
    """The languages of posts, and whether the default scorer reads most of them."""
    default = scorer(Sentiment().scorer)
    reads = sum(share for code, share in shares if default.reader(code)) > 0.5
    listed = ", ".join(f"{code} {_share(n)}" for code, n in shares[:5])
    return f"languages: {listed}; {NO_SCORER_NAMED if reads else NO_WORDS}"


def _count(sample: SampledRows) -> str:
    count = f"{sample.n_rows:,} rows"
    if not sample.is_exact:
        count = f"{'about' if sample.is_estimate else 'more than'} {count}; some of them were read"
    broken = f", {sample.refused:,} of those read cannot be taken apart" if sample.refused else ""
    return count + broken


def _facts(sample: SampledRows) -> Iterator[str]:
    yield _KINDS[sample.kind]
    yield _bytes(sample.size)
    if sample.encoding is not None:
        yield sample.encoding.name + (", misread as another once" if sample.encoding.is_mojibake else "")
    if sample.sheet:
        others = len(sample.sheets) - 1
        yield f'sheet "{printable(sample.sheet)}"' + (f", one of {others + 1} with rows" if others else "")
    if sample.dialect is not None:
        yield f"{_DELIMITERS.get(sample.dialect.delimiter, sample.dialect.delimiter)} between cells"
        if sample.dialect.preamble:
            yield f"{sample.dialect.preamble} lines above the names of columns"


def _what_is_missing(sample: SampledRows) -> str:
    if not sample.names:
        return "no line has the names of its columns: write one above the rows, such as id,posted_at,text"
    return (
        f"of its {len(sample.names)} columns none is a time beside a text, or a date beside a close: "
        + ", ".join(printable(name[:_NAME]) for name in sample.names[:10])
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
    said = "empty" if column.kind == "empty" else f"{column.kind}, {length} characters"
    if column.filled < 0.995 and column.kind != "empty":
        said += f", {_share(column.filled)} filled"
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
        f"{'time stamps' if one.startswith('a ') else one} ({_share(share)})" for one, share in times.forms
    )
    yield from _wrapped(f"times: {forms}" if forms else "times: none")
    if times.unread:
        yield from _wrapped(f"{times.unread:,} of {times.n + times.unread:,} cannot be read as times")
    if times.first is None or times.last is None:
        if times.days is not None:
            yield from _wrapped(f"{times.days[0]} to {times.days[1]}: dates alone, without a time of day")
        return
    zone = "each names its zone" if posts.names_zones else "they name no zone: say it with timezone"
    yield from _wrapped(f"{times.first:%Y-%m-%d %H:%M} to {times.last:%Y-%m-%d %H:%M}; {zone}")
    if posts.has_dates_alone:
        yield from _wrapped("nearly all at midnight: these are dates, not times of day")
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


def _of_prices(prices: PriceProfile) -> Iterator[str]:
    yield from _wrapped(f"prices, {prices.n_rows:,} rows from {prices.first} to {prices.last}")
    if prices.lost:
        yield from _wrapped(f"{prices.lost:,} rows have no price")
    yield from _wrapped("columns: " + ", ".join(prices.columns))
    forms = ", ".join(f"{key} {one}" for key, one in prices.forms.items())
    yield from _wrapped(f'forms: {forms}; the decimal sign is "{prices.decimal}"')
    adjusted = (
        "adjusted for dividends and splits"
        if prices.is_adjusted
        else "not adjusted: dividends look like losses"
    )
    yield from _wrapped(adjusted)
    for session, ratio in prices.jumps:
        yield from _wrapped(f"jump on {session}: the close is {ratio:.4g} times the one before")
    if prices.n_jumps > len(prices.jumps):
        yield from _wrapped(f"and {prices.n_jumps - len(prices.jumps)} jumps more")
    if prices.frozen >= FROZEN:
        yield from _wrapped(f"{prices.frozen} sessions in a row have the same close")
    if prices.fits:
        yield from _of_calendars(prices.fits)


def _of_calendars(fits: Sequence[CalendarFit]) -> Iterator[str]:
    best = fits[0]
    others = [fit.calendar for fit in fits[1:] if fit.quality == best.quality]
    also = f"; as well {', '.join(others)}" if others else ""
    yield from _wrapped(f"calendar: {best.calendar} fits best, {_share(best.traded)} of the dates{also}")
    if best.n_missing:
        such = ", ".join(best.missing)
        yield from _wrapped(f"{best.n_missing} sessions of {best.calendar} are not there, such as {such}")


def bars(counts: Sequence[int], most: int = 0) -> str:
    """One character a count; a count above 0 has a bar at least."""
    most = max(most, *counts, 1)
    return "".join(BARS[0] if n == 0 else BARS[max(1, round(n / most * (len(BARS) - 1)))] for n in counts)


def _share(share: float) -> str:
    """A share in per cent; neither 0 nor 100 unless it is exactly that."""
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{share:.0%}".replace("%", " %")


def _bytes(size: int) -> str:
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} bytes"


def _wrapped(text: str, indent: int = 2) -> list[str]:
    space = " " * indent
    return textwrap.wrap(
        printable(text), WIDTH, initial_indent=space, subsequent_indent=space + "  ", break_on_hyphens=False
    )
