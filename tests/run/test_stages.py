"""The folder of stages, its entries and what is said of them. Expected values: by hand, and what was kept."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from naysay.data.forgotten import Name
from naysay.data.forgotten_list import forget_names
from naysay.run.check import read_checked
from naysay.run.kept_stages import kept_stages
from naysay.run.progress import Progress
from naysay.run.stages.files import DamagedEntryError, packed, unpacked
from naysay.run.stages.folder import NotOursError, StagesFolder
from naysay.run.stages.outcomes import StageOutcome, lines_of
from naysay.run.stages.store import StoredStages, opened
from naysay.run.workspace import workspace_of
from naysay.study.stages import StageEntry, StageKey, UnkeptError

Run = Callable[..., tuple[int, str, str]]


def folder(tmp_path: Path) -> StagesFolder:
    return StagesFolder.of(tmp_path / ".naysay")


def key(stage: str = "granger", of: str = "", **depends: str) -> StageKey:
    return StageKey(stage, depends or {"chatter": "1"}, of)


def entry(size: int = 10) -> StageEntry:
    return StageEntry({"what": "numbers"}, {"numbers": np.arange(size, dtype=np.float64)})


def kept(tmp_path: Path, *keys: StageKey, size: int = 10) -> StoredStages:
    """A run that looks for some entries and puts those that are not there."""
    with opened(folder(tmp_path), "study") as stages:
        for one in keys:
            if stages.get(one) is None:
                stages.put(one, lambda: entry(size))
    return stages


def whys(stages: StoredStages) -> list[str]:
    return ["reused" if one.reused else one.why for one in stages.outcomes]


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    kept(tmp_path, key())
    with opened(folder(tmp_path), "study") as stages:
        back = stages.get(key())
    assert back is not None
    assert back.about == {"what": "numbers"}
    assert back.arrays["numbers"].tolist() == list(range(10))


def test_folders_and_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        kept(tmp_path, key())
    finally:
        os.umask(old)
    for path in (tmp_path / ".naysay", *(tmp_path / ".naysay").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_change_is_named(tmp_path: Path) -> None:
    first = key(**{"[granger] lags": "5", "chatter": "a"})
    assert whys(kept(tmp_path, first)) == ["made for the first time"]
    assert whys(kept(tmp_path, first)) == ["reused"]
    assert whys(kept(tmp_path, key(**{"[granger] lags": "6", "chatter": "a"}))) == ["[granger] lags changed"]
    assert whys(kept(tmp_path, first)) == ["reused"]
    assert whys(kept(tmp_path, key(**{"[granger] lags": "7", "chatter": "b"}))) == [
        "[granger] lags, chatter changed"
    ]
    folder(tmp_path).clear("granger")
    assert whys(kept(tmp_path, key(**{"[granger] lags": "7", "chatter": "b"}))) == ["its entry is gone"]


def test_a_new_file_is_new_and_the_others_stay(tmp_path: Path) -> None:
    files = [key("posts", name, file=name) for name in "ab"]
    assert whys(kept(tmp_path, *files)) == ["made for the first time"] * 2
    assert whys(kept(tmp_path, *files, key("posts", "c", file="c"))) == ["reused", "reused", "new"]
    assert whys(kept(tmp_path, files[0], key("posts", "b", file="other"))) == ["reused", "file changed"]


def test_studies_of_one_workspace_share_entries_and_not_their_history(tmp_path: Path) -> None:
    kept(tmp_path, key())
    with opened(folder(tmp_path), "another") as stages:
        assert stages.get(key()) is not None
        assert stages.get(key(chatter="2")) is None
    assert whys(stages) == ["reused", "made for the first time"]


def test_what_was_not_used_for_longest_goes(tmp_path: Path) -> None:
    folder(tmp_path).set_limit(1_000_000)
    keys = [key(chatter=str(n)) for n in range(4)]
    for place, one in enumerate(keys[:3]):
        kept(tmp_path, one, size=40_000)
        os.utime(folder(tmp_path).place_of("granger", one.name), (place, place))
    kept(tmp_path, keys[0], size=40_000)  # used again: the second is now the oldest
    kept(tmp_path, keys[3], size=40_000)
    there = [folder(tmp_path).place_of("granger", one.name).exists() for one in keys]
    assert there == [True, False, True, True]


def test_what_has_no_room_is_told_and_no_success(tmp_path: Path) -> None:
    folder(tmp_path).set_limit(1_000_000)
    stages = kept(tmp_path, key(), size=200_000)
    assert ["limit" in of for of in stages.troubles] == [True]
    assert folder(tmp_path).stored() == []
    assert sum(one.size for one in folder(tmp_path).stored()) <= 1_000_000


def test_a_run_does_not_push_out_what_it_uses(tmp_path: Path) -> None:
    folder(tmp_path).set_limit(1_000_000)
    keys = [key(chatter=str(n)) for n in range(5)]
    stages = kept(tmp_path, *keys, size=40_000)
    assert len(folder(tmp_path).stored()) == 3
    assert len(stages.troubles) == 1


def test_a_full_disk_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*of: object) -> None:
        raise OSError(28, "No space left on device")

    with opened(folder(tmp_path), "study") as stages:
        monkeypatch.setattr(StagesFolder, "write", full)
        stages.put(key(), entry)
    assert stages.troubles == ["not all could be kept: No space left on device"]


def test_what_a_killed_run_left_goes(tmp_path: Path) -> None:
    kept(tmp_path, key())
    left = folder(tmp_path).path / "writing-0123456789ab"
    left.mkdir()
    (left / "lock").write_text(json.dumps({"naysay": 1, "about": ""}))
    (left / ".half").write_bytes(b"half")
    kept(tmp_path, key())
    assert not left.exists()


def test_a_folder_from_elsewhere_is_emptied(tmp_path: Path) -> None:
    """A stranger's numbers under right names: the copy has another mark."""
    (tmp_path / "one").mkdir()
    kept(tmp_path / "one", key())
    shutil.copytree(tmp_path / "one", tmp_path / "other")
    assert whys(kept(tmp_path / "other", key())) == ["made for the first time"]
    assert whys(kept(tmp_path / "one", key())) == ["reused"]
    (tmp_path / "one").rename(tmp_path / "moved")
    assert whys(kept(tmp_path / "moved", key())) == ["reused"]


