"""Snapshots: what is stored, and that any later change is noticed.

Expected values: by hand; hashes from hashlib over the bytes that were handed in.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
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


def test_a_folder_in_the_place_of_the_index_is_no_snapshot(tmp_path):
    (tmp_path / "index.json").mkdir()
    assert not snapshots.exists(tmp_path)


def test_a_century_of_daily_prices_is_read(tmp_path):
    files = {"AAA.csv": b"x" * 3_000_000}
    snapshots.write(tmp_path / "prices", files)
    assert snapshots.load(tmp_path / "prices").files == files


def test_a_link_to_the_file_itself_is_nobodys_fetch(tmp_path, folder):
    (folder / "AAA.csv").rename(tmp_path / "mine.csv")
    (folder / "AAA.csv").symlink_to(tmp_path / "mine.csv")
    with pytest.raises(DataError, match="which no fetch put there"):
        snapshots.write(folder, {"BBB.csv": b"b"})
    assert (tmp_path / "mine.csv").read_bytes() == FILES["AAA.csv"]


@pytest.mark.parametrize("left", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_what_a_system_leaves_stops_no_later_fetch(folder, left):
    (folder / left).write_bytes(b"")
    snapshots.write(folder, {"BBB.csv": b"b"})
    assert snapshots.load(folder).files == {"BBB.csv": b"b"}


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


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_write_that_fails_leaves_the_earlier_snapshot(folder, monkeypatch, step):
    """What cannot be moved shows before the work (1, 2) or after it (3, 4); the new files are kept then."""
    rename, calls = Path.rename, []

    def failing(self, target):
        calls.append(target)
        if len(calls) == step:
            raise OSError("disk full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(DataError, match="disk full") as caught:
        snapshots.write(folder, {"BBB.csv": b"b"})
    monkeypatch.undo()
    assert snapshots.load(folder).files == FILES
    kept = folder.with_name("prices-2")
    assert kept.exists() == (step > 2)
    if step > 2:
        assert str(kept) in str(caught.value)
        assert snapshots.load(kept).files == {"BBB.csv": b"b"}
        snapshots.write(folder, FILES)
        assert kept.exists()


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
        '{"format": 1, "about": {}, "files": {"a": "0", "a": "0"}}',
        '{"format": 1, "about": {}, "files": {"a": {"a": 1}}}',
        '{"a": ' * 5_000,
        "[" * 100_000,
        '{"format": 1, "about": [], "files": []}',
        '{"format": ' + "9" * 5_000,
        "\x00\xff",
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


@pytest.mark.parametrize("index", ["", "[" * 100_000, '{"format": 1, "about": {}, "files": {"../x": "0"}}'])
def test_a_folder_whose_index_is_none_is_never_replaced(folder, index):
    (folder / "index.json").write_text(index)
    before = {file.name for file in folder.iterdir()}
    with pytest.raises(DataError):
        snapshots.write(folder, FILES)
    assert {file.name for file in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for name in ("thesis.txt", ".notes") for kind in ("file", "folder", "link")]
    + [("AAA.csv", "folder"), ("AAA.csv", "link")],
)
def test_what_no_fetch_put_there_is_never_deleted(folder, name, kind):
    if name == "AAA.csv":
        (folder / name).unlink()
    path = folder / name
    {"file": path.touch, "folder": path.mkdir, "link": lambda: path.symlink_to(folder.parent)}[kind]()
    with pytest.raises(DataError, match="which no fetch put there"):
        snapshots.write(folder, {"BBB.csv": b"b"})
    assert os.path.lexists(path)
    assert [file.name for file in folder.parent.iterdir()] == ["prices"]


def test_what_comes_into_the_folder_meanwhile_stays(folder, monkeypatch):
    write = Path.write_text

    def writing(self, *arguments, **options):
        (folder / "thesis.txt").write_bytes(b"years of work")
        return write(self, *arguments, **options)

    monkeypatch.setattr(Path, "write_text", writing)
    with pytest.raises(DataError, match=r"thesis\.txt"):
        snapshots.write(folder, {"BBB.csv": b"b"})
    assert (folder / "thesis.txt").read_bytes() == b"years of work"
    assert (folder / "AAA.csv").read_bytes() == FILES["AAA.csv"]


def test_a_link_is_followed_and_stays(tmp_path, folder):
    (tmp_path / "link").symlink_to(folder)
    snapshots.write(tmp_path / "link", {"BBB.csv": b"b"})
    assert (tmp_path / "link").is_symlink()
    assert snapshots.load(folder).files == {"BBB.csv": b"b"}


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_what_is_no_file_is_named(folder, kind):
    (folder / "AAA.csv").unlink()
    path = folder / "AAA.csv"
    {"folder": path.mkdir, "pipe": lambda: os.mkfifo(path), "link": lambda: path.symlink_to("/dev/zero")}[
        kind
    ]()
    with pytest.raises(DataError, match=r"AAA\.csv"):
        snapshots.load(folder)


KILLED = """
import os, sys
from pathlib import Path
from naysay.data import snapshots
step, rename, calls = int(sys.argv[2]), Path.rename, []
def dying(self, target):
    calls.append(target)
    if len(calls) == step:
        os._exit(9)
    return rename(self, target)
