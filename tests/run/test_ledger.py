"""The file of the ledger: what is added, and what an edit of it leaves to see.

Expected values: by hand, from the lines that each test writes and the edits that it makes.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from naysay.run.ledger import (
    COUNT,
    LEDGER,
    LONGEST,
    LedgerAnswer,
    LedgerEntry,
    add_entry,
    can_be_kept,
    read_ledger,
)

ADDS_MANY = """
import sys
from pathlib import Path
from naysay.run.ledger import LedgerEntry, add_entry
entry = LedgerEntry.model_validate_json(sys.argv[2])
for n in range(25):
    add_entry(Path(sys.argv[1]), entry.model_copy(update={"run": f"{sys.argv[3]}-{n}"}))
"""
DIES_BEFORE_THE_COUNT = """
import os, sys
from pathlib import Path
from naysay.run import ledger
ledger._write_count = lambda *of: os._exit(9)
ledger.add_entry(Path(sys.argv[1]), ledger.LedgerEntry.model_validate_json(sys.argv[2]))
"""


def entry(run: str = "one", **settings: str) -> LedgerEntry:
    answer = LedgerAnswer(
        verdict="no_evidence", grade="none", bp_per_sd=-1.5, low=-4.0, high=1.0, pvalue=0.2, events=3
    )
    return LedgerEntry(
        before=None,
        time="2026-11-30T12:00:00Z",
        run=run,
        study="small",
        study_sha256="1" * 64,
        settings=settings,
        data_sha256="2" * 64,
        posts=("3" * 16,),
        companies=("4" * 16,),
        seed=1,
        naysay="0.1.0",
        seen=0,
        answer=answer,
    )


def add(folder: Path, *runs: str) -> Path:
    for run in runs:
        add_entry(folder, entry(run))
    return folder / LEDGER


def runs(folder: Path) -> list[str | None]:
    return [None if one is None else one.run for one in read_ledger(folder).entries]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The workspace's own folder, which is not there yet."""
    return tmp_path / ".naysay"


def test_no_ledger_is_an_empty_one(own: Path) -> None:
    ledger = read_ledger(own)
    assert (ledger.entries, ledger.sha256, ledger.fault) == ((), "", None)
    assert can_be_kept(own)
    assert not own.exists()


def test_each_line_holds_the_hash_of_the_line_before_it(own: Path) -> None:
    lines = add(own, "a", "b", "c").read_bytes().splitlines(keepends=True)
    before = [json.loads(line)["before"] for line in lines]
    assert before == [None, *(hashlib.sha256(line).hexdigest() for line in lines[:2])]
    ledger = read_ledger(own)
    assert (runs(own), ledger.fault) == (["a", "b", "c"], None)
    assert ledger.sha256 == hashlib.sha256(lines[2]).hexdigest()


@pytest.mark.skipif(os.name == "nt", reason="rights of files are another thing there")
def test_folder_and_files_are_their_owners_alone(own: Path) -> None:
    add(own, "a")
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (own, own / LEDGER, own / COUNT)]
    assert modes == [0o700, 0o600, 0o600]
    assert sorted(path.name for path in own.iterdir()) == [COUNT, LEDGER]


def edited(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b"-1.5", b"-9.5"), *lines[2:]]


def last_edited(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-1], lines[-1].replace(b"-1.5", b"-9.5")]


