"""CITATION.cff. Expected values: the documented keys of the Citation File Format 1.2.0, and pyproject.toml.

Required are cff-version, message, title and authors; an author that is an entity has a name.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
KEYS = {
    "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers",
    "keywords", "license", "license-url", "message", "preferred-citation", "references", "repository",
    "repository-artifact", "repository-code", "title", "type", "url", "version",
}  # fmt: skip
"""All that a citation file may have on its first level."""


def citation() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return content


def test_it_has_what_the_format_asks_for_and_nothing_else() -> None:
    content = citation()
    assert set(content) <= KEYS
    assert content["cff-version"] == "1.2.0"
    assert content["type"] in ("software", "dataset")
    assert all(isinstance(content[key], str) and content[key] for key in ("message", "title"))
    assert [set(author) for author in content["authors"]] == [{"name"}]
    assert len(set(content["keywords"])) == len(content["keywords"])


def test_it_says_what_the_project_says() -> None:
    content = citation()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert content["title"] == project["name"]
    assert content["version"] == project["version"]
    assert content["license"] == project["license"]
    assert content["abstract"] == project["description"]
    assert content["keywords"] == project["keywords"]
