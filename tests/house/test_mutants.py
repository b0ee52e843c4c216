"""The list of mutations lives with the code: what it changes is there, and what it becomes is Python.

Expected values: the number of mutations that the project promises.
"""

from __future__ import annotations

from collections import Counter

from benchmarks._mutations import mutations


def test_every_snippet_stands_in_its_file_once_and_changes_it_into_python() -> None:
    """After moving or renaming code, write the snippet in ``benchmarks/_mutants`` as it now stands."""
    assert [f"{one.room}.toml, {one}: {fault}" for one in mutations() for fault in one.faults()] == []


def test_no_mutation_is_listed_twice() -> None:
    listed = Counter((one.file, one.old, one.new) for one in mutations())
    assert [entry for entry, times in listed.items() if times > 1] == []


def test_mutations_are_many() -> None:
    assert len(mutations()) >= 150
