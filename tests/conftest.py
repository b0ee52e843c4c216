"""Fixtures that more than one folder of tests uses."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings
from tests.own_cluster import OwnCluster, own_cluster
from tests.toy_files import ROOT

from naysay.run import cli
from naysay.run.executors import executor
from naysay.study.executor import Executor
from naysay.study.parts import names

# Workers of pytest share the cores already; this one's libraries have read the variable and keep theirs.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Machines differ in speed and runs must not: no test fails for time, and examples are the same everywhere.
settings.register_profile(
    "naysay", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("naysay")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """The whole suite runs on all cores; tests that are named run in this process, which starts sooner."""
    return 0 if config.option.file_or_dir else None


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: nobody looks through it for garbage again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnCluster]:
    """A scheduler and two workers that tests share: who kills one starts a cluster of his own."""
    objects = tmp_path_factory.mktemp("objects")
    with own_cluster(tmp_path_factory.mktemp("dask"), environment={ROOT: str(objects)}) as cluster:
        yield cluster


@pytest.fixture(params=[*names("naysay.run.executors"), "afar"])
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Executor:
    """An executor of two workers, of each kind there is; those ``afar`` see no file of this machine."""
    if request.param not in ("cluster", "afar"):
        return executor(2, kind=request.param)
    parts = str(tmp_path_factory.mktemp("parts")) if request.param == "afar" else ""
    options = request.getfixturevalue("dask").at(parts=parts)
    return executor(2, kind="cluster", cluster=options)


@pytest.fixture
def naysay(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command line; gives its exit code, stdout and stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["naysay", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run
