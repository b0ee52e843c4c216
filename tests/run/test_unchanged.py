"""The name of a run by its content, and a second run of what did not change.

Expected values: properties; the bytes of the first run.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.run.changes import change

from naysay.run import computed, run_files
from naysay.run.check import read_checked
from naysay.run.kernel import kernel
from naysay.run.manifest import differences, read_manifest
from naysay.run.pipeline import run_study
from naysay.run.prepared import PreparedRun, prepare
from naysay.run.progress import Progress
from naysay.run.workspace import workspace_of

Run = Callable[..., tuple[int, str, str]]
QUIET = Progress(quiet=True)


@pytest.fixture(scope="module")
def run_of(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose study was run into the folder of its name."""
    root = Path(shutil.copytree(small_files, tmp_path_factory.mktemp("unchanged") / "workspace"))
    study = change(root, "seed = 3", 'seed = 3\nmethods = ["stationarity"]')
    (root / "data" / "events.csv").write_text("company,session\nSIM1,2024-03-05\n")
    change(root, "[calibration]", '[announcements]\npath = "data/events.csv"\n\n[calibration]')
    run_study(read_checked(study), workspace_of(study))
    return root


@pytest.fixture
def root(run_of: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(run_of, tmp_path / "workspace"))


def prepared(root: Path, **options: object) -> PreparedRun:
    path = root / "analysis" / "small.toml"
    said = {"locked": True, "today": None, "day": None, "since": None, "progress": QUIET, **options}
    return prepare(read_checked(path), workspace_of(path), **said)  # type: ignore[arg-type]


def only_run(root: Path) -> Path:
    (run,) = (path for path in (root / "reports" / "small").iterdir() if not path.name.startswith("."))
    return run