def test_a_link_in_a_folder_from_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "precious").write_text("mine")
    stages = folder(tmp_path).path
    stages.mkdir(parents=True, mode=0o700)
    (tmp_path / ".naysay").chmod(0o700)
    (stages / "granger").symlink_to(tmp_path / "mine")
    kept(tmp_path, key())
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["precious"]
    assert not (stages / "granger").is_symlink()


@pytest.mark.skipif(os.name != "posix", reason="the rights of files are those of POSIX")
def test_a_folder_that_others_may_write_is_not_used(tmp_path: Path) -> None:
    kept(tmp_path, key())
    (tmp_path / ".naysay").chmod(0o777)
    with pytest.raises(NotOursError, match="others may write"), opened(folder(tmp_path), "study"):
        pass


def test_a_link_or_a_file_in_place_of_the_folder_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".naysay").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotOursError, match="no folder"), opened(folder(tmp_path), "study"):
        pass
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (tmp_path / ".naysay").unlink()
    (tmp_path / ".naysay").write_text("")
    with pytest.raises(NotOursError), opened(folder(tmp_path), "study"):
        pass


class Evil:
    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("exit 3",)


@pytest.mark.parametrize(
    "content",
    [pickle.dumps(Evil()), b"", b"naysay stage 1\n", b"naysay stage 1\n" + bytes(40)],
    ids=["pickle", "empty", "head", "zeros"],
)
def test_other_bytes_are_no_entry(content: bytes) -> None:
    with pytest.raises(DamagedEntryError):
        unpacked("name", content)


def _forged(head: object) -> bytes:
    """An entry with a right hash and any head."""
    text = json.dumps(head).encode()
    body = len(text).to_bytes(8, "big") + text + bytes(64)
    return b"naysay stage 1\n" + sha256(body).digest() + body


@pytest.mark.parametrize(
    "head",
    [
        [],
        {"name": "name"},
        {"name": "other", "about": {}, "arrays": []},
        {"name": "name", "about": {}, "arrays": [["a", "|O", [8], 0, 64]]},
        {"name": "name", "about": {}, "arrays": [["a", "<f8", [9], 0, 72]]},
        {"name": "name", "about": {}, "arrays": [["a", "<f8", [8], 0, 8]]},
        {"name": "name", "about": {}, "arrays": [["a", "<f8", [-1, -8], 0, 64]]},
        {"name": "name", "about": {}, "arrays": [["a", "<f8", [1], -8, 8]]},
        {"name": "name", "about": {}, "arrays": [["a", "<f8", [1.0], 0, 8]]},
        {"name": "name", "about": {}, "arrays": [["a", "V8", [1], 0, 8]]},
        {"name": "name", "about": 1, "arrays": []},
    ],
)
def test_forged_entries_are_no_entries(head: object) -> None:
    with pytest.raises(DamagedEntryError):
        unpacked("name", _forged(head))


def test_what_has_no_exact_form_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(UnkeptError):
        packed("name", StageEntry({"a": object()}))
    with pytest.raises(UnkeptError):
        packed("name", StageEntry({"a": float("nan")}))
    with pytest.raises(UnkeptError):
        packed("name", StageEntry({}, {"a": np.array([None])}))
    with opened(folder(tmp_path), "study") as stages:
        stages.put(key(), lambda: StageEntry({"a": object()}))
    assert len(stages.troubles) == 1


