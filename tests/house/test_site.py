"""The site of docs/ can be built, and its pages ask no other host for anything.

Expected values: by hand. The site is built as CONTRIBUTING.md says; .ci/run has the packages for it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.house.test_documents import DOCS, ROOT

LOADS = {"src", "srcset", "data", "poster", "action", "formaction"}
"""Attributes whose address a browser asks for."""
LOADED_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
}


class Requests(HTMLParser):
    """The addresses that a page asks for by itself; links for readers to follow are none."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        self.addresses += [own[name] for name in LOADS & own.keys()]
        if tag == "link" and LOADED_LINKS & set(own.get("rel", "").split()):
            self.addresses.append(own.get("href", ""))
        self.addresses += re.findall(r"url\(([^)]*)\)", own.get("style", ""))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if find_spec("mkdocs") is None or find_spec("mkdocstrings") is None:
        pytest.skip("the extra docs is not installed")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return folder


def elsewhere(addresses: list[str]) -> Iterator[str]:
    return (one for one in addresses if re.match(r"\s*[\"']?\s*(\w+:)?//", one))


@pytest.mark.slow
def test_every_page_is_built(site: Path) -> None:
    pages = [page.relative_to(DOCS).with_suffix(".html") for page in DOCS.rglob("*.md")]
    assert [page.as_posix() for page in pages if not (site / page).is_file()] == []


@pytest.mark.slow
def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    for page in site.rglob("*.html"):
        requests = Requests()
        requests.feed(page.read_text(encoding="utf-8"))
        assert list(elsewhere(requests.addresses)) == [], page.relative_to(site)
    for sheet in site.rglob("*.css"):
        addresses = re.findall(r"(?:url\(|@import\s+)([^);]*)", sheet.read_text(encoding="utf-8"))
        assert list(elsewhere(addresses)) == [], sheet.relative_to(site)
