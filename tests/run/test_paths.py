"""Where files may lie, and what a run keeps of their paths. Expected values: docs/decisions/0003 and 0017."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from naysay.run.homes import home_of, study_without_homes
from naysay.run.parts import study_type
from naysay.run.workspace import Workspace, workspace_of
from naysay.study.errors import DataError
from naysay.study.file import parse_study, read_study
from naysay.study.spec import Study

Run = Callable[..., tuple[int, str, str]]
NOT_UTF8 = b"\xff".decode("utf-8", "surrogateescape")
SHORT = ("seed = 3", 'seed = 3\nmethods = ["stationarity"]')


def with_posts(small: Path, path: str) -> Study:
    text = (small / "analysis" / "small.toml").read_text()
    return parse_study(text.replace("data/posts.csv", path), study_type(), source="x.toml")


def space(small: Path) -> Workspace:
    return workspace_of(small / "analysis" / "small.toml")


@pytest.mark.parametrize("name", ["a[1]*", "a?", "[!x]", "*", "[[]", "new\nline", NOT_UTF8])
def test_the_name_of_the_workspace_is_no_pattern(small: Path, tmp_path: Path, name: str) -> None:
    place = tmp_path / "places" / name
    shutil.copytree(small, place)
    shutil.copytree(small, tmp_path / "places" / "a1x")
    study = with_posts(place, "data/**/*.csv")
    found = space(place).posts(study)
    assert found["posts.csv"] == place / "data" / "posts.csv"
    assert all(path.is_relative_to(place) for path in found.values())
    assert space(place).prices(study) == place / "data" / "prices"


def test_a_study_in_such_a_workspace_runs(naysay: Run, small: Path, tmp_path: Path) -> None:
    place = tmp_path / "a[1]*"
    shutil.copytree(small, place)
    study = place / "analysis" / "small.toml"
    study.write_text(study.read_text().replace('"data/prices"', '"data/prices/*.csv"'))
    code, out, err = naysay("check", str(study))
    assert (code, err) == (0, "")
    assert "prices of 3 symbols" in out


def test_a_link_that_leads_up_adds_nothing(small: Path) -> None:
    (small / "data" / "up").symlink_to(small)
    found = space(small).posts(with_posts(small, "data/**/posts.csv"))
    assert list(found) == ["posts.csv"]


def test_a_link_in_data_is_the_users_word(small: Path, tmp_path: Path) -> None:
    shutil.move(small / "data" / "posts.csv", tmp_path / "away.csv")
    (small / "data" / "posts.csv").symlink_to(tmp_path / "away.csv")
    assert list(space(small).posts(with_posts(small, "data/posts.csv"))) == ["posts.csv"]


@pytest.mark.parametrize("path", ["away/posts.csv", "away/*.csv", "link.csv"])
def test_a_link_elsewhere_leads_out_and_is_refused(small: Path, tmp_path: Path, path: str) -> None:
    (tmp_path / "outside").mkdir()
    shutil.copy(small / "data" / "posts.csv", tmp_path / "outside" / "posts.csv")
    (small / "away").symlink_to(tmp_path / "outside")
    (small / "link.csv").symlink_to(tmp_path / "outside" / "posts.csv")
    with pytest.raises(DataError, match=r"posts\.path.*leads out of"):
        space(small).posts(with_posts(small, path))
    with pytest.raises(DataError, match="leads out of"):
        space(small).file("link.csv", "announcements.path")


def test_an_absolute_path_is_a_word_and_its_folders_are_not_kept(small: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / "far" / name).mkdir(parents=True)
        (tmp_path / "far" / name / "posts.csv").write_text("x")
    study = with_posts(small, f"{tmp_path}/far/*/posts.csv")
    assert list(space(small).posts(study)) == ["one/posts.csv", "two/posts.csv"]


def test_data_stands_for_the_folder_of_data(small: Path, tmp_path: Path) -> None:
    shutil.move(small / "data", tmp_path / "elsewhere")
    study = read_study(small / "analysis" / "small.toml", study_type())
    found = workspace_of(small / "analysis" / "small.toml", tmp_path / "elsewhere").posts(study)
    assert found == {"posts.csv": tmp_path / "elsewhere" / "posts.csv"}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/home/anna/x/*.csv", "~/x/*.csv"),
        ("/Users/Anna B/x.csv", "~/x.csv"),
        ("/root/x.csv", "~/x.csv"),
        ("/srv/home/x.csv", "/srv/home/x.csv"),
        ("/rooted/x.csv", "/rooted/x.csv"),
        ("data/home/anna/x.csv", "data/home/anna/x.csv"),
    ],
)
def test_no_home_is_kept_of_a_study(small: Path, path: str, told: str) -> None:
    dumped = study_without_homes(with_posts(small, path))
    assert dumped["posts"]["path"] == told


def test_the_users_own_home_is_one_wherever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/srv/people/anna")
    assert home_of(Path("/srv/people/anna/x.csv")) == Path("/srv/people/anna")
    assert home_of(Path("/srv/people/berta/x.csv")) is None


def test_a_run_keeps_no_home(
    naysay: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "people" / "anna-secret"
    shutil.copytree(small / "data", home / "files")
    monkeypatch.setenv("HOME", str(home))
    study = small / "analysis" / "small.toml"
    text = study.read_text().replace("data/posts.csv", f"{home}/files/posts.csv")
    study.write_text(text.replace('"data/prices"', f'"{home}/files/prices"').replace(*SHORT))
    code, _, err = naysay("run", str(study), "--out", str(tmp_path / "run"), "--formats", "html")
    assert code == 0, err
    kept = b"".join(path.read_bytes() for path in (tmp_path / "run").rglob("*") if path.is_file())
    assert b"anna-secret" not in kept
    told = json.loads((tmp_path / "run" / "manifest.json").read_bytes())["study"]
    assert told["posts"]["path"] == "~/files/posts.csv"


def test_a_file_name_that_is_not_utf8_is_read_and_shown_escaped(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    os.rename(small / "data" / "posts.csv", os.fsencode(small / "data") + b"/posts\xff.csv")
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text().replace("data/posts.csv", "data/posts*.csv").replace(*SHORT))
    code, _, err = naysay("run", str(study), "--out", str(tmp_path / "run"), "--formats", "html")
    assert code == 0, err
    inputs = json.loads((tmp_path / "run" / "manifest.json").read_bytes())["inputs"]
    assert inputs[0]["name"] == r"posts\xdcff.csv"


@pytest.mark.parametrize("name", ["a" * 300, "a/" * 3_000, "a\n\x1b[31m", NOT_UTF8])
@pytest.mark.parametrize("command", ["check", "run", "compare", "verify", "evaluate", "--data"])
def test_a_path_on_the_command_line_that_leads_nowhere(
    naysay: Run, small: Path, command: str, name: str
) -> None:
    study = str(small / "analysis" / "small.toml")
    arguments = {"compare": ["compare", name, name], "--data": ["check", study, "--data", name]}
    code, _, err = naysay(*arguments.get(command, [command, name]))
    assert code == 1
    assert "Traceback" not in err
    assert all(line.isprintable() for line in err.splitlines())


def test_a_fetch_looks_before_it_asks_the_network(naysay: Run, small: Path) -> None:
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text().replace('path = "data/prices"', 'source = "yahoo"'))
    folder = small / "data" / "snapshots" / "small" / "yahoo"
    folder.mkdir(parents=True)
    (folder / "thesis.txt").write_text("years of work")
    code, _, err = naysay("fetch", str(study))
    assert code == 1
    assert "which holds other things" in err
    assert (folder / "thesis.txt").read_text() == "years of work"
    (folder / "index.json").write_text('{"a": ' * 5_000)
    for command in ("check", "fetch", "run"):
        code, _, err = naysay(command, str(study))
        assert code == 1
        assert "index.json, which is no index of a snapshot" in err


def test_a_seed_that_no_study_may_have_is_refused_by_the_demo(naysay: Run, tmp_path: Path) -> None:
    code, _, err = naysay("demo", "--seed", str(2**63), "--out", str(tmp_path / "demo"))
    assert code == 1
    assert "--seed: got 9223372036854775808" in err


@pytest.mark.parametrize("effect", ["nan", "inf", "-inf", "1e308"])
def test_an_effect_that_is_no_number_is_refused_by_the_demo(naysay: Run, tmp_path: Path, effect: str) -> None:
    code, _, err = naysay("demo", f"--effect={effect}", "--out", str(tmp_path / "demo"))
    assert code == 1
    assert "--effect" in err


def test_a_small_file_may_be_named_by_an_absolute_path_or_like_a_pattern(small: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "far*.csv", small / "data" / "f[1].csv", small / "here?.csv"):
        path.write_text("x")
    found = [space(small).file(path, "f") for path in (f"{tmp_path}/far*.csv", "data/f[1].csv", "here?.csv")]
    assert found == [tmp_path / "far*.csv", small / "data" / "f[1].csv", small / "here?.csv"]
