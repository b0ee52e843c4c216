"""What a run says of an earlier one. Expected values: the posts and sessions that each test adds, by hand."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from naysay.reports.results import Results
from naysay.reports.since import Since
from naysay.run.check import read_checked
from naysay.run.earlier import SINCE, EarlierRun, run_before
from naysay.run.manifest import hashes, read_manifest, write_manifest
from naysay.run.pipeline import run_study
from naysay.run.prepared import prepare
from naysay.run.progress import Progress
from naysay.run.workspace import workspace_of

Run = Callable[..., tuple[int, str, str]]
METHODS = 'seed = 3\nmethods = ["event_study", "projections"]'
FIRST, LAST = "2024-08-14", "2024-09-30"
QUIET = Progress(quiet=True)


def study_until(workspace: Path, end: str, *, since: bool = False, name: str = "small") -> Path:
    """The small study with few methods until ``end``."""
    text = (workspace / "analysis" / "small.toml").read_text()
    text = text.replace("end = 2024-09-30", f"end = {end}").replace("seed = 3", METHODS)
    text = text.replace('name = "small"', f'name = "{name}"')
    path = workspace / "analysis" / f"until-{end}{'-since' if since else ''}-{name}.toml"
    path.write_text(text + ('since = "previous"\n' if since else ""))
    return path


def run(path: Path, *, since: Path | None = None, **options: object) -> tuple[Path, Results]:
    return run_study(read_checked(path), workspace_of(path), since=since, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def august(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a run that ends in the middle of August."""
    workspace = Path(shutil.copytree(small_files, tmp_path_factory.mktemp("since") / "workspace"))
    run(study_until(workspace, FIRST))
    return workspace


@pytest.fixture
def again(august: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(august, tmp_path / "workspace"))


def only_run(workspace: Path) -> Path:
    (folder,) = (workspace / "reports" / "small").iterdir()
    return folder


def since_of(results: Results) -> Since:
    assert results.since is not None
    return results.since


def posts_file(workspace: Path) -> tuple[Path, pd.DataFrame]:
    path = workspace / "data" / "posts.csv"
    return path, pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def compared(august: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Results]:
    """The study until the end of September, compared with the run of August, which is the previous one."""
    workspace = Path(shutil.copytree(august, tmp_path_factory.mktemp("compared") / "workspace"))
    return run(study_until(workspace, LAST, since=True))


def test_what_is_new_is_counted(compared: tuple[Path, Results]) -> None:
    place, results = compared
    since = since_of(results)
    daily = pd.read_csv(place / "tables" / "daily.csv")
    new = daily[daily["session"] > FIRST]
    assert (since.as_of, since.last_session) == (FIRST, FIRST)
    assert since.sessions == new["session"].nunique() == 33
    assert since.posts == new["n_posts"].sum() > 0
    events = pd.read_csv(place / "tables" / "events.csv")
    assert since.storms == (events["session"] > FIRST).sum()


def test_older_data_that_stay_are_unchanged(compared: tuple[Path, Results]) -> None:
    since = since_of(compared[1])
    assert (since.changed, since.prices_changed, since.settings) == ((), (), ())


def test_the_earlier_answer_is_kept(compared: tuple[Path, Results], august: Path) -> None:
    since = since_of(compared[1])
    then = Results.from_json((only_run(august) / "results.json").read_bytes())
    assert since.verdict == then.findings.verdict
    assert since.estimate.value == then.findings.lead.bp_per_sd
    assert since.study_sha256 == then.stamp["study_sha256"]


def test_a_storm_that_was_open_is_told_once_it_is_over(compared: tuple[Path, Results], august: Path) -> None:
    then = pd.read_csv(only_run(august) / "tables" / "events.csv")
    now = pd.read_csv(compared[0] / "tables" / "events.csv").set_index("event_id")
    was_open = then.loc[then["sessions_after"] < 5, "event_id"]
    expected = [name for name in was_open if name in now.index and now["car_(1,5)"].notna()[name]]
    assert [f"{one.company}-{one.session}" for one in since_of(compared[1]).closed] == expected


def test_the_earlier_run_is_an_input_of_the_manifest(compared: tuple[Path, Results], august: Path) -> None:
    earlier = only_run(august)
    sha256 = read_manifest(earlier).outputs["results.json"]
    assert read_manifest(compared[0]).hashes(SINCE) == {earlier.name: sha256}


