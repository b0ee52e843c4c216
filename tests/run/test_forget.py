"""`naysay forget`. Expected values: by hand, and what files without the posts of the person give."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from naysay.data.forgotten import Name
from naysay.data.forgotten_list import KEY, LIST, forget_names
from naysay.run import computed
from naysay.run.check import read_checked
from naysay.run.forget import forget, workspace_in
from naysay.run.pipeline import run_study
from naysay.run.prepared import prepare
from naysay.run.progress import Progress
from naysay.run.workspace import Workspace, workspace_of
from naysay.study.errors import DataError

Run = Callable[..., tuple[int, str, str]]
WRITERS = 9
BOB = "Writer 3"


@pytest.fixture(scope="module")
def workspace_files(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workspace, its posts by nine writers."""
    root = tmp_path_factory.mktemp("forget") / "workspace"
    shutil.copytree(small_files, root)
    posts = pd.read_csv(root / "data" / "posts.csv", dtype=str)
    posts["author"] = [f"Writer {number % WRITERS}" for number in range(len(posts))]
    posts.to_csv(root / "data" / "posts.csv", index=False)
    study = root / "analysis" / "small.toml"
    study.write_text(
        study.read_text().replace("[calibration]", '[posts.columns]\nauthor = "author"\n\n[calibration]')
    )
    return root


@pytest.fixture
def root(workspace_files: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(workspace_files, tmp_path / "workspace"))


