"""The archive of StockTwits: files of messages and of symbols, joined. Expected values are by hand."""

from __future__ import annotations

import datetime as dt
import errno
import gzip
import json
import pickle
import shutil
import sqlite3
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import zstandard

from naysay.data import posts as posts_module
from naysay.data.forgotten import KeyedNames, Name, keyed_hash, without_forgotten
from naysay.data.forums import Batch, Forum, RefusedRow, forum
from naysay.data.forums import _archive_files as archive_files
from naysay.data.forums import _archive_notes as notes
from naysay.data.forums.stocktwits_archive import Archive
from naysay.data.post_files import PostFiles, together_folder
from naysay.data.post_losses import LostRows, check_kept
from naysay.data.posts import Posts, read_posts
from naysay.data.scorers import scorer
from naysay.data.sessions import Sessions
from naysay.run.executors import executor
from naysay.study.errors import DataError, DataWarning, Notice
from naysay.study.executor import Executor, Serial
from naysay.study.file import parse_study
from naysay.study.losses import Loss
from naysay.study.notices import caught
from naysay.study.spec import PostOptions
from naysay.study.stages import KeptInMemory

FOLDER = Path(__file__).parents[1] / "forum_files" / "stocktwits_archive"
OPTIONS = PostOptions(format="stocktwits_archive", path="x", company="column")
MESSAGES = "message_id,message_body\n"
SYMBOLS = "message_id,user_id,created_at,sentiment,symbol_list,sym_number,symbol\n"
AT = 1330610706 * 10**9
"""1 March 2012, 14:05:06 UTC."""


