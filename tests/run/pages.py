"""The words of a run's page, as a reader has them: without tags, scripts and styles."""

from __future__ import annotations

import html
import re
from pathlib import Path


def words_of_page(run: Path) -> str:
    """The text of ``report.html``, words of one line apart by one space."""
    page = (run / "report.html").read_text(encoding="utf-8")
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", bare)).split())
