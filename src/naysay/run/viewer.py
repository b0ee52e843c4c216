"""Hands a file to the program that the system opens it with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY")
PATIENCE: Final = 3.0
"""Seconds in which a program that cannot open the file says so; one that still runs then is left alone."""


def open_file(path: Path) -> str:
    """Open ``path`` with the system's viewer; why that was not possible, or nothing.

    A viewer goes on after this program has ended.
    """
    if sys.platform == "win32":
        try:
            os.startfile(path)
        except OSError as error:
            return error.strerror or "no program opens it"
        return ""
    command = viewer(sys.platform, os.environ)
    return _started([command, str(path)]) if command else "there is no display, or no program that opens it"


def viewer(platform: str, environment: Mapping[str, str]) -> str:
    """The command that opens a file; empty where there is no display or no such command."""
    if platform == "darwin":
        return shutil.which("open", path=environment.get("PATH")) or ""
    has_display = any(environment.get(name) for name in DISPLAYS)
    return (shutil.which("xdg-open", path=environment.get("PATH")) or "") if has_display else ""


def _started(command: list[str]) -> str:
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return ""
    except OSError as error:
        return error.strerror or type(error).__name__
    return f"{Path(command[0]).name} ended with {code}" if code else ""
