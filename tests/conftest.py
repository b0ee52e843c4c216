"""Fixtures that more than one folder of tests uses."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

from naysay.run import cli

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
