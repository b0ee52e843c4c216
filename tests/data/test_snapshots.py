"""Snapshots: what is stored, and that any later change is noticed.

Expected values: by hand; hashes from hashlib over the bytes that were handed in.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data import snapshots
from naysay.study.errors import DataError

FILES = {"AAA.csv": b"Date\n2014-01-02\n", "^GSPC.csv": b"\x00\xff"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    snapshots.write(tmp_path / "prices", FILES, about={"source": "yahoo"})
    return tmp_path / "prices"


def test_files_come_back_byte_for_byte_with_their_hashes(folder):
    found = snapshots.load(folder)
    assert found.files == FILES
    assert found.sha256 == {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
    assert found.about == {"source": "yahoo"}


def test_a_snapshot_exists_once_it_is_written(tmp_path, folder):
    assert snapshots.exists(folder)
    assert not snapshots.exists(tmp_path / "elsewhere")
    assert not snapshots.exists(tmp_path)


def test_nothing_is_left_beside_the_snapshot(folder):
    assert [file.name for file in folder.parent.iterdir()] == ["prices"]
    assert {file.name for file in folder.iterdir()} == {*FILES, "index.json"}


def test_the_same_files_give_the_same_index_in_any_order(tmp_path):
    snapshots.write(tmp_path / "one", FILES)
    snapshots.write(tmp_path / "two", dict(reversed(FILES.items())))
    assert (tmp_path / "one/index.json").read_bytes() == (tmp_path / "two/index.json").read_bytes()


def test_a_later_snapshot_replaces_the_earlier_as_a_whole(folder):
    snapshots.write(folder, {"BBB.csv": b"b"})
    assert snapshots.load(folder).files == {"BBB.csv": b"b"}
    assert not (folder / "AAA.csv").exists()


def test_parents_are_made(tmp_path):
    snapshots.write(tmp_path / "a" / "b", FILES)
    assert snapshots.exists(tmp_path / "a" / "b")


def test_an_empty_folder_can_become_a_snapshot(tmp_path):
    (tmp_path / "prices").mkdir()
    snapshots.write(tmp_path / "prices", FILES)
    assert snapshots.load(tmp_path / "prices").files == FILES


def test_a_folder_with_other_contents_is_never_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(DataError, match="nothing of yours"):
        snapshots.write(tmp_path, FILES)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("step", [1, 2])
def test_a_write_that_fails_leaves_the_earlier_snapshot(folder, monkeypatch, step):
    rename, calls = Path.rename, []

    def failing(self, target):
        calls.append(target)
        if len(calls) == step:
            raise OSError("disk full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="disk full"):
        snapshots.write(folder, {"BBB.csv": b"b"})
    monkeypatch.undo()
    assert snapshots.load(folder).files == FILES
    assert [file.name for file in folder.parent.iterdir()] == ["prices"]


@pytest.mark.parametrize(
    "name",
    ["../x", "a/b", "/etc/passwd", "..", ".", ".hidden", "a..b", "", "index.json", "a\\b", "a\n", "a\x00",
     "é", "x" * 101],
)  # fmt: skip
def test_hostile_names_are_refused_before_anything_is_written(tmp_path, name):
    with pytest.raises(DataError, match="snapshot"):
        snapshots.write(tmp_path / "prices", {"AAA.csv": b"a", name: b"x"})
    assert list(tmp_path.iterdir()) == []


def test_hostile_names_in_an_index_are_refused(folder):
    (folder.parent / "secret").write_bytes(b"s")
    index = {"format": 1, "about": {}, "files": {"../secret": hashlib.sha256(b"s").hexdigest()}}
    (folder / "index.json").write_text(json.dumps(index))
    with pytest.raises(DataError, match=r"\.\./secret"):
        snapshots.load(folder)


@settings(deadline=None)
@given(st.binary(max_size=30))
def test_any_other_content_is_noticed(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("snapshot") / "prices"
    snapshots.write(folder, FILES)
    (folder / "AAA.csv").write_bytes(content)
    with pytest.raises(DataError, match=r"AAA\.csv.*changed since"):
        snapshots.load(folder)


def test_an_absent_file_is_named(folder):
    (folder / "AAA.csv").unlink()
    with pytest.raises(DataError, match=r"AAA\.csv.*is absent"):
        snapshots.load(folder)


def test_an_added_file_is_named(folder):
    (folder / "CCC.csv").write_text("Date")
    with pytest.raises(DataError, match=r"CCC\.csv.*was added"):
        snapshots.load(folder)


def test_files_of_the_file_system_itself_are_left_alone(folder):
    (folder / ".DS_Store").write_bytes(b"")
    assert snapshots.load(folder).files == FILES


@pytest.mark.parametrize(
    "index",
    [
        "",
        "[]",
        "{}",
        '{"format": 1, "about": {}, "files": [1]}',
        '{"format": 2, "about": {}, "files": {}}',
        '{"format": 1, "about": {}, "files": {"a": 1}}',
    ],
)
def test_an_index_that_is_none_is_refused(folder, index):
    (folder / "index.json").write_text(index)
    with pytest.raises(DataError, match=r"index\.json"):
        snapshots.load(folder)


def test_a_folder_without_an_index_asks_for_a_fetch(tmp_path):
    with pytest.raises(DataError, match="naysay fetch"):
        snapshots.load(tmp_path)


def test_no_file_is_no_snapshot(tmp_path):
    with pytest.raises(DataError, match="at least one file"):
        snapshots.write(tmp_path / "prices", {})
