"""Ways to spoil a small study: changes of its files or of its text, drawn by number, always the same."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

Rows = list[list[str]]
Spoil = Callable[[Path, random.Random], None]


def rows_of(path: Path) -> Rows:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def write(
    path: Path, rows: Sequence[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding, "replace"))


def posts(folder: Path) -> Path:
    return folder / "data" / "posts.csv"


def prices(folder: Path, draw: random.Random) -> Path:
    return draw.choice(sorted((folder / "data" / "prices").glob("*.csv")))


def cells(column: str, change: Callable[[str, int], str], shares: Sequence[float] = (1.0,)) -> Spoil:
    """Change a column of posts in a share of the rows, drawn among ``shares``."""

    def spoil(folder: Path, draw: random.Random) -> None:
        head, *rows = rows_of(posts(folder))
        share, at = draw.choice(list(shares)), head.index(column)
        for number, row in enumerate(rows):
            if draw.random() < share:
                row[at] = change(row[at], number)
        write(posts(folder), [head, *rows])

    return spoil


def price_cells(column: str, change: Callable[[str, int], str], shares: Sequence[float] = (1.0,)) -> Spoil:
    def spoil(folder: Path, draw: random.Random) -> None:
        path = prices(folder, draw)
        head, *rows = rows_of(path)
        share, at = draw.choice(list(shares)), head.index(column)
        for number, row in enumerate(rows):
            if draw.random() < share:
                row[at] = change(row[at], number)
        write(path, [head, *rows])

    return spoil


def heading(old: str, new: str) -> Spoil:
    def spoil(folder: Path, draw: random.Random) -> None:
        del draw
        head, *rows = rows_of(posts(folder))
        write(posts(folder), [[new if name == old else name for name in head], *rows])

    return spoil


def study(pattern: str, new: str) -> Spoil:
    """Change the first place of the study's text that fits ``pattern``."""

    def spoil(folder: Path, draw: random.Random) -> None:
        del draw
        path = folder / "analysis" / "small.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(pattern, lambda _: new, text, count=1), encoding="utf-8")

    return spoil


def written(change: Callable[[bytes], bytes]) -> Spoil:
    """Change the bytes of the posts."""

    def spoil(folder: Path, draw: random.Random) -> None:
        del draw
        posts(folder).write_bytes(change(posts(folder).read_bytes()))

    return spoil


def price_bytes(change: Callable[[bytes], bytes]) -> Spoil:
    def spoil(folder: Path, draw: random.Random) -> None:
        path = prices(folder, draw)
        path.write_bytes(change(path.read_bytes()))

    return spoil


def without_prices(folder: Path, draw: random.Random) -> None:
    prices(folder, draw).unlink(missing_ok=True)


def short_prices(folder: Path, draw: random.Random) -> None:
    path = prices(folder, draw)
    head, *rows = rows_of(path)
    write(path, [head, *rows[-draw.choice([5, 60, 150]) :]])


def junk_rows(folder: Path, draw: random.Random) -> None:
    head, *rows = rows_of(posts(folder))
    share = draw.choice([0.01, 0.1, 0.6])
    write(posts(folder), [head, *(["broken"] if draw.random() < share else row for row in rows)])


def german(folder: Path, draw: random.Random) -> None:
    path = prices(folder, draw)
    rows = [[cell.replace(".", ",") for cell in row] for row in rows_of(path)]
    write(path, rows, delimiter=";")


