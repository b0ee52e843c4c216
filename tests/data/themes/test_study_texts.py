"""The second reading of posts. Expected values: by hand, and what is known of how the posts were made."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naysay.data import posts as posts_module
from naysay.data.forgotten import KeyedNames, Name, keyed_hash
from naysay.data.posts import read_posts
from naysay.data.scorers import scorer
from naysay.data.sessions import Sessions, trading_sessions
from naysay.data.themes import chosen_posts
from naysay.data.themes.chosen_posts import most_each
from naysay.data.themes.study_texts import FirstReading, StudyTexts
from naysay.run.executors.processes import Processes
from naysay.study.errors import DataError
from naysay.study.executor import Executor, Serial
from naysay.study.file import parse_study
from naysay.study.notices import caught
from naysay.study.spec import Study
from naysay.study.terms import Comparison, Term

SESSIONS = trading_sessions("XNYS", dt.date(2024, 1, 2), dt.date(2024, 3, 28))
EVENT_DAY = 20
SERIAL = Serial()


@dataclass(frozen=True)
class Row:
    """A post on session ``day``, an hour before its close."""

    day: int
    text: str
    author: str = ""
    company: str = "ACME"
    forum: str = "A"


def study(**posts: str) -> Study:
    more = "".join(f'{key} = "{value}"\n' for key, value in posts.items())
    return parse_study(
        f"""[study]
