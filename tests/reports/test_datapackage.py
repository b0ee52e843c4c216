"""The Data Package. Expected values: frictionless-py, which is not ours, opens and validates each package."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import pytest
from tests.reports.fakes import fake_results
from tests.reports.packages import RUNS, SOURCES, written

from naysay.reports.exports._replication import LISTED
from naysay.reports.exports.base import ReadFile
from naysay.run.parts import study_type
from naysay.study.file import parse_study

pytestmark = pytest.mark.filterwarnings("ignore")  # those of other people's programs


def described(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return content


def faults(folder: Path) -> list[str]:
    """What frictionless finds wrong."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    of_cells = report.flatten(["rowNumber", "fieldName", "message"])
    return [str(row) for row in of_cells] + [error.message for error in report.errors]


@pytest.mark.parametrize("run", RUNS)
def test_every_package_is_valid(run: str, tmp_path: Path) -> None:
    folder = written("datapackage", RUNS[run](), tmp_path)
    assert faults(folder) == []
    tables = {one["path"] for one in described(folder)["resources"]}
    assert tables == {path.name for path in folder.glob("*.csv")}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written("datapackage", fake_results(), tmp_path_factory.mktemp("package"))


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("effects", r"\n([^,]*),([^,]*),1,", r"\n\1,\2,one,"),  # a word for a whole number
        ("months", r",True,", ",maybe,"),  # neither yes nor no
        ("events", r",2025-\d\d-\d\d,", ",2025-99-01,"),  # no date
        ("events", r"\n([^\n]+)\n", r"\n\1\n\1\n"),  # an event twice
        ("companies", r"\nC00,", "\nC99,"),  # a company that daily names is gone
    ],
)
def test_frictionless_sees_a_cell_that_is_wrong(
    table: str, old: str, new: str, package: Path, tmp_path: Path
) -> None:
    """So that a valid package means something: the same package with one cell changed is not valid."""
    for path in package.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (package / f"{table}.csv").read_text(encoding="utf-8")
    changed = re.sub(old, new, text, count=1)
    assert changed != text
    (tmp_path / f"{table}.csv").write_text(changed, encoding="utf-8", newline="")
    descriptor = described(package)
    for resource in descriptor["resources"]:
        del resource["hash"], resource["bytes"]
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert len(faults(tmp_path)) >= 1


def test_hashes_and_lengths_are_those_of_the_files(package: Path) -> None:
    for resource in described(package)["resources"]:
        content = (package / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_what_the_run_read_is_named_with_its_hash_and_no_licence_is_invented(package: Path) -> None:
    content = described(package)
    assert [(one["sha256"], one["rows"]) for one in content["sources"]] == [
        (s.sha256, s.rows) for s in SOURCES
    ]
    assert "licenses" not in content
    assert "No licence is stated" in content["description"]


def test_the_day_is_that_of_the_report(package: Path, tmp_path: Path) -> None:
    assert described(package)["created"] == f"{fake_results().as_of}T00:00:00Z"
    undated = replace(fake_results(), as_of="")
    assert "created" not in described(written("datapackage", undated, tmp_path))


def test_every_column_has_a_meaning_and_numbers_a_type(package: Path) -> None:
    fields = {
        (resource["name"], field["name"]): field
        for resource in described(package)["resources"]
        for field in resource["schema"]["fields"]
    }
    without = {key for key, field in fields.items() if not field["description"]}
    assert {table for table, _ in without} <= {"daily"}  # the series of the small run stand for it
    assert fields["effects", "bp_per_sd"]["unit"] == "basis points per standard deviation"
    assert fields["effects", "horizon"] | {"description": ""} == {
        "name": "horizon", "type": "integer", "unit": "sessions", "description": "",
    }  # fmt: skip
    assert fields["events", "car_(1,5)"]["description"].startswith("sessions 1 to 5: ")
    assert fields["events", "session"]["type"] == "date"


def test_keys_are_named_where_they_are_keys(package: Path) -> None:
    schemas = {one["name"]: one["schema"] for one in described(package)["resources"]}
    assert schemas["events"]["primaryKey"] == ["event_id"]
    assert schemas["daily"]["foreignKeys"] == [
        {"fields": ["company"], "reference": {"resource": "companies", "fields": ["ticker"]}}
    ]
    assert "primaryKey" not in schemas["robustness"]


def test_the_study_can_be_read_and_is_the_same(package: Path) -> None:
    text = (package / "study.toml").read_text(encoding="utf-8")
    study = parse_study(text, study_type(), source="study.toml")
    assert study == study_type().model_validate(fake_results().study)


SECTIONS = (
    "Overview", "Data availability and provenance statements", "Statement about rights",
    "Licence of the data", "Summary of availability", "Details on each data source", "Dataset list",
    "Computational requirements", "Software requirements", "Controlled randomness",
    "Memory, runtime and storage requirements",
    "Description of programs", "Instructions to replicators", "List of tables and programs", "References",
)  # fmt: skip
"""As the AEA Data Editor's template (Vilhuber et al. 2022) has them, in its order."""


def readme(folder: Path) -> str:
    return (folder / "README.md").read_text(encoding="utf-8")


def test_the_readme_has_the_sections_of_the_template(package: Path) -> None:
    text = readme(package)
    headings = re.findall(r"^#{2,3} (.+)$", text, re.MULTILINE)
    assert tuple(headings) == SECTIONS
    assert "{" not in text.replace("\\{", "")


def test_the_readme_says_what_the_run_knows_and_what_its_author_has_to_say(package: Path) -> None:
    text, results = readme(package), fake_results()
    for known in (
        SOURCES[0].sha256,
        results.stamp["study_sha256"],
        f"numpy=={results.stamp['numpy']}",
        f"Every draw starts at the seed {results.study['study']['seed']},",
        f"naysay run study.toml --data DATA --locked --out run --date {results.as_of}",
        "naysay verify run study.toml --data DATA --recompute",
        "| table `effects` | `naysay.analysis.methods.projections` | `effects.csv` |",
        "Jordà, Ò. (2005).",
    ):
        assert known in text
    assert text.count("**AUTHOR**:") == 7


def test_many_sources_are_a_row_a_kind_and_stand_in_their_own_table(tmp_path: Path) -> None:
    sources = tuple(ReadFile("posts", f"{n}.csv", f"{n:064}", 2) for n in range(LISTED + 1))
    folder = written("datapackage", fake_results(companies=1), tmp_path, sources=sources)
    assert f"| posts | {LISTED + 1} | {2 * (LISTED + 1)} |" in readme(folder)
    assert len((folder / "sources.csv").read_text().splitlines()) == LISTED + 2
