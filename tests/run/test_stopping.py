"""Signals at a run. Expected values: the codes a shell gives, one line of talk, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from naysay.data.scratch import LOCK, TEMPORARY, scratch_folder, sweep, temporary_folder
from naysay.data.temporary_place import NAMED_BY
from naysay.run.manifest import differences
from naysay.study.errors import DataError

TWO_WORKERS = """
from naysay.data import post_depends, post_stages, posts
posts.CHUNK = post_stages.CHUNK = post_depends.CHUNK = 2_000
posts.BYTES_A_WORKER = 0
from naysay.__main__ import main
main()
"""
"""The command, but that so few posts are enough for two workers."""
PATIENCE = 600.0
"""Seconds, so many that a hang fails a test and a slow machine does not."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


def start(small: Path, out: Path, temporary: Path, *, ignore: tuple[int, ...] = ()) -> subprocess.Popen[str]:
    """Start a run with two workers."""
    temporary.mkdir(exist_ok=True)

    def prepare() -> None:
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN if number in ignore else signal.SIG_DFL)

    study, options = small / "analysis" / "small.toml", ["--workers", "2", "--formats", "html"]
    return subprocess.Popen(
        [sys.executable, "-c", TWO_WORKERS, "run", str(study), "--out", str(out), *options],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=prepare,
    )


def children(process: int) -> set[int]:
    found = Path(f"/proc/{process}/task/{process}/children")
    return {int(child) for child in found.read_text().split()} if found.exists() else set()


def is_worker(process: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def workers_of(run: subprocess.Popen[str]) -> set[int]:
    """The two workers of a run, once they are there."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and run.poll() is None:
        found = {child for child in children(run.pid) if is_worker(child)}
        if len(found) == 2:
            return found
        time.sleep(0.005)
    raise AssertionError(f"no two workers: {run.communicate()}")


def is_reading(run: subprocess.Popen[str], temporary: Path) -> bool:
    """Whether the run gets to its posts: the workers are there before."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and run.poll() is None:
        if list(temporary.glob("naysay-*/posts")):
            return True
        time.sleep(0.005)
    return False


def all_end(processes: set[int]) -> bool:
    ends = time.monotonic() + PATIENCE
    while any(is_worker(process) for process in processes):
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize(
    ("number", "code", "told"),
    [(signal.SIGTERM, 143, "SIGTERM"), (signal.SIGHUP, 129, "SIGHUP"), (signal.SIGINT, 130, "Ctrl-C")],
)
def test_a_signal_ends_run_and_workers_and_leaves_nothing(
    number: int, code: int, told: str, small: Path, tmp_path: Path
) -> None:
    run = start(small, tmp_path / "a" / "b" / "run", tmp_path / "tmp")
    workers = workers_of(run)
    assert is_reading(run, tmp_path / "tmp")
    run.send_signal(number)
    out, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == code
    assert out == ""
    assert err == f"stopped by {told}; nothing was left half written\n"
    assert all_end(workers)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tmp", "workspace"]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_signal_while_workers_start_leaves_nothing(small: Path, tmp_path: Path) -> None:
    """They start before anything is read."""
    run = start(small, tmp_path / "run", tmp_path / "tmp")
    workers = workers_of(run)
    run.terminate()
    out, err = run.communicate(timeout=PATIENCE)
    assert (run.returncode, out) == (143, "")
    assert err == "stopped by SIGTERM; nothing was left half written\n"
    assert all_end(workers)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_refused_run_is_outlived_by_no_worker(small: Path, tmp_path: Path) -> None:
    for prices in (small / "data" / "prices").iterdir():
        prices.write_text("no prices\n")
    run = start(small, tmp_path / "a" / "b" / "run", tmp_path / "tmp")
    workers = workers_of(run)
    out, err = run.communicate(timeout=PATIENCE)
    assert (run.returncode, out) == (1, "")
    assert err.startswith('prices: got "3 symbols that cannot be used"')
    assert all_end(workers)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tmp", "workspace"]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_killed_run_is_outlived_by_nothing_and_swept_by_the_next(small: Path, tmp_path: Path) -> None:
    run = start(small, tmp_path / "run", tmp_path / "tmp")
    workers = workers_of(run)
    assert is_reading(run, tmp_path / "tmp")
    run.kill()
    run.communicate(timeout=PATIENCE)
    assert all_end(workers)
    left = list((tmp_path / "tmp").glob(f"{TEMPORARY}*"))
    assert left
    again = start(small, tmp_path / "run", tmp_path / "tmp")
    ends = time.monotonic() + PATIENCE
    while any(folder.exists() for folder in left) and time.monotonic() < ends:
        time.sleep(0.02)
    assert again.poll() is None, "the parts go when the next run starts, not when it ends"
    assert not any(folder.exists() for folder in left)
    _, err = again.communicate(timeout=PATIENCE)
    assert again.returncode == 0, err
    assert differences(tmp_path / "run") == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "tmp", "workspace"]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_worker_that_the_system_ends_is_told_with_the_mend(small: Path, tmp_path: Path) -> None:
    run = start(small, tmp_path / "run", tmp_path / "tmp")
    workers = workers_of(run)
    assert is_reading(run, tmp_path / "tmp")
    os.kill(min(workers), signal.SIGKILL)
    out, err = run.communicate(timeout=PATIENCE)
    assert (run.returncode, out) == (1, "")
    assert err.startswith("--workers: got ")
    assert err.count("\n") == 1
    assert all_end(workers)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tmp", "workspace"]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_signal_that_is_ignored_stays_ignored(small: Path, tmp_path: Path) -> None:
    run = start(small, tmp_path / "run", tmp_path / "tmp", ignore=(signal.SIGHUP,))
    workers_of(run)
    run.send_signal(signal.SIGHUP)
    _, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, err


