"""A small share of ``python -m benchmarks faults``, which also kills runs and fills disks and memory.

Expected: no fault at all, which is the rule itself.

What is counted is counted by the benchmark's own look at files, processes and lines, never by the program's.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks import _faults_kinds
from benchmarks._faults_acts import rows_of
from benchmarks._faults_bench import Bench, BrokenError
from benchmarks._faults_fuzz import SOUND, prepared, tried
from benchmarks._faults_kinds import KINDS, counts, kind_of, mutant
from benchmarks._faults_seeds import MARK, SMALL, as_toml, posts_parquet

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at through /proc")
CHEAP = [kind.name for kind in KINDS if kind.share >= 20]
MUTANTS = 25


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", os.environ.get("TMPDIR", "/tmp"))
        patch.setattr(tempfile, "tempdir", None)
        yield prepared(tmp_path_factory.mktemp("bench"), kind_of("compare"))


@pytest.mark.parametrize("name", CHEAP)
def test_mutants_are_read_or_refused(bench: Bench, name: str) -> None:
    kind = kind_of(name)
    tries = [(number, *tried(bench, kind, *mutant(kind, 1, number))) for number in range(MUTANTS)]
    assert [(f"{name}:{number}", made, told) for number, made, told, _ in tries if made not in SOUND] == []


@pytest.mark.parametrize("name", CHEAP)
def test_files_that_nobody_changed_are_read(bench: Bench, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Otherwise mutants are refused for something that all have in common, and tell nothing."""
    monkeypatch.setattr(_faults_kinds, "mutated", lambda rng, content, shape="": content)
    monkeypatch.setattr(_faults_kinds.tables, "mutated", lambda rng, content, shape="": content)
    monkeypatch.setattr(_faults_kinds, "parquet_mutant", lambda rng, rows: posts_parquet())
    monkeypatch.setattr(_faults_kinds, "study_mutant", lambda rng: as_toml(SMALL).encode())
    kind, made = kind_of(name), [mutant(kind_of(name), 1, number) for number in range(8)]
    whole = [(files, words) for files, words in made if not any(path.endswith("/inside") for path in files)]
    assert len(whole) >= 5
    assert {tried(bench, kind, *one)[0] for one in whole} == {"read"}


@pytest.mark.parametrize(("name", "number"), [("check", 8), ("compare", 8), ("argv", 12)])
def test_commands_on_mutants_end_in_order(bench: Bench, name: str, number: int) -> None:
    kind = kind_of(name)
    tries = [(at, *tried(bench, kind, *mutant(kind, 1, at))) for at in range(number)]
    assert [(f"{name}:{at}", made, told) for at, made, told, _ in tries if made not in SOUND] == []


def test_a_mutant_is_the_same_each_time_and_not_the_sound_file() -> None:
    kind = kind_of("csv")
    assert mutant(kind, 1, 7) == mutant(kind, 1, 7) != mutant(kind, 2, 7)


def test_every_kind_has_its_share() -> None:
    numbers = counts(10_000)
    assert sum(numbers.values()) == pytest.approx(10_000, abs=5)
    assert min(numbers.values()) >= 1


def test_the_count_of_rows_is_by_hand() -> None:
    assert rows_of("a.csv", b"id,posted_at,text\n1,,a\n\n2,,b\n") == 2
    assert rows_of("a.jsonl", b"{}\n \nx\n") == 2
    assert rows_of("a.csv", b'id\n"1\n') is None
    assert rows_of("a.csv", b"{{{\n") is None


def test_a_text_that_gets_out_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(BrokenError, match="leaked"):
        Bench(tmp_path).told(f"line 3 says {MARK.upper()}")
    with pytest.raises(BrokenError, match="terminal"):
        Bench(tmp_path).told("\x1b[2J")
