"""A page in headless Chromium, for the tests of the HTML report, driven by playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

SMALLEST = 11
"""Pixels of the smallest text."""
TEXT_SIZES = """() => [...document.querySelectorAll('body *')].flatMap((element) => {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const silent = ['SCRIPT', 'STYLE', 'title'].includes(element.tagName);
  if (!own || silent || !element.getClientRects().length) return [];
  const box = element instanceof SVGElement ? element.getScreenCTM() : null;
  const scale = box ? Math.hypot(box.a, box.b) : 1;
  const size = parseFloat(getComputedStyle(element).fontSize);
  return [[size * scale, size, element.textContent.trim().slice(0, 40)]];
})"""
"""Of each element with text of its own: pixels on the screen, its computed size, its text."""


def chromium() -> str:
    """The path of Chromium; without one, or without playwright, the test is skipped and says why."""
    pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install -e '.[dev]'")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs Chromium, which is not installed (Debian: apt-get install chromium)")
    return path


@dataclass
class Seen:
    """A page that is open, and what it did meanwhile."""

    page: Any
    messages: list[str] = field(default_factory=list)
    """Errors of the script, and whatever is written to the console, such as a breach of the policy."""
    requests: list[str] = field(default_factory=list)
    """Addresses asked for, but for the page itself and what is inside it."""

    def axe(self) -> tuple[list[str], list[str]]:
        """What axe-core finds wrong, and what it cannot decide: the rule and the first places."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, options={"resultTypes": ["violations", "incomplete"]}).response
        return _faults(found["violations"]), _faults(found["incomplete"])

    def small_texts(self) -> list[Any]:
        """Texts that are smaller than ``SMALLEST`` pixels."""
        return [entry for entry in self.page.evaluate(TEXT_SIZES) if min(entry[:2]) < SMALLEST - 0.01]


def _faults(rules: list[dict[str, Any]]) -> list[str]:
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes'][:3]]}" for one in rules]


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium, without a window and without a sandbox: containers allow none."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        running = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield running
        finally:
            running.close()


@contextmanager
def opened(
    running: Any, file: Path, *, width: int = 1280, scheme: str = "light", script: bool = True
) -> Iterator[Seen]:
    """The page in ``file`` in a window ``width`` pixels wide."""
    context = running.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script
    )
    try:
        seen = Seen(context.new_page())
        seen.page.on("console", lambda message: seen.messages.append(message.text))
        seen.page.on("pageerror", lambda error: seen.messages.append(str(error)))
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.goto(file.as_uri())
        seen.requests = [
            url for url in seen.requests if url != file.as_uri() and not url.startswith(("data:", "blob:"))
        ]
        yield seen
    finally:
        context.close()
