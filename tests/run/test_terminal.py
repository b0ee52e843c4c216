"""What is told. Expected values: one message a kind, in any encoding, and no traceback but on --debug."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from naysay.run import failures
from naysay.run.terminal import give, prepare
from naysay.study.errors import DataError, InputError, StudyError, printable

Run = Callable[..., tuple[int, str, str]]


def command(*words: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "naysay", *map(str, words)],
        stderr=subprocess.PIPE,
        check=False,
        **options,
    )


@pytest.mark.parametrize("words", ["list keys", "--help", "check --help", "--version"])
def test_a_full_stdout_is_told(words: str) -> None:
    with open("/dev/full", "wb") as full:
        done = command(*words.split(), stdout=full)
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1
    assert b"stdout: No space left" in done.stderr


@pytest.mark.parametrize(
    ("closed", "code", "told"), [(">&-", 1, b"stdout"), ("2>&-", 0, b""), ("<&- >&- 2>&-", 1, b"")]
)
def test_an_output_that_is_closed_is_missed_and_talk_is_not(
    closed: str, code: int, told: bytes, tmp_path: Path
) -> None:
    words = f"{sys.executable} -m naysay new {tmp_path / 'mine'} {closed}"
    done = subprocess.run(["sh", "-c", words], capture_output=True, check=False)
    assert done.returncode == code
    assert told in done.stderr
    assert done.stderr.count(b"\n") <= 1
    assert (tmp_path / "mine" / "analysis" / "first.toml").read_bytes().startswith(b"# A study")


@pytest.mark.parametrize("verb", ["list keys", "--help"])
def test_a_reader_that_has_enough_is_no_failure(verb: str) -> None:
    words = f"{sys.executable} -m naysay {verb} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", words], capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"0\n", b"")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8"])
def test_a_number_keeps_its_sign_in_every_encoding(encoding: str) -> None:
    code = "from naysay.run.terminal import *; prepare(); give('−31\u202fto 4 · ü … \u4e2d')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=True,
    )
    told = done.stdout.decode(encoding)
    assert told.startswith("−31" if encoding == "utf-8" else "-31")
    assert ("ü" in told) == (encoding != "ascii")


def test_no_control_character_reaches_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    prepare()
    give("a\x1b[31mb\r\u202ec\nd\te\u202f%")
    assert capsys.readouterr().out == "a\\x1b[31mb\\x0d\\x202ec\nd\\x09e\u202f%\n"
    assert printable("Größe 5\xa0%", spaces="\xa0") == "Größe 5\xa0%"


def test_a_mistake_of_usage_shows_no_control_character(naysay: Run) -> None:
    code, _, err = naysay("list", "\x1b[31m", "more\x1b[0m")
    assert code == 2
    assert "\x1b" not in err
    assert "Usage:" in err


def test_our_own_mistake_is_one_line_and_names_the_place_and_no_text(
    naysay: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*words: object, **options: object) -> None:
        raise KeyError("what somebody wrote in a post")

    monkeypatch.setattr("naysay.run.verbs.check.check_files", wrong)
    code, out, err = naysay("check", small / "analysis" / "small.toml")
    assert (code, out) == (1, "")
    assert err.startswith("naysay failed: KeyError in run/verbs/check.py, line ")
    assert "report it" in err
    assert "somebody" not in err
    assert err.count("\n") == 1
    code, _, err = naysay("--debug", "check", small / "analysis" / "small.toml")
    assert code == 1
    assert "Traceback" in err
    assert naysay("check", small / "analysis" / "small.toml", "--debug")[0] == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            OSError(28, "No space left on device", "/tables/daily.csv"),
            ["No space left", "daily.csv", "TMPDIR"],
        ),
        (OSError(5, "Input/output error", b"posts.csv"), ["Input/output error", "posts.csv"]),
        (OSError("a message with the text of a post"), ["the system refused"]),
        (MemoryError("a text"), ["memory", "--workers"]),
    ],
)
def test_what_the_system_refuses_is_one_line(
    error: Exception, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert failures.tell_failure(error) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert all(word in err for word in words)
    assert "text" not in err


def test_a_full_disk_leaves_nothing(
    naysay: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *words: object, **options: object) -> int:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_text", full)
    code, out, err = naysay("run", small / "analysis" / "small.toml", "--out", tmp_path / "run")
    assert (code, out) == (1, "")
    assert "No space left" in err
    assert "Traceback" not in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["workspace"]


def test_warnings_are_one_line_without_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        prepare()
        warnings.warn("prices are odd", UserWarning, stacklevel=1)
    assert capsys.readouterr().err == "warning: prices are odd\n"


@pytest.mark.parametrize(
    "error",
    [
        InputError("f", got="x", allowed="y", mend="z"),
        DataError("f", got=3, allowed="y", mend="z"),
        StudyError("s.toml", [InputError("f", got="x", allowed="y", mend="z").fault]),
    ],
)
def test_an_error_of_a_worker_arrives_whole(error: Exception) -> None:
    import pickle

    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))
