"""The command with a cluster. Expected values: the bytes of the run by one process, messages by hand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.own_cluster import OwnCluster, children, is_alive, until

from naysay.data import post_depends, post_stages
from naysay.data import posts as posts_module

FEW = """
from naysay.data import post_depends, post_stages, posts
from naysay.run.executors import _parts_place
posts.CHUNK = post_stages.CHUNK = post_depends.CHUNK = 2_000
posts.BYTES_A_WORKER = 0
_parts_place.SMALL = 100
from naysay.__main__ import main
main()
"""
"""The command, but that few posts are enough for workers, and that even small parts lie at the place."""
PATIENCE = 120.0
"""Seconds, so many that a hang fails a test and a slow machine does not."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
Command = Callable[..., tuple[int, str, str]]


def files_of(run: Path) -> dict[str, bytes]:
    return {str(path.relative_to(run)): path.read_bytes() for path in run.rglob("*") if path.is_file()}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few posts are enough for workers."""
    monkeypatch.setattr(posts_module, "BYTES_A_WORKER", 0)
    for module in (posts_module, post_stages, post_depends):
        monkeypatch.setattr(module, "CHUNK", 20_000)


@pytest.mark.usefixtures("few")
def test_a_run_by_a_cluster_is_the_run_by_one_process(
    small: Path, dask: OwnCluster, tmp_path: Path, naysay: Command
) -> None:
    """Named by options, or in the study: no file tells who worked, nor where."""
    study, place = small / "analysis" / "small.toml", tmp_path / "place"
    place.mkdir()
    alone = naysay("run", study, "--out", tmp_path / "alone", "--workers", 1, "--no-cache")
    options = ("--cluster", dask.address, "--parts", place)
    theirs = naysay("run", study, "--out", tmp_path / "theirs", *options, "--no-cache")
    study.write_text(f'{study.read_text()}\n[cluster]\naddress = "{dask.address}"\npatience = 300\n')
    written = naysay("run", study, "--out", tmp_path / "written")
    assert (alone[0], theirs[0], written[0]) == (0, 0, 0), (alone, theirs, written)
    runs = [files_of(tmp_path / name) for name in ("alone", "theirs", "written")]
    assert runs[0] == runs[1] == runs[2]
    assert not any(
        secret.encode() in content for content in runs[0].values() for secret in (dask.address, str(place))
    )
    assert list(place.iterdir()) == []


@contextmanager
def started(small: Path, folder: Path, *options: object) -> Iterator[subprocess.Popen[str]]:
    """A run that is ended with the test; its temporary folder is ``folder``/tmp."""
    (folder / "tmp").mkdir()
    arguments = [small / "analysis" / "small.toml", "--out", folder / "run", "--formats", "html", *options]
    run = subprocess.Popen(
        [sys.executable, "-c", FEW, "run", *map(str, arguments)],
        env=os.environ | {"TMPDIR": str(folder / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield run
    finally:
        with_it = {run.pid, *children(run.pid)}
        for process in with_it:
            if is_alive(process):
                os.kill(process, signal.SIGKILL)
        run.communicate()


def sealed_in(place: Path) -> list[Path]:
    return [path for path in place.rglob("*.sealed") if path.stat().st_size > 100]


def is_reading(run: subprocess.Popen[str], folder: Path) -> bool:
    """Whether the run got to its posts."""
    return run.poll() is not None or bool(list((folder / "tmp").glob("naysay-*/posts/*")))


@pytest.mark.slow
@pytest.mark.parametrize("where", ["address", "local"])
def test_ctrl_c_ends_the_run_and_leaves_nothing(
    where: str, small: Path, dask: OwnCluster, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    address = dask.address if where == "address" else "local"
    with started(small, tmp_path, "--cluster", address, "--parts", place, "--workers", 2) as run:
        until(lambda: is_reading(run, tmp_path), "reading")
        workers = children(run.pid)
        begins = time.monotonic()
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=PATIENCE)
        assert (run.returncode, out) == (130, "")
        assert err == "stopped by Ctrl-C; nothing was left half written\n"
        assert time.monotonic() - begins < 30
    assert bool(workers) == (where == "local")
    until(lambda: not any(map(is_alive, workers)), "the end of the workers")
    assert list(place.iterdir()) == []
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.slow
def test_a_killed_run_leaves_nothing_to_read_and_no_worker(small: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    with started(small, tmp_path, "--cluster", "local", "--parts", place, "--workers", 2) as run:
        until(lambda: is_reading(run, tmp_path), "reading")
        workers = children(run.pid)
        run.kill()
        run.communicate(timeout=PATIENCE)
    until(lambda: not any(map(is_alive, workers)), "the end of the workers")
    texts = [
        line.split(b",")[-1][:40] for line in (small / "data" / "posts.csv").read_bytes().splitlines()[1:50]
    ]
    left = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and small not in path.parents]
    assert sealed_in(place)
    assert not any(text in content for content in left for text in texts if len(text) > 10)


@pytest.mark.slow
def test_a_refused_run_leaves_no_worker_and_nothing_at_the_place(small: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (small / "data" / "posts.csv").write_text("id,posted_at,company,text\n" + "x\n" * 20_000)
    with started(small, tmp_path, "--cluster", "local", "--parts", place, "--workers", 2) as run:
        workers = set[int]()
        while run.poll() is None:
            workers.update(children(run.pid))
            time.sleep(0.05)
        out, err = run.communicate(timeout=PATIENCE)
        assert (run.returncode, out) == (1, "")
        assert err.startswith("posts."), err
        assert "Traceback" not in err
    assert workers
    until(lambda: not any(map(is_alive, workers)), "the end of the workers")
    assert list(place.iterdir()) == []
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("options", "field", "parts"),
    [
        (("--cluster", "tcp://10.0.0.1:8786"), "--cluster", ("not encrypted", "tls://10.0.0.1:8786")),
        (("--cluster", "tcp://naysay.example:8786"), "--cluster", ("not encrypted",)),
        (("--cluster", "10.0.0.1:8786"), "--cluster", ("tls://HOST:PORT",)),
        (("--cluster", "tls://127.0.0.1:1"), "--cluster", ("no certificates", "tls.ca-file")),
        (("--parts", "s3://bucket/x"), "--parts", ("no cluster", "Write --cluster ADDRESS")),
        (("--cluster", "local", "--parts", "ftp://me:open-sesame@host/x"), "--parts", ("driver",)),
        (("--cluster", "tcp://localhost:1"), "--cluster", ("nobody answers", "dask scheduler")),
    ],
)
def test_an_address_that_cannot_be_used_is_one_error(
    small: Path, tmp_path: Path, naysay: Command, options: tuple[str, ...], field: str, parts: tuple[str, ...]
) -> None:
    begins = time.monotonic()
    code, out, err = naysay(
        "run", small / "analysis" / "small.toml", "--out", tmp_path / "run", "--no-cache", *options
    )
    assert (code, out) == (1, "")
    said = err.splitlines()[-1]
    assert said.startswith(f"{field}: got ")
    assert all(part in said for part in parts), said
    assert "Traceback" not in err
    assert "sesame" not in err
    assert time.monotonic() - begins < 40
    assert not (tmp_path / "run").exists()


def test_a_machine_without_the_extra_hears_how_to_get_it(
    small: Path, tmp_path: Path, naysay: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("distributed", "dask"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in [name for name in sys.modules if "executors._c" in name or "executors.cluster" in name]:
        monkeypatch.delitem(sys.modules, name)
    options = ("--out", tmp_path / "run", "--no-cache", "--cluster", "local")
    code, out, err = naysay("run", small / "analysis" / "small.toml", *options)
    assert (code, out) == (1, "")
    assert 'pip install "naysay[cluster]"' in err
    assert err.splitlines()[-1].startswith("--cluster: got ")