@pytest.fixture(scope="module")
def run_files(workspace_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a run that was made before anybody was forgotten."""
    root = tmp_path_factory.mktemp("done") / "workspace"
    shutil.copytree(workspace_files, root)
    made_in(root)
    return root


@pytest.fixture
def done(run_files: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(run_files, tmp_path / "done"))


def made_in(root: Path, **options: Any) -> Path:
    study = root / "analysis" / "small.toml"
    return run_study(read_checked(study), workspace_of(study), **options)[0]


def id_in(root: Path) -> str:
    """The name that a run of the study would have now."""
    study = root / "analysis" / "small.toml"
    return prepare(
        read_checked(study), workspace_of(study), locked=True, today=None, day=None, since=None,
        progress=Progress(quiet=True),
    ).id  # fmt: skip


def named(out: str, what: str) -> list[str]:
    """The runs of which ``what`` is said."""
    return [line.removeprefix(f"{what}: ") for line in out.splitlines() if line.startswith(f"{what}: ")]


def tables(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (run / "tables").iterdir()}


def test_a_person_is_gone_from_every_table(root: Path, tmp_path: Path, naysay: Run) -> None:
    other = Path(shutil.copytree(root, tmp_path / "other"))
    posts = pd.read_csv(other / "data" / "posts.csv", dtype=str)
    unwanted = (posts["author"] == BOB) | (posts["id"] == posts["id"].iloc[0])
    posts[~unwanted].to_csv(other / "data" / "posts.csv", index=False)
    expected = tables(made_in(other))
    assert naysay("forget", root, "--author", "@writer 3", "--post", posts["id"].iloc[0])[0] == 0
    run = made_in(root)
    found = tables(run)
    counts = {
        name: pd.read_csv(run_of / "tables" / "attrition.csv", keep_default_na=False)
        for name, run_of in (("found", run), ("expected", next((other / "reports" / "small").iterdir())))
    }
    assert {name: content for name, content in found.items() if name != "attrition.csv"} == {
        name: content for name, content in expected.items() if name != "attrition.csv"
    }
    left = counts["found"][counts["found"]["cause"] != "forgotten"]
    assert left["rows"].sum() - int(unwanted.sum()) == counts["expected"]["rows"].sum() > 0
    row = counts["found"][counts["found"]["cause"] == "forgotten"]
    assert row.to_dict("records") == [
        {"stage": "filtered", "cause": "forgotten", "rows": int(unwanted.sum()), "company": ""}
    ]
    everything = b"".join(path.read_bytes() for path in run.rglob("*") if path.is_file())
    assert b"riter 3" not in everything


def test_the_words_of_the_cause_stand_in_the_report(root: Path, naysay: Run) -> None:
    study = root / "analysis" / "small.toml"
    study.write_text(study.read_text().replace('["cover", "methods"]', '["cover", "data"]'))
    naysay("forget", root, "--author", BOB)
    assert "on the list of posts to forget" in (made_in(root) / "report.html").read_text()


def test_the_manifest_has_the_list_and_the_run_another_place(done: Path, naysay: Run) -> None:
    (before,) = (done / "reports" / "small").iterdir()
    naysay("forget", done, "--author", BOB, "--author", "eve")
    run = made_in(done)
    assert run != before
    inputs = {one["kind"]: one for one in json.loads((run / "manifest.json").read_text())["inputs"]}
    assert (inputs["forgotten"]["name"], inputs["forgotten"]["rows"]) == (LIST, 2)
    assert naysay("verify", run)[0] == 0
    assert made_in(done) == run
    assert id_in(done) == run.name
    naysay("forget", done, "--post", "1")
    assert id_in(done) != run.name


def test_a_run_of_others_is_not_replaced_unasked(done: Path, naysay: Run) -> None:
    (before,) = (done / "reports" / "small").iterdir()
    naysay("forget", done, "--author", BOB)
    with pytest.raises(DataError, match="holds a run of other content"):
        made_in(done, out=before)


def test_runs_that_were_made_with_the_person_are_named_until_they_are_gone(done: Path, naysay: Run) -> None:
    (old,) = (done / "reports" / "small").iterdir()
    code, out, err = naysay("forget", done, "--author", BOB)
    assert code == 0
    assert named(out, "made with them") == [f"reports/small/{old.name}"]
    assert "Run these studies again and delete the old runs" in err
    assert "Nothing was deleted" in err
    made_in(done)
    _, out, _ = naysay("forget", done, "--author", "writer 3")
    assert "1 to be left out, 0 of them new" in out
    assert named(out, "made with them") == [f"reports/small/{old.name}"]
    shutil.rmtree(old)
    _, out, err = naysay("forget", done, "--author", BOB)
    assert out.count("\n") == 1
    assert "Run these" not in err


def test_a_run_without_the_person_is_not_named(done: Path, naysay: Run) -> None:
    _, out, _ = naysay("forget", done, "--author", "somebody", "--post", "no such id")
    assert out.count("\n") == 1


def test_who_is_forgotten_later_is_in_a_run_that_left_out_others(root: Path, naysay: Run) -> None:
    naysay("forget", root, "--author", BOB)
    run = made_in(root)
    _, out, _ = naysay("forget", root, "--author", "Writer 4", "--author", BOB)
    assert named(out, "made with them") == [f"reports/small/{run.name}"]


def change_the_posts(root: Path) -> None:
    with (root / "data" / "posts.csv").open("a") as file:
        file.write("x,2024-02-01T10:00:00Z,SIM1,x,y\n")


def remove_the_posts(root: Path) -> None:
    (root / "data" / "posts.csv").unlink()


def write_another_manifest(root: Path) -> None:
    (run,) = (root / "reports" / "small").iterdir()
    (run / "manifest.json").write_text('{"of": "another program"}')


def forget_the_format(root: Path) -> None:
    (run,) = (root / "reports" / "small").iterdir()
    text = (run / "manifest.json").read_text()
    assert '"format": "table"' in text
    (run / "manifest.json").write_text(text.replace('"format": "table"', '"format": "of_old"'))


def test_a_run_of_daily_measures_has_nobodys_posts(done: Path, naysay: Run) -> None:
    """Its manifest has no posts, and no options of any."""
    (run,) = (done / "reports" / "small").iterdir()
    manifest = json.loads((run / "manifest.json").read_text())
    manifest["study"]["posts"]["path"] = ""
    for one in manifest["inputs"]:
        one["kind"] = one["kind"].replace("posts", "measures")
    (run / "manifest.json").write_text(json.dumps(manifest))
    _, out, err = naysay("forget", done, "--author", BOB)
    assert (out.count("reports/"), "Run these" in err) == (0, False)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (change_the_posts, "1 of its 1 file of posts is gone or changed"),
        (remove_the_posts, "1 of its 1 file of posts is gone or changed"),
        (write_another_manifest, "its manifest cannot be read"),
        (forget_the_format, "1 of its 1 file of posts is gone or changed"),
    ],
)
def test_where_nobody_can_tell_that_is_said(
    done: Path, naysay: Run, change: Callable[[Path], None], why: str
) -> None:
    (run,) = (done / "reports" / "small").iterdir()
    change(done)
    _, out, err = naysay("forget", done, "--author", BOB)
    assert named(out, "cannot be told") == [f"reports/small/{run.name} ({why})"]
    assert "Run these studies again" in err


def test_posts_that_a_run_keeps_itself_are_looked_at_there(root: Path, tmp_path: Path, naysay: Run) -> None:
    """As a demo does."""
    copy = Path(shutil.copytree(root, tmp_path / "copy"))
    made_in(root, out=root / "reports" / "demo", keep=copy)
    remove_the_posts(root)
    assert named(naysay("forget", root, "--author", BOB)[1], "made with them") == ["reports/demo"]


def test_posts_below_the_home_of_whoever_ran_are_looked_for_there(
    root: Path, tmp_path: Path, naysay: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    archive = tmp_path / "archive" / "all.csv"
    archive.parent.mkdir()
    (root / "data" / "posts.csv").rename(archive)
    study = root / "analysis" / "small.toml"
    study.write_text(study.read_text().replace("data/posts.csv", str(archive)))
    run = made_in(root)
    assert '"~/archive/all.csv"' in (run / "manifest.json").read_text()
    assert named(naysay("forget", root, "--author", BOB)[1], "made with them") == [
        f"reports/small/{run.name}"
    ]


def test_of_a_run_whose_list_is_gone_nobody_can_tell_whom_it_left_out(root: Path, naysay: Run) -> None:
    naysay("forget", root, "--author", BOB)
    run = made_in(root)
    for name in (LIST, KEY):
        (root / "data" / name).unlink()
    _, out, _ = naysay("forget", root, "--author", BOB)
    assert named(out, "cannot be told") == [
        f"reports/small/{run.name} (the list that it was made with is gone)"
    ]


@pytest.mark.parametrize("folder", [".", "analysis", "data", "reports"])
def test_the_workspace_is_that_which_the_command_stands_in(
    root: Path, naysay: Run, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (root / "reports").mkdir(exist_ok=True)
    monkeypatch.chdir(root / folder)
    assert naysay("forget", "--author", BOB)[0] == 0
    assert [path.relative_to(root).as_posix() for path in root.rglob(LIST)] == [f"data/{LIST}"]


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path, naysay: Run) -> None:
    for arguments in ([tmp_path], [tmp_path / "none"], [tmp_path, "--data", tmp_path / "none"]):
        code, _, err = naysay("forget", *arguments, "--author", BOB)
        assert code == 1
        assert err.startswith(("WORKSPACE: got", "--data: got"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["--author", "-x"], ["--author=--debug"], ["--post", "--post"]])
def test_a_name_may_begin_like_an_option(root: Path, naysay: Run, words: list[str]) -> None:
    code, out, _ = naysay("forget", root, *words)
    assert (code, out.count("1 of them new")) == (0, 1)


@pytest.mark.parametrize("name", ["x\ud800", "a\0b", "\u202ex", "y" * 256, "-"])
def test_odd_names_are_forgotten(root: Path, name: str) -> None:
    done = forget(workspace_in(root), [Name("author", name)], date="2026-01-02")
    assert (done.new, done.runs) == (1, ())


@pytest.mark.parametrize("words", [[], ["--author", ""], ["--author", "secret" * 60], ["--post", " "]])
def test_what_names_nobody_is_refused_and_writes_nothing(root: Path, naysay: Run, words: list[str]) -> None:
    code, out, err = naysay("forget", root, *words)
    assert code == (1 if words else 2)
    assert "secret" not in out + err
    assert not (root / "data" / LIST).exists()


def test_check_tells_how_many_are_on_the_list(root: Path, naysay: Run) -> None:
    study = root / "analysis" / "small.toml"
    assert "forgotten" not in naysay("check", study)[1]
    naysay("forget", root, "--author", BOB, "--post", "1", "--post", "2")
    assert "posts of 1 author and 2 posts to be left out: forgotten" in naysay("check", study)[1]
    (root / "data" / KEY).unlink()
    for verb in ("check", "run"):
        code, _, err = naysay(verb, study)
        assert code == 1
        assert f'forgotten: got "{KEY}: a file that cannot be read' in err


def test_the_lists_of_the_workspace_and_of_the_folder_in_its_place_both_hold(
    root: Path, tmp_path: Path
) -> None:
    """Whoever was forgotten does not come back because posts are read from elsewhere."""
    data = Path(shutil.copytree(root / "data", tmp_path / "elsewhere"))
    forget_names(root / "data", [Name("author", BOB)], date="2026-01-02")
    forget_names(data, [Name("author", "Writer 4")], date="2026-01-02")
    workspace = Workspace(root, data)
    assert list(workspace.forgotten()) == [f"data/{LIST}", LIST]
    study = root / "analysis" / "small.toml"
    place, _ = run_study(read_checked(study), workspace)
    rows = pd.read_csv(place / "tables" / "attrition.csv", keep_default_na=False)
    posts = pd.read_csv(data / "posts.csv", dtype=str)["author"].isin([BOB, "Writer 4"]).sum()
    assert rows.loc[rows["cause"] == "forgotten", "rows"].tolist() == [posts]


def test_a_list_is_no_file_of_posts(root: Path) -> None:
    forget_names(root / "data", [Name("author", BOB)], date="2026-01-02")
    assert list(workspace_in(root).posts_at("data/*")) == ["posts.csv"]


def test_who_is_forgotten_while_a_run_goes_on_stops_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    infer = computed.infer

    def meanwhile(*given: Any, **options: Any) -> Any:
        forget_names(root / "data", [Name("author", BOB)], date="2026-01-02")
        return infer(*given, **options)

    monkeypatch.setattr(computed, "infer", meanwhile)
    with pytest.raises(DataError, match="a list that changed during the run"):
        made_in(root)
    assert list((root / "reports").rglob("manifest.json")) == []
