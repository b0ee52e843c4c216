"""What the project depends on. Expected values: pyproject.toml and requirements.lock, held to each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^(\S+)==(\S+)[^\n]*((?:\n +--hash=[^\n]+)*)", LOCK, flags=re.MULTILINE)
"""Name, version and hashes of each package; one may stand there several times, for other platforms."""


def test_every_direct_dependency_is_locked_at_a_version_that_it_allows() -> None:
    direct = [Requirement(text) for text in (*PROJECT["dependencies"], *EXTRAS["dev"], *EXTRAS["docs"])]
    locked: dict[str, list[str]] = {}
    for name, version, _ in ENTRIES:
        locked.setdefault(canonicalize_name(name.partition("[")[0]), []).append(version)
    for requirement in direct:
        versions = locked.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement.name} is not in requirements.lock: run .ci/lock"
        assert all(version in requirement.specifier for version in versions), f"{requirement}: run .ci/lock"


def test_every_package_of_the_lock_has_hashes() -> None:
    assert len(ENTRIES) == len(re.findall("^[A-Za-z]", LOCK, flags=re.MULTILINE)) > 50
    for name, _, hashes in ENTRIES:
        assert re.fullmatch(r"(\s+--hash=sha256:[0-9a-f]{64}( \\)?)+", hashes), name


def test_the_lock_names_no_place_to_fetch_from() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^\s*--(extra-)?index|^\s*--find", LOCK, flags=re.MULTILINE)


def test_every_floor_says_why_it_is_there() -> None:
    floors = [line for line in PYPROJECT.splitlines() if re.match(r' +"[\w-]+(\[\w+\])?[<>=]', line)]
    assert len(floors) == len(PROJECT["dependencies"]) + sum(map(len, EXTRAS.values()))
    assert [line for line in floors if not re.search(r'",? +# \w+', line)] == []