name = "x"
start = 2024-01-02
end = 2024-03-28
[[company]]
ticker = "ACME"
name = "Acme Rockets Inc"
aliases = ["Acme"]
[[company]]
ticker = "BOLT"
name = "Bolt"
[posts]
format = "table"
path = "x.csv"
company = "column"
{more}""",
        source="x.toml",
    )


def texts_of(
    folder: Path,
    rows: Sequence[Row],
    *,
    of: Study | None = None,
    forgotten: Sequence[KeyedNames] = (),
    executor: Executor = SERIAL,
    charged: frozenset[str] = frozenset({"terrible"}),
) -> StudyTexts:
    """The texts of a study of ``rows``, read for the first time."""
    of = of or study()
    path = folder / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "posted_at", "company", "text", "author", "forum"])
        for number, row in enumerate(rows):
            at = pd.Timestamp(SESSIONS.closes[row.day] - 3_600_000_000_000, tz="UTC")
            writer.writerow([number, at.isoformat(), row.company, row.text, row.author, row.forum])
    sessions: dict[str, Sessions] = dict.fromkeys(of.tickers, SESSIONS)
    posts = read_posts(
        of,
        {"x.csv": path},
        sessions=sessions,
        scorers=[scorer("finance")],
        folder=folder / "columns",
        quarantine=folder / "quarantine.jsonl",
        forgotten=forgotten,
        executor=executor,
    )
    hashes = tuple(file.sha256 for file in posts.files)
    first = FirstReading(
        {"x.csv": path},
        hashes,
        posts.columns,
        posts.kept,
        posts.scored.score,
        posts.posts_of_chunks,
        posts.chunk,
    )
    return StudyTexts(of, first, sessions, charged, 5, tuple(forgotten))


def events(*days: int, company: str = "ACME") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event_id": [f"{company}-{day}" for day in days],
            "company": company,
            "session": [SESSIONS.index[day] for day in days],
        }
    )


def counts(
    texts: StudyTexts, one: Comparison, executor: Executor = SERIAL
) -> dict[str, tuple[int, int, int]]:
    """Each term of a comparison, as it is written, with its posts, others and authors."""
    places = range(len(one.terms))
    held = one.holders(list(places))
    written = texts.written([Term(one.terms[place], held[place]) for place in places], executor)
    numbers = zip(one.posts.tolist(), one.others.tolist(), one.authors.tolist(), strict=True)
    return {term: number for term, number in zip(written, numbers, strict=True) if term}


def of_event(folder: Path, rows: Sequence[Row], **more: Any) -> dict[str, tuple[int, int, int]]:
    texts = texts_of(folder, rows, **more)
    *_, event = texts.comparisons(events(EVENT_DAY), SERIAL)
    return counts(texts, event)


def storm(text: str, n: int = 6, day: int = EVENT_DAY) -> list[Row]:
    """``n`` posts with ``text`` by different authors; each ends with a word of its own."""
    return [Row(day, f"{text}. {_word(number)}{_word(day)}", f"user{number:04d}") for number in range(n)]


def _word(number: int) -> str:
    return "xyz" + "".join(chr(97 + int(digit)) for digit in str(number))


QUIET = [
    Row(day, f"Delivery came on a sunny afternoon with {_word(day)}", f"user{day:04d}")
    for day in (1, 2, 3, 5, 8, 40)
]


def test_an_event_has_the_posts_of_three_sessions_and_the_others_are_the_rest(tmp_path: Path) -> None:
    rows = [
        Row(EVENT_DAY + step, f"Recall {_word(step + 9)}", f"a{_word(step + 9)}b") for step in range(-3, 4)
    ]
    rows += storm("Recall", n=3) + QUIET
    texts = texts_of(tmp_path, rows)
    *_, event = texts.comparisons(events(EVENT_DAY), SERIAL)
    assert (event.n_posts, event.n_others, event.n_authors) == (6, 10, 6)
    assert counts(texts, event) == {"Recall": (6, 4, 6)}


def test_forms_of_a_word_are_one_term_in_the_most_frequent_form(tmp_path: Path) -> None:
    rows = storm("The airbags failed", 4) + storm("One airbag failed", 9)[4:]
    assert of_event(tmp_path, rows + QUIET) == {
        "airbag failed": (9, 0, 9),
        "airbag": (9, 0, 9),
        "failed": (9, 0, 9),
    }


def test_german_forms_are_one_term(tmp_path: Path) -> None:
    rows = storm("Das ist der Rückruf von heute", 6) + storm("Es gibt die Rückrufe und das war es", 9)[6:]
    assert of_event(tmp_path, rows) == {"Rückruf": (9, 0, 9)}


@pytest.mark.parametrize(
    "text",
    [
        "@recall", "u/recall", "$ACME", "ACME", "Acme", "rockets", "Bolt", "BOLT", "https://recall.org/recall",
        "stock", "Aktie", "and", "2024", "terrible", "recall2",
    ],
)  # fmt: skip
def test_what_is_no_term(tmp_path: Path, text: str) -> None:
    assert of_event(tmp_path, storm(text, 9) + QUIET) == {}


def test_a_charged_word_stands_beside_another_only(tmp_path: Path) -> None:
    assert of_event(tmp_path, storm("terrible brakes") + QUIET) == {
        "terrible brakes": (6, 0, 6), "brakes": (6, 0, 6),
    }  # fmt: skip


def test_copies_of_a_text_are_one_post(tmp_path: Path) -> None:
    spam = [Row(EVENT_DAY, f"Buy boats now @someone{n} https://x.org/{n}", f"user{n:04d}") for n in range(50)]
    assert of_event(tmp_path, spam + storm("Recall") + QUIET) == {"Recall": (6, 0, 6)}


def test_a_term_needs_five_known_authors(tmp_path: Path) -> None:
    few = [Row(EVENT_DAY, f"Boats {_word(n)}", f"user{n % 4:04d}") for n in range(20)]
    unknown = [Row(EVENT_DAY, f"Trains {_word(n)}") for n in range(30, 50)]
    assert of_event(tmp_path, few + unknown + storm("Recall", 5) + QUIET) == {"Recall": (5, 0, 5)}


def test_posts_without_authors_give_no_term(tmp_path: Path) -> None:
    texts = texts_of(tmp_path, [Row(EVENT_DAY, f"Recall {_word(n)}") for n in range(20)])
    *_, event = texts.comparisons(events(EVENT_DAY), SERIAL)
    assert (event.n_posts, event.n_authors, len(event.terms)) == (20, 0, 0)


NAMES = st.sampled_from(
    ["hansdampf", "Hans Dampf", "RECALL", "Jürgen", "o'neill", "recall boats", "Бот", "@brakes"]
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=4, unique=True))
def test_no_term_is_or_holds_the_name_of_an_author(tmp_path: Path, names: list[str]) -> None:
    """Each name stands in ten posts of ten others, with a handle's sign and without."""
    rows = [
        Row(EVENT_DAY, f"{name} {sign}{name} recall boats brakes {_word(n)}", f"user{n:04d}")
        for name in names
        for sign in ("", "@")
        for n in range(10)
    ]
    rows += [Row(50, "quiet", name) for name in names]
    keys = {"".join(filter(str.isalpha, name.casefold())) for name in names}
    for term in of_event(tmp_path, rows):
        words = [re.sub(r"\W", "", word.casefold()) for word in term.split(" ")]
        runs = {"".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
        assert not runs & keys


def test_no_term_is_the_name_of_somebody_who_is_forgotten(tmp_path: Path) -> None:
    key = b"k" * 16
    names = KeyedNames(key, frozenset({keyed_hash(key, Name("author", "Hans_Dampf"))}), frozenset())
    rows = storm("Hans Dampf wrote about brakes") + QUIET
    assert "Hans Dampf" in of_event(tmp_path, rows)
    assert not any("Hans Dampf" in term for term in of_event(tmp_path, rows, forgotten=[names]))


def test_posts_of_whoever_is_forgotten_count_for_nothing(tmp_path: Path) -> None:
    key = b"k" * 16
    names = KeyedNames(key, frozenset({keyed_hash(key, Name("author", "user0005"))}), frozenset())
    assert of_event(tmp_path, storm("Recall", 6) + QUIET, forgotten=[names]) == {"Recall": (5, 0, 5)}


def test_forums_are_compared_with_each_other_and_negative_posts_with_the_rest(tmp_path: Path) -> None:
    rows = [Row(n % 50, f"Boats {_word(n)}", f"user{n:04d}", forum="A") for n in range(10)]
    rows += [Row(n % 50, f"Trains are awful {_word(n)}", f"user{n:04d}", forum="B") for n in range(10, 22)]
    texts = texts_of(tmp_path, rows, of=study(forum="column"))
    negative, *forums = texts.comparisons(events(), SERIAL)
    assert (negative.scope, negative.n_posts, negative.n_others) == ("study", 12, 10)
    assert counts(texts, negative)["Trains"] == (12, 0, 12)
    assert [(one.scope, one.forum, one.n_posts) for one in forums] == [("forum", "B", 12), ("forum", "A", 10)]
    assert counts(texts, forums[1]) == {"Boats": (10, 0, 10)}


def test_every_worker_and_every_cut_of_the_files_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        row for day in (10, EVENT_DAY, 30) for row in storm(f"Recall of brakes and {_word(day)}", 30, day)
    ]
    rows += storm("Bolts", 10) + QUIET

    def everything(folder: Path, executor: Executor) -> list[object]:
        folder.mkdir()
        texts = texts_of(folder, rows, executor=executor)
        every = list(texts.comparisons(events(10, EVENT_DAY), executor))
        return [(one.n_posts, one.n_others, one.n_tested, counts(texts, one, executor)) for one in every]

    alone = everything(tmp_path / "1", SERIAL)
    monkeypatch.setattr(posts_module, "CHUNK", 700)
    assert everything(tmp_path / "2", SERIAL) == alone
    with Processes(2).kept(at_once=2) as two:
        assert everything(tmp_path / "3", two) == alone