def test_the_record_is_read_back_as_it_was(compared: tuple[Path, Results]) -> None:
    place, results = compared
    assert Results.from_json((place / "results.json").read_bytes()).since == results.since


def test_the_same_run_again_has_the_same_bytes(again: Path) -> None:
    path = study_until(again, LAST, since=True)
    first, _ = run(path)
    before = hashes(first)
    second, _ = run(path)
    assert (second, hashes(second)) == (first, before)


def test_the_previous_run_and_the_named_one_give_the_same_record(
    again: Path, compared: tuple[Path, Results]
) -> None:
    _, results = run(study_until(again, LAST), since=only_run(again))
    assert results.since == compared[1].since


def test_posts_that_were_added_or_taken_away_are_told_by_month(again: Path) -> None:
    path, posts = posts_file(again)
    column = next(name for name in posts if posts[name].str.startswith("2024-03-1").any())
    early = posts[column].str.startswith("2024-03-1") & posts["company"].eq("SIM1")
    gone = posts.index[early][:3]
    posts.drop(index=gone).to_csv(path, index=False)
    _, results = run(study_until(again, LAST, since=True))
    since = since_of(results)
    assert [month.month for month in since.changed] == ["2024-03"]
    assert since.changed[0].posts_now - since.changed[0].posts_before == -3
    assert since.prices_changed == ()


def test_posts_that_only_moved_to_another_day_are_told_by_month(again: Path) -> None:
    path, posts = posts_file(again)
    column = next(name for name in posts if posts[name].str.startswith("2024-03-12").any())
    moved = posts[column].str.startswith("2024-03-12") & posts["company"].eq("SIM1")
    posts.loc[moved, column] = posts.loc[moved, column].str.replace("2024-03-12", "2024-03-14", n=1)
    posts.to_csv(path, index=False)
    _, results = run(study_until(again, LAST, since=True))
    (month,) = since_of(results).changed
    assert (month.month, month.posts_now - month.posts_before) == ("2024-03", 0)
    assert month.negative_now == month.negative_before


def test_months_that_both_runs_have_are_counted(compared: tuple[Path, Results], august: Path) -> None:
    then = pd.read_csv(only_run(august) / "tables" / "months.csv")
    assert since_of(compared[1]).compared == len(then) > 0


def test_another_price_is_told_by_month(again: Path) -> None:
    path = again / "data" / "prices" / "SIM2.csv"
    frame = pd.read_csv(path)
    day = next(name for name in frame if str(frame[name].iloc[0]).startswith("20"))
    rows = frame[day].str.startswith("2024-05-15")
    prices = [name for name in frame.columns if name not in (day, "volume", "Volume")]
    frame.loc[rows, prices] *= 1.001
    frame.to_csv(path, index=False)
    _, results = run(study_until(again, LAST, since=True))
    assert since_of(results).prices_changed == ("2024-05",)


def test_settings_that_differ_are_named(again: Path) -> None:
    path = study_until(again, LAST, since=True)
    text = path.read_text().replace('ticker = "SIM2"', 'ticker = "SIM2"\npeer = true')
    path.write_text(text.replace("[calibration]", "[chatter]\nmin_posts = 2\n[calibration]"))
    _, results = run(path)
    assert since_of(results).settings == ("chatter",)


def test_a_first_run_is_compared_with_none(small: Path) -> None:
    _, results = run(study_until(small, FIRST, since=True))
    assert results.since is None


def before(study: Path, as_of: str) -> EarlierRun | None:
    place = workspace_of(study)
    day = dt.date.fromisoformat(as_of)
    return run_before(read_checked(study), place, None, as_of=day, progress=QUIET)


def test_only_a_run_of_an_earlier_day_is_the_previous_one(again: Path) -> None:
    study = study_until(again, LAST, since=True)
    assert before(study, FIRST) is None
    assert before(study, "2024-08-15") is not None


def other_run(workspace: Path, name: str, as_of: str) -> Path:
    """A copy of the run that says it is of another day."""
    folder = Path(shutil.copytree(only_run(workspace), workspace.parent / name))
    text = (folder / "results.json").read_text().replace(f'"as_of": "{FIRST}"', f'"as_of": "{as_of}"')
    (folder / "results.json").write_text(text)
    changed = {"as_of": as_of, "outputs": hashes(folder)}
    write_manifest(folder, read_manifest(folder).model_copy(update=changed))
    return folder


