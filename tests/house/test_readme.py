"""The README is true: its verbs, options, tables and output. Expected values are the program's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from naysay.analysis.methods import all_tables
from naysay.run.cli import VERBS, command
from naysay.run.parts import study_type
from naysay.study.file import parse_study
from naysay.study.parts import names

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_two_commands_stand_as_they_are_run() -> None:
    assert [block.strip() for block in blocks("sh")] == [
        "pip install -e '.[dev]' && naysay demo",
        "pip install -e '.[dev]' && pytest",
    ]


@pytest.mark.slow
def test_the_demo_prints_what_the_readme_shows(
    naysay: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = naysay("demo")
    assert code == 0
    assert out.split() == blocks("text")[0].split()
    assert (tmp_path / "reports" / "demo" / "report.pdf").read_bytes().startswith(b"%PDF")


def test_every_verb_is_documented() -> None:
    for verb in names(VERBS):
        assert f"naysay {verb}" in README, f"give {verb} a row in README.md"
        for option in command(verb).params:
            if option.param_type_name == "option" and option.name not in ("help", "workers", "data"):
                named = max(option.opts, key=len)
                assert named in README, f"name {named} of {verb} in README.md"


def test_every_table_is_documented() -> None:
    table = README[README.index("| table |") :]
    for name in (one.name for one in all_tables()):
        assert re.search(rf"\b{name}\b", table), f"say in README.md what one row of {name} is"


def test_the_study_of_the_readme_can_be_read() -> None:
    assert parse_study(blocks("toml")[0], study_type(), source="README.md").company[0].currency == "EUR"


def test_the_scores_of_the_readme_can_be_had() -> None:
    lines = [
        line for line in blocks("python")[0].splitlines() if "import" in line or line.startswith("scorer")
    ]
    exec("\n".join(lines), {})


def test_the_labelled_posts_of_the_readme_can_be_evaluated(
    naysay: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "labelled.tsv").write_text(blocks("tsv")[0], encoding="utf-8")
    code, out, _ = naysay("evaluate", str(tmp_path / "labelled.tsv"), "--scorer", "finance")
    assert code == 0
    assert re.search(r"^finance +3 ", out, flags=re.MULTILINE)


def test_the_document_of_keys_is_what_the_program_tells(naysay: Callable[..., tuple[int, str, str]]) -> None:
    """Made by `naysay list keys`; a key that is added shows up here."""
    document = (Path(__file__).resolve().parents[2] / "docs" / "study-file.md").read_text(encoding="utf-8")
    code, out, _ = naysay("list", "keys")
    assert code == 0
    assert document.endswith(out), "end docs/study-file.md in what `naysay list keys` prints"
    assert '| `scorer` | a name `naysay list scorers` shows | `"auto"` |' in out


def test_the_document_of_commands_is_what_is_printed(
    naysay: Callable[..., tuple[int, str, str]],
) -> None:
    """Made by `naysay list verbs`; a command or an option that is added shows up here."""
    document = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    code, out, _ = naysay("list", "verbs")
    assert code == 0
    locked = (Path(__file__).resolve().parents[2] / "requirements.lock").read_text(encoding="utf-8")
    if f"typer=={version('typer')} " in locked:  # another release words some types of options otherwise
        assert document.endswith(out), "end docs/commands.md in what `naysay list verbs` prints"
    assert [line for line in out.splitlines() if line.startswith("## ")] == [
        f"## naysay {verb}" for verb in names(VERBS)
    ]
    assert "| `--only TICKER` | Ask for this symbol alone" in out
    what = "Number of processes of this machine that work on the run."
    assert f"| `--workers WORKERS` | {what} | one for each core |" in out


def test_the_document_of_tables_is_what_is_printed(
    naysay: Callable[..., tuple[int, str, str]],
) -> None:
    """Made by `naysay list tables`; a column that is added shows up here."""
    document = (Path(__file__).resolve().parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
    code, out, _ = naysay("list", "tables")
    assert code == 0
    assert document.endswith(out), "end docs/tables.md in what `naysay list tables` prints"
    assert "| `tau` | the session relative to day zero |" in out