@dataclass
class Read:
    """All posts of some files in their order, the refused rows with the names of their files, and counts."""

    posts: list[tuple[str, int, str, str, str]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    refused: list[tuple[str, int, str]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    rows: int = 0

    def add(self, name: str, batch: Batch) -> None:
        columns = batch.post_id, batch.posted_at, batch.text, batch.company, batch.author
        self.posts += zip(*columns, strict=True)
        self.marks += batch.marks
        self.refused += [(name, row.line, row.reason) for row in batch.refused]
        self.lengths += [row.length for row in batch.refused]
        self.skipped.update(batch.skipped)
        self.rows += batch.rows


def read(
    files: Iterable[Path], folder: Path | None = None, *, size: int = 1 << 22, options: PostOptions = OPTIONS
) -> Read:
    """The rows of ``files``, cut into parts of ``size`` bytes that go through pickle."""
    form: Forum = forum("stocktwits_archive").with_marks()
    rows = Read()
    for part in PostFiles(options, [(path.name, path) for path in files], folder).parts(size):
        for source in pickle.loads(pickle.dumps(part)).chunks:
            for batch in form.parse(source.chunk, options):
                rows.add(source.name, batch)
    return rows


def written(folder: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    """The files below ``folder``, in the order in which they are named."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [folder / name for name in files]


def small(folder: Path, messages: str, symbols: str) -> Read:
    """The rows of one file of messages and one of symbols, without their first lines."""
    return read(written(folder, {"m.csv": MESSAGES + messages, "s.csv": SYMBOLS + symbols}))


def nanoseconds(at: str) -> int:
    return (
        int(
            (dt.datetime.fromisoformat(at) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
            / dt.timedelta(microseconds=1)
        )
        * 1_000
    )


def test_the_files_of_the_folder_are_read_as_it_says() -> None:
    expected = tomllib.loads((FOLDER / "expected.toml").read_text())["archive"]
    rows = read(sorted((FOLDER / "archive").rglob("*.csv")))
    assert rows.posts == [
        (post["id"], nanoseconds(post["at"]), post["text"], post["company"], post["author"])
        for post in expected["post"]
    ]
    assert rows.marks == [post["mark"] for post in expected["post"]]
    assert len(rows.posts) == expected["posts"]
    assert dict(rows.skipped) == expected["skipped"]
    assert Counter(reason for _, _, reason in rows.refused) == expected["refused"]
    assert rows.rows == 6 + 1 + 4


def test_refused_rows_are_named_by_their_own_file_and_line() -> None:
    rows = read(sorted((FOLDER / "archive").rglob("*.csv")))
    assert rows.refused == [
        ("msg_001.csv", 7, "id_unreadable"),
        ("msg_002.csv", 4, "symbols_contradict"),
        ("symbol_001.csv", 8, "no_message"),
        ("symbol_002.csv", 6, "wrong_number_of_fields"),
    ]
    assert rows.lengths == [
        len("x9,a number that is none"),
        len("1008,written at two times"),
        len("1099,9,2012-03-02 09:00:01,,['ACME'],1,ACME"),
        len("12,x"),
    ]


def in_any_order(rows: Read) -> tuple[Any, ...]:
    return (
        sorted(zip(rows.posts, rows.marks, strict=True)), sorted(rows.refused), rows.skipped, rows.rows,
    )  # fmt: skip


@pytest.mark.parametrize("size", [1, 60, 300])
def test_parts_of_any_size_give_the_same_rows(size: int) -> None:
    files = sorted((FOLDER / "archive").rglob("*.csv"))
    assert read(files, size=size) == read(files)


def test_no_order_of_files_changes_what_they_hold() -> None:
    files = sorted((FOLDER / "archive").rglob("*.csv"))
    for start in range(len(files)):
        assert in_any_order(read(files[start:] + files[:start])) == in_any_order(read(files))


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_packed_files_are_read_as_plain_ones(tmp_path: Path, suffix: str) -> None:
    pack = {".gz": gzip.compress, ".zst": zstandard.compress}[suffix]
    files = sorted((FOLDER / "archive").rglob("*.csv"))
    packed = written(tmp_path, {path.name + suffix: pack(path.read_bytes()) for path in files})
    assert [post[0] for post in read(packed).posts] == [post[0] for post in read(files).posts]
    assert [row[1:] for row in read(packed).refused] == [row[1:] for row in read(files).refused]


def test_files_are_known_by_their_columns_and_not_by_their_names(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        {
            "messages/symbol_1.csv": "created_at,symbol,message_id\n2012-03-01 14:05:06,ACME,1\n",
            "symbols/msg_1.csv": "message_body,message_id\nfine,1\n",
        },
    )
    assert read(files).posts == [("1", AT, "fine", "ACME", "")]


def row(number: object, symbol: str = "ACME", *, time: str = "2012-03-01 14:05:06", user: object = 7) -> str:
    return f"{number},{user},{time},,,1,{symbol}\n"


@pytest.mark.parametrize(
    "time",
    [
        "2012-03-01 14:05:06", "2012-03-01T14:05:06Z", "2012-03-01 14:05:06.000", "2012-03-01T15:05:06+01:00",
        " 2012-03-01 14:05:06 ", "1330610706",
    ],
)  # fmt: skip
def test_times_in_each_form_are_the_same_instant(tmp_path: Path, time: str) -> None:
    assert small(tmp_path, "1,fine\n", row(1, time=time)).posts == [("1", AT, "fine", "ACME", "7")]


def test_times_without_a_zone_are_in_that_of_the_study(tmp_path: Path) -> None:
    files = written(tmp_path, {"m.csv": MESSAGES + "1,fine\n", "s.csv": SYMBOLS + row(1)})
    new_york = OPTIONS.model_copy(update={"timezone": "America/New_York"})
    assert read(files, options=new_york).posts[0][1] == AT + 5 * 3600 * 10**9


@pytest.mark.parametrize(
    ("time", "reason"),
    [
        ("", "no_time"), ("soon", "time_unreadable"), ("2012-03-01", "time_without_clock"),
        ("1812-03-01 14:05:06", "time_out_of_range"),
        ("2012-03-01 14:05:06" + " " * 200 + "x", "time_unreadable"),
    ],
)  # fmt: skip
def test_a_message_whose_time_cannot_be_read_is_refused(tmp_path: Path, time: str, reason: str) -> None:
    rows = small(tmp_path, "1,fine\n", row(1, time=time))
    assert (rows.posts, rows.refused) == ([], [("m.csv", 2, reason)])


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("x", "id_unreadable"), ("", "no_id"), ("9" * 5_000, "id_too_long"), ("9" * 19, "id_unreadable"),
        ("-1", "id_unreadable"), ("5.5E+17", "id_rounded"), ("1.5", "id_unreadable"),
        ("\N{ARABIC-INDIC DIGIT ONE}", "id_unreadable"),
    ],
)  # fmt: skip
def test_a_number_that_is_none_is_refused_in_either_file(tmp_path: Path, cell: str, reason: str) -> None:
    rows = small(tmp_path, f"{cell},fine\n2,good\n", row(cell) + row(2))
    assert [post[0] for post in rows.posts] == ["2"]
    assert rows.refused == [("m.csv", 2, reason), ("s.csv", 2, reason)]


@pytest.mark.parametrize("cell", ["1", "1.0", " 1 ", "0001"])
def test_a_number_may_be_written_as_sheets_write_it(tmp_path: Path, cell: str) -> None:
    assert small(tmp_path, f"{cell},fine\n", row(1)).posts == [("1", AT, "fine", "ACME", "7")]


@pytest.mark.parametrize(
    ("cells", "company"),
    [
        ("\"['AAPL', 'TSLA']\",1,", "AAPL\nTSLA"),
        ('"[""AAPL"", ""BRK.B""]",1,', "AAPL\nBRK.B"),
        ("AAPL|BTC.X,1,", "AAPL\nBTC.X"),
        ("\"['AAPL', 'TSLA']\",1,AAPL", "AAPL"),
        (",1,\"['AAPL', 'TSLA']\"", "AAPL\nTSLA"),
        ("[],0,", ""),
        (",,", ""),
    ],
)
def test_symbols_stand_alone_or_in_a_list(tmp_path: Path, cells: str, company: str) -> None:
    rows = small(tmp_path, "1,fine\n", f"1,7,2012-03-01 14:05:06,,{cells}\n")
    assert rows.posts == [("1", AT, "fine", company, "7")]


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("Bullish", "positive"), ("Bearish", "negative"), ("1", "positive"), ("-1.0", "negative"),
        ("None", ""), ("", ""), ("0", ""), ("a word", ""),
    ],
)  # fmt: skip
def test_sentiments_are_marks(tmp_path: Path, cell: str, mark: str) -> None:
    rows = small(tmp_path, "1,fine\n", f"1,7,2012-03-01 14:05:06,{cell},,1,ACME\n")
    assert (rows.marks, len(rows.posts)) == ([mark], 1)


def test_marks_that_differ_are_none_and_a_run_collects_none(tmp_path: Path) -> None:
    symbols = "1,7,2012-03-01 14:05:06,Bullish,,1,A\n1,7,2012-03-01 14:05:06,Bearish,,2,B\n"
    assert small(tmp_path, "1,fine\n", symbols).marks == [""]
    plain = forum("stocktwits_archive")
    assert plain.has_marks
    (part,) = PostFiles(OPTIONS, [("m", tmp_path / "m.csv"), ("s", tmp_path / "s.csv")], tmp_path).parts(
        1 << 20
    )
    assert [batch.marks for source in part.chunks for batch in plain.parse(source.chunk, OPTIONS)] == [[], []]


def test_rows_of_symbols_that_repeat_are_harmless_and_those_that_contradict_are_refused(
    tmp_path: Path,
) -> None:
    messages = "".join(f"{number},fine\n" for number in range(1, 5))
    symbols = row(1) + row(2) + row(3) + row(4) + row(1)
    symbols += row(2, time="2012-03-01T14:05:06Z") + row(3, time="2012-03-01 14:05:07") + row(4, user=8)
    rows = small(tmp_path, messages, symbols)
    assert [post[0] for post in rows.posts] == ["1", "2"]
    assert rows.refused == [("m.csv", 4, "symbols_contradict"), ("m.csv", 5, "symbols_contradict")]


def test_a_message_that_stands_twice_is_two_rows(tmp_path: Path) -> None:
    rows = small(tmp_path, "1,fine\n1,other\n", row(1))
    assert [post[:3] for post in rows.posts] == [("1", AT, "fine"), ("1", AT, "other")]


def test_hostile_cells_are_data(tmp_path: Path) -> None:
    """An open quote takes its own line alone, NUL and units stay in the text, many blanks are no text.

    The symbols of the row that cannot be taken apart have no message.
    """
    messages = '1,"open\n2,a\0b\n3,"x\x1fy"\n4,' + " " * 500_000 + "\n5,<b>fine</b>\n6,[removed]\n"
    rows = small(tmp_path, messages, "".join(row(n, "A\x1fB" if n == 3 else "A") for n in range(1, 7)))
    assert [(post[0], post[2], post[3]) for post in rows.posts] == [
        ("2", "a\0b", "A"), ("3", "x\x1fy", "A B"), ("5", "fine", "A"),
    ]  # fmt: skip
    assert rows.refused == [("m.csv", 2, "not_csv"), ("m.csv", 5, "no_text"), ("s.csv", 2, "no_message")]
    assert rows.skipped == {"removed": 1}
    assert rows.rows == 7


def test_rows_of_two_megabytes_are_refused_in_either_file(tmp_path: Path) -> None:
    long = "x" * 2_000_000
    rows = small(tmp_path, f"1,{long}\n2,fine\n", row(1, long) + row(2))
    assert [post[0] for post in rows.posts] == ["2"]
    assert [(name, line) for name, line, _ in rows.refused] == [("m.csv", 2), ("s.csv", 2)]


def test_a_thousand_symbols_are_too_many(tmp_path: Path) -> None:
    rows = small(tmp_path, "1,fine\n2,good\n", "".join(row(1, f"A{n}") for n in range(1_000)) + row(2))
    assert [post[0] for post in rows.posts] == ["2"]
    assert rows.refused == [("m.csv", 2, "company_too_long")]


@pytest.mark.parametrize("empty", ["", "\n\n", SYMBOLS])
def test_a_further_file_without_rows_changes_nothing(tmp_path: Path, empty: str) -> None:
    files = written(tmp_path, {"m.csv": MESSAGES + "1,fine\n", "e.csv": empty, "s.csv": SYMBOLS + row(1)})
    assert len(read(files).posts) == 1


def test_messages_far_apart_and_in_any_order_are_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where more notes lie between them than are read at once."""
    monkeypatch.setattr(notes, "AT_ONCE", 3)
    numbers = [(7 * n) % 101 for n in range(1, 101)]
    messages = "".join(f"{number},text {number}\n" for number in numbers[::2])
    symbols = "".join(row(number, f"S{number}") for number in range(101))
    rows = small(tmp_path, messages, symbols)
    assert [(post[0], post[3]) for post in rows.posts] == [(str(n), f"S{n}") for n in numbers[::2]]
    assert len(rows.refused) == 101 - 50


@pytest.mark.parametrize("kind", ["m.csv", "s.csv"])
def test_one_kind_alone_is_refused_with_how_to_write_the_path(tmp_path: Path, kind: str) -> None:
    content = {"m.csv": MESSAGES + "1,fine\n", "s.csv": SYMBOLS + row(1)}[kind]
    with pytest.raises(DataError, match=r'posts\.path.*path = "data/stocktwits/\*/\*\.csv"') as error:
        read(written(tmp_path, {kind: content}))
    assert "none of them of" in str(error.value)


@pytest.mark.parametrize(
    "content", ["id,text\n1,fine\n", '{"id": 1}\n', "PK\3\4", "message_id,symbol\n1,A\n"]
)
def test_a_file_of_neither_kind_is_refused_by_name(tmp_path: Path, content: str) -> None:
    files = written(tmp_path, {"m.csv": MESSAGES, "s.csv": SYMBOLS, "other.csv": content})
    with pytest.raises(DataError, match=r"posts\.path.*other\.csv"):
        read(files)


def test_a_file_alone_has_no_posts() -> None:
    path = FOLDER / "archive" / "messages" / "msg_002.csv"
    (batch,) = forum("stocktwits_archive").batches(path, OPTIONS)
    assert (batch.post_id, batch.refused) == ([], [
        RefusedRow(2, "read_alone", 18), RefusedRow(3, "read_alone", 20), RefusedRow(4, "read_alone", 25),
    ])  # fmt: skip


def test_messages_without_symbols_are_skipped_with_a_warning_where_they_are_most(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        {
            "m1.csv": MESSAGES + "1,a\n2,b\n3,c\n",
            "m2.csv": MESSAGES + "4,d\n5,e\n",
            "s.csv": SYMBOLS + row(1) + row(4),
        },
    )
    with pytest.warns(DataWarning) as warned:
        rows = read(files)
    assert rows.skipped == {"no_symbols": 3}
    notices = [one.message.notice for one in warned if isinstance(one.message, DataWarning)]
    assert [(one.code, one.about, one.rows) for one in notices] == [("without_symbols", ("m1.csv",), 2)]


def test_a_file_that_changes_between_the_two_readings_is_refused(tmp_path: Path) -> None:
    files = written(tmp_path, {"m.csv": MESSAGES + "1,fine\n", "s.csv": SYMBOLS + row(1)})
    one = forum("stocktwits_archive").together(files, OPTIONS, tmp_path)
    files[0].write_text(MESSAGES + "1,other words\n")
    with pytest.raises(DataError, match=r"m\.csv, which changed"):
        list(one.batches(files[0], OPTIONS))


def test_notes_are_made_once_hold_no_text_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = written(tmp_path / "in", {"m.csv": MESSAGES + "1,a secret\n", "s.csv": SYMBOLS + row(1)})
    folder = tmp_path / "columns"
    rows = read(files, folder)
    (kept,) = together_folder(folder).iterdir()
    assert b"secret" not in kept.read_bytes()
    monkeypatch.setattr(notes.WrittenNotes, "add", None)
    assert read(files, folder) == rows
    files[1].write_text(SYMBOLS + row(1, "OTHER"))
    with pytest.raises(TypeError):
        read(files, folder)


def test_an_error_leaves_no_notes_that_look_whole(tmp_path: Path) -> None:
    files = written(tmp_path / "in", {"m.csv": MESSAGES + "1,a\n", "x.csv": "id,text\n1,a\n"})
    for _ in range(2):
        with pytest.raises(DataError):
            read(files, tmp_path / "columns")
    assert not list(tmp_path.rglob("*.sqlite"))


COMPANY = """[study]
name = "x"
start = 2012-01-01
end = 2012-12-31
[[company]]
ticker = "ACME"
[posts]
format = "stocktwits_archive"
path = "x"
company = "column"
max_lost = 1.0
"""
ALWAYS = Sessions("XNYS", pd.DatetimeIndex(["2012-03-01"], name="session"), np.array([2**62]), 0)


def study_read(
    paths: Mapping[str, Path], folder: Path, stages: KeptInMemory, joining: Executor | None = None
) -> Posts:
    return read_posts(
        parse_study(COMPANY, source="x.toml"), paths, sessions={"ACME": ALWAYS}, scorers=[scorer("vader")],
        folder=folder / "columns", quarantine=folder / "quarantine.jsonl", stages=stages,
        executor=Serial(), joining=joining,
    )  # fmt: skip


def test_a_study_counts_each_row_once_and_reads_all_again_when_one_file_changed(tmp_path: Path) -> None:
    """Of ACME are 1001, 1002, 1003 and 1005; 1006 and 1007 name nobody of the study, 1004 has no symbols.

    Then the symbols of 1007 name ACME.
    """
    shutil.copytree(FOLDER / "archive", tmp_path / "in")
    paths = {path.name: path for path in sorted((tmp_path / "in").rglob("*.csv"))}
    stages = KeptInMemory()
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        posts = study_read(paths, tmp_path / folder, stages)
        assert [posts.rows(stage) for stage in ("rows_in", "kept", "quarantined", "filtered")] == [
            11,
            4,
            4,
            3,
        ]
        assert [file.rows for file in posts.files] == [6, 3, 1, 1]
        quarantine = (tmp_path / folder / "quarantine.jsonl").read_text().splitlines()
        assert [json.loads(line)["file"] for line in quarantine] == list(paths)
    symbols = paths["symbol_001.csv"]
    symbols.write_text(symbols.read_text().replace("1,BOLT\n1099", "1,ACME\n1099"))
    (tmp_path / "third").mkdir()
    assert study_read(paths, tmp_path / "third", stages).rows("kept") == 5


def test_most_rows_of_no_company_give_no_warning(recwarn: pytest.WarningsRecorder) -> None:
    rows = {"rows_in rows": 100, "kept posts": 1, "filtered no_company": 99}
    losses = [Loss(*key.split(), company="", rows=n) for key, n in rows.items()]
    check_kept(parse_study(COMPANY, source="x.toml"), losses, LostRows())
    assert not recwarn.list


def test_forgotten_authors_are_skipped(tmp_path: Path) -> None:
    """Author 7 wrote 1001 and 1003."""
    key = b"k" * 32
    lists = [KeyedNames(key, frozenset({keyed_hash(key, Name("author", "7"))}), frozenset())]
    files = sorted((FOLDER / "archive").rglob("*.csv"))
    form = without_forgotten(forum("stocktwits_archive"), lists).together(files, OPTIONS, tmp_path)
    batches = [batch for path in files for batch in form.batches(path, OPTIONS)]
    assert [post_id for batch in batches for post_id in batch.post_id] == ["1002", "1005", "1007", "1006"]
    assert sum(batch.skipped.get("forgotten", 0) for batch in batches) == 2


@pytest.mark.parametrize("kind", ["serial", "processes"])
def test_workers_note_what_this_process_notes(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files in many pieces: rows of both kinds, some refused, some without the other, texts of two lines."""
    rows = [f'{number},"text {number}\nof two lines"\n' for number in range(1, 900)]
    about = [f"{number},7,2012-03-01 14:05:06,Bullish,,1,AAPL\n" for number in range(450, 1_350)]
    about[3::100] = ["x,7,2012-03-01 14:05:06,Bullish,,1,AAPL\n"] * 9
    files = written(
        tmp_path / "files", {"m.csv": MESSAGES + "".join(rows), "s.csv": SYMBOLS + "".join(about)}
    )
    form = forum("stocktwits_archive")
    with caught() as expected:
        alone = form.together(files, OPTIONS, folder_of(tmp_path / "alone"))
    monkeypatch.setattr(archive_files, "_PIECE", 2_000)
    with executor(2, kind=kind).kept(at_once=2) as kept, caught() as notices:
        watched = WatchedMap(kept)
        theirs = form.together(files, OPTIONS, folder_of(tmp_path / "theirs"), watched)
    assert notices == expected == [Notice("without_symbols", ("m.csv",), 454)]
    assert watched.parts > 20
    assert watched.bytes == watched.total == sum(path.stat().st_size for path in files)
    assert contents(theirs) == contents(alone)
    assert len(contents(alone)["note"]) == 891
    reasons = Counter(reason for _, reason, *_ in contents(alone)["refused"])
    assert reasons == {"id_unreadable": 9, "no_message": 446}


def contents(form: Forum) -> dict[str, list[tuple[Any, ...]]]:
    """All that was noted."""
    assert isinstance(form, Archive)
    assert form.files is not None
    with closing(sqlite3.connect(form.files.notes)) as database:
        return {
            name: database.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            for name in ("note", "refused", "file")
        }


def folder_of(path: Path) -> Path:
    path.mkdir()
    return path


class WatchedMap:
    """An executor that counts the parts of its maps, and their sizes."""

    def __init__(self, executor: Executor) -> None:
        self.parts = self.bytes = self.total = 0
        self._executor = executor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._executor, name)

    def map(self, function: Any, parts: Any, *, parts_a_worker: int = 1) -> Any:
        def counted() -> Any:
            for part in parts:
                self.parts += 1
                self.bytes += parts.size(part)
                yield part

        self.total += parts.total

        return self._executor.map(function, counted(), parts_a_worker=parts_a_worker)


@pytest.mark.parametrize(("least", "parts"), [(1 << 24, 0), (0, 4)])
def test_whoever_joins_is_asked_where_files_are_large_enough_for_workers(
    least: int, parts: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the four files is one piece."""
    monkeypatch.setattr(posts_module, "BYTES_A_WORKER", least)
    files = sorted((FOLDER / "archive").rglob("*.csv"))
    joining = WatchedMap(Serial())
    study_read({path.name: path for path in files}, tmp_path, KeptInMemory(), joining)
    assert joining.parts == parts


def test_a_message_of_nobody_in_two_files_is_refused_in_each_wherever_numbers_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Message 5 has no row; its two copies among the sorted numbers 1 2 5 5 lie in two pieces of three."""
    monkeypatch.setattr(archive_files, "_AT_ONCE", 3)
    about = "{},7,2012-03-01 14:05:06,,,1,AAPL\n"
    files = {
        "m.csv": f"{MESSAGES}1,a\n2,b\n",
        "s.csv": SYMBOLS + about.format(1) + about.format(2) + about.format(5),
        "t.csv": SYMBOLS + about.format(5),
    }
    rows = read(written(tmp_path, files))
    assert rows.refused == [("s.csv", 4, "no_message"), ("t.csv", 2, "no_message")]
    assert [post[0] for post in rows.posts] == ["1", "2"]


def test_a_full_disk_is_an_error_of_the_system_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: object, rows: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(notes.WrittenNotes, "add", full)
    files = sorted((FOLDER / "archive").rglob("*.csv"))
    with pytest.raises(OSError, match="symbols-") as raised:
        forum("stocktwits_archive").together(files, OPTIONS, folder_of(tmp_path / "notes"))
    assert raised.value.errno == errno.ENOSPC
    assert list((tmp_path / "notes").iterdir()) == []


def test_notes_that_a_worker_does_not_see_are_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="away"):
        notes.notes_of(tmp_path / "away.sqlite", [1])
