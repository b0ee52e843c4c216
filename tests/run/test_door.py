"""The door for Python: ``import naysay``.

Expected values: the bytes that the command writes (numbers, documents, manifest); for tables that are made
again from files, the run's own; for a user's script, what mypy says of it; the rest by hand.
"""

from __future__ import annotations

import ast
import datetime as dt
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.run.changes import change

import naysay as door
from naysay.run.check import read_checked
from naysay.run.parts import FOLDERS
from naysay.run.stored_tables import Tables
from naysay.run.tables import write_tables
from naysay.study.parts import names as parts_of

Command = Callable[..., tuple[int, str, str]]
HOSTILE = "<script>alert(1)</script>"


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def study_file(workspace: Path) -> Path:
    return workspace / "analysis" / "small.toml"


@pytest.fixture(scope="module")
def run(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> door.Run:
    """The small study, run once for all tests that only look at it."""
    workspace = Path(shutil.copytree(small_files, tmp_path_factory.mktemp("looked-at") / "workspace"))
    return door.run_study(door.read_study(study_file(workspace)))


@pytest.fixture
def quick(small: Path) -> door.PlacedStudy:
    """A study of one method, whose run takes a second."""
    return door.read_study(study_file(small)).with_(study={"methods": ["correlation"]})


def test_a_run_leaves_what_the_command_leaves_byte_for_byte(
    small: Path, tmp_path: Path, naysay: Command
) -> None:
    with (small / "data" / "posts.csv").open("a") as posts:
        posts.write("a row that cannot be read\n")
    formats = list(parts_of(FOLDERS["exports"]))
    words = ("run", study_file(small), "--out", tmp_path / "command", "--formats", ",".join(formats))
    assert naysay(*words)[0] == 0
    run = door.run_study(door.read_study(study_file(small)))
    place = run.save(tmp_path / "door", formats=formats)
    expected = contents(tmp_path / "command")
    assert place == tmp_path / "door"
    assert contents(place) == expected
    assert len(json.loads(expected["quarantine.jsonl"])) > 1
    for name in formats:
        files = run.export(name)
        assert files
        assert files == {file: expected[file] for file in files}
    assert run.report() == expected["report.pdf"]
    drawn = {file: content for file, content in expected.items() if file.endswith(".svg")}
    assert drawn
    assert drawn == {file: run.plot(Path(file).stem).svg.encode() for file in drawn}


def test_a_run_is_saved_where_the_command_leaves_it(
    small: Path, naysay: Command, quick: door.PlacedStudy
) -> None:
    study = change(small, "seed = 3\n", 'seed = 3\nmethods = ["correlation"]\n')
    run = door.run_study(quick)
    place = run.save()
    assert place == small / "reports" / "small" / run.id
    saved = contents(place)
    assert naysay("run", study)[0] == 0
    assert contents(place) == saved
    assert [path.name for path in (small / "reports" / "small").iterdir()] == [run.id]


def test_nothing_but_the_ledger_is_written_before_a_run_is_saved(
    small: Path, quick: door.PlacedStudy, capfd: pytest.CaptureFixture[str]
) -> None:
    before = contents(small)
    run = door.run_study(quick)
    run.report("html")
    repr(run), run._repr_html_(), run.plot(run.figures[0])
    after = contents(small)
    assert {name for name in after if not name.startswith(".naysay/")} == set(before)
    assert {name: after[name] for name in before} == before
    assert capfd.readouterr() == ("", "")


def test_workers_change_no_byte(quick: door.PlacedStudy, tmp_path: Path) -> None:
    one, two = (door.run_study(quick, workers=workers).save(tmp_path / str(workers)) for workers in (1, 2))
    assert contents(one) == contents(two)


def test_a_changed_run_is_that_of_the_changed_study(small: Path, quick: door.PlacedStudy) -> None:
    run = door.run_study(quick)
    changed = run.with_(
        chatter={"measure": "mean_score", "min_posts": np.int64(2)}, market={"benchmark": None}
    )
    text = study_file(small).read_text()
    text = text.replace("seed = 3\n", 'seed = 3\nmethods = ["correlation"]\n')
    text += '[chatter]\nmeasure = "mean_score"\nmin_posts = 2\n'
    benchmark = next(line for line in text.splitlines() if line.startswith("benchmark"))
    study_file(small).write_text(text.replace(benchmark, ""))
    assert changed.study.spec == read_checked(study_file(small))
    assert changed.id != run.id
    assert run.study.spec.chatter.measure == "negative_share"
    assert not changed.tables["daily"]["negativity"].equals(run.tables["daily"]["negativity"])


def test_a_key_that_is_taken_back_has_its_default(quick: door.PlacedStudy) -> None:
    assert quick.with_(chatter={"history": 60}).with_(chatter={"history": None}).spec == quick.spec
    assert quick.with_(chatter={"history": 60}).with_(chatter=None).spec == quick.spec  # type: ignore[arg-type]


def test_all_faults_of_a_change_are_told_as_those_of_a_file(quick: door.PlacedStudy) -> None:
    with pytest.raises(door.StudyError) as error:
        quick.with_(chatter={"measure": "mod", "cutof": 3}, granger={"lags": 0})
    assert {fault.field for fault in error.value.faults} == {
        "chatter.measure",
        "chatter.cutof",
        "granger.lags",
    }
    assert all(fault.mend for fault in error.value.faults)
    with pytest.raises(door.StudyError, match="graner"):
        quick.with_(graner={"lags": 3})
    with pytest.raises(door.StudyError, match="chatter"):
        quick.with_(chatter="mood")  # type: ignore[arg-type]


def test_a_study_of_a_script_is_that_of_a_file(small: Path) -> None:
    written = door.read_study(study_file(small))
    companies = [
        {"ticker": "SIM1", "name": "Simulated One", "currency": "EUR", "shares_outstanding": 1_000_000},
        {"ticker": "SIM2", "name": "Simulated Two"},
    ]
    content = {
        "study": {
            "name": "small",
            "title": "A small question",
            "start": dt.date(2024, 1, 2),
            "end": dt.date(2024, 9, 30),
            "seed": np.int64(3),
        },
        "company": companies,
        "market": {"calendar": "XETR", "benchmark": written.spec.market.benchmark},
        "posts": {"format": "table", "path": Path("data/posts.csv"), "company": "column"},
        "prices": {"path": "data/prices"},
        "calibration": {"draws": 20},
        "report": {"sections": ("cover", "methods"), "formats": ["html"]},
    }
    study = door.study_from(content, workspace=small)
    assert study.spec == written.spec
    assert study.workspace().posts(study.spec) == written.workspace().posts(written.spec)
    companies[0]["ticker"] = "CHANGED"
    assert study.with_(chatter={"history": 60}).spec.tickers == ("SIM1", "SIM2")
    with pytest.raises(door.InputError, match="workspace"):
        door.study_from(content, workspace=small / "nowhere")


def test_data_may_lie_elsewhere(small: Path, tmp_path: Path, quick: door.PlacedStudy) -> None:
    expected = door.run_study(quick).tables["daily"]
    (small / "data").rename(tmp_path / "elsewhere")
    with pytest.raises(door.DataError):
        door.run_study(quick)
    run = door.run_study(quick, data=tmp_path / "elsewhere")
    pd.testing.assert_frame_equal(run.tables["daily"], expected)
    pd.testing.assert_frame_equal(run.with_(chatter={"history": 120}).tables["daily"], expected)
    with pytest.raises(door.DataError):
        door.run_study(quick, data=tmp_path / "nowhere")


def test_a_run_that_is_refused_tells_how_to_see_its_rows(small: Path, quick: door.PlacedStudy) -> None:
    posts = small / "data" / "posts.csv"
    rows = posts.read_text().splitlines()
    posts.write_text("\n".join([*rows, *["nonsense"] * len(rows)]))
    with pytest.raises(door.DataError) as error:
        door.run_study(quick)
    assert any("naysay run" in note for note in error.value.__notes__)
    assert not (small / "reports").exists()


def test_warnings_are_sentences_and_are_not_shown(
    small: Path, quick: door.PlacedStudy, capfd: pytest.CaptureFixture[str]
) -> None:
    assert door.run_study(quick).warnings == ()
    prices = small / "data" / "prices" / "SIM2.csv"
    frame = pd.read_csv(prices)
    frame.drop(columns="Adj Close").to_csv(prices, index=False)
    run = door.run_study(quick)
    assert any("SIM2" in sentence for sentence in run.warnings)
    assert [notice.code for notice in run.results.warnings] == ["no_adj_close"]
    assert capfd.readouterr() == ("", "")
    door.run_study(quick, progress=True)
    assert "SIM2" in capfd.readouterr().err


def test_a_table_that_is_changed_changes_nothing_of_the_run(quick: door.PlacedStudy, tmp_path: Path) -> None:
    run = door.run_study(quick)
    before = contents(run.save(tmp_path / "before"))
    for name in run.tables:
        run.tables[name].insert(0, "more", 1)
    frame = run.tables["daily"]
    frame.loc[:, "ret"] = 0.0
    returns = run.panel["ret"]
    returns.iloc[:] = 0.0
    assert contents(run.save(tmp_path / "after")) == before


def test_a_finished_run_is_read_as_it_was(run: door.Run, tmp_path: Path) -> None:
    place = run.save(tmp_path / run.id, formats=["html"])
    again = door.read_run(place)
    assert (again.id, again.findings, again.warnings) == (run.id, run.findings, run.warnings)
    assert set(again.tables) == set(run.tables)
    for name, table in run.tables.items():
        read = again.tables[name]
        assert list(read.columns) == list(table.columns), name
        for column in table.columns if len(table) else ():
            old, new = table[column], read[column]
            if old.dtype.kind == "f":
                np.testing.assert_array_equal(
                    new.to_numpy(dtype=float), old.to_numpy(), err_msg=f"{name} {column}"
                )
            elif old.dtype.kind == "M":
                assert new.astype(old.dtype).equals(old) or old.isna().all(), (name, column)
            else:
                shown = [["" if pd.isna(cell) else cell for cell in of] for of in (old, new)]
                assert shown[0] == shown[1], (name, column)
    assert again.report("html") == run.report("html")
    assert again.export("xlsx") == run.export("xlsx")


def test_a_run_that_was_changed_is_not_read(run: door.Run, tmp_path: Path) -> None:
    place = run.save(tmp_path / "run", formats=["markdown"])
    with (place / "tables" / "daily.csv").open("a") as stream:
        stream.write("more\n")
    with pytest.raises(door.DataError, match=r"tables/daily\.csv"):
        door.read_run(place)
    with pytest.raises(door.DataError):
        door.read_run(tmp_path)


def test_texts_come_back_from_files_as_they_were(tmp_path: Path) -> None:
    """A ticker of digits and a forum called like a formula or a number are text; 0.1 + 0.2 has all digits."""
    table = pd.DataFrame(
        {
            "company": ["005930", "^GDAXI", "SIM1"],
            "forum": ["=SUM(A1)", "'=x", "2024"],
            "n": [1, 2, 3],
            "value": [0.1 + 0.2, np.nan, -1e-300],
            "session": pd.to_datetime(["2024-01-02", None, "2024-01-04"]),
            "primary": [True, False, True],
        }
    )
    write_tables(tmp_path / "tables", {"odd": table})
    read = Tables.of_run(tmp_path)["odd"]
    pd.testing.assert_frame_equal(read, table, check_dtype=False, check_exact=True)


@pytest.mark.parametrize("name", parts_of(FOLDERS["exports"]))
def test_each_export_is_a_report_or_tells_where_it_is(run: door.Run, name: str) -> None:
    files = run.export(name)
    if len(files) == 1 and name not in ("markdown", "latex", "png"):
        assert run.report(name) == next(iter(files.values()))
    else:
        with pytest.raises(door.InputError, match=rf'run\.export\("{name}"\)'):
            run.report(name)


def test_a_report_in_another_edition_and_language(run: door.Run) -> None:
    assert b'lang="de"' in run.report("html", language="de")
    assert b'lang="en"' in run.report("html", edition="research")
    assert run.report("html", edition="research") != run.report("html")
    with pytest.raises(door.InputError, match="docx"):
        run.report("docx")


def test_a_figure_is_named_or_refused(run: door.Run) -> None:
    figure = run.plot("days_after")
    assert figure._repr_svg_().rstrip().endswith("</svg>")
    assert figure._repr_html_().count("<svg") == 1
    with pytest.raises(door.InputError, match="days_after"):
        run.plot("nothing")


def test_a_notebook_shows_the_answer_and_no_markup_of_the_study(quick: door.PlacedStudy) -> None:
    study = quick.with_(
        study={"title": f"{HOSTILE} & more?"},
        company=[{"ticker": "SIM1", "name": HOSTILE}, {"ticker": "SIM2", "name": "Two"}],
    )
    html = door.run_study(study)._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more?" in html


def test_a_notebook_shows_the_key_numbers_and_the_doubts(run: door.Run) -> None:
    html = run._repr_html_()
    assert run.findings.evidence.doubts
    assert html.count("<tr>") == 4
    assert html.count("<li>") >= len(run.findings.evidence.doubts)
    assert html.count("<div>") == html.count("</div>")


def test_short_texts_name_run_and_study(run: door.Run) -> None:
    assert repr(run.study) == "<study small: 2 companies, 2024-01-02 to 2024-09-30>"
    assert repr(run).startswith(f"<run {run.id} of small: 2 companies, ")
    assert "daily, returns" in repr(run.tables)
    assert all(
        len(repr(one).splitlines()) == 1 for one in (run, run.study, run.tables, run.plot("days_after"))
    )


def test_importing_naysay_loads_nothing_else() -> None:
    """The command has its signals in hand before anything that takes time is loaded."""
    program = "import sys; old = {*sys.modules}; import naysay; dir(naysay); print({*sys.modules} - old)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ast.literal_eval(done.stdout)}
    assert loaded - {"importlib", "warnings", "__future__"} == {"naysay"}
    assert "naysay." not in done.stdout


def test_every_public_name_is_there_and_no_other() -> None:
    listed = {name: getattr(door, name) for name in door.__all__}
    assert set(listed) <= set(dir(door))
    assert all(listed[name].__module__ == place for name, place in door._PLACES.items())
    source = ast.parse(Path(door.__file__).read_text(encoding="utf-8"))
    imported = (node.names for node in ast.walk(source) if isinstance(node, ast.ImportFrom))
    typed = {alias.asname for names in imported for alias in names if alias.asname}
    assert typed == set(listed) - {"__version__"}
    with pytest.raises(AttributeError, match="read_studdy"):
        door.read_studdy  # type: ignore[attr-defined]  # noqa: B018


def test_a_sweep_is_the_run_of_a_study_with_the_lists(small: Path, naysay: Command, tmp_path: Path) -> None:
    study = door.read_study(study_file(small)).with_(study={"methods": ["projections"]})
    run = door.sweep(study, {"chatter.min_posts": [1, 2], "projections.lags": [np.int64(2)]}, draws=99)
    cells = run.tables["sweep"]
    assert cells["base"].tolist() == [True, False, False]  # 5 lags, as the study has them, are no cell
    alone = door.run_study(study.with_(chatter={"min_posts": 2}, projections={"lags": 2})).tables["effects"]
    pooled = alone[(alone["company"] == "POOLED") & alone["primary"].eq(True)].iloc[0]
    cell = cells[cells["chatter.min_posts"].eq("2") & cells["projections.lags"].eq("2")].iloc[0]
    assert cell["bp_per_sd"] == pooled["bp_per_sd"]
    assert set(run.tables["sweep_tests"]["draws"]) == {99}
    with study_file(small).open("a") as file:
        file.write(
            "\n[sweep]\ndraws = 99\n[sweep.chatter]\nmin_posts = [1, 2]\n[sweep.projections]\nlags = [2]\n"
        )
    assert naysay("run", study_file(small), "--out", tmp_path / "command")[0] == 0
    by_command = door.read_run(tmp_path / "command").tables["sweep"]
    pd.testing.assert_frame_equal(by_command, cells, check_dtype=False, check_exact=True)


@pytest.mark.parametrize(
    ("over", "fault"),
    [
        ({"measure": ["mood"]}, "over"),
        ({"chatter.measur": ["mood"]}, "sweep.chatter"),
        ({"chatter.measure": ["moood"]}, "sweep.chatter.measure[0]"),
        ({"granger.lags": [1]}, "sweep.granger"),
    ],
)
def test_a_sweep_over_what_is_no_key_is_refused(
    quick: door.PlacedStudy, over: dict[str, list[object]], fault: str
) -> None:
    with pytest.raises(door.NaysayError, match=re.escape(fault)):
        door.sweep(quick, over)