def contents(run: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in run.rglob("*") if path.is_file())
    return {str(path.relative_to(run)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a post": lambda root: append(root / "data" / "posts.csv", "x,2024-03-01T10:00:00Z,SIM1,bad,u,Board A\n"),
    "a price": lambda root: append(root / "data" / "prices" / "SIM2.csv", "\n"),
    "a supplement": lambda root: append(root / "data" / "events.csv", "SIM2,2024-03-05\n"),
    "an option": lambda root: change(root, "seed = 3", "seed = 4"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_another_content_has_another_name(root: Path, what: str) -> None:
    before = prepared(root).id
    assert before == only_run(root).name == read_manifest(only_run(root)).id
    CHANGES[what](root)
    assert prepared(root).id != before


def test_versions_day_and_documents_are_in_the_name_and_the_processor_is_not(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = prepared(root).id
    assert prepared(root, day=dt.date(2024, 9, 30)).id == before, "the last session is the day without one"
    assert prepared(root, formats=["html"]).id == before, "the study's own documents"
    others = [prepared(root, day=dt.date(2024, 10, 1)).id, prepared(root, formats=["html", "pdf"]).id]
    monkeypatch.setattr(run_files, "kernel", lambda: "x86_64 Abacus")
    assert prepared(root).id == before
    monkeypatch.setattr("naysay.run.stamp.version", lambda name: "0.1.2")
    assert len({before, prepared(root).id, *others}) == 4


def test_a_run_of_another_processor_is_the_same_run(
    root: Path, naysay: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_files, "kernel", lambda: "x86_64 Abacus")
    study, out = root / "analysis" / "small.toml", root / "reports" / "out"
    assert naysay("run", study, "--out", out)[0] == 0
    one, other = read_manifest(only_run(root)), read_manifest(out)
    assert (one.kernel, other.kernel) == (kernel(), "x86_64 Abacus")
    assert one != other
    assert one.is_like(other)


def test_an_unchanged_run_is_told_and_nothing_is_computed(
    root: Path, naysay: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(only_run(root))
    monkeypatch.setattr(computed, "observe", None)
    code, out, err = naysay("run", root / "analysis" / "small.toml")
    assert code == 0, err
    assert "unchanged: " in err
    assert "nothing was computed" in err
    assert str(only_run(root) / "report.html") in out
    assert contents(only_run(root)) == before


def test_a_file_that_was_added_by_somebody_is_no_damage(root: Path, naysay: Run) -> None:
    (only_run(root) / "notes.txt").write_text("mine")
    code, _, err = naysay("run", root / "analysis" / "small.toml")
    assert (code, "unchanged: " in err) == (0, True)


def test_a_changed_price_has_a_run_of_its_own(root: Path, naysay: Run) -> None:
    before = only_run(root)
    CHANGES["a price"](root)
    assert naysay("run", root / "analysis" / "small.toml")[0] == 0
    runs = list((root / "reports" / "small").iterdir())
    assert len(runs) == 2
    assert differences(before) == []


def test_a_damaged_run_is_computed_again_and_changed_files_are_kept(root: Path, naysay: Run) -> None:
    run = only_run(root)
    before = {name: content for name, (content, _) in contents(run).items()}
    (run / "tables" / "daily.csv").write_text("by hand")
    (run / "results.json").unlink()
    code, _, err = naysay("run", root / "analysis" / "small.toml")
    assert code == 0
    assert "tables/daily.csv: changed" in err
    assert "results.json: absent" in err
    assert {name: content for name, (content, _) in contents(run).items()} == before
    kept = run.with_name(f"{run.name}-changed")
    assert str(kept) in " ".join(err.split())
    assert {path.name: path.read_text() for path in kept.rglob("*.*")} == {"daily.csv": "by hand"}


def test_a_link_in_a_damaged_run_leads_nowhere(root: Path, naysay: Run, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    table = only_run(root) / "tables" / "daily.csv"
    table.unlink()
    table.symlink_to(tmp_path / "secret")
    naysay("run", root / "analysis" / "small.toml")
    assert not list((root / "reports" / "small").glob("*-changed/**/daily.csv"))
    assert (tmp_path / "secret").read_text() == "secret"


def test_an_input_that_changes_during_the_run_is_refused(
    root: Path, naysay: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe = computed.observe

    def late(*arguments: object, **options: object) -> object:
        CHANGES["a price"](root)
        return observe(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(computed, "observe", late)
    code, _, err = naysay("run", root / "analysis" / "small.toml", "--out", root / "out")
    assert code == 1
    assert "SIM2.csv, which changed while the run read it" in err
    assert not (root / "out").exists()


def test_a_manifest_whose_inputs_were_edited_is_damaged(root: Path, naysay: Run) -> None:
    path = only_run(root) / "manifest.json"
    content = json.loads(path.read_text())
    content["inputs"][0]["sha256"] = "0" * 64
    path.write_text(json.dumps(content))
    code, _, err = naysay("run", root / "analysis" / "small.toml")
    assert code == 0
    assert "the inputs in its manifest: changed" in err
    assert read_manifest(only_run(root)).inputs[0].sha256 != "0" * 64


def test_the_lists_of_the_package_are_inputs(root: Path, naysay: Run, tmp_path: Path) -> None:
    """A copy of the program with another valence in its own list, at the same version."""
    package = Path(computed.__file__).parents[1]
    copy = Path(
        shutil.copytree(package, tmp_path / "src" / "naysay", ignore=shutil.ignore_patterns("__pycache__"))
    )
    words = copy / "data" / "scorers" / "words" / "english_finance.tsv"
    text = words.read_text(encoding="utf-8")
    assert "\njoke\t-2.4\t" in text
    words.write_text(text.replace("\njoke\t-2.4\t", "\njoke\t-0.4\t"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "naysay", "run", root / "analysis" / "small.toml", "--workers", "1"],
        env={"PYTHONPATH": str(tmp_path / "src"), "PATH": "", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, second = sorted((root / "reports" / "small").iterdir(), key=lambda run: run.stat().st_mtime_ns)
    _, out, _ = naysay("compare", first, second)
    named = "words words/english_finance.tsv: changed; word joke has another entry"
    assert named in " ".join(out.split())
    assert "  daily, company SIM" in out
    code, out, _ = naysay("verify", second, root / "analysis" / "small.toml", "--recompute")
    assert code == 1
    assert " ".join(out.split()).count(named) == 2, "it differs, and it is the likely cause"
    assert "  daily, company SIM" in out