def test_lines_say_what_was_reused_and_why_not() -> None:
    of_files = [
        StageOutcome("posts", f"{n}.csv", n != 1, "" if n != 1 else "the file changed") for n in range(24)
    ]
    methods = [
        StageOutcome("size", "", True, ""),
        StageOutcome("granger", "", False, "[granger] lags changed"),
    ]
    first = [StageOutcome(stage, "", False, "made for the first time") for stage in ("clock", "forums")]
    assert lines_of([*of_files, *methods, *first]) == [
        "reused: size",
        "computed (the file changed): posts of 1 of 24 files: 1.csv",
        "computed ([granger] lags changed): granger",
        "computed (made for the first time): clock, forums",
    ]
    assert lines_of([]) == []
    twice = [StageOutcome("posts", "a.csv", False, "new"), StageOutcome("posts", "a.csv", True, "")]
    assert lines_of(twice) == ["computed (new): posts (1 file)"]
    assert lines_of([StageOutcome("posts", str(n), False, "new") for n in range(9)]) == [
        "computed (new): posts (9 files)"
    ]


@pytest.mark.parametrize(
    ("reused", "why", "lines"),
    [
        ([True, True, True], "", ["reused: posts (2 files)"]),
        ([True, False, False], "new", ["computed (an earlier run was stopped): posts of 1 of 2 files: a"]),
        (
            [True, False, True],
            "its entry is gone",
            ["computed (its entry is gone): posts of 1 of 2 files: a"],
        ),
        (
            [False, False, False],
            "the file changed",
            ["computed (the file changed): posts of 1 of 2 files: a"],
        ),
    ],
)
def test_the_parts_of_a_file_are_told_as_one(reused: list[bool], why: str, lines: list[str]) -> None:
    parts = [
        StageOutcome("posts", "a", was, "" if was else why, part=part) for part, was in enumerate(reused)
    ]
    asked_twice = [StageOutcome("posts", "a", True, "", part=part) for part in range(3)]
    assert lines_of([*parts, StageOutcome("posts", "b", True, ""), *asked_twice]) == lines


def test_the_verb_shows_limits_and_clears(tmp_path: Path, naysay: Run) -> None:
    (tmp_path / "data").mkdir()
    kept(tmp_path, key(), key("posts", "a", file="a"))
    code, out, _ = naysay("cache", tmp_path / "data")
    assert code == 0
    head, *stages = out.splitlines()
    assert head.startswith(f"{tmp_path / '.naysay' / 'stages'}: 2 entries, ")
    assert head.endswith("of at most 2 GB")
    assert sorted(line.split()[0] for line in stages) == ["granger", "posts"]
    assert naysay("cache", tmp_path, "--limit", "1.5 MB")[0] == 0
    assert folder(tmp_path).limit() == 1_500_000
    code, out, _ = naysay("cache", tmp_path, "--clear")
    assert (code, folder(tmp_path).stored()) == (0, [])
    assert "2 entries removed" in out
    assert naysay("cache", tmp_path)[1].splitlines()[0].endswith("0 entries, 0 B of at most 1.5 MB")


@pytest.mark.parametrize("size", ["", "much", "1", "-5GB", "2 XB", "1e9", "nan"])
def test_a_size_that_is_none_is_refused(size: str, tmp_path: Path, naysay: Run) -> None:
    if not size:
        pytest.skip("it is the default")
    code, _, err = naysay("cache", tmp_path, f"--limit={size}")
    assert code == 1
    assert "--limit" in err
    assert not (tmp_path / ".naysay").exists()


def test_a_run_tells_and_a_run_without_cache_keeps_nothing(small: Path, naysay: Run) -> None:
    study = small / "analysis" / "small.toml"
    text = study.read_text().replace("seed = 3", 'seed = 3\nmethods = ["granger"]')
    study.write_text(text)
    assert naysay("run", study, "--out", small / "none", "--no-cache", "--workers", "1")[0] == 0
    assert not (small / ".naysay" / "stages").exists()
    code, _, err = naysay("run", study, "--out", small / "one", "--workers", "1")
    assert code == 0
    assert "computed (made for the first time): posts (1 file)" in err
    study.write_text(text.replace("[calibration]", "[granger]\nlags = 3\n\n[calibration]"))
    code, _, err = naysay("run", study, "--out", small / "two", "--workers", "1")
    assert "computed ([granger] lags changed): granger" in err
    code, out, _ = naysay("forget", small, "--author", "nobody")
    assert code == 0
    assert "entries removed" in out
    assert StagesFolder.of(small / ".naysay").stored() == []


def test_a_list_of_forgotten_that_changed_clears_what_was_kept(small: Path) -> None:
    path = small / "analysis" / "small.toml"
    study, workspace = read_checked(path), workspace_of(path)
    with kept_stages(study, workspace, Progress(quiet=True)) as stages:
        stages.put(key(), entry)
    with kept_stages(study, workspace, Progress(quiet=True)) as stages:
        assert stages.get(key()) is not None
    forget_names(workspace.data, [Name("author", "somebody")], date="2026-01-01")
    with kept_stages(study, workspace, Progress(quiet=True)) as stages:
        assert stages.get(key()) is None
    assert StagesFolder.of(workspace.own).stored() == []


def test_frames_of_numbers_take_their_own_memory() -> None:
    back = unpacked("name", b"".join(packed("name", entry())))
    assert not back.arrays["numbers"].flags.writeable
    assert pd.Series(back.arrays["numbers"]).sum() == 45
