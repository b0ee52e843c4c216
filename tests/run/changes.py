"""Changes to the small study of the tests."""

from __future__ import annotations

from pathlib import Path


def change(workspace: Path, old: str, new: str) -> Path:
    """Change a line of the small study; give the study's path."""
    study = workspace / "analysis" / "small.toml"
    text = study.read_text()
    assert old in text
    study.write_text(text.replace(old, new))
    return study