Path.rename = dying
snapshots.write(Path(sys.argv[1]), {"BBB.csv": b"b"})
"""


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_killed_write_loses_nothing_and_stops_no_later_one(folder, step):
    """What stands there is moved and back before the work (1, 2), and moved and replaced after it (3, 4)."""
    subprocess.run([sys.executable, "-c", KILLED, str(folder), str(step)], check=False)
    assert len(list(folder.parent.iterdir())) == (2 if step in (1, 3) else 1)
    snapshots.recover(folder)
    assert snapshots.load(folder).files == ({"BBB.csv": b"b"} if step == 4 else FILES)
    assert [file.name for file in folder.parent.iterdir()] == ["prices"]
    snapshots.write(folder, {"BBB.csv": b"b"})
    assert snapshots.load(folder).files == {"BBB.csv": b"b"}


@pytest.mark.parametrize("step", [2, 4])
def test_an_interrupt_between_two_moves_deletes_nothing(folder, monkeypatch, step):
    rename, calls = Path.rename, []

    def interrupted(self, target):
        calls.append(target)
        if len(calls) == step:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        snapshots.write(folder, {"BBB.csv": b"b"})
    monkeypatch.undo()
    assert snapshots.load(folder).files == FILES


def test_a_folder_beside_it_that_only_looks_like_staging_stays(folder):
    other = folder.parent / ".prices-mine"
    (other / "old").mkdir(parents=True)
    snapshots.write(folder, FILES)
    assert (other / "old").is_dir()


def test_a_name_of_a_hundred_characters_is_stored(tmp_path):
    snapshots.write(tmp_path / "prices", {"x" * 100: b"x"})
    assert snapshots.load(tmp_path / "prices").files == {"x" * 100: b"x"}


def test_what_was_asked_for_is_text_or_the_index_is_none(folder):
    listed = json.loads((folder / "index.json").read_text())
    (folder / "index.json").write_text(json.dumps({**listed, "about": {"source": 1}}))
    with pytest.raises(DataError, match=r"index\.json"):
        snapshots.load(folder)


def test_of_a_snapshot_the_files_that_are_named_are_read_and_checked(tmp_path):
    snapshots.write(tmp_path / "prices", {"AAA.csv": b"a", "BBB.csv": b"b"})
    (tmp_path / "prices" / "BBB.csv").write_bytes(b"x")
    assert snapshots.load(tmp_path / "prices", {"AAA.csv"}).files == {"AAA.csv": b"a"}
    with pytest.raises(DataError, match=r"BBB\.csv, which changed"):
        snapshots.load(tmp_path / "prices", {"BBB.csv"})
