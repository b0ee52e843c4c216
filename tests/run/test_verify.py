"""What `naysay verify` and `naysay compare` name after one change of an input.

Expected values: the place of the change, which each test makes itself, and properties of equal runs.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.run.changes import change

from naysay.data.marks import BLOCK
from naysay.run import settings_changes
from naysay.run.check import read_checked
from naysay.run.manifest import read_manifest
from naysay.run.pipeline import run_study
from naysay.run.workspace import workspace_of

Run = Callable[..., tuple[int, str, str]]
METHODS = 'seed = 3\nmethods = ["stationarity", "granger", "correlation"]'
LEXICON = "good\t1.5\nbad\t-1.5\njoke\t-2.5\n"


@pytest.fixture(scope="module")
def original(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a run in reports/run, and a user's list of words."""
    root = Path(shutil.copytree(small_files, tmp_path_factory.mktemp("verify") / "workspace"))
    (root / "data" / "words.tsv").write_text(LEXICON)
    change(root, "seed = 3", METHODS)
    change(root, "[calibration]", '[sentiment]\noptions = { lexicon = "data/words.tsv" }\n\n[calibration]')
    return root


@pytest.fixture(scope="module")
def run_of(original: Path) -> Path:
    study = original / "analysis" / "small.toml"
    run_study(read_checked(study), workspace_of(study), out=original / "reports" / "run")
    return original


@pytest.fixture
def root(run_of: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(run_of, tmp_path / "workspace"))


def flat(out: str) -> str:
    """A text without its line breaks."""
    return " ".join(out.split())


def wide(out: str) -> list[str]:
    return [line for line in out.splitlines() if len(line) > 80]


def verified(naysay: Run, root: Path, *more: str) -> tuple[int, str]:
    code, out, err = naysay("verify", root / "reports" / "run", root / "analysis" / "small.toml", *more)
    assert "Traceback" not in err
    assert not wide(out)
    return code, flat(out)


def compared(naysay: Run, root: Path) -> tuple[str, dict[str, Any]]:
    """The run of before with one of the data as they are now, as text and as JSON."""
    study = root / "analysis" / "small.toml"
    runs = (root / "reports" / "run", root / "reports" / "again")
    assert naysay("run", study, "--out", runs[1])[0] == 0
    code, out, err = naysay("compare", *runs)
    assert (code, err, wide(out)) == (0, "", [])
    return flat(out), json.loads(naysay("compare", *runs, "--format", "json")[1])


def move_price(root: Path, session: str, *, by: float) -> None:
    path = root / "data" / "prices" / "SIM1.csv"
    frame = pd.read_csv(path, dtype=str)
    row = frame.index[frame["Date"] == session][0]
    for column in ("Close", "Adj Close"):
        frame.loc[row, column] = f"{float(frame.loc[row, column]) * (1 + by):.6f}"
    frame.to_csv(path, index=False)


def test_a_price_changed_in_the_sixth_digit(naysay: Run, root: Path) -> None:
    move_price(root, "2024-03-05", by=1e-5)
    code, out = verified(naysay, root, "--recompute")
    assert code == 1
    named = "prices SIM1.csv: changed; company SIM1, session 2024-03-05, columns close, adj_close; of"
    assert named in out
    assert "all options are as recorded" in out
    assert "all versions are as recorded" in out
    assert "daily, company SIM1, session 2024-03-05: ret" in out
    assert out.index("likely cause") < out.rindex(named)
    text, told = compared(naysay, root)
    assert named in text
    assert text.index("inputs") < text.index("options") < text.index("versions") < text.index("numbers")
    assert text.index("numbers") < text.index("verdict")
    moves = {(move["table"], move["key"].get("session"), move["column"]) for move in told["largest"]}
    assert ("daily", "2024-03-05", "ret") in moves
    assert told["moved"] >= len(told["largest"]) > 0


def test_the_valence_of_a_users_word(naysay: Run, root: Path) -> None:
    words = root / "data" / "words.tsv"
    words.write_text(LEXICON.replace("joke\t-2.5", "joke\t2.5"))
    code, out = verified(naysay, root, "--recompute")
    named = "lexicon words.tsv: changed; word joke has another entry; of 3 entries 1 changed"
    assert code == 1
    assert named in out
    assert "daily, company SIM" in out
    assert re.search(r"recomputed: [1-9][0-9,]* moved", out)
    text, told = compared(naysay, root)
    assert named in text, "joke is a word of VADER's list, so that its mark is known"
    assert any(move["table"] == "daily" for move in told["largest"])
    assert told["inputs"][0]["name"] == "words.tsv"


def test_a_users_own_word_is_named_with_its_file_and_by_its_place_without(naysay: Run, root: Path) -> None:
    words = root / "data" / "words.tsv"
    words.write_text(LEXICON + "zorkmid\t1\n")
    assert (
        naysay("run", root / "analysis" / "small.toml", "--out", root / "reports" / "run", "--replace")[0]
        == 0
    )
    words.write_text(LEXICON + "zorkmid\t2\n")
    assert "word zorkmid has another entry" in verified(naysay, root)[1]
    assert "the word of entry 4 has another entry" in compared(naysay, root)[0]


