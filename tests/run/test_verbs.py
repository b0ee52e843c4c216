"""The smaller verbs of the command line. Expected values: the README's table of commands."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.run.changes import change

from naysay import __version__
from naysay.run.cli import VERBS, help_text
from naysay.study.parts import names

Run = Callable[..., tuple[int, str, str]]


def test_check_tells_what_it_found(naysay: Run, small: Path) -> None:
    code, out, _ = naysay("check", small / "analysis" / "small.toml")
    assert code == 0
    assert "1 file of posts" in out
    assert "prices of 3 symbols" in out
    assert "sessions of XETR" in out


def test_check_tells_all_faults_of_the_files(naysay: Run, small: Path) -> None:
    (small / "data" / "posts.csv").unlink()
    (small / "data" / "prices" / "^SIM.csv").unlink()
    study = change(small, '"XETR"', '"NONE"')
    code, _, err = naysay("check", study)
    assert code == 1
    for field in ("3 faults", "posts.path", "market.benchmark", "market.calendar"):
        assert field in err


def test_new_makes_a_workspace_that_checks_but_for_its_posts(naysay: Run, tmp_path: Path) -> None:
    code, out, _ = naysay("new", tmp_path / "mine")
    assert code == 0
    assert {path.name for path in (tmp_path / "mine").iterdir()} == {"analysis", "data", "reports"}
    code, _, err = naysay("check", out.strip())
    assert code == 1
    assert "1 fault\n  posts.path" in err


def test_new_changes_nothing_that_exists(naysay: Run, tmp_path: Path) -> None:
    naysay("new", tmp_path)
    (tmp_path / "analysis" / "first.toml").write_text("mine")
    assert naysay("new", tmp_path)[0] == 1
    assert (tmp_path / "analysis" / "first.toml").read_text() == "mine"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("forums", "twitter"),
        ("forums", "table"),
        ("markets", "csv"),
        ("markets", "yahoo"),
        ("scorers", "vader"),
        ("methods", "granger"),
        ("sections", "cover"),
    ],
)
def test_list_shows_the_parts(naysay: Run, kind: str, name: str) -> None:
    code, out, _ = naysay("list", kind)
    assert code == 0
    assert name in out.splitlines()


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_and_version_load_no_pandas(word: str) -> None:
    """A verb is loaded when it is called; `python -m benchmarks startup` measures what that saves."""
    code = "import sys; sys.argv = ['naysay', sys.argv[1]]; from naysay.__main__ import main; main()"
    report = "print(sorted({'pandas', 'numpy'} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", f"{code}; {report}", word], capture_output=True, check=True)
    assert b"naysay" in done.stdout
    assert done.stderr == b"[]\n"


def test_help_lists_each_verb_with_the_first_line_of_its_file(naysay: Run) -> None:
    code, out, _ = naysay("--help")
    assert code == 0
    told = " ".join(out.split())
    for verb in names(VERBS):
        assert f" {verb} {help_text(verb)}" in told
        assert help_text(verb) in " ".join(naysay(verb, "--help")[1].split())


def test_version(naysay: Run) -> None:
    assert naysay("--version")[:2] == (0, f"naysay {__version__}\n")


def test_fetch_has_nothing_to_do_for_files(naysay: Run, small: Path) -> None:
    code, _, err = naysay("fetch", small / "analysis" / "small.toml")
    assert code == 1
    assert "prices.source" in err


def test_locked_keeps_off_the_network(naysay: Run, small: Path) -> None:
    study = change(small, '[prices]\npath = "data/prices"', '[prices]\nsource = "yahoo"')
    code, _, err = naysay("run", study, "--locked")
    assert code == 1
    assert "naysay fetch" in err


def test_a_folder_that_is_no_run_cannot_be_verified(naysay: Run, tmp_path: Path) -> None:
    code, _, err = naysay("verify", tmp_path)
    assert code == 1
    assert "manifest.json" in err


def test_data_may_lie_elsewhere(naysay: Run, small: Path, tmp_path: Path) -> None:
    (small / "data").rename(tmp_path / "elsewhere")
    code, out, _ = naysay("check", small / "analysis" / "small.toml", "--data", tmp_path / "elsewhere")
    assert code == 0
    assert "1 file of posts" in out
