"""What Dask holds of a part of the work. Expected values: the sentence itself, which no log may show."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

from naysay.run.executors._cluster_work import Job, call
from naysay.run.executors._parts_place import PartsPlace

SENTENCE = b"their balance sheet is a work of fiction "


def task() -> Any:
    place = PartsPlace(None, "", b"")
    return call(Job("key", b"", "identity", place), 3 * SENTENCE)


def test_what_is_sent_shows_no_text() -> None:
    """Dask writes what a task is called with into its logs when it fails."""
    assert b"balance" not in pickle.dumps(task())
    assert "balance" not in repr(task())


def test_a_scheduler_opens_it_without_the_program() -> None:
    """It reads what it is sent, and hands it on: only a worker calls it."""
    lines = "import pickle, sys\npickle.load(sys.stdin.buffer)\nprint('naysay' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", lines], input=pickle.dumps(task()), capture_output=True, check=True
    )
    assert done.stdout.split() == [b"False"]