def test_a_row_of_posts(naysay: Run, root: Path) -> None:
    path = root / "data" / "posts.csv"
    posts = pd.read_csv(path, dtype=str)
    bad = posts.index[(posts["company"] == "SIM2") & (posts.index > BLOCK)][0]
    posts.loc[bad, "text"] = "bad " * 5
    posts.to_csv(path, index=False)
    start = (int(bad) + 1) // BLOCK * BLOCK + 1  # behind the head of the file
    end = min(start + BLOCK - 1, len(posts) + 1)
    named = f"posts posts.csv: changed; first in lines {start} to {end} of {len(posts) + 1:,} lines"
    code, out = verified(naysay, root, "--recompute")
    assert code == 1
    assert named in out
    assert "daily, company SIM2" in out
    text, told = compared(naysay, root)
    assert named in text
    assert {move["key"]["company"] for move in told["largest"] if move["table"] == "daily"} == {"SIM2"}


def test_the_version_of_a_package(naysay: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "reports" / "run" / "manifest.json"
    content = json.loads(path.read_text())
    here = content["versions"]["scipy"]
    content["versions"]["scipy"] = "0.1.2"
    path.write_text(json.dumps(content))
    code, out = verified(naysay, root)
    assert code == 1
    assert f"scipy: 0.1.2 and {here}" in out
    code, out = verified(naysay, root, "--recompute")
    assert (code, "identical: " in out) == (0, True), (
        "another version whose numbers are the same is no failure"
    )
    text, told = compared(naysay, root)
    assert f"scipy: 0.1.2 and {here}" in text
    assert told["versions"] == [{"name": "scipy", "before": "0.1.2", "after": here}]
    assert told["moved"] == 0


def test_a_version_that_moves_numbers_is_the_likely_cause(naysay: Run, root: Path) -> None:
    path, table = (
        root / "reports" / "run" / "manifest.json",
        root / "reports" / "run" / "tables" / "granger.csv",
    )
    frame = pd.read_csv(table, dtype=str, keep_default_na=False)
    row = frame.index[frame["pvalue"] != ""][0]
    frame.loc[row, "pvalue"] = str(float(frame.loc[row, "pvalue"]) * 1.5)
    frame.to_csv(table, index=False)
    content = json.loads(path.read_text())
    content["versions"]["statsmodels"] = "0.1.2"
    content["outputs"]["tables/granger.csv"] = read_hash(table)
    path.write_text(json.dumps(content))
    code, out = verified(naysay, root, "--recompute")
    assert code == 1
    assert "recomputed: 1 moved; 1 of" in out
    assert f"granger, company {frame.loc[row, 'company']}" in out
    assert "(33.3 %)" in out
    assert out.index("likely cause") < out.rindex("statsmodels: 0.1.2 and")


def read_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_untouched_run_is_identical(naysay: Run, root: Path) -> None:
    files = len(read_manifest(root / "reports" / "run").outputs)
    code, out = verified(naysay, root, "--recompute", "--workers", "1")
    assert code == 0
    assert out.endswith(f"identical: {files} files, byte for byte")


def test_rounding_is_no_failure_and_names_the_kernels(
    naysay: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = root / "reports" / "run"
    table = run / "tables" / "correlation.csv"
    frame = pd.read_csv(table, dtype=str, keep_default_na=False)
    row = frame.index[frame["r"] != ""][0]
    frame.loc[row, "r"] = repr(float(frame.loc[row, "r"]) * (1 + 1e-12))
    frame.to_csv(table, index=False)
    content = json.loads((run / "manifest.json").read_text())
    content["outputs"]["tables/correlation.csv"] = read_hash(table)
    (run / "manifest.json").write_text(json.dumps(content))
    monkeypatch.setattr(settings_changes, "kernel", lambda: "x86_64 Abacus")
    code, out = verified(naysay, root, "--recompute")
    assert code == 0
    assert "recomputed: none moved" in out
    assert "1 numbers differ by rounding alone" in out
    assert f"rounding: kernel: {content['kernel']} and x86_64 Abacus" in out
    assert "likely cause" not in out


def test_files_that_came_went_or_were_renamed(naysay: Run, root: Path) -> None:
    prices = root / "data" / "prices"
    (prices / "SIM2.csv").unlink()
    change(root, 'ticker = "SIM2"', 'ticker = "SIM3"')
    shutil.copy(prices / "SIM1.csv", prices / "SIM3.csv")
    (root / "data" / "words.tsv").rename(root / "data" / "mine.tsv")
    change(root, "data/words.tsv", "data/mine.tsv")
    code, out = verified(naysay, root)
    assert code == 1
    for told in (
        "prices SIM2.csv: absent",
        "prices SIM3.csv: added",
        "lexicon mine.tsv: renamed; it was words.tsv, with the same bytes",
        'sentiment.options.lexicon: "data/words.tsv" and "data/mine.tsv"',
        "company.SIM2:",
        "company.SIM3:",
    ):
        assert told in out


def test_bytes_that_read_alike_are_said_to(naysay: Run, root: Path) -> None:
    path = root / "data" / "prices" / "SIM1.csv"
    path.write_text(path.read_text() + "\n")
    assert "prices SIM1.csv: changed; company SIM1, every price reads alike" in verified(naysay, root)[1]


def test_sessions_that_came_or_went_are_counted(naysay: Run, root: Path) -> None:
    path = root / "data" / "prices" / "SIM1.csv"
    lines = path.read_text().splitlines()
    gone = lines.pop(100).split(",")[0]
    path.write_text("\n".join(lines) + "\n")
    count = len(lines)
    told = f"company SIM1, session {gone} is absent; of {count} sessions 1 absent"
    assert told in verified(naysay, root)[1]


def test_the_manifest_of_a_version_before_is_read_and_names_files_alone(naysay: Run, root: Path) -> None:
    path = root / "reports" / "run" / "manifest.json"
    content = json.loads(path.read_text())
    content["format"] = 1
    for key in ("id", "formats", "kernel"):
        del content[key]
    content["inputs"] = [one for one in content["inputs"] if one["kind"] != "words"]
    for one in content["inputs"]:
        one.pop("marks", None)
    path.write_text(json.dumps(content))
    move_price(root, "2024-03-05", by=1e-5)
    code, out = verified(naysay, root)
    assert code == 1
    assert "prices SIM1.csv: changed all options" in out
    assert "no marks: no row is named" in out


def test_recompute_needs_a_study(naysay: Run, root: Path) -> None:
    for option in (("--recompute",), ("--data", str(root / "data"))):
        code, _, err = naysay("verify", root / "reports" / "run", *option)
        assert (code, err.split(":")[0]) == (1, "STUDY")


def hostile(content: dict[str, Any], how: str) -> None:
    marks = next(one for one in content["inputs"] if one["name"] == "SIM1.csv")["marks"]
    match how:
        case "no base64":
            marks["marks"] = "<script>"
        case "short":
            marks["marks"] = marks["marks"][:-4]
        case "huge count":
            marks["count"] = 10**15
        case "no size":
            marks["size"] = 0
        case "negative":
            marks["count"] = -1
        case "a list":
            marks["marks"] = ["AAAA"] * 1000
        case "true":
            marks["size"] = True
        case "keys":
            marks["keys"] = "AAAA"
        case "more":
            marks["more"] = 1
        case "unit":
            marks["unit"] = "planets"
        case "columns":
            marks["columns"] = {"close": 3}
        case "nested":
            marks["columns"] = {"close": {"close": {}}}


@pytest.mark.parametrize(
    "how",
    [
        "no base64",
        "short",
        "huge count",
        "no size",
        "negative",
        "a list",
        "true",
        "keys",
        "more",
        "unit",
        "columns",
        "nested",
    ],
)
def test_a_manifest_with_hostile_marks_is_one_error(naysay: Run, root: Path, how: str) -> None:
    run = root / "reports" / "run"
    other = Path(shutil.copytree(run, root / "reports" / "other"))
    content = json.loads((run / "manifest.json").read_text())
    hostile(content, how)
    next(one for one in content["inputs"] if one["name"] == "SIM1.csv")["sha256"] = "0" * 64
    (run / "manifest.json").write_text(json.dumps(content))
    for command in (("verify", run, root / "analysis" / "small.toml"), ("compare", run, other)):
        code, _, err = naysay(*command)
        assert code == 1
        assert "Traceback" not in err
        assert err.startswith("run: got")
        assert len(err) < 1_000


def test_a_comparison_has_long_names_in_80_columns_and_as_markdown(naysay: Run, root: Path) -> None:
    run, other = root / "reports" / "run", Path(shutil.copytree(root / "reports" / "run", root / "other"))
    content = json.loads((other / "manifest.json").read_text())
    name = "t" * 90
    for place, value in ((run, "1.5"), (other, "2.5")):
        path = place / "tables" / f"{name}.csv"
        path.write_text(f"company,{'c' * 90}\n{'X' * 100}|<b>,{value}\n")
        content = json.loads((place / "manifest.json").read_text())
        content["outputs"][f"tables/{name}.csv"] = read_hash(path)
        (place / "manifest.json").write_text(json.dumps(content))
    _, out, _ = naysay("compare", run, other)
    assert not wide(out)
    assert name in out.replace("\n", "").replace(" ", "")
    _, out, _ = naysay("compare", run, other, "--format", "markdown")
    (row,) = (line for line in out.splitlines() if line.startswith(f"| {'t' * 59}"))
    assert row.count(" | ") == 6
    assert "<b>" not in row
    assert naysay("compare", run, other, "--format", "yaml")[0] == 2