def test_the_run_of_the_latest_day_and_then_the_one_written_last_is_taken(again: Path) -> None:
    study = study_until(again, LAST, since=True)
    copies = [other_run(again, name, day) for name, day in (("a", "2024-08-13"), ("b", FIRST), ("c", FIRST))]
    first = only_run(again)
    for place, folder in enumerate(copies):
        moved = Path(shutil.move(folder, first.parent / folder.name))
        os.utime(moved / "manifest.json", ns=(10**18 + place, 10**18 + place))
    os.utime(first / "manifest.json", ns=(10**18 + 9, 10**18 + 9))
    assert [getattr(before(study, LAST), "name", None)] == [first.name]
    os.utime(first / "manifest.json", ns=(10**18, 10**18))
    assert getattr(before(study, LAST), "name", None) == "c"


@pytest.mark.parametrize("harm", ["not JSON", "changed", "absent", "no months", "no manifest"])
def test_a_run_that_cannot_be_read_is_passed_over_and_refused_where_it_is_named(
    naysay: Run, again: Path, harm: str
) -> None:
    folder = only_run(again)
    results = folder / "results.json"
    match harm:
        case "not JSON":
            results.write_text("{")
        case "changed":
            results.write_text(results.read_text().replace('"verdict"', '"verdict" '))
        case "absent":
            results.unlink()
        case "no months":
            content = json.loads(results.read_text())
            del content["tables"]["months"]
            results.write_text(json.dumps(content))
        case _:
            (folder / "manifest.json").unlink()
    study = study_until(again, LAST, since=True)
    assert before(study, LAST) is None
    code, _, err = naysay("run", study, "--since", folder, "--workers", "1")
    assert code == 1
    assert err.startswith(("since: got", "--since: got"))


def test_a_folder_that_is_no_run_is_refused_by_the_option_that_named_it(
    naysay: Run, again: Path, tmp_path: Path
) -> None:
    code, _, err = naysay("run", study_until(again, LAST), "--since", tmp_path)
    assert code == 1
    assert err.startswith("--since: got")
    assert "Name the folder of a run." in err


def test_a_run_of_another_study_or_of_a_later_day_is_refused(naysay: Run, again: Path) -> None:
    folder = only_run(again)
    code, _, err = naysay("run", study_until(again, LAST, name="other"), "--since", folder)
    assert (code, err.split(":")[0]) == (1, "--since")
    assert "a run of the study small" in err
    code, _, err = naysay("run", study_until(again, "2024-07-31"), "--since", folder)
    assert (code, err.split(":")[0]) == (1, "--since")
    assert 'got "a run of 2024-08-14"; allowed: a run of 2024-07-31 or before' in err


def test_day_and_earlier_run_are_in_the_name_of_the_folder(again: Path) -> None:
    path = study_until(again, LAST, since=True)
    plain = study_until(again, LAST)
    days = [(plain, None), (plain, dt.date(2024, 10, 1)), (path, None), (plain, dt.date.fromisoformat(LAST))]
    ids = [
        prepare(
            read_checked(study),
            workspace_of(study),
            locked=True,
            today=None,
            day=day,
            since=None,
            progress=QUIET,
        ).id
        for study, day in days
    ]
    assert len(set(ids)) == 3
    assert ids[0] == ids[3], "the day of the last session is the one of a report that names none"


def test_reports_of_two_days_do_not_replace_each_other(naysay: Run, again: Path, tmp_path: Path) -> None:
    study, out = study_until(again, FIRST), tmp_path / "run"
    assert naysay("run", study, "--out", out, "--workers", "1")[0] == 0
    code, _, err = naysay("run", study, "--out", out, "--workers", "1", "--date", "2024-08-20")
    assert code == 1
    assert "--replace" in err


def test_a_peer_is_in_every_estimate_all_the_same(again: Path) -> None:
    path = study_until(again, FIRST, name="peers")
    path.write_text(path.read_text().replace('name = "Simulated Two"', 'name = "Simulated Two"\npeer = true'))
    place, results = run(path)
    assert results.focus == "SIM1"
    for name in ("effects", "event_tests", "months"):
        file = f"tables/{name}.csv"
        assert (place / file).read_bytes() == (only_run(again) / file).read_bytes()
