"""The repository is a workspace with the files that docs/architecture.md names."""

from __future__ import annotations

from pathlib import Path

import pytest

from naysay.run.demo import demo_study
from naysay.run.parts import known_parts, study_type
from naysay.study.file import read_study

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "path",
    [
        "analysis",
        "data/README.md",
        "reports/README.md",
        "docs/GLOSSARY.md",
        "docs/methods/index.md",
        "docs/measured",
        "docs/architecture.md",
        "CONTRIBUTING.md",
        "docs/decisions",
        "pyproject.toml",
        "requirements.lock",
        "README.md",
        "CHANGELOG.md",
        ".ci/run",
        ".ci/lock",
        ".ci/lowest",
    ],
)
def test_it_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("study", sorted((ROOT / "analysis").glob("*.toml")), ids=lambda path: path.name)
def test_every_study_of_the_repository_can_be_read(study: Path) -> None:
    assert read_study(study, study_type(), parts=known_parts()).company


def test_the_demo_study_is_what_the_demo_writes() -> None:
    assert (ROOT / "analysis" / "demo.toml").read_text(encoding="utf-8") == demo_study()
