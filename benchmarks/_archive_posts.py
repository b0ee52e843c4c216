"""Writes a look-alike of the public archive of StockTwits, and the same posts as one plain table."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

import numpy as np
import numpy.typing as npt
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

CHUNK: Final = 50_000
MESSAGES_A_FILE, SYMBOLS_A_FILE = 1_000_000, 700_000
"""Rows of a file: those of one kind end elsewhere than those of the other."""
COMPANIES: Final = 24
OTHERS: Final = 5_000
OF_THE_STUDY: Final = 0.3
"""The share of messages that are about a company of the study."""
SECOND, THIRD = 0.2, 0.05
"""The shares of messages about a second and a third symbol."""
MARKED: Final = 0.4
"""The share of messages that their writers marked."""
ORPHANS: Final = 0.002
"""The share of messages without a row of symbols, and that of symbols without a message."""
AUTHORS: Final = 300_000
TEXTS: Final = 20_000
START, END = np.datetime64("2014-01-02"), np.datetime64("2015-12-31")
MESSAGES: Final = "message_id,message_body\n"
SYMBOLS: Final = "message_id,user_id,created_at,sentiment,symbol_list,sym_number,symbol\n"
TABLE: Final = "id,posted_at,text,company,author\n"
_HEAD: Final = f"""[study]
name = "archive"
start = {START}
end = {END}
[posts]
company = "column"
retweets = "keep"
timezone = "UTC"
"""


@dataclass(frozen=True)
class Written:
    """The study files of both ways, and what was written: messages, rows of symbols, posts of both ways."""

    archive: Path
    table: Path
    messages: int
    symbols: int
    posts: int


def written(folder: Path, posts: int, *, seed: int = 1) -> Written:
    """Write so many messages below ``folder``; equal arguments write equal files."""
    rng = np.random.default_rng(seed)
    tickers = [_ticker(number) for number in range(COMPANIES + OTHERS)]
    texts = _texts(rng, tickers[:COMPANIES])
    starts = np.linspace(START.astype(np.int64), END.astype(np.int64), posts // CHUNK + 2) * 86_400
    with ExitStack() as stack:
        files = _Files(folder / "data", stack)
        first = 1_000_000
        for turn, begin in enumerate(range(0, posts, CHUNK)):
            count = min(CHUNK, posts - begin)
            second = int(starts[turn])
            first = files.add(rng, texts, tickers, count, first, second, int(starts[turn + 1]) - second)
    companies = "".join(f'[[company]]\nticker = "{ticker}"\n' for ticker in tickers[:COMPANIES])
    studies = []
    for form, path in (("stocktwits_archive", "data/stocktwits/*/*.csv"), ("table", "data/table.csv")):
        study = folder / f"{form}.toml"
        study.write_text(f'{_HEAD}format = "{form}"\npath = "{path}"\n{companies}', "utf-8")
        studies.append(study)
    return Written(studies[0], studies[1], files.messages, files.symbols, files.posts)


class _Files:
    """The files that are being written, and the rows that they have."""

    def __init__(self, data: Path, stack: ExitStack) -> None:
        self.messages = self.symbols = self.posts = 0
        self._folder, self._stack = data / "stocktwits", stack
        for kind in ("messages", "symbols"):
            (self._folder / kind).mkdir(parents=True)
        self._table = self._opened(data / "table.csv", TABLE)
        self._open: dict[str, TextIO] = {}

    def add(
        self,
        rng: np.random.Generator,
        texts: list[str],
        tickers: list[str],
        count: int,
        first: int,
        second: int,
        seconds: int,
    ) -> int:
        """Write ``count`` messages of the ``seconds`` from ``second`` on; returns a number behind theirs."""
        numbers = first + np.cumsum(rng.integers(1, 4, count))
        instants = second + np.sort(rng.integers(0, seconds, count))
        times = np.char.replace(np.datetime_as_string(instants.astype("datetime64[s]")), "T", " ").tolist()
        authors = (AUTHORS * rng.random(count) ** 2).astype(int).tolist()
        marks = np.array(["", "Bullish", "Bearish"])[_picked(rng, count, [1 - MARKED, MARKED * 0.7])].tolist()
        bodies = (rng.random(count) * len(texts)).astype(int).tolist()
        symbols = _symbols(rng, count)
        is_known, is_there = rng.random(count) >= ORPHANS, rng.random(count) >= ORPHANS
        messages, notes, rows = list[str](), list[str](), list[str]()
        columns = zip(
            numbers.tolist(), times, authors, marks, bodies, symbols, is_known.tolist(), is_there.tolist(),
            strict=True,
        )  # fmt: skip
        for number, time, author, mark, body, places, known, there in columns:
            text, names = texts[body].replace("#", str(number), 1), [tickers[place] for place in places]
            if there:
                messages.append(f"{number},{text}\n")
            if known:
                listed = "['" + "', '".join(names) + "']"
                cell = f'"{listed}"' if len(names) > 1 else listed
                notes += [
                    f"{number},{author},{time},{mark},{cell},{place},{name}\n"
                    for place, name in enumerate(names, 1)
                ]
            if there and known:
                rows.append(f"{number},{time},{text},{'|'.join(names)},{author}\n")
        self._write("messages/msg", MESSAGES, messages, self.messages, MESSAGES_A_FILE)
        self._write("symbols/symbol", SYMBOLS, notes, self.symbols, SYMBOLS_A_FILE)
        self._table.writelines(rows)
        self.messages, self.symbols = self.messages + len(messages), self.symbols + len(notes)
        self.posts += len(rows)
        return int(numbers[-1]) + 1

    def _write(self, kind: str, names: str, rows: list[str], before: int, most: int) -> None:
        """Append to the last file of a kind, or begin the next; a row is never parted."""
        while rows:
            if before % most == 0:
                path = self._folder / f"{kind}_{before // most + 1:03}.csv"
                self._open[kind] = self._opened(path, names)
            fitting = most - before % most
            self._open[kind].writelines(rows[:fitting])
            before, rows = before + len(rows[:fitting]), rows[fitting:]

    def _opened(self, path: Path, names: str) -> TextIO:
        file = self._stack.enter_context(path.open("w", encoding="utf-8", newline="\n"))
        file.write(names)
        return file


def _symbols(rng: np.random.Generator, count: int) -> list[list[int]]:
    """The places of the symbols of each message, each once."""
    own = rng.random(count) < OF_THE_STUDY
    places = np.where(
        own, (COMPANIES * rng.random(count)).astype(int), COMPANIES + (OTHERS * rng.random(count)).astype(int)
    )
    further = (rng.random((2, count)) ** 2 * (COMPANIES + OTHERS)).astype(int)
    has = rng.random((2, count)) < np.array([[SECOND], [THIRD]])
    second, third = np.where(has, further, -1).tolist()
    lists = zip(places.tolist(), second, third, strict=True)
    return [[place for place in dict.fromkeys(of) if place >= 0] for of in lists]


def _picked(rng: np.random.Generator, count: int, shares: list[float]) -> npt.NDArray[Any]:
    return np.searchsorted(np.cumsum(shares), rng.random(count), side="right")


def _texts(rng: np.random.Generator, tickers: list[str]) -> list[str]:
    """Invented texts as cells of CSV, each with a # for a number; some have commas, quotes or two lines."""
    charged = [word for word in sorted(SentimentIntensityAnalyzer().lexicon) if word.isalpha()]
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    plain = ["".join(rng.choice(letters, size)) for size in rng.integers(2, 10, 4_000)]
    texts = []
    for number in range(TEXTS):
        words = [plain[int(pick)] for pick in (len(plain) * rng.random(int(rng.integers(5, 22))) ** 3)]
        words[1] = f"${tickers[number % len(tickers)]}"
        if number % 2:
            words[3] = charged[int(rng.integers(len(charged)))]
        words[2] += {0: ",", 1: "\n", 2: ' "so"'}.get(number % 5, "")
        text = f"{' '.join(words)} #"
        texts.append('"' + text.replace('"', '""') + '"' if set(',"\n') & set(text) else text)
    return texts


def _ticker(number: int) -> str:
    """A ticker that is no word."""
    return "Q" + "".join(chr(65 + number // 26**place % 26) for place in (2, 1, 0))
