"""What a careless reader of the README types: folders, options and arguments of another kind.

Expected values: by hand, from what README and docs say that each takes.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.run.changes import change

import naysay as door
from naysay.run.settings_changes import option_changes
from naysay.run.workspace import containing_workspace
from naysay.study.errors import InputError, StudyError

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def run_of(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a run of one quick method."""
    root = Path(shutil.copytree(small_files, tmp_path_factory.mktemp("wrong-words") / "workspace"))
    study = change(root, "seed = 3", 'seed = 3\nmethods = ["projections"]')
    door.run_study(door.read_study(study)).save()
    return root


@pytest.fixture
def root(run_of: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(run_of, tmp_path / "workspace"))


def only_run(root: Path) -> Path:
    (folder,) = (root / "reports" / "small").iterdir()
    return folder


@pytest.mark.parametrize("verb", ["verify", "methods", "export"])
def test_what_is_no_run_is_named_with_what_to_name_instead(run_of: Path, naysay: Command, verb: str) -> None:
    further = ("--format", "xlsx") if verb == "export" else ()
    told = {
        place: naysay(verb, place, *further)
        for place in (run_of / "analysis" / "small.toml", run_of / "reports" / "small", run_of / "nowhere")
    }
    assert {code for code, _, _ in told.values()} == {1}
    study, several, nowhere = (error for _, _, error in told.values())
    assert "a file" in study
    assert "Name the folder of a run first" in study
    assert "a folder of 1 run" in several
    assert f"the newest is {only_run(run_of)}" in several
    assert "does not exist" in nowhere


@pytest.mark.parametrize("inside", [".", "analysis", "data/prices", "reports/small", "run"])
def test_the_ledger_of_a_workspace_is_seen_from_every_folder_of_it(
    run_of: Path, naysay: Command, inside: str
) -> None:
    folder = only_run(run_of) if inside == "run" else run_of / inside
    code, out, _ = naysay("ledger", folder)
    assert (code, out.splitlines()[0]) == (0, f"{run_of / '.naysay' / 'ledger.jsonl'}: 1 run")
    assert str(run_of / ".naysay" / "stages") in naysay("cache", folder)[1]


