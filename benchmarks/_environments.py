"""Environments of their own for packages that are compared with, made anew in a folder."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any


class NotMadeError(Exception):
    """The environment could not be made; the message is pip's last line."""


def python_with(requirement: str, folder: Path) -> Path:
    """The interpreter of a new environment below ``folder`` that has ``requirement`` and what it needs."""
    home = folder / requirement.replace("=", "_")
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    made = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", requirement], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise NotMadeError((made.stderr.strip().splitlines() or ["pip failed"])[-1])
    return python


def printed_by(python: Path, script: Path, *arguments: str) -> dict[str, Any]:
    """The JSON in the last line that ``script`` prints."""
    done = subprocess.run([python, script, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotMadeError((done.stderr.strip().splitlines() or ["it failed"])[-1])
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
