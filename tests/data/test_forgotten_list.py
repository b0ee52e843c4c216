"""The files of the list of forgotten. Expected values: what was written, by hand."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from naysay.data import forgotten_list
from naysay.data.forgotten import FindForgotten, Name
from naysay.data.forgotten_list import KEY, LIST, ForgottenList, forget_names, read_forgotten
from naysay.data.forums import Batch, Post
from naysay.study.errors import DataError

BOB, POST = Name("author", "Bob"), Name("post", "7")


def write(folder: Path, *names: Name, date: str = "2026-01-02") -> ForgottenList:
    return forget_names(folder, names, date=date)[0]


def read(folder: Path) -> ForgottenList:
    names = read_forgotten(folder)
    assert names is not None
    return names


def test_the_list_names_nobody_and_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    write(tmp_path, BOB, POST)
    first, *entries = map(json.loads, (tmp_path / LIST).read_text().splitlines())
    assert set(first) == {"naysay", "key"}
    assert [(entry["kind"], entry["date"]) for entry in entries] == [
        ("author", "2026-01-02"),
        ("post", "2026-01-02"),
    ]
    assert [len(bytes.fromhex(entry["hash"])) for entry in entries] == [16, 16]
    key = (tmp_path / KEY).read_text().strip()
    assert len(bytes.fromhex(key)) == 32
    assert key not in (tmp_path / LIST).read_text()
    assert "bob" not in (tmp_path / LIST).read_text().lower()
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in (LIST, KEY)] == [0o600, 0o600]
    assert sorted(path.name for path in tmp_path.iterdir()) == [LIST, KEY]


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    assert read_forgotten(tmp_path) is None
    assert write(tmp_path, BOB, POST) == read(tmp_path)
    batch = Batch()
    for post in (Post("7", 1, "x"), Post("8", 1, "x", author="bob"), Post("9", 1, "x", author="7")):
        batch.add(post)
    assert FindForgotten([read(tmp_path).keyed()]).rows(batch) == [0, 1]
    assert FindForgotten([read(tmp_path).keyed([BOB])]).rows(batch) == [1]
    assert read(tmp_path).sha256 == hashlib.sha256((tmp_path / LIST).read_bytes()).hexdigest()


def test_two_workspaces_have_nothing_in_common(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, BOB)
    assert not set(read(tmp_path / "a").entries) & set(read(tmp_path / "b").entries)


def test_the_same_name_again_changes_no_byte(tmp_path: Path) -> None:
    write(tmp_path, BOB)
    before = (tmp_path / LIST).read_bytes()
    again, new = forget_names(tmp_path, [BOB, Name("author", "@BOB")], date="2027-01-02")
    assert (new, len(again.entries)) == (0, 1)
    assert (tmp_path / LIST).read_bytes() == before
    assert forget_names(tmp_path, [POST, BOB, POST], date="2027-01-02")[1] == 1
    assert (tmp_path / LIST).read_bytes().startswith(before)


def test_a_list_knows_what_it_was_and_who_was_on_it(tmp_path: Path) -> None:
    one, two = write(tmp_path, BOB), write(tmp_path, POST, Name("author", "eve"))
    assert [two.began_as(rows, one.sha256) for rows in (0, 1, 2, 3, 4)] == [False, True, False, False, False]
    assert two.began_as(3, two.sha256)
    assert not two.began_as(4, two.sha256)
    assert not one.began_as(3, two.sha256)
    assert [two.place(name) for name in (BOB, POST, Name("author", "@Eve"))] == [0, 1, 2]
    assert two.place(Name("author", "7")) is None


def test_names_that_are_forgotten_at_once_are_all_on_the_list(tmp_path: Path) -> None:
    names = [Name("author", f"name {n}") for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda name: forget_names(tmp_path, [name], date="2026-01-02")[1], names)) == 40
    assert all(read(tmp_path).place(name) is not None for name in names)
    assert len(read(tmp_path).entries) == 40


def test_a_list_that_could_not_be_written_is_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, BOB)
    before = (tmp_path / LIST).read_bytes()

    def full(*paths: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(forgotten_list.os, "replace", full)
    with pytest.raises(DataError, match="No space left on device"):
        write(tmp_path, POST)
    assert (tmp_path / LIST).read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [LIST, KEY]


def test_a_key_whose_list_was_deleted_begins_a_new_one(tmp_path: Path) -> None:
    first = write(tmp_path, BOB)
    (tmp_path / LIST).unlink()
    assert read_forgotten(tmp_path) is None
    assert write(tmp_path, BOB) == first


def test_rights_that_somebody_gave_and_links_stay(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    write(shared, BOB)
    (shared / LIST).chmod(0o640)
    for name in (LIST, KEY):
        (tmp_path / name).symlink_to(shared / name)
    write(tmp_path, POST)
    assert (tmp_path / LIST).is_symlink()
    assert len(read(shared).entries) == 2
    assert stat.S_IMODE((shared / LIST).stat().st_mode) == 0o640


def lose_the_key(folder: Path) -> None:
    (folder / KEY).unlink()


def empty_the_key(folder: Path) -> None:
    (folder / KEY).write_text("")


def take_another_key(folder: Path) -> None:
    (folder / KEY).write_text("ab" * 32)


def cut_the_key(folder: Path) -> None:
    (folder / KEY).write_text("ab" * 31)


def make_the_key_a_folder(folder: Path) -> None:
    (folder / KEY).unlink()
    (folder / KEY).mkdir()


def make_the_list_a_pipe(folder: Path) -> None:
    (folder / LIST).unlink()
    os.mkfifo(folder / LIST)


def lose_the_list_behind_a_link(folder: Path) -> None:
    (folder / LIST).rename(folder / "away")
    (folder / LIST).symlink_to(folder / "gone")


def edit(old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        content = (folder / LIST).read_bytes()
        assert old in content
        (folder / LIST).write_bytes(content.replace(old, new))

    return change


def cut_the_list(folder: Path) -> None:
    (folder / LIST).write_bytes((folder / LIST).read_bytes()[:-5])


def empty_the_list(folder: Path) -> None:
    (folder / LIST).write_bytes(b"")


@pytest.mark.parametrize(
    "harm",
    [
        lose_the_key, empty_the_key, take_another_key, cut_the_key, make_the_key_a_folder,
        make_the_list_a_pipe, lose_the_list_behind_a_link, cut_the_list, empty_the_list,
        edit(b"author", b"auth"),
        edit(b"2026-01-02", b"yesterday"), edit(b'"hash": "', b'"hash": "g'), edit(b'"kind"', b'"who"'),
        edit(b"{", b"[" * 100_000), edit(b"}\n{", b"}\n\xff{"), edit(b'"author"', b"[]"),
    ],
)  # fmt: skip
def test_a_list_that_is_not_as_it_was_written_is_refused_and_not_passed_over(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    write(tmp_path, BOB)
    harm(tmp_path)
    with pytest.raises(DataError, match=r"^forgotten: got .*forgotten\.(key|jsonl)"):
        read_forgotten(tmp_path)
    with pytest.raises(DataError, match=r"^forgotten: got "):
        write(tmp_path, POST)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such file"):
        write(tmp_path / "none", BOB)
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="Not a directory"):
        write(tmp_path / "file", BOB)
