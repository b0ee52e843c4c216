"""Where parts lie between driver and workers. Expected values: what was laid, and nothing to read."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from tests import toy_files

from naysay.run.executors._parts_place import SMALL, Lying, parts_place, remove_all
from naysay.study.errors import InputError

TEXT = b"a sentence that nobody may find " * 5_000


@pytest.fixture(params=["folder", "toy"])
def address(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder, or an object store; the objects lie in the same folder."""
    monkeypatch.setenv(toy_files.ROOT, str(tmp_path))
    return str(tmp_path) if request.param == "folder" else "toy://bucket"


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_is_large_lies_there_sealed_and_goes(address: str, tmp_path: Path) -> None:
    with parts_place(address) as place:
        lying = place.laid(TEXT)
        assert isinstance(lying, Lying)
        assert place.laid(TEXT[:SMALL]) == TEXT[:SMALL]
        there = pickle.loads(pickle.dumps(place))
        assert there.taken(lying) == TEXT
        contents = [path.read_bytes() for path in files_in(tmp_path)]
        assert any(contents)
        assert not any(TEXT[:10] in content or place.key in content for content in contents)
        assert "key" not in repr(place)
        place.remove(lying)
        with pytest.raises(InputError, match=r"^--parts: got .a place that failed"):
            place.taken(lying)
        place.laid(TEXT)
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_changed_or_put_under_another_name_is_refused(address: str, tmp_path: Path) -> None:
    with parts_place(address) as place:
        one, other = place.laid(TEXT), place.laid(TEXT + b"!")
        assert isinstance(one, Lying)
        assert isinstance(other, Lying)
        paths = {path.name.rpartition("~")[2]: path for path in files_in(tmp_path)}
        paths[one.name].write_bytes(paths[other.name].read_bytes())
        paths[other.name].write_bytes(b"x" * 100)
        for lying in (one, other):
            with pytest.raises(InputError, match="which somebody changed"):
                place.taken(lying)


def test_an_answer_that_comes_when_the_run_is_over_stays_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(toy_files.ROOT, str(tmp_path))
    with parts_place("toy://bucket") as place:
        worker = pickle.loads(pickle.dumps(place))
        assert worker.taken(worker.answered(TEXT)) == TEXT
    worker.answered(TEXT)
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_ends_removes_its_places(address: str, tmp_path: Path) -> None:
    with parts_place(address) as place:
        place.laid(TEXT)
        remove_all()
        assert list(tmp_path.iterdir()) == []
    remove_all()


@pytest.mark.parametrize("address", ["nowhere://bucket", "/proc/none/such"])
def test_a_place_that_cannot_be_used_is_refused(address: str) -> None:
    with pytest.raises(InputError, match=r"^--parts: got"), parts_place(address):
        pass