@pytest.mark.parametrize("seconds", [0.02, 0.1, 0.3, 0.6])
def test_a_signal_while_modules_are_loaded(seconds: float, small: Path, tmp_path: Path) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "naysay", "run", str(small / "analysis" / "small.toml")],
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(seconds)
    run.terminate()
    _, err = run.communicate(timeout=PATIENCE)
    assert run.returncode in (143, -signal.SIGTERM)  # the latter before the entry module's first line
    assert "Traceback" not in err


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def test_a_scratch_folder_is_its_owners_alone_and_goes(tmp_path: Path) -> None:
    with umask(0), scratch_folder(tmp_path, TEMPORARY) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "deep" / "er").mkdir(parents=True)
        (folder / "deep" / "er" / "text").write_text("x")
        assert sweep(tmp_path, TEMPORARY) == 0
        assert folder.exists()
    assert list(tmp_path.iterdir()) == []


def left_behind(parent: Path, name: str = f"{TEMPORARY}0123456789ab", *, lock: str = '{"naysay": 1}') -> Path:
    folder = parent / name
    folder.mkdir(mode=0o700)
    (folder / "text").write_text("x")
    if lock:
        (folder / LOCK).write_text(lock)
    return folder


def test_what_a_dead_process_left_is_swept(tmp_path: Path) -> None:
    left_behind(tmp_path)
    (tmp_path / f"{TEMPORARY}ba9876543210").mkdir(mode=0o700)  # its removal was cut short at the last step
    assert sweep(tmp_path, TEMPORARY) == 2
    assert list(tmp_path.iterdir()) == []


def test_what_is_anothers_is_not_swept(tmp_path: Path) -> None:
    left_behind(tmp_path, "naysay-thesis")
    left_behind(tmp_path, f"{TEMPORARY}000000000000", lock="")
    left_behind(tmp_path, f"{TEMPORARY}000000000001", lock="{}")
    left_behind(tmp_path, f"{TEMPORARY}000000000002", lock="no JSON")
    left_behind(tmp_path, "elsewhere")
    (tmp_path / f"{TEMPORARY}000000000004").symlink_to(tmp_path / "elsewhere")
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    assert sweep(tmp_path, TEMPORARY) == 0
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


def test_where_nothing_can_be_locked_it_works_and_sweeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(lock: int, how: int) -> None:
        raise OSError(37, "No locks available")

    left_behind(tmp_path)
    monkeypatch.setattr("fcntl.flock", refused)
    with scratch_folder(tmp_path, TEMPORARY) as folder:
        assert folder.exists()
        assert sweep(tmp_path, TEMPORARY) == 0
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_closed_to_its_own_user_goes_as_well(tmp_path: Path) -> None:
    with scratch_folder(tmp_path, TEMPORARY) as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "text").write_text("x")
        (folder / "deep").chmod(0o500)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_removed_keeps_its_lock_for_the_next_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.rmtree", lambda path, onerror: None)
    with scratch_folder(tmp_path, TEMPORARY) as folder:
        (folder / "deep").mkdir()
    assert (folder / LOCK).exists()
    monkeypatch.undo()
    assert sweep(tmp_path, TEMPORARY) == 1
    assert list(tmp_path.iterdir()) == []


def test_texts_are_never_written_to_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_variables(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    with pytest.raises(DataError, match="TMPDIR"), temporary_folder():
        raise AssertionError("a folder was made")


def without_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMED_BY:
        monkeypatch.delenv(name, raising=False)


def test_who_stands_in_the_temporary_folder_itself_may_work_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_variables(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr("naysay.data.temporary_place.USUAL", (str(tmp_path),))
    with temporary_folder() as folder:
        assert folder.parent == tmp_path


@pytest.mark.parametrize("name", NAMED_BY)
def test_the_folder_that_somebody_names_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    without_variables(monkeypatch)
    monkeypatch.chdir(tmp_path)
    for named in (str(tmp_path), "."):
        monkeypatch.setenv(name, named)
        with temporary_folder() as folder:
            assert folder.parent == tmp_path


@pytest.mark.parametrize(
    ("place", "why"),
    [("none", "No such file"), ("file", "Not a directory"), ("x" * 300, "File name too long")],
)
def test_a_temporary_folder_that_cannot_be_used_is_refused_and_no_other_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, why: str
) -> None:
    """Before, the posts' columns went to /tmp without a word."""
    without_variables(monkeypatch)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TMPDIR", str(tmp_path / place))
    monkeypatch.setenv("TEMP", str(tmp_path))
    with pytest.raises(DataError, match=f"^TMPDIR: got .*{why}"), temporary_folder():
        raise AssertionError("a folder was made")


def test_a_link_in_a_left_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis").write_text("precious")
    folder = left_behind(tmp_path)
    (folder / "link").symlink_to(tmp_path / "mine")
    assert sweep(tmp_path, TEMPORARY) == 1
    assert (tmp_path / "mine" / "thesis").read_text() == "precious"
