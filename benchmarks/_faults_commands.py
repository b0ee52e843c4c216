"""Commands and a mutant: each act returns read, refused or usage, and raises what it finds wrong."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from benchmarks._faults_bench import Bench, BrokenError, Files
from benchmarks._faults_mutations import mutated
from benchmarks._faults_process import CommandError, faulty, started
from benchmarks._faults_seeds import MARK
from naysay.run.cli import app
from naysay.study.errors import NaysayError


def check(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    return command(bench, "check", str(bench.place / "analysis" / "small.toml"))


def evaluate(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    return command(bench, "evaluate", str(bench.place / "data" / "labelled.tsv"), "--scorer", "vader")


def argv(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    before = os.getcwd()
    os.chdir(bench.place)
    try:
        return command(bench, *words)
    finally:
        os.chdir(before)


def run(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    """A whole run; then nothing it left may hold a text, and nothing may lie in the temporary folder."""
    for name in files if words else ():
        rng = random.Random(words[0])
        (bench.place / name).write_bytes(mutated(rng, bench.base[name], "lines"))
    out = bench.folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    study = bench.place / "analysis" / "small.toml"
    outcome = command(bench, "run", str(study), "--out", str(out), "--workers", "1", "--locked")
    quoted = re.search(rb"quotes\s*=\s*true", study.read_bytes())
    for path in out.rglob("*") if not quoted else ():
        if path.is_file() and MARK.encode() in path.read_bytes().lower():
            raise BrokenError(f"leaked: {path.relative_to(out)} holds a text or an author")
    left = [path.name for path in Path(os.environ["TMPDIR"]).iterdir()]
    left += [path.name for path in bench.folder.iterdir() if path.name.startswith((".out-", ".naysay-"))]
    if left:
        raise BrokenError(f"left: {re.sub('[0-9a-z_]{8}', '*', left[0])}")
    return outcome


def command(bench: Bench, *words: str) -> str:
    """Run the command line in this process, its talk held to the rules; NaysayError and usage come out."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    err.reconfigure(errors="backslashreplace")
    code: object = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = app(list(words), prog_name="naysay", standalone_mode=False)
    except NaysayError:
        raise
    except SystemExit as end:
        code = end.code
    except Exception as error:
        if type(error).__module__.partition(".")[0] in ("click", "typer"):
            return "usage"
        raise
    finally:
        said = "".join(str(stream.buffer.getvalue(), "utf-8", "replace") for stream in (out, err))
    bench.told(said, "output")
    return "read" if code in (0, None) else "refused"


def verify(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    """A run of which one file was changed: ``verify`` may not take it for whole."""
    other, name, changed = changed_run(bench, random.Random(words[0]))
    outcome = command(bench, "verify", str(other))
    if outcome == "read" and changed and name != "manifest.json":
        raise BrokenError("identity: verify takes a run for whole though a file was changed")
    return outcome


def compare(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    other, _, _ = changed_run(bench, random.Random(words[0]))
    pair = (bench.earlier, other) if len(words[0]) % 2 else (other, bench.earlier)
    return command(bench, "compare", *map(str, pair))


def changed_run(bench: Bench, rng: random.Random) -> tuple[Path, str, bool]:
    """A copy of the earlier run with one file changed, its name, and whether it really differs."""
    other = bench.folder / "other"
    if other.exists():
        shutil.rmtree(other)
    shutil.copytree(bench.earlier, other)
    tables = sorted(path.relative_to(other).as_posix() for path in other.rglob("*.csv"))
    name = rng.choice(("manifest.json", "results.json", rng.choice(tables), rng.choice(tables)))
    path, way = other / name, rng.random()
    content = path.read_bytes()
    if way < 0.03:
        path.unlink()
        path.mkdir()
        (path / "inside").write_bytes(b"x")
    elif way < 0.06:
        path.unlink()
        path.symlink_to(rng.choice(("nowhere", path.name, "/dev/zero" if name.endswith("?") else "..")))
    else:
        changed = mutated(rng, content, "json" if name.endswith(".json") else "lines")
        path.write_bytes(changed)
        return other, name, changed != content
    return other, name, True


def out(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    """A run whose --out holds something of somebody else's, which has to be there afterwards."""
    rng = random.Random(words[0])
    home = bench.folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    place, owned = (
        home / "run",
        home / "run" / rng.choice(("notes.txt", "tables/mine.csv", "a/b", "quarantine.jsonl")),
    )
    way = rng.randrange(6)
    if way < 3:
        shutil.copytree(bench.earlier, place)
    if way == 3:
        owned = home / "elsewhere" / "notes.txt"
        owned.parent.mkdir()
        place.symlink_to(owned.parent)
    if way == 4:
        owned = place
    owned.parent.mkdir(parents=True, exist_ok=True)
    owned.write_bytes(b"precious")
    if way in (1, 5) and place.is_dir():
        manifest = place / "manifest.json"
        sound = (bench.earlier / "manifest.json").read_bytes()
        manifest.write_bytes(rng.choice((b'{"manifest_version": 3}', b"{}", mutated(rng, sound, "json"))))
    study = bench.place / "analysis" / "small.toml"
    try:
        return command(bench, "run", str(study), "--out", str(place), "--workers", "1")
    finally:
        if not owned.is_file() or owned.read_bytes() != b"precious":
            raise BrokenError("erased: a file that no run had made")


def shell(bench: Bench, files: Files, words: tuple[str, ...]) -> str:
    """The same through a process of its own: exit codes and what stands on stderr."""
    done = started(["check", str(bench.place / "analysis" / "small.toml")]).finished(60)
    if fault := faulty(done):
        raise CommandError(fault)
    bench.told((done.out + done.err).decode("utf-8", "replace"), "output")
    return {0: "read", 1: "refused"}.get(done.code, "usage")
