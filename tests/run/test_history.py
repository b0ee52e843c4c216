"""What a run says of those before it on the same data, and what stays equal when it is made again.

Expected values: by hand, from the order in which each test runs versions of one small study.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from naysay.data.simulation import BENCHMARK
from naysay.reports.history import History
from naysay.reports.results import Results
from naysay.run.check import read_checked
from naysay.run.data_marks import KEPT, DataMarks
from naysay.run.history import keep_in_ledger
from naysay.run.ledger import LedgerAnswer, LedgerEntry, read_ledger
from naysay.run.observed import Observed
from naysay.run.pipeline import run_study
from naysay.run.progress import Progress
from naysay.run.settings import settings_of
from naysay.run.supplements import Supplements
from naysay.run.versions import data_of_entry, lines_before, on_shared_data, versions_of
from naysay.run.workspace import workspace_of

Command = Callable[..., tuple[int, str, str]]
NOTHING_READ = cast("Observed", SimpleNamespace(files=(), prices={}, supplements=Supplements()))
NOW = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)


def version(workspace: Path, name: str, more: str = "", **changes: str) -> Path:
    """A version of the small study that is quick to run, in a file of its own."""
    text = (workspace / "analysis" / "small.toml").read_text()
    text = text.replace("seed = 3", 'seed = 3\nmethods = ["projections"]')
    text = text.replace('name = "small"', f'name = "{name}"')
    text = text.replace('sections = ["cover", "methods"]', 'sections = ["reliability", "history"]')
    for old, new in changes.items():
        assert f"{old} = " in text
        text = "\n".join(new if line.startswith(f"{old} = ") else line for line in text.split("\n"))
    path = workspace / "analysis" / f"{name}.toml"
    path.write_text(text + more)
    return path


def run(path: Path, **options: object) -> tuple[Path, Results]:
    return run_study(read_checked(path), workspace_of(path), now=NOW, **options)  # type: ignore[arg-type]


def history(results: Results) -> History:
    assert results.history is not None
    return results.history


def bytes_of(run: Path) -> dict[str, bytes]:
    files = sorted(path for path in run.rglob("*") if path.is_file())
    return {path.relative_to(run).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def three(
    small_files: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Path], list[Results]]:
    """A workspace with three versions that were run one after another, the last into a folder elsewhere."""
    folder = tmp_path_factory.mktemp("history")
    workspace = Path(shutil.copytree(small_files, folder / "workspace"))
    first = run(version(workspace, "first"))
    second = run(version(workspace, "second", "\n[chatter]\nmin_posts = 2\n"))
    third = run(version(workspace, "third", benchmark=""), out=folder / "elsewhere")
    runs = [first, second, third]
    return workspace, [place for place, _ in runs], [results for _, results in runs]


def test_versions_are_counted_in_the_order_of_their_runs(
    three: tuple[Path, list[Path], list[Results]],
) -> None:
    _, places, results = three
    first, second, third = map(history, results)
    assert [one.others for one in (first, second, third)] == [0, 1, 2]
    assert [one.run for one in third.versions] == [places[1].name, places[0].name]
    assert [one.day for one in third.versions] == ["2026-11-30", "2026-11-30"]
    assert second.versions[0].differs == (("chatter.min_posts", ""),)
    assert second.versions[0].bp_per_sd == results[0].findings.lead.bp_per_sd
    assert sum(n for _, n in third.verdicts) == 2


def test_a_version_with_another_benchmark_is_on_data_that_share(
    three: tuple[Path, list[Path], list[Results]],
) -> None:
    _, _, results = three
    assert (history(results[1]).same_data, history(results[2]).same_data) == (True, False)
    keys = dict(history(results[2]).versions[1].differs)
    assert keys["market.benchmark"] == BENCHMARK
    assert keys["projections.returns"] == ""


def test_the_entries_hold_no_text_and_no_path(three: tuple[Path, list[Path], list[Results]]) -> None:
    workspace, _, results = three
    text = (workspace / ".naysay" / "ledger.jsonl").read_text()
    for word in ("Simulated", "question", str(workspace), "posts.csv", "data/"):
        assert word not in text
    entries = [json.loads(line) for line in text.splitlines()]
    assert [one["study"] for one in entries] == ["first", "second", "third"]
    assert entries[2]["run"] == "elsewhere"
    assert entries[0]["answer"]["bp_per_sd"] == results[0].findings.lead.bp_per_sd
    assert entries[0]["time"] == "2026-11-30T12:00:00Z"


def test_a_run_that_is_made_again_keeps_its_place_and_its_bytes(
    three: tuple[Path, list[Path], list[Results]], tmp_path: Path
) -> None:
    workspace, places, _ = three
    again, results = run(workspace / "analysis" / "second.toml", out=tmp_path / "again")
    assert bytes_of(again) == bytes_of(places[1])
    assert history(results).others == 1
    ledger = read_ledger(workspace / ".naysay")
    assert len(ledger.entries) >= 4
    assert ledger.fault is None


def test_another_title_language_or_name_is_no_other_version(
    three: tuple[Path, list[Path], list[Results]],
) -> None:
    workspace, _, _ = three
    path = version(workspace, "renamed", "\n[chatter]\nmin_posts = 2\n", title='title = "Other words"')
    _, results = run(path)
    assert history(results).others == 1
    assert [one.run for one in history(results).versions] == [history(results).versions[0].run]


def test_results_of_a_history_are_read_back(three: tuple[Path, list[Path], list[Results]]) -> None:
    _, places, results = three
    stored = Results.from_json((places[2] / "results.json").read_bytes())
    assert stored.history == results[2].history
    content = json.loads((places[2] / "results.json").read_bytes())
    del content["history"]
    assert Results.from_json(json.dumps(content)).history is None


def test_the_report_and_the_command_say_which_version_it_is(
    three: tuple[Path, list[Path], list[Results]], naysay: Command
) -> None:
    workspace, places, _ = three
    page = (places[2] / "report.html").read_text()
    assert "This is version 3 of the study" in page
    code, out, err = naysay("ledger", workspace / "analysis" / "third.toml")
    assert (code, err) == (0, "")
    assert "3 versions" in out
    assert "differs in chatter.min_posts: 2" in out
    assert max(map(len, out.splitlines()[1:])) <= 80
    assert naysay("ledger", workspace)[1].count("differs in") == 2


def test_a_ledger_that_cannot_be_written_stops_no_run(small: Path, naysay: Command) -> None:
    (small / ".naysay").write_text("mine")
    path = version(small, "first")
    code, out, err = naysay("run", path, "--workers", 1)
    assert code == 0
    assert "the run could not be written into" in err
    assert "this run is not in it" in out
    assert (small / ".naysay").read_text() == "mine"


def test_an_edited_ledger_is_told_of_and_stops_no_run(small: Path, naysay: Command) -> None:
    run(version(small, "first"))
    ledger = small / ".naysay" / "ledger.jsonl"
    ledger.write_text(ledger.read_text().replace('"pvalue":0', '"pvalue":1'))
    code, out, err = naysay("run", version(small, "second", "\n[chatter]\nmin_posts = 2\n"), "--workers", 1)
    assert code == 0
    assert "is not whole (changed, line 1)" in err
    assert "was changed by hand (line 1)" in out
    assert "not whole: line 1 is not as it was written" in naysay("ledger", small)[1]


def test_a_run_is_verified_without_its_ledger_and_leaves_no_line(
    three: tuple[Path, list[Path], list[Results]], naysay: Command, tmp_path: Path
) -> None:
    workspace, places, _ = three
    bare = shutil.copytree(workspace, tmp_path / "bare", ignore=shutil.ignore_patterns(".naysay"))
    study = bare / "analysis" / "second.toml"
    code, out, err = naysay("verify", places[1], study, "--recompute", "--workers", 1)
    assert (code, "identical" in out) == (0, True), out + err
    assert not (bare / ".naysay" / "ledger.jsonl").exists()


def test_posts_that_are_gone_when_a_run_ends_stop_it_no_longer(
    small: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = version(small, "first")
    place, results = run(path, ledger=False)
    study, workspace = read_checked(path), workspace_of(path)
    (small / "data" / "posts.csv").unlink()
    keep_in_ledger(study, workspace, NOTHING_READ, results, run=place.name, now=NOW, progress=Progress())
    assert "the run could not be written into" in capfd.readouterr().err
    assert not (small / ".naysay").exists()


def test_a_run_that_asks_for_no_ledger_neither_reads_nor_writes_it(small: Path) -> None:
    _, results = run(version(small, "first"), ledger=False)
    assert results.history is None
    assert not (small / ".naysay").exists()


# Versions and data, without a run.


def entry(data: DataMarks, **settings: str) -> LedgerEntry:
    answer = LedgerAnswer(
        verdict="no_evidence", grade="none", bp_per_sd=None, low=None, high=None, pvalue=None, events=0
    )
    return LedgerEntry(
        before=None,
        time="",
        run="run",
        study="small",
        study_sha256="1" * 64,
        settings=settings,
        data_sha256=data.sha256,
        posts=tuple(data.posts),
        companies=tuple(data.companies),
        seed=1,
        naysay="0.1.0",
        seen=0,
        answer=answer,
    )


def marks(posts: dict[str, str], companies: str = "A", prices: str = "p") -> DataMarks:
    places = map(Path, posts)
    return DataMarks.of(places=places, posts=posts.values(), prices=[prices], companies=companies.split())


def test_data_are_known_by_bytes_by_place_and_by_company() -> None:
    data = marks({"/d/a.csv": "s1", "/d/b.csv": "s2"}, "A B")
    grown = marks({"/d/a.csv": "s3"}, "A")
    moved = marks({"/e/x.csv": "s2"}, "B", prices="q")
    other_company = marks({"/d/a.csv": "s1"}, "C")
    other_posts = marks({"/e/y.csv": "s9"}, "A")
    entries = [entry(one) for one in (grown, moved, other_company, other_posts)]
    assert on_shared_data(entries, data) == entries[:2]
    renamed = marks({"/z/1": "s1", "/z/2": "s2"}, "A B")
    assert (renamed.sha256 == data.sha256, grown.sha256 == data.sha256) == (True, False)
    assert data_of_entry(entry(data)) == data


def test_some_files_of_very_many_are_known_again() -> None:
    files = {f"/d/{n}": f"sha{n}" for n in range(5_000)}
    part = {f"/e/{name}": sha for name, sha in list(files.items())[1_000:3_000]}
    every, some = marks(files), marks(part)
    assert len(every.posts) <= 2 * KEPT
    assert on_shared_data([entry(some)], every)
    assert on_shared_data([entry(every)], some)


def test_a_later_end_on_more_data_is_the_same_version_and_on_the_same_data_another() -> None:
    may, june = marks({"/d/a": "s1"}), marks({"/d/a": "s2"})
    monthly = [entry(may, **{"study.end": "2024-05-31"}), entry(june, **{"study.end": "2024-06-28"})]
    assert len(versions_of(monthly)) == 1
    chosen = [entry(june, **{"study.end": "2024-05-31"}), entry(june, **{"study.end": "2024-06-28"})]
    assert len(versions_of(chosen)) == 2
    assert len(versions_of([entry(may), entry(june, **{"chatter.cutoff": "5"}), entry(june)])) == 2


def test_a_run_sees_the_lines_that_were_there_when_it_was_first_run() -> None:
    data = marks({"/d/a": "s1"})
    first, second, at_once = (entry(data, **{"chatter.cutoff": str(n)}) for n in range(3))
    lines = [
        first,
        second.model_copy(update={"seen": 1}),
        at_once.model_copy(update={"seen": 1}),  # it began before the second was finished
        None,
        second.model_copy(update={"seen": 4}),
    ]
    seen = [lines_before(lines, one.settings, data.sha256) for one in (first, second, at_once)]
    assert seen == [0, 1, 1]
    assert lines_before(lines, {"chatter.cutoff": "9"}, data.sha256) is None
    assert lines_before(lines, first.settings, "9" * 64) is None
    lying = first.model_copy(update={"seen": 99})
    assert lines_before([None, lying], first.settings, data.sha256) == 1


def test_settings_leave_out_what_moves_no_number_and_hide_what_may_be_a_text(small: Path) -> None:
    plain = settings_of(read_checked(version(small, "a")), Supplements())
    assert plain == settings_of(read_checked(version(small, "b", title='title = "T"')), Supplements())
    assert plain["study.start"] == "2024-01-02"
    assert plain["posts.path"].startswith("#")
    assert plain["company"].startswith("#")
    assert not any(key.startswith("report") for key in plain)
    weighed = settings_of(read_checked(version(small, "c", "\n[chatter]\ncutoff = 30\n")), Supplements())
    assert {key: weighed[key] for key in weighed if key not in plain} == {"chatter.cutoff": "30"}
