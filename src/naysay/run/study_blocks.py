"""The blocks of a study file that an inspected file needs, with comments where a decision is the user's."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from naysay.data.inspection.file_profile import TABLE
from naysay.data.inspection.posts_profile import PostsProfile
from naysay.study.about import Language

COMMENTS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "zone": "your decision: these times name no zone; write the one that the forum's clock shows",
        "dates": "dates without a time of day: a post counts from the end of its day on",
        "column": "each [[company]] needs its name of this column as ticker, name or alias",
        "said": "what a post says; each [[company]] needs it as ticker, name, alias, isin or wkn",
        "midnight": "your decision: the zone in which these times are the midnights of days",
        "text": 'what a text mentions; or "file" or "folder" where these name the company',
        "file": "the names of the files are tickers",
        "no_id": "no column is an id: posts are told apart by time, author and text",
        "score": 'with scorer = "given" below [sentiment], the tone that the file says is used',
        "order": "your decision: nothing shows whether 1/2/2024 is in January or in February",
        "symbol": "the name of each file, without .csv, has to be the ticker",
        "jumps": "your decision: prices jump as if the unit had changed or shares had been split; earlier "
        'prices are divided so. A price that moved so by itself has the word "real" in place of the ratio',
        "open": "your decision: the file may be read in two ways",
    },
    "de": {
        "zone": "Ihre Entscheidung: die Zeiten nennen keine Zeitzone; hier steht die der Uhr des Forums",
        "dates": "Tage ohne Uhrzeit: ein Beitrag zählt erst ab dem Ende seines Tages",
        "column": "jede [[company]] braucht ihren Namen aus dieser Spalte als ticker, name oder alias",
        "said": "was ein Beitrag nennt; jede [[company]] braucht es als ticker, name, alias, isin oder wkn",
        "midnight": "Ihre Entscheidung: die Zeitzone, in der diese Zeiten die Mitternacht von Tagen sind",
        "text": 'was ein Text nennt; oder "file" oder "folder", wenn diese das Unternehmen nennen',
        "file": "die Namen der Dateien sind Ticker",
        "no_id": "keine Spalte ist eine Kennung: Zeit, Autor und Text unterscheiden die Beiträge",
        "score": 'mit scorer = "given" unter [sentiment] gilt die Tonalität, die die Datei nennt',
        "order": "Ihre Entscheidung: nichts zeigt, ob 1/2/2024 im Januar oder im Februar liegt",
        "symbol": "der Name jeder Datei, ohne .csv, muss der Ticker sein",
        "jumps": "Ihre Entscheidung: Kurse springen wie bei einer anderen Einheit oder einem Split; frühere "
        'Kurse werden so geteilt. Bei einem Kurs, der sich selbst so bewegte, steht "real" statt der Zahlen',
        "open": "Ihre Entscheidung: die Datei lässt sich auf zwei Arten lesen",
    },
}
ZONES: Final = {"de": "Europe/Berlin"}
"""The zone that forums of a language are likely in; UTC for others, since their countries have several."""
MIDNIGHTS: Final[Mapping[int | None, str]] = {
    22: "Europe/Berlin",
    23: "Europe/Berlin",
    4: "America/New_York",
    5: "America/New_York",
    15: "Asia/Tokyo",
    16: "Asia/Hong_Kong",
}
"""The likely zone whose midnight is at an hour of UTC, in summer or in winter."""
NONE: Final[Mapping[str, str]] = MappingProxyType({})
WIDTH: Final = 100
"""Characters of a line; a longer comment stands above its key."""


def posts_block(
    posts: PostsProfile,
    *,
    path: str,
    form: str,
    company: str = "",
    has_forums: bool = True,
    options: Mapping[str, str] = NONE,
    language: Language = "en",
) -> str:
    """The ``[posts]`` block, and ``[posts.columns]`` where a table's columns are not called as usual.

    Parameters
    ----------
    path, form
        Of the files, from the workspace, and their format.
    company
        What names a post's company, if it is no column: file or folder.
    has_forums
        Whether posts name different forums.
    options
        Further keys that reading the files needs.
    """
    say, roles = COMMENTS[language], posts.roles
    by = "column" if roles.company and not company else company or "text"
    lines = [
        "[posts]",
        _line("format", form),
        _line("path", path),
        *_commented("company", by, say["said" if by == "column" and form != TABLE else by]),
    ]
    if roles.forum and has_forums:
        lines.append(_line("forum", "column"))
    lines += [_line(key, value) for key, value in options.items()]
    if posts.has_dates_alone:
        lines += _commented("clock", "date_only", say["dates"])
    if posts.times.is_in_doubt:
        lines += _commented("date_order", "day_first", say["order"])
    if posts.names_zones and posts.times.hour_of_all in MIDNIGHTS:
        lines += _commented("timezone", MIDNIGHTS[posts.times.hour_of_all], say["midnight"])
    if posts.times.n and not posts.names_zones:
        lines += _commented("timezone", likely_zone(posts), say["zone"])
    if form == TABLE:
        lines += ["", *_columns(posts, say)]
    return "\n".join(lines) + "\n"


def empty_posts_block(language: Language) -> str:
    """The ``[posts]`` block of a study whose files nobody has named yet."""
    say = COMMENTS[language]
    lines = ["[posts]", _line("format", "table"), _line("path", "data/posts/*.csv")]
    lines += _commented("company", "text", say["text"])
    return "\n".join([*lines, *_commented("timezone", ZONES.get(language, "UTC"), say["zone"])]) + "\n"


def likely_zone(posts: PostsProfile) -> str:
    """The zone of times that name none."""
    return ZONES["de"] if posts.language == "de" or posts.has_german_headings else "UTC"


def _columns(posts: PostsProfile, say: Mapping[str, str]) -> list[str]:
    roles, lines = posts.roles, ["[posts.columns]"]
    lines += [_line("id", roles.id)] if roles.id else _above(say["no_id"])
    lines.append(_line("posted_at", _one_or_more(roles.posted_at)))
    lines.append(_line("text", _one_or_more(roles.text)))
    further = {"company": roles.company, "author": roles.author, "forum": roles.forum}
    lines += [_line(key, name) for key, name in further.items() if name]
    return lines + ([f"# {_line('score', roles.score)}  # {say['score']}"] if roles.score else [])


def _one_or_more(names: Sequence[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)


def _commented(key: str, value: str, comment: str) -> list[str]:
    line = f"{_line(key, value)}  # {comment}"
    return [line] if len(line) <= WIDTH else [*_above(comment), _line(key, value)]


def _above(comment: str) -> list[str]:
    """A comment in lines of their own."""
    return textwrap.wrap(comment, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _line(key: str, value: str | Sequence[str]) -> str:
    return f"{key} = {toml_value(value)}"


def toml_value(value: str | Sequence[str]) -> str:
    """A text or a list of texts as TOML writes it; a control character becomes its number."""
    value = value if isinstance(value, str) else list(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def prices_block(
    *,
    path: str,
    options: Mapping[str, str] = NONE,
    jumps: Sequence[str] = (),
    are_symbols: bool = True,
    language: Language = "en",
) -> str:
    """The ``[prices]`` block for files of prices.

    Parameters
    ----------
    options
        Keys that say what the files leave open.
    jumps
        What explains jumps of prices that a run refuses otherwise.
    are_symbols
        Whether each file is called by its ticker.
    """
    say = COMMENTS[language]
    lines = ["[prices]", _line("source", "csv")]
    lines += [_line("path", path)] if are_symbols else _commented("path", path, say["symbol"])
    for key, value in options.items():
        lines += _commented(key, value, say["open"])
    if jumps:
        lines += [*_above(say["jumps"]), _line("jumps", jumps)]
    return "\n".join(lines) + "\n"