EDITS: dict[str, tuple[Callable[[list[bytes]], list[bytes]], tuple[str, int]]] = {
    "a number": (edited, ("changed", 2)),
    "the last line": (last_edited, ("changed", 4)),
    "a line removed": (lambda lines: [lines[0], *lines[2:]], ("changed", 1)),
    "the first removed": (lambda lines: lines[1:], ("changed", 1)),
    "two swapped": (lambda lines: [lines[0], lines[2], lines[1], lines[3]], ("changed", 1)),
    "a line added": (lambda lines: [*lines[:2], lines[1], *lines[2:]], ("changed", 2)),
    "the end cut": (lambda lines: lines[:2], ("cut", 0)),
    "all cut": (lambda lines: [], ("cut", 0)),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_shows_and_no_later_line_heals_it(own: Path, edit: str) -> None:
    path = add(own, "a", "b", "c", "d")
    change, expected = EDITS[edit]
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    ledger = read_ledger(own)
    assert (ledger.fault, ledger.line) == expected
    lines = len(ledger.hashes)
    add(own, "later", "last")
    now = read_ledger(own)
    assert (now.fault, now.line) == expected
    as_seen = now.up_to(lines)  # the run "later" saw this much, and says the same when it is made again
    assert (as_seen.fault, as_seen.line) == expected


def test_a_removed_ledger_and_a_removed_count_show(own: Path) -> None:
    add(own, "a", "b")
    (own / COUNT).rename(own / "aside")
    assert read_ledger(own).fault == "uncounted"
    (own / "aside").rename(own / COUNT)
    (own / LEDGER).unlink()
    assert read_ledger(own).fault == "cut"


def test_a_fault_is_none_of_the_lines_before_it(own: Path) -> None:
    path = add(own, "a", "b", "c", "d")
    path.write_bytes(b"".join(edited(path.read_bytes().splitlines(keepends=True))))
    ledger = read_ledger(own)
    assert [ledger.up_to(lines).fault for lines in range(4)] == [None, None, "changed", "changed"]
    assert [len(ledger.up_to(lines).hashes) for lines in range(4)] == [0, 1, 2, 3]


def test_what_a_killed_process_left_of_a_line_goes(own: Path) -> None:
    path = add(own, "a", "b")
    whole = path.read_bytes()
    path.write_bytes(whole + whole.splitlines()[1][:200])
    assert (runs(own), read_ledger(own).fault) == (["a", "b"], None)
    add(own, "c")
    assert (runs(own), read_ledger(own).fault) == (["a", "b", "c"], None)


@pytest.mark.parametrize("lines_before", [0, 1, 3])
def test_a_process_that_is_killed_before_it_counts_its_line_is_no_fault(own: Path, lines_before: int) -> None:
    add(own, *"xyz"[:lines_before])
    own.mkdir(exist_ok=True)
    written = entry("killed").model_dump_json()
    done = subprocess.run([sys.executable, "-c", DIES_BEFORE_THE_COUNT, str(own), written], check=False)
    assert done.returncode == 9
    assert (runs(own), read_ledger(own).fault) == ([*"xyz"[:lines_before], "killed"], None)
    add(own, "next")
    assert (len(runs(own)), read_ledger(own).fault) == (lines_before + 2, None)


@pytest.mark.skipif(os.name == "nt", reason="no lock of a file there")
def test_two_processes_at_once_lose_no_line(own: Path) -> None:
    written = entry().model_dump_json()
    commands = [[sys.executable, "-c", ADDS_MANY, str(own), written, name] for name in ("p", "q")]
    for process in [subprocess.Popen(command) for command in commands]:
        assert process.wait(timeout=300) == 0
    assert sorted(map(str, runs(own))) == sorted(f"{name}-{n}" for name in "pq" for n in range(25))
    assert read_ledger(own).fault is None


HOSTILE = {
    "no JSON": b"x",
    "no text": b"\xff\xfe",
    "a list": b"[]",
    "no keys": b"{}",
    "deep": b"[" * 100_000,
    "a long number": b'{"seed": ' + b"9" * 5_000 + b"}",
    "a long line": b'"' + b"x" * LONGEST + b'"',
    "a carriage return": b"{}\r{}",
    "nothing": b"",
    "another key": entry().model_dump_json()[:-1].encode() + b', "more": 1}',
    "no number": entry().model_dump_json().replace("-1.5", "NaN").encode(),
    "an endless one": entry().model_dump_json().replace("-1.5", "1e999").encode(),
    "another verdict": entry().model_dump_json().replace("no_evidence", "proven").encode(),
    "a long name": entry().model_dump_json().replace('"one"', '"' + "y" * 201 + '"').encode(),
}


@pytest.mark.parametrize("line", HOSTILE)
def test_a_hostile_line_is_no_entry_and_hides_no_other(own: Path, line: str) -> None:
    path = add(own, "a")
    path.write_bytes(path.read_bytes() + HOSTILE[line] + b"\n")
    ledger = read_ledger(own)
    assert (runs(own), ledger.fault, ledger.line) == (["a", None], "no_entry", 2)
    add(own, "b")
    assert (runs(own), read_ledger(own).fault) == (["a", None, "b"], "no_entry")


@pytest.mark.parametrize("count", [b"", b"x", b"[]", b'{"lines": "2", "sha256": 1}', b"[" * 900])
def test_a_hostile_count_is_none(own: Path, count: bytes) -> None:
    add(own, "a", "b")
    (own / COUNT).write_bytes(count)
    assert (runs(own), read_ledger(own).fault) == (["a", "b"], "uncounted")


@pytest.mark.parametrize("lines", [0, -1, 3, 10**30])
def test_a_count_that_does_not_fit_shows(own: Path, lines: int) -> None:
    add(own, "a", "b")
    count = json.loads((own / COUNT).read_text())
    (own / COUNT).write_text(json.dumps({**count, "lines": lines}))
    assert read_ledger(own).fault == ("cut" if lines > 2 else "changed")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes of that kind there")
@pytest.mark.parametrize("make", [os.mkdir, getattr(os, "mkfifo", os.mkdir)])
def test_what_is_no_file_is_neither_read_nor_written(own: Path, make: Callable[[Path], None]) -> None:
    own.mkdir()
    make(own / LEDGER)
    assert read_ledger(own).fault == "unreadable"
    assert not can_be_kept(own)
    with pytest.raises(OSError, match=r"no file|directory|exists"):
        add(own, "a")


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")
def test_a_link_in_the_place_of_the_ledger_is_not_followed(own: Path, tmp_path: Path) -> None:
    own.mkdir()
    theirs = tmp_path / "theirs"
    theirs.write_text("a line\nand one without end")
    (own / LEDGER).symlink_to(theirs)
    assert (read_ledger(own).fault, can_be_kept(own)) == ("unreadable", False)
    with pytest.raises(OSError, match="symbolic links"):
        add(own, "a")
    assert theirs.read_text() == "a line\nand one without end"


def test_a_file_in_the_place_of_the_folder_is_not_written(own: Path) -> None:
    own.write_text("mine")
    assert (read_ledger(own).entries, can_be_kept(own)) == ((), False)
    with pytest.raises(OSError, match=r"no file|directory|exists"):
        add(own, "a")
    assert own.read_text() == "mine"


def test_a_line_without_end_is_not_written(own: Path) -> None:
    add(own, "a")
    long = {f"key{n}": "v" * 200 for n in range(990)}
    with pytest.raises(OSError, match="full"):
        add_entry(own, entry("b", **long))
    assert (runs(own), read_ledger(own).fault) == (["a"], None)