def test_a_file_that_changed_between_the_readings_is_refused(tmp_path: Path) -> None:
    texts = texts_of(tmp_path, storm("Recall") + QUIET)
    path = tmp_path / "x.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Recall", "Strike"), encoding="utf-8")
    with pytest.raises(DataError, match=re.escape("x.csv")):
        list(texts.comparisons(events(EVENT_DAY), SERIAL))


def test_what_the_first_reading_warned_of_is_not_told_again(tmp_path: Path) -> None:
    with caught() as first:
        texts = texts_of(tmp_path, storm("RÃ¼ckruf wegen MÃ¤ngeln") + QUIET)
    with caught() as again:
        *_, event = texts.comparisons(events(EVENT_DAY), SERIAL)
        assert "rückruf" in {term.casefold() for term in counts(texts, event)}
    assert [notice.code for notice in first] == ["mojibake_repaired"]
    assert again == []


def test_an_event_off_every_session_and_of_a_stranger_have_no_posts(tmp_path: Path) -> None:
    off = pd.DataFrame(
        {
            "event_id": ["a", "b", "c"],
            "company": ["ACME", "STRANGER", "BOLT"],
            "session": pd.to_datetime(["2024-01-06", "2024-01-08", "2024-01-08"]),
        }
    )
    texts = texts_of(tmp_path, storm("Recall") + QUIET)
    _, *of_events = texts.comparisons(off, SERIAL)
    assert [one.n_posts for one in of_events] == [0, 0, 0]


def test_the_sample_is_the_seeds_and_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen_posts, "MOST_OF_COMPANY", 100)
    rows = [Row(n % 60, f"Boats {_word(n)}", f"user{n % 9:04d}") for n in range(1000)]
    sizes = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        texts = texts_of(tmp_path / folder, rows)
        study_wide, *_ = texts.comparisons(events(), SERIAL)
        sizes.append((study_wide.n_posts + study_wide.n_others, texts.places.tolist()))
    assert sizes[0] == sizes[1]
    assert 60 < sizes[0][0] < 140


@pytest.mark.parametrize(
    ("sizes", "most", "of_one", "expected"),
    [((10, 10), 100, 50, 50.0), ((10, 200), 100, 500, 90.0), ((90, 90, 90), 90, 50, 30.0), ((), 10, 5, 5.0)],
)
def test_each_company_has_as_many_posts_or_all(
    sizes: tuple[int, ...], most: int, of_one: int, expected: float
) -> None:
    assert most_each(np.array(sizes, dtype=np.int64), most, of_one) == expected


HOSTILE = [
    "\u202erecall\u202c", "re\x00call boats", "a" * 100_000, "\u00e4" * 100_000, "@" * 100_000,
    "w " * 100_000, "\U0001f680" * 10_000, "\ufdfa" * 5_000, "\u0301" * 50_000, "&" * 50_000, "-'" * 50_000,
]  # fmt: skip


def test_hostile_texts_are_read_like_others(tmp_path: Path) -> None:
    rows = [Row(EVENT_DAY, f"{text} Recall {_word(n)}", f"user{n:04d}") for n, text in enumerate(HOSTILE)]
    terms = of_event(tmp_path, rows + storm("Recall") + QUIET)
    assert terms["Recall"][0] >= 6
    assert all(re.fullmatch(r"[^\W\d_']+(?:[ '][^\W\d_']+)*", term) for term in terms)