SPOILS: Sequence[Spoil] = (
    heading("id", "nr"),
    heading("posted_at", "when"),
    heading("text", "body"),
    heading("company", "who"),
    cells("posted_at", lambda value, _: value[:10], (0.02, 0.5, 1.0)),
    cells("posted_at", lambda value, _: value[:10] + "T00:00:00Z", (0.03, 0.2, 1.0)),
    cells("posted_at", lambda value, _: value[:13] + ":00:00Z", (0.5, 1.0)),
    cells("posted_at", lambda value, _: f"{value[8:10]}.{value[5:7]}.{value[:4]} {value[11:16]}"),
    cells("posted_at", lambda value, _: f"{value[5:7]}/{value[8:10]}/{value[:4]} {value[11:16]}"),
    cells("posted_at", lambda value, _: "long ago", (0.02, 0.2, 1.0)),
    cells("posted_at", lambda value, _: "", (0.02, 0.2, 1.0)),
    cells("posted_at", lambda value, _: value.replace("2024", "2014"), (0.5, 1.0)),
    cells("company", lambda value, _: "$" + value),
    cells("company", lambda value, _: "NOBODY", (0.1, 0.7, 1.0)),
    cells("company", lambda value, _: "", (0.1, 1.0)),
    cells("company", lambda value, _: "SIM1"),
    cells("id", lambda value, _: "5.50442E+17", (0.02, 1.0)),
    cells("id", lambda value, _: "", (0.02, 0.3, 1.0)),
    cells("id", lambda value, _: "same", (0.3, 1.0)),
    cells("id", lambda value, _: value * 40, (0.02, 1.0)),
    cells("text", lambda value, _: "", (0.02, 0.3, 1.0)),
    cells("text", lambda value, _: "[removed]", (0.02, 0.3, 1.0)),
    cells("text", lambda value, _: "RT @x " + value, (0.3, 1.0)),
    cells("text", lambda value, _: 'a "b\n' + value, (0.3,)),
    junk_rows,
    written(lambda raw: b""),
    written(lambda raw: raw.split(b"\n")[0] + b"\n"),
    written(lambda raw: raw[: len(raw) // 2]),
    written(lambda raw: raw.replace(b",", b";")),
    written(lambda raw: raw.decode().encode("utf-16")),
    written(lambda raw: "Ä".encode("cp1252") + raw),
    written(lambda raw: b"sep=,\n" + raw),
    written(lambda raw: b"Export of 2024\n\n" + raw),
    written(lambda raw: raw.replace(b"\n", b"\n\0", 40)),
    written(lambda raw: raw.replace(b",", b',"', 30)),
    written(lambda raw: raw + raw),
    without_prices,
    short_prices,
    german,
    price_bytes(lambda raw: b""),
    price_bytes(lambda raw: b"no prices at all"),
    price_bytes(lambda raw: raw.split(b"\n")[0]),
    price_bytes(lambda raw: raw.replace(b"Close", b"Ende")),
    price_cells("Close", lambda value, number: str(float(value) * (100 if number > 200 else 1))),
    price_cells("Close", lambda value, number: "0", (0.02, 0.5, 1.0)),
    price_cells("Close", lambda value, number: "n/a", (0.02, 0.5, 1.0)),
    price_cells("Date", lambda value, number: "yesterday", (0.02, 0.5, 1.0)),
    price_cells("Date", lambda value, number: value.replace("2024", "2034")),
    study('calendar = "XETR"', 'calendar = "XNONE"'),
    study('calendar = "XETR"', 'calendar = "XNYS"'),
    study('benchmark = ".*"', 'benchmark = "NONE"'),
    study('benchmark = ".*"', ""),
    study('path = "data/posts.csv"', 'path = "data/nowhere.csv"'),
    study('path = "data/prices"', 'path = "data/nowhere"'),
    study('company = "column"', 'company = "text"'),
    study('company = "column"', 'company = "folder"'),
    study('company = "column"', 'company = "column"\nforum = "column"'),
    study('company = "column"', 'company = "column"\nclock = "date_only"'),
    study('company = "column"', 'company = "column"\ntimezone = "Mars/Base"'),
    study('company = "column"', 'company = "column"\nmax_lost = 0'),
    study('company = "column"', 'company = "column"\nmax_lost = 1'),
    study('company = "column"', 'company = "column"\n[posts.columns]\nid = "number"'),
    study(r"start = \S+", "start = 2024-08-20"),
    study(r"start = \S+", "start = 2025-03-03\nend = 2025-06-30\n#"),
    study(r"end = \S+", "end = 2024-02-05"),
    study(r"\[calibration\]", '[chatter]\nmin_posts = 100\n[calibration]'),
    study(r"\[calibration\]", '[chatter]\nhistory = 900\nmin_history = 900\n[calibration]'),
    study(r"\[calibration\]", '[sentiment]\nscorer = "german"\n[calibration]'),
    study(r"\[calibration\]", '[sentiment]\noptions = { lexicon = "data/none.tsv" }\n[calibration]'),
    study(r"\[calibration\]", '[announcements]\npath = "data/posts.csv"\n[calibration]'),
)  # fmt: skip
"""Each is used alone, and with one or two others."""


def spoiled(folder: Path, number: int) -> None:
    """Spoil the study in ``folder`` in the way of ``number``; beyond the last way several go together."""
    draw = random.Random(number)
    chosen = [SPOILS[number]] if number < len(SPOILS) else draw.sample(SPOILS, draw.choice([2, 2, 3]))
    for spoil in chosen:
        try:
            spoil(folder, draw)
        except (ValueError, IndexError, UnicodeDecodeError):  # one before has left nothing to spoil
            continue
