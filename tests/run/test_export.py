"""A finished run drawn again. Expected values: what the run itself wrote, and README's table of commands."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from naysay.reports.words import Words
from naysay.run.check import read_checked
from naysay.run.manifest import differences, read_manifest
from naysay.run.parts import FOLDERS, study_type
from naysay.run.pipeline import run_study
from naysay.run.workspace import workspace_of
from naysay.study.file import parse_study
from naysay.study.parts import names

Run = Callable[..., tuple[int, str, str]]
EXPORTS = names(FOLDERS["exports"])


@pytest.fixture(scope="module")
def finished(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run with every format of a short report, for all tests; those that change it take ``done``."""
    folder = tmp_path_factory.mktemp("finished")
    study = Path(shutil.copytree(small_files, folder / "workspace")) / "analysis" / "small.toml"
    text = study.read_text().replace('sections = ["cover", "methods"]', 'sections = ["cover", "lead_lag"]')
    study.write_text(text)
    place, _ = run_study(
        read_checked(study), workspace_of(study), out=folder / "run", formats=EXPORTS, workers=1
    )
    return place


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Path:
    """A copy of the run."""
    return Path(shutil.copytree(finished, tmp_path / "run"))


def test_a_run_may_write_every_format_and_its_manifest_has_them(finished: Path) -> None:
    files = {path.relative_to(finished).as_posix() for path in finished.rglob("*") if path.is_file()}
    assert {
        "report.pdf", "report.html", "report.md", "tables.xlsx", "latex/tables.tex", "figures/lead_lag.png",
        "figures/lead_lag.svg", "datapackage/datapackage.json", "ro_crate/ro-crate-metadata.json",
        "stata/events.dta", "r/load.R",
    } <= files  # fmt: skip
    assert differences(finished) == []


@pytest.mark.parametrize(
    ("format", "file"),
    [("pdf", "report.pdf"), ("html", "report.html"), ("xlsx", "tables.xlsx")],
)
def test_an_export_of_one_file_is_what_the_run_wrote(
    format: str, file: str, finished: Path, naysay: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out" / f"mine.{format}"
    assert naysay("export", finished, "--format", format, "--out", out) == (0, f"{out}\n", "")
    assert out.read_bytes() == (finished / file).read_bytes()


@pytest.mark.parametrize(
    ("format", "inside", "file"),
    [
        ("markdown", ".", "report.md"),
        ("latex", "latex", "tables.tex"),
        ("png", "figures", "lead_lag.png"),
        ("datapackage", "datapackage", "datapackage.json"),
        ("ro-crate", "ro_crate", "ro-crate-metadata.json"),
        ("stata", "stata", "load.do"),
        ("r", "r", "load.R"),
    ],
)
def test_an_export_of_several_files_is_a_folder_of_what_the_run_wrote(
    format: str, inside: str, file: str, finished: Path, naysay: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert naysay("export", finished, "--format", format, "--out", out) == (0, f"{out}\n", "")
    assert (out / file).is_file()
    for path in out.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (finished / inside / path.relative_to(out)).read_bytes()


def test_a_package_holds_the_tables_and_the_inputs_of_the_run(
    finished: Path, naysay: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert naysay("export", finished, "--format", "datapackage", "--out", out)[0] == 0
    for table in (finished / "tables").iterdir():
        assert (out / table.name).read_bytes() == table.read_bytes()
    rows = csv.DictReader((out / "sources.csv").read_text(encoding="utf-8").splitlines())
    listed = {row["name"]: row["sha256"] for row in rows}
    assert listed == {one.name: one.sha256 for one in read_manifest(finished).inputs}
    assert parse_study((out / "study.toml").read_text(), study_type(), source="x").model_dump(
        mode="json"
    ) == (read_manifest(finished).study)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), "\nReferences\n"),
        (("--language", "de"), "\nLiteratur\n"),
        (("--format", "markdown"), "\n## References\n"),
        (("--format", "latex"), r"\end{filecontents}"),
    ],
)
def test_the_methods_paragraph_goes_to_stdout(
    options: tuple[str, ...], expected: str, finished: Path, naysay: Run
) -> None:
    code, out, err = naysay("methods", finished, *options)
    assert (code, err) == (0, "")
    assert expected in out


def test_methods_of_what_is_no_run_and_an_unknown_format(finished: Path, naysay: Run, tmp_path: Path) -> None:
    assert naysay("methods", tmp_path)[0] == 1
    code, _, err = naysay("methods", finished, "--format", "word")
    assert code == 2
    assert "none of text, latex, markdown" in err


