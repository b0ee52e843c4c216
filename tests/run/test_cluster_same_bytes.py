"""Whole runs by the workers of a cluster, one of whom is killed half way.

Expected values: every file of the run by one process. The posts are StockNet's, repeated, where
``../shared/stocknet`` is present, and else simulated ones.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from benchmarks._repeated_tweets import STOCKNET, repeated
from benchmarks._watched_executor import Crew, Watched
from tests.own_cluster import OwnCluster, is_alive, own_cluster, until

from naysay.data import post_depends, post_stages
from naysay.data import posts as posts_module
from naysay.run import pipeline
from naysay.run.check import read_checked
from naysay.run.on_cluster import on_cluster
from naysay.run.workspace import workspace_of

POSTS = 500_000
METHODS = (
    "stationarity", "correlation", "granger", "event_study", "projections", "size", "robustness",
    "calibration", "sweep", "themes",
)  # fmt: skip
FEWER = """
[calibration]
draws = 40

[sweep]
draws = 20

[sweep.chatter]
measure = ["negative_share", "mean_score"]

[sweep.projections]
lags = [1, 2, 3, 4]
"""
"""Appended to a study: each method that hands parts to workers, as short as it can be."""
MAPPED = ("take_in", "read_words", "read_terms", "_effects", "_cell", "_content")
"""What workers do of it: posts, words and terms of themes, shuffles of robustness, the sweep, sections."""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of this process."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@contextmanager
def killed_half_way(cluster: OwnCluster, temporary: Path, parts: int) -> Iterator[list[int]]:
    """Kill a worker when the columns of half of the ``parts`` have come; the process, once that was done."""
    killed = list[int]()

    def watch() -> None:
        until(lambda: len(list(temporary.glob("naysay-*/posts/*.arrow"))) >= parts // 2, "half of the parts")
        killed.append(cluster.workers[0].signal(signal.SIGKILL))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    yield killed
    thread.join()


def run(
    study: Path, place: Path, monkeypatch: pytest.MonkeyPatch, address: str = "", parts: str = ""
) -> tuple[dict[str, bytes], Crew]:
    """All files of a run, and what its executor was handed."""
    crew, real = Crew(), pipeline.executor
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "executor", lambda *own, **options: Watched(real(*own, **options), crew))
        checked = on_cluster(read_checked(study), address, parts)
        pipeline.run_study(checked, workspace_of(study), out=place, formats=["pdf", "html"], ledger=False)
    files = {str(path.relative_to(place)): path for path in sorted(place.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items()}, crew


def assert_same_though_a_worker_is_lost(
    study: Path,
    tmp_path: Path,
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
    mapped: Sequence[str],
    parts: str,
) -> None:
    alone, serial = run(study, tmp_path / "alone", monkeypatch)
    with own_cluster(tmp_path / "cluster") as cluster:
        count = serial.readers("take_in").total()
        with killed_half_way(cluster, temporary, count) as killed:
            theirs, crew = run(study, tmp_path / "theirs", monkeypatch, cluster.address, parts)
        assert not is_alive(killed[0])
        assert cluster.came() == 3
    assert [name for name in sorted({*alone, *theirs}) if alone.get(name) != theirs.get(name)] == []
    assert {"report.pdf", "report.html", "results.json", "manifest.json"} <= set(alone)
    assert crew.readers("take_in").total() == count >= 4
    assert os.getpid() not in crew.readers("take_in")
    assert len(crew.readers("take_in")) in (2, 3), "the one that comes again may be late"
    elsewhere = {name for name, of in crew.parts.items() if of.keys() - {os.getpid()}}
    assert set(mapped) <= elsewhere, elsewhere


@pytest.mark.slow
@pytest.mark.skipif(not STOCKNET.is_dir(), reason="../shared/stocknet is absent: it is not ours to share")
def test_a_killed_worker_changes_no_byte_of_a_run_of_many_posts(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = repeated(tmp_path / "workspace", POSTS, METHODS)
    study.write_text(study.read_text() + FEWER)
    assert_same_though_a_worker_is_lost(study, tmp_path, temporary, monkeypatch, MAPPED, "")


@pytest.mark.slow
@pytest.mark.parametrize("parts", ["", "place"])
def test_a_killed_worker_changes_no_byte_of_a_small_run(
    parts: str, small: Path, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts_module, "BYTES_A_WORKER", 0)
    for module in (posts_module, post_stages, post_depends):
        monkeypatch.setattr(module, "CHUNK", 20_000)
    study = small / "analysis" / "small.toml"
    text = study.read_text().replace("seed = 3\n", f"seed = 3\nmethods = {list(METHODS)}\n")
    text = text.replace("[calibration]\ndraws = 20\n", FEWER)
    study.write_text(text.partition("[report]")[0])
    (tmp_path / "place").mkdir()
    own = str(tmp_path / parts) if parts else ""
    assert_same_though_a_worker_is_lost(study, tmp_path, temporary, monkeypatch, ("take_in",), own)
    assert list((tmp_path / "place").iterdir()) == []