def test_a_folder_of_no_workspace_is_one_of_its_own(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert containing_workspace(inner).root == inner
    (tmp_path / "analysis").mkdir()
    assert containing_workspace(inner).root == tmp_path


def test_a_run_that_was_changed_is_never_compared_in_silence(root: Path, naysay: Command) -> None:
    whole, changed = only_run(root), root / "copy"
    shutil.copytree(whole, changed)
    assert "files that are not" not in naysay("compare", whole, changed)[1]
    (changed / "report.html").unlink()
    effects = changed / "tables" / "effects.csv"
    effects.write_text(effects.read_text().replace("0.1", "0.2"))
    said = ["second run: report.html: absent", "second run: tables/effects.csv: changed"]
    out = naysay("compare", whole, changed)[1].splitlines()
    assert out[:3] == ["files that are not as the runs left them", *(f"  {line}" for line in said)]
    assert json.loads(naysay("compare", whole, changed, "--format", "json")[1])["damage"] == said
    assert f"- {said[1]}" in naysay("compare", whole, changed, "--format", "markdown")[1]
    code, out_of_methods, error = naysay("methods", changed)
    assert (code, out_of_methods) == (1, "")
    assert "tables/effects.csv: changed" in error


def test_a_damaged_run_with_a_file_of_others_is_refused_before_anything_is_done(
    root: Path, naysay: Command
) -> None:
    run = only_run(root)
    (run / "report.html").write_text("by hand")
    (run / "notes.txt").write_text("mine")
    code, _, error = naysay("run", root / "analysis" / "small.toml")
    assert code == 1
    assert "notes.txt" in error
    assert "computed again" not in error
    assert [path.name for path in run.parent.iterdir()] == [run.name]


def test_a_company_that_one_study_has_alone_is_there_or_not() -> None:
    one, two = {"ticker": "A", "name": "One"}, {"ticker": "B", "name": "Two"}
    changes = option_changes({"company": [one, two], "x": None}, {"company": [one], "x": 3})
    assert [str(each) for each in changes] == [
        'company.(order): "A, B" and "A"',
        "company.B: there and none",
        "x: none and 3",
    ]


@pytest.mark.parametrize(
    "sections",
    [
        {"chatter": {"cutoff": True}},
        {"granger": {"lags": True}},
        {"granger": {"lags": [True, 2]}},
        {"event_study": {"windows": [[True, 5]]}},
        {"study": {"seed": False}},
        {"sweep": {"chatter": {"cutoff": [True, 60]}}},
    ],
)
def test_true_is_no_number(run_of: Path, sections: dict[str, Any]) -> None:
    study = door.read_study(run_of / "analysis" / "small.toml")
    with pytest.raises(StudyError, match="Write a number, which true and false are not"):
        study.with_(**sections)


@pytest.mark.parametrize(
    ("swept", "mend"),
    [
        ({"chater": {"cutoff": [0, 60]}}, r"Did you mean \[sweep.chatter\]\?"),
        ({"scorer": ["vader"]}, "Write the key below its section"),
        ({"granger": {"lags": [1, 2]}}, r"no key of \[granger\] can move it"),
    ],
)
def test_a_sweep_of_what_cannot_be_varied_says_what_to_write(
    run_of: Path, swept: dict[str, Any], mend: str
) -> None:
    with pytest.raises(StudyError, match=mend):
        door.read_study(run_of / "analysis" / "small.toml").with_(sweep=swept)


def test_check_tries_the_scorers_of_a_sweep(root: Path, naysay: Command) -> None:
    study = root / "analysis" / "small.toml"
    study.write_text(f'{study.read_text()}\n[sweep.sentiment]\nscorer = ["finance", "transformer"]\n')
    code, _, error = naysay("check", study)
    assert code == 1
    assert "sentiment.options.model" in error


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"workers": "two"}, "workers"),
        ({"workers": 0}, "workers"),
        ({"workers": True}, "workers"),
        ({"day": "2024-01-31"}, "day"),
        ({"day": dt.datetime(2024, 1, 31, tzinfo=dt.UTC)}, "day"),
        ({"now": dt.datetime(2024, 1, 31)}, "now"),  # noqa: DTZ001  a moment without its zone is the case
    ],
)
def test_arguments_of_another_kind_are_refused(run_of: Path, arguments: dict[str, Any], field: str) -> None:
    study = door.read_study(run_of / "analysis" / "small.toml")
    with pytest.raises(InputError) as caught:
        door.run_study(study, **arguments)
    assert caught.value.fault.field == field


def test_a_path_is_no_study(run_of: Path) -> None:
    path: Any = str(run_of / "analysis" / "small.toml")
    with pytest.raises(InputError, match=r"naysay\.read_study"):
        door.run_study(path)
    with pytest.raises(InputError, match=r"naysay\.read_study"):
        door.study_from(path, workspace=run_of)
    with pytest.raises(InputError, match=r"naysay\.read_study"):
        door.sweep(path, {"chatter.cutoff": [0, 60]})
    no_mapping: Any = ["chatter.cutoff"]
    with pytest.raises(InputError, match="lists by key"):
        door.sweep(door.read_study(path), no_mapping)


def test_names_that_a_run_does_not_have_are_refused_with_those_it_has(run_of: Path) -> None:
    run, wrong = door.read_run(only_run(run_of)), "fr"
    language: Any = wrong
    with pytest.raises(InputError, match="en or de"):
        run.report("html", language=language)
    with pytest.raises(InputError, match="ir or research"):
        run.report("html", edition=language)
    with pytest.raises(KeyError, match="did you mean effects"):
        run.tables["effect"]
    assert run.tables.get("effect") is None
    assert isinstance(run.tables.get("effects"), pd.DataFrame)


def test_a_panel_shows_its_size_alone(run_of: Path) -> None:
    panel = door.run_study(door.read_study(run_of / "analysis" / "small.toml")).panel
    companies, sessions = panel["ret"].shape[1], panel["ret"].shape[0]
    assert (
        repr(panel) == f"<panel: {companies} companies, {sessions} sessions, {panel.frame.shape[1]} columns>"
    )
