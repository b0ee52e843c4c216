"""A study that is registered, and what its report says of it later.

Expected values: by hand, from what each test changes after the registration; sessions of XETR in September
2024 (21, of which the 16th and later are 11) from the exchange's calendar.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.run.test_history import version

from naysay.reports.history import Registration
from naysay.run.check import read_checked
from naysay.run.manifest import read_manifest
from naysay.run.pipeline import run_study
from naysay.run.register import NewRegistration, register
from naysay.run.register_text import register_text
from naysay.run.workspace import workspace_of
from naysay.study.errors import DataError

Command = Callable[..., tuple[int, str, str]]
SEPTEMBER = dt.datetime(2024, 9, 15, 23, 30, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)


def registered(path: Path, *, now: dt.datetime = LATER) -> NewRegistration:
    return register(read_checked(path), workspace_of(path), now=now)


def run(path: Path) -> tuple[Path, Registration]:
    place, results = run_study(read_checked(path), workspace_of(path), now=LATER)
    assert results.history is not None
    assert results.history.registration is not None
    return place, results.history.registration


def test_a_registration_holds_the_whole_study_and_what_was_there(small: Path) -> None:
    new = registered(version(small, "quick"))
    assert new.path == small / "analysis" / "quick.registered.json"
    content = json.loads(new.path.read_text())
    assert content["study"]["chatter"]["min_posts"] == 1  # a default
    assert content["time"] == "2026-11-30T12:00:00Z"
    assert [file["kind"] for file in content["files"]] == ["posts", "prices", "prices", "prices"]
    assert (content["last_session"], content["runs"]) == ("2024-09-30", 0)
    assert [path.name for path in new.path.parent.iterdir() if path.name.startswith(".")] == []


def test_the_words_say_what_is_frozen_and_what_nobody_can_vouch_for(small: Path, naysay: Command) -> None:
    code, out, err = naysay("register", version(small, "quick"))
    assert (code, err) == (0, "")
    assert "Files that are there already: 1 of posts, 3 of prices, with prices up to 2024-09-30" in flat(out)
    assert "The ledger of this workspace has no run of it" in flat(out)
    assert "cannot vouch for what was looked at in another workspace" in flat(out)
    assert max(map(len, out.splitlines()[1:-1])) <= 80


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_study_without_data_can_be_registered(small: Path) -> None:
    path = version(small, "quick")
    (small / "data" / "posts.csv").unlink()
    for prices in (small / "data" / "prices").iterdir():
        prices.unlink()
    new = registered(path)
    assert (new.registered.files, new.registered.last_session) == ((), "")
    assert "Neither posts nor prices are there yet" in flat(register_text(new))


def test_a_registration_is_never_written_over(small: Path, naysay: Command) -> None:
    path = version(small, "quick")
    new = registered(path)
    before = new.path.read_bytes()
    code, _, err = naysay("register", path)
    assert code == 1
    assert "a study that is not registered yet" in err
    assert new.path.read_bytes() == before
    other = new.path.with_name("first.registered.json")
    other.write_text("mine")
    with pytest.raises(DataError, match="no JSON"):
        registered(version(small, "first"))
    assert other.read_text() == "mine"


def test_an_unchanged_study_is_the_registered_one_also_with_another_title(small: Path) -> None:
    registered(version(small, "quick"), now=SEPTEMBER)
    place, registration = run(version(small, "quick", title='title = "Other words"'))
    assert (registration.differs, registration.runs) == ((), 0)
    assert (registration.day, registration.sessions, registration.later) == ("2024-09-15", 192, 11)
    assert read_manifest(place).hashes("registration") == {"quick.registered.json": registration.sha256}
    page = (place / "report.html").read_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "The study was registered on 15 September 2024, before any run of it" in page
    assert "It has not changed since." in page


def test_a_changed_study_is_not_the_registered_one_and_its_runs_count(small: Path) -> None:
    run_study(read_checked(version(small, "quick")), workspace_of(version(small, "quick")), now=LATER)
    registered(version(small, "quick"))
    path = version(small, "quick", "\n[chatter]\nmin_posts = 2\n", end="end = 2024-08-30")
    place, registration = run(path)
    assert registration.differs == ("chatter.min_posts", "study.end")
    assert (registration.runs, registration.later) == (1, 0)
    page = (place / "report.html").read_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "after 1 run of it or on these data" in page
    assert "This is not the registered study: chatter.min_posts, study.end changed since." in page


def test_a_registered_study_has_a_folder_of_its_own(small: Path) -> None:
    path = version(small, "quick")
    before, _ = run_study(read_checked(path), workspace_of(path), now=LATER)
    registered(path)
    after, _ = run(path)
    assert before != after
    assert run(path)[0] == after


def test_latest_is_kept_by_the_last_session_and_by_no_earlier_one(small: Path) -> None:
    latest = version(small, "quick", end='end = "latest"')
    registered(latest)
    assert run(latest)[1].differs == ()
    earlier, last = (f'end = {day}\nlooks = "monthly"' for day in ("2024-08-30", "2024-09-30"))
    assert run(version(small, "quick", end=earlier))[1].differs == ("study.end",)
    assert run(version(small, "quick", end=last))[1].differs == ()  # the last session that there is
    assert run(version(small, "quick"))[1].differs == ("study.looks",)  # a date alone is no series


def test_another_word_list_is_another_study(small: Path) -> None:
    words = small / "data" / "events.csv"
    words.write_text("company,date\nSIM1,2024-05-06\n")
    more = '\n[event_study]\nevents_file = "data/events.csv"\n'
    path = version(small, "quick", more)
    registered(path)
    words.write_text("company,date\nSIM1,2024-05-07\n")
    assert run(path)[1].differs == ("file.events",)


HOSTILE = {
    "nothing": b"",
    "no JSON": b"{",
    "no text": b"\xff",
    "deep": b"[" * 100_000,
    "a list": b"[]",
    "no keys": b"{}",
}


@pytest.mark.parametrize("content", HOSTILE)
def test_what_is_no_registration_is_refused(small: Path, naysay: Command, content: str) -> None:
    path = version(small, "quick")
    (small / "analysis" / "quick.registered.json").write_bytes(HOSTILE[content])
    code, _, err = naysay("run", path, "--workers", 1)
    assert code == 1
    assert err.startswith("registration: got ")
    assert "what `naysay register` wrote" in err


@pytest.mark.parametrize(("old", "new"), [('"runs": 0', '"runs": 1'), ("2026-11-30T", "2020-01-01T")])
def test_an_edited_registration_is_refused(small: Path, old: str, new: str) -> None:
    path = version(small, "quick")
    file = registered(path).path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(DataError, match="changed since it was written"):
        run(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes of that kind there")
def test_a_pipe_or_a_dangling_link_is_refused(small: Path) -> None:
    path = version(small, "quick")
    file = small / "analysis" / "quick.registered.json"
    os.mkfifo(file)
    with pytest.raises(DataError, match="a pipe or a device"):
        registered(path)
    file.unlink()
    file.symlink_to(small / "nowhere.json")
    with pytest.raises(DataError, match=r"quick\.registered\.json"):
        registered(path)
    assert not (small / "nowhere.json").exists()
