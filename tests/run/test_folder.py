"""The place of a run. Expected values: what lay there before, which nobody but its owner may remove."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.run.changes import change

from naysay.data.scratch import LOCK
from naysay.data.staging import PREFIX as STAGING
from naysay.run.folder import QUARANTINE, earlier_run, run_folder
from naysay.run.manifest import Manifest, differences, hashes, read_manifest, write_manifest
from naysay.study.errors import DataError

Run = Callable[..., tuple[int, str, str]]
ROW = {"file": "a.csv", "line": 2, "reason": "no_id", "length": 3}


def fill(folder: Path, text: str = "one") -> None:
    """Make ``folder`` a small run."""
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    (folder / "tables" / "daily.csv").write_text(text)
    (folder / QUARANTINE).write_text("")
    manifest = Manifest(
        naysay="1",
        study={},
        study_sha256=text,
        seed=1,
        inputs=(),
        versions={},
        counts={},
        outputs=hashes(folder),
    )
    write_manifest(folder, manifest)


def run(place: Path, work: Callable[[Path], None], *, replace: bool = False) -> None:
    """Do ``work`` on the folder of a run."""
    with run_folder(place, replace=replace) as fresh:
        work(fresh)


def contents(folder: Path) -> dict[str, bytes | None]:
    """Everything below the folder, links as where they lead."""
    return {
        path.relative_to(folder).as_posix(): os.readlink(path).encode()
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in sorted(folder.rglob("*"))
    }


def chrome(place: Path) -> None:
    place.mkdir()
    (place / "manifest.json").write_text('{"manifest_version": 3}')
    (place / "background.js").write_text("precious")


def run_and(name: str) -> Callable[[Path], None]:
    def make(place: Path) -> None:
        fill(place)
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("mine")

    return make


def run_and_link(place: Path) -> None:
    fill(place)
    (place.parent / "elsewhere").mkdir()
    (place / "more").symlink_to(place.parent / "elsewhere")


def run_whose_tables_lie_elsewhere(place: Path) -> None:
    fill(place)
    (place / "tables").rename(place.parent / "elsewhere")
    (place / "tables").symlink_to(place.parent / "elsewhere")


def manifest_alone(place: Path) -> None:
    place.mkdir()
    (place / "manifest.json").write_text("{}")


def foreign_quarantine(place: Path) -> None:
    place.mkdir()
    (place / QUARANTINE).write_text('{"patient": 1}\n')


def later_format(place: Path) -> None:
    fill(place)
    told = json.loads((place / "manifest.json").read_text())
    (place / "manifest.json").write_text(json.dumps(told | {"format": 3}))


def file(place: Path) -> None:
    place.write_text("mine")


OTHER_THINGS = [
    chrome,
    run_and("thesis.txt"),
    run_and("tables/mine.csv"),
    run_and(".git/config"),
    run_and_link,
    run_whose_tables_lie_elsewhere,
    manifest_alone,
    foreign_quarantine,
    later_format,
    file,
]


@pytest.mark.parametrize("make", OTHER_THINGS)
@pytest.mark.parametrize("replace", [False, True])
def test_what_is_no_run_stays_as_it_is(make: Callable[[Path], None], replace: bool, tmp_path: Path) -> None:
    make(tmp_path / "out")
    before = contents(tmp_path)
    with pytest.raises(DataError, match="--out"), run_folder(tmp_path / "out", replace=replace):
        raise AssertionError("the work began")
    assert contents(tmp_path) == before


@pytest.mark.parametrize("make", OTHER_THINGS)
def test_what_comes_meanwhile_stays_and_the_finished_run_as_well(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    before = {}

    def work(fresh: Path) -> None:
        fill(fresh, "new")
        make(tmp_path / "out")
        before.update(contents(tmp_path / "out") if (tmp_path / "out").is_dir() else {})

    with pytest.raises(DataError, match=r"finished run lies in .*out-2"):
        run(tmp_path / "out", work, replace=True)
    assert (contents(tmp_path / "out") if (tmp_path / "out").is_dir() else {}) == before
    assert differences(tmp_path / "out-2") == []
    assert not list(tmp_path.glob(f"{STAGING}*"))


def test_what_slips_in_at_the_last_moment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "out")
    rename = Path.rename
    moves = []

    def slip(path: Path, target: Path) -> Path:
        moves.append(path.name)
        if path.name == "out" and moves.count("out") == 2:  # the first is the trial before the work
            (path / "late.txt").write_text("mine")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", slip)
    with (
        pytest.raises(DataError, match=r"late\.txt.*finished run lies in"),
        run_folder(tmp_path / "out") as fresh,
    ):
        fill(fresh)
    assert (tmp_path / "out" / "late.txt").read_text() == "mine"
    assert (tmp_path / "out" / "tables" / "daily.csv").read_text() == "one"


def nothing(place: Path) -> None:
    pass


def empty(place: Path) -> None:
    place.mkdir()


def refused_before(place: Path) -> None:
    place.mkdir()
    (place / QUARANTINE).write_text(json.dumps(ROW) + "\n")


def refused_by_an_earlier_version(place: Path) -> None:
    """It kept a hash of each row."""
    place.mkdir()
    (place / QUARANTINE).write_text(json.dumps({**ROW, "sha256": "0" * 64}) + "\n")


def equal_run(place: Path) -> None:
    fill(place, "new")


def equal_run_with_a_changed_table(place: Path) -> None:
    fill(place, "new")
    (place / "tables" / "daily.csv").write_text("touched")


def equal_run_with_what_systems_leave(place: Path) -> None:
    fill(place, "new")
    (place / ".DS_Store").write_text("x")
    (place / "notes").mkdir()


def equal_run_without_a_table(place: Path) -> None:
    fill(place, "new")
    (place / QUARANTINE).unlink()


@pytest.mark.parametrize(
    "make",
    [
        nothing,
        empty,
        refused_before,
        refused_by_an_earlier_version,
        equal_run,
        equal_run_with_what_systems_leave,
        equal_run_without_a_table,
    ],
)
def test_a_free_place_or_an_equal_run_is_taken(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "out")
    with run_folder(tmp_path / "out") as fresh:
        fill(fresh, "new")
    assert differences(tmp_path / "out") == []
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_run_of_other_content_is_replaced_only_when_asked(tmp_path: Path) -> None:
    fill(tmp_path / "out")
    with (
        pytest.raises(DataError, match=r"--replace.*finished run lies in"),
        run_folder(tmp_path / "out") as fresh,
    ):
        fill(fresh, "new")
    assert (tmp_path / "out" / "tables" / "daily.csv").read_text() == "one"
    assert (tmp_path / "out-2" / "tables" / "daily.csv").read_text() == "new"
    with (
        pytest.raises(DataError, match="--replace"),
        run_folder(tmp_path / "out", same=lambda earlier: False),
    ):
        raise AssertionError("the work began")
    with run_folder(tmp_path / "out", replace=True, same=lambda earlier: False) as fresh:
        fill(fresh, "new")
    assert (tmp_path / "out" / "tables" / "daily.csv").read_text() == "new"


def test_what_was_edited_in_a_run_goes_only_when_asked(tmp_path: Path) -> None:
    equal_run_with_a_changed_table(tmp_path / "out")
    with pytest.raises(DataError, match="--replace"), run_folder(tmp_path / "out"):
        raise AssertionError("the work began")
    assert (tmp_path / "out" / "tables" / "daily.csv").read_text() == "touched"
    with run_folder(tmp_path / "out", replace=True) as fresh:
        fill(fresh, "new")
    assert differences(tmp_path / "out") == []


@pytest.mark.parametrize("name", [QUARANTINE, "manifest.json"])
@pytest.mark.parametrize("what", ["pipe", "endless"])
def test_what_is_no_file_in_a_place_is_not_read(name: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    if what == "pipe":
        os.mkfifo(tmp_path / "out" / name)
    else:
        (tmp_path / "out" / name).symlink_to("/dev/zero")
    with pytest.raises(DataError, match="other things"), run_folder(tmp_path / "out"):
        raise AssertionError("the work began")


def test_a_manifest_of_many_faults_is_refused_at_the_first(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"inputs": [{}] * 100_000}))
    with pytest.raises(DataError, match=r"manifest\.json"):
        read_manifest(tmp_path)


def test_a_link_leads_to_its_folder(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "disk" / "run")
    with run_folder(tmp_path / "out") as fresh:
        fill(fresh)
    assert (tmp_path / "out").is_symlink()
    assert differences(tmp_path / "disk" / "run") == []


@pytest.mark.parametrize("place", [".", "..", "/", "/proc", "loop", "x" * 300, "file/out"])
def test_a_place_that_cannot_be_swapped_is_refused_before_the_work(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    Path("loop").symlink_to("loop")
    Path("file").write_text("mine")
    with pytest.raises(DataError, match="--out"), run_folder(Path(place)):
        raise AssertionError("the work began")
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["file", "loop"]


def test_a_folder_that_cannot_be_moved_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()

    def refuse(path: Path, target: Path) -> Path:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(DataError, match="busy"), run_folder(tmp_path / "out"):
        raise AssertionError("the work began")


def test_a_finished_run_that_can_be_moved_nowhere_stays_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise PermissionError(13, "not now")
        return rename(path, target)

    fill(tmp_path / "out", "new")
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(DataError, match="not now") as told, run_folder(tmp_path / "out") as fresh:
        fill(fresh, "new")
    kept = next(tmp_path.glob(f"{STAGING}*/new"))
    assert str(kept) in str(told.value)
    assert differences(kept) == []
    assert differences(tmp_path / "out") == []
    monkeypatch.undo()
    with run_folder(tmp_path / "other"):
        pass
    assert differences(kept) == []


def test_rows_that_could_not_be_read_take_nobodys_place(tmp_path: Path) -> None:
    def work(fresh: Path) -> None:
        (fresh / QUARANTINE).write_text(json.dumps(ROW) + "\n")
        raise KeyError

    def refused(place: Path) -> None:
        with pytest.raises(KeyError):
            run(place, work)

    refused(tmp_path / "free")
    assert contents(tmp_path / "free") == {QUARANTINE: (json.dumps(ROW) + "\n").encode()}
    refused(tmp_path / "free")
    fill(tmp_path / "taken")
    before = contents(tmp_path / "taken")
    refused(tmp_path / "taken")
    assert contents(tmp_path / "taken") == before
    assert contents(tmp_path / "taken-2") == contents(tmp_path / "free")


def dead_swap(parent: Path, name: str, fresh: Callable[[Path], None]) -> Path:
    """What a process leaves that was killed between the two moves of a swap."""
    staging = parent / f"{STAGING}0123456789ab"
    staging.mkdir(mode=0o700)
    (staging / LOCK).write_text(json.dumps({"naysay": 1, "about": name}))
    (parent / name).rename(staging / "old")
    fresh(staging / "new")
    return staging


def test_a_swap_that_was_cut_short_is_finished_by_the_next_run(tmp_path: Path) -> None:
    fill(tmp_path / "out")
    dead_swap(tmp_path, "out", equal_run)
    with run_folder(tmp_path / "other"):
        pass
    assert (tmp_path / "out" / "tables" / "daily.csv").read_text() == "new"
    assert not list(tmp_path.glob(f"{STAGING}*"))


def test_an_earlier_run_comes_back_where_the_new_one_is_not_whole(tmp_path: Path) -> None:
    fill(tmp_path / "out")
    dead_swap(tmp_path, "out", equal_run_without_a_table)
    with run_folder(tmp_path / "other"):
        pass
    assert (tmp_path / "out" / "tables" / "daily.csv").read_text() == "one"
    assert earlier_run(tmp_path / "out") is not None


def test_the_command_asks_before_it_works(
    naysay: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = small / "analysis" / "small.toml"
    assert naysay("run", study, "--out", tmp_path / "run", "--formats", "html")[0] == 0
    change(small, "seed = 3", "seed = 4")
    monkeypatch.setattr("naysay.run.computed.observe", None)
    code, out, err = naysay("run", study, "--out", tmp_path / "run")
    assert (code, out) == (1, "")
    assert "--replace" in err
    assert "finished" not in err


def test_the_command_replaces_when_asked(naysay: Run, small: Path, tmp_path: Path) -> None:
    study = small / "analysis" / "small.toml"
    words = ("run", study, "--out", tmp_path / "run", "--formats", "html")
    assert naysay(*words)[0] == 0
    before = (tmp_path / "run" / "manifest.json").read_bytes()
    assert naysay(*words)[0] == 0
    assert (tmp_path / "run" / "manifest.json").read_bytes() == before
    change(small, "seed = 3", "seed = 4")
    assert naysay(*words, "--replace")[0] == 0
    assert (tmp_path / "run" / "manifest.json").read_bytes() != before


def test_other_prices_are_other_content(naysay: Run, small: Path, tmp_path: Path) -> None:
    words = ("run", small / "analysis" / "small.toml", "--out", tmp_path / "run", "--formats", "html")
    assert naysay(*words)[0] == 0
    prices = small / "data" / "prices" / "SIM1.csv"
    prices.write_text("\n".join(prices.read_text().splitlines()[:-3]) + "\n")
    code, _, err = naysay(*words)
    assert code == 1
    assert "--replace" in err
    assert not (tmp_path / "run-2").exists(), "it was refused before the work"
    assert naysay(*words, "--replace")[0] == 0
    assert differences(tmp_path / "run") == []


def test_a_run_without_drawings_can_be_repeated(naysay: Run, small: Path, tmp_path: Path) -> None:
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text().replace('sections = ["cover", "methods"]', 'sections = ["methods"]'))
    assert naysay("run", study, "--out", tmp_path / "run")[0] == 0
    assert not (tmp_path / "run" / "figures").exists()
    assert earlier_run(tmp_path / "run") is not None
    assert naysay("run", study, "--out", tmp_path / "run")[0] == 0


def test_an_earlier_run_whose_place_is_taken_meanwhile_stays_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "out", "new")
    rename = Path.rename

    def take(path: Path, target: Path) -> Path:
        if path.name == "new" and target.name == "out":
            target.mkdir()
            (target / "mine").write_text("mine")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", take)
    with pytest.raises(DataError, match="finished run lies in"), run_folder(tmp_path / "out") as fresh:
        fill(fresh, "new")
    assert contents(tmp_path / "out") == {"mine": b"mine"}
    assert differences(tmp_path / "out-2") == []
    assert differences(tmp_path / "out-3") == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out-2", "out-3"]


def test_an_earlier_run_left_aside_by_a_kill_comes_back_beside_a_place_that_was_taken(tmp_path: Path) -> None:
    fill(tmp_path / "out")
    dead_swap(tmp_path, "out", empty)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    with run_folder(tmp_path / "other") as fresh:
        fill(fresh)
    assert contents(tmp_path / "out") == {"mine": b"mine"}
    assert differences(tmp_path / "out-2") == []


@pytest.mark.parametrize("place", [".", "data", "analysis/..", "data/posts.csv/.."])
def test_a_run_does_not_erase_what_it_is_made_of(place: str, naysay: Run, small: Path) -> None:
    before = contents(small)
    code, _, err = naysay("run", small / "analysis" / "small.toml", "--out", small / place, "--replace")
    assert code == 1
    assert "--out" in err
    after = contents(small)
    assert {name: after[name] for name in after if not name.startswith(".naysay")} == before


def test_a_run_is_kept_from_what_the_study_takes_for_posts(naysay: Run, small: Path) -> None:
    change(small, "data/posts.csv", "data/**/posts*.csv")
    (small / "data" / "more").mkdir()
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text().replace("data/**/posts*.csv", "data/more/**/*.csv"))
    (small / "data" / "posts.csv").rename(small / "data" / "more" / "posts.csv")
    code, _, err = naysay("run", study, "--out", small / "data" / "more" / "run", "--formats", "html")
    assert code == 1
    assert "--out" in err
    assert not (small / "data" / "more" / "run").exists()


def refused_run(place: Path, file: Path | None = None, content: str = "") -> None:
    """A run that is refused when ``file`` has been written, below its folder or elsewhere."""
    with run_folder(place) as fresh:
        if file is not None:
            (fresh / file).write_text(content)
        raise ValueError("refused")


@pytest.mark.parametrize("beside", [False, True])
def test_folders_above_the_place_of_a_refused_run_go_unless_something_lies_in_them(
    tmp_path: Path, beside: bool
) -> None:
    place = tmp_path / "there" / "a" / "b" / "run"
    (tmp_path / "there").mkdir()
    with pytest.raises(ValueError, match="refused"):
        refused_run(place, tmp_path / "there" / "a" / "mine" if beside else None)
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert left == (["there", "there/a", "there/a/mine"] if beside else ["there"])


def test_folders_above_that_cannot_be_made_leave_none(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="--out"), run_folder(tmp_path / "a" / ("b" * 300) / "c" / "run"):
        raise AssertionError("a folder was made")
    assert list(tmp_path.iterdir()) == []


def test_folders_above_the_rows_that_could_not_be_read_stay(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b" / "run"
    with pytest.raises(ValueError, match="refused"):
        refused_run(place, Path(QUARANTINE), json.dumps(ROW) + "\n")
    assert [path.name for path in place.iterdir()] == [QUARANTINE]


def test_rows_that_could_not_be_read_are_told_with_their_place(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    (small / "data" / "posts.csv").write_text("id,posted_at,company,text\n,,,\n,,,\n")
    code, _, err = naysay("run", small / "analysis" / "small.toml", "--out", tmp_path / "run")
    assert code == 1
    assert f"listed in {tmp_path / 'run' / QUARANTINE}" in err


def test_an_earlier_run_that_finds_no_other_place_is_not_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "out")
    staging = dead_swap(tmp_path, "out", empty)
    (tmp_path / "out").mkdir()
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path == staging / "old":
            raise PermissionError(13, "not now")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with run_folder(tmp_path / "other") as fresh:
        fill(fresh)
    assert differences(staging / "old") == []