def test_without_a_place_the_export_stands_in_the_working_folder_named_by_its_study(
    finished: Path, naysay: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert naysay("export", finished, "--format", "xlsx")[:2] == (0, "small-tables.xlsx\n")
    assert naysay("export", finished, "--format", "png")[:2] == (0, "small-png\n")
    assert {path.name for path in tmp_path.iterdir()} == {"small-tables.xlsx", "small-png"}


def test_an_english_run_is_exported_in_german(finished: Path, naysay: Run, tmp_path: Path) -> None:
    out = tmp_path / "german.xlsx"
    assert naysay("export", finished, "--format", "xlsx", "--language", "de", "--out", out)[0] == 0
    assert CalamineWorkbook.from_filelike(BytesIO(out.read_bytes())).sheet_names[0] == "Inhalt"
    page = tmp_path / "german"
    assert naysay("export", finished, "--format", "markdown", "--language", "de", "--out", page)[0] == 0
    assert "Zusammenhang, keine Ursache" in (page / "report.md").read_text(encoding="utf-8")


def test_the_other_edition_has_its_own_sections(finished: Path, naysay: Run, tmp_path: Path) -> None:
    out = tmp_path / "research"
    assert naysay("export", finished, "--format", "markdown", "--edition", "research", "--out", out)[0] == 0
    assert f"\n## {Words('en')('methods.heading')}\n" in (out / "report.md").read_text(encoding="utf-8")


def test_stars_are_for_journals(finished: Path, naysay: Run, tmp_path: Path) -> None:
    out = tmp_path / "starred"
    assert naysay("export", finished, "--format", "latex", "--stars", "--out", out)[0] == 0
    assert r"{*}{*}{*} p" in (out / "effects.tex").read_text(encoding="utf-8")
    code, _, err = naysay("export", finished, "--format", "pdf", "--stars", "--out", tmp_path / "x.pdf")
    assert code == 2
    assert "stars go with --format latex" in err


@pytest.mark.parametrize("file", ["results.json", "tables/daily.csv", "report.html"])
@pytest.mark.parametrize("act", ["changed", "absent"])
def test_a_damaged_run_is_refused_with_what_differs(
    file: str, act: str, done: Path, naysay: Run, tmp_path: Path
) -> None:
    if act == "absent":
        (done / file).unlink()
    else:
        (done / file).write_bytes((done / file).read_bytes() + b" ")
    code, out, err = naysay("export", done, "--format", "xlsx", "--out", tmp_path / "x.xlsx")
    assert (code, out) == (1, "")
    assert f"{file}: {act}" in err
    assert not (tmp_path / "x.xlsx").exists()


def test_a_note_in_the_folder_of_a_run_does_no_harm(done: Path, naysay: Run, tmp_path: Path) -> None:
    (done / "note.txt").write_text("mine")
    assert naysay("export", done, "--format", "html", "--out", tmp_path / "x.html")[0] == 0


@pytest.mark.parametrize("place", ["x.html", "figures/x.html", "../run/x.html"])
def test_nothing_is_written_into_the_run(place: str, done: Path, naysay: Run) -> None:
    code, _, err = naysay("export", done, "--format", "html", "--out", done / place)
    assert code == 1
    assert "a place outside of the run" in err
    assert differences(done) == []


def test_a_file_of_other_content_is_replaced_only_on_request(
    finished: Path, naysay: Run, tmp_path: Path
) -> None:
    out = tmp_path / "mine.html"
    out.write_text("mine")
    code, _, err = naysay("export", finished, "--format", "html", "--out", out)
    assert code == 1
    assert "Add --replace" in err
    assert out.read_text() == "mine"
    assert naysay("export", finished, "--format", "html", "--out", out, "--replace")[0] == 0
    assert out.read_bytes() == (finished / "report.html").read_bytes()
    assert naysay("export", finished, "--format", "html", "--out", out)[0] == 0


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(
    finished: Path, naysay: Run, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    code, _, err = naysay("export", finished, "--format", "html", "--out", tmp_path / "file" / "x.html")
    assert code == 1
    assert "--out: got" in err
    (tmp_path / "folder").mkdir()
    code, _, err = naysay("export", finished, "--format", "html", "--out", tmp_path / "folder", "--replace")
    assert code == 1
    assert "It is a folder: name a file." in err
    assert {path.name for path in tmp_path.rglob("*")} == {"file", "folder"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--format", "doc"), "'doc' is none of"),
        (("--format", "pdf", "--edition", "long"), "'long' is none of ir, research"),
        (("--format", "pdf", "--language", "fr"), "'fr' is none of"),
        ((), "--format"),
    ],
)
def test_a_wrong_name_is_told_with_those_there_are(
    options: tuple[str, ...], message: str, finished: Path, naysay: Run
) -> None:
    code, _, err = naysay("export", finished, *options)
    assert code == 2
    assert message in err


def test_what_is_no_run_is_refused(naysay: Run, tmp_path: Path) -> None:
    code, _, err = naysay("export", tmp_path, "--format", "pdf")
    assert code == 1
    assert "the folder of a complete run" in err
