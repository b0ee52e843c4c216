"""The RO-Crate. Expected values: roc-validator and ro-crate-py, which are not ours, validate and open it.

Nothing is asked of the network: the terms of RO-Crate 1.1 that crates use are stored with the reference data,
and are compared with those that ro-crate-py brings.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import requests
import urllib3
from requests_cache import CachedSession
from rocrate.rocrate import ROCrate
from rocrate_validator import services
from rocrate_validator.models import Severity, ValidationSettings
from tests.reports.fakes import fake_results
from tests.reports.packages import RUNS, SOURCES, written

from naysay.reports.exports.ro_crate import CRATE, NO_DAY

pytestmark = pytest.mark.filterwarnings("ignore")  # those of other people's programs
TERMS = Path(__file__).parents[1] / "reference" / "data" / "ro-crate-1.1-terms.jsonld"
KIND = "application/ld+json"
UNKNOWN = {"ro-crate-1.1_31.2", "process-run-crate-0.5_3.2", "process-run-crate-0.5_5.1"}
"""Recommendations that a run cannot follow: the web addresses of its author and of the program."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of answers in which the validator finds the context of RO-Crate 1.1."""
    place = tmp_path_factory.mktemp("cache") / "http"
    session = CachedSession(str(place), backend="sqlite", expire_after=-1)
    url, content = f"{CRATE}/context", TERMS.read_bytes()
    accepted = {"Accept": "application/ld+json, application/json, */*;q=0.1"}
    answer = requests.Response()
    answer.status_code, answer.url, answer._content = 200, url, content
    answer.headers["Content-Type"] = KIND
    answer.request = requests.Request("GET", url, headers=accepted).prepare()
    answer.raw = urllib3.HTTPResponse(
        io.BytesIO(content), {"Content-Type": KIND}, 200, preload_content=False, request_url=url
    )
    session.cache.save_response(answer, session.cache.create_key(answer.request))
    session.close()
    return place


@pytest.fixture(scope="module")
def faults(cache: Path) -> Callable[..., set[str]]:
    """Checks of the profile Process Run Crate that a crate does not pass."""

    def validate(crate: Path, severity: Severity = Severity.RECOMMENDED) -> set[str]:
        settings = ValidationSettings(
            rocrate_uri=str(crate),
            profile_identifier="process-run-crate-0.5",
            requirement_severity=severity,
            offline=True,
            cache_path=cache,
        )
        return {str(issue.check.identifier) for issue in services.validate(settings).get_issues()}

    return validate


def graph(folder: Path) -> dict[str, dict[str, Any]]:
    content = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    return {entity["@id"]: entity for entity in content["@graph"]}


@pytest.mark.parametrize("run", ["twelve companies", "no tables", "hostile names", "other scripts"])
def test_every_crate_is_a_process_run_crate(
    run: str, faults: Callable[..., set[str]], tmp_path: Path
) -> None:
    assert faults(written("ro_crate", RUNS[run](), tmp_path)) <= UNKNOWN


@pytest.mark.parametrize(
    ("entity", "key"),
    [("./", "license"), ("./", "datePublished"), ("#run", "instrument"), ("./", "conformsTo")],
)
def test_the_validator_sees_what_is_missing(
    entity: str, key: str, faults: Callable[..., set[str]], tmp_path: Path
) -> None:
    """So that a valid crate means something."""
    folder = written("ro_crate", fake_results(companies=1), tmp_path)
    content = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    for one in content["@graph"]:
        if one["@id"] == entity:
            del one[key]
    (folder / "ro-crate-metadata.json").write_text(json.dumps(content), encoding="utf-8")
    assert faults(folder, Severity.REQUIRED) - UNKNOWN


def test_ro_crate_py_reads_what_was_run_on_what_and_what_came_out(tmp_path: Path) -> None:
    results = fake_results()
    folder = written("ro_crate", results, tmp_path)
    crate = ROCrate(folder)
    run = crate.dereference("#run")
    assert run["instrument"]["name"] == "naysay"
    assert run["instrument"]["softwareVersion"] == results.version
    assert {one["name"]: one["softwareVersion"] for one in run["instrument"]["softwareRequirements"]} == {
        name: value for name, value in results.stamp.items() if not name.endswith("sha256")
    }
    assert {one["sha256"] for one in run["object"] if one.id != "study.toml"} == {
        one.sha256 for one in SOURCES
    }
    assert {one.id for one in run["result"]} == {path.name for path in folder.glob("*.csv")}
    assert run["endTime"] == results.as_of == crate.root_dataset["datePublished"]


def test_hashes_and_lengths_are_those_of_the_files(tmp_path: Path) -> None:
    folder = written("ro_crate", fake_results(companies=1), tmp_path)
    entities = graph(folder)
    parts = [part["@id"] for part in entities["./"]["hasPart"]]
    assert {*parts, "ro-crate-metadata.json"} == {path.name for path in folder.iterdir()}
    for part in parts:
        content = (folder / part).read_bytes()
        assert entities[part]["sha256"] == hashlib.sha256(content).hexdigest()
        assert entities[part]["contentSize"] == str(len(content))


def test_author_and_licence_are_left_to_be_filled_in(tmp_path: Path) -> None:
    entities = graph(written("ro_crate", RUNS["no tables"](), tmp_path))
    for place in ("license", "author"):
        assert "Whoever publishes this crate" in entities[entities["./"][place]["@id"]]["description"]


def test_a_run_without_a_day_has_one_that_nobody_takes_for_true() -> None:
    assert NO_DAY == "1970-01-01"


def test_the_stored_terms_are_those_of_ro_crate() -> None:
    theirs = json.loads((files("rocrate") / "data" / "ro-crate.jsonld").read_text(encoding="utf-8"))[
        "@context"
    ]
    ours = json.loads(TERMS.read_text(encoding="utf-8"))["@context"]
    assert {name: theirs[name] for name in ours} == ours
